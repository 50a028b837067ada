package org.nabz.host

import android.app.NotificationChannel
import android.app.NotificationManager
import android.content.Context
import org.nabz.core.Catalogue

/** The channels a person sees in the phone's settings, in the language they read, and the few words kept for them. */
object Channels {
    const val CALLS = "calls"
    const val REMINDERS = "reminders"

    /** Words that are needed while no core is open. */
    class Words(val appName: String, val callUnderWay: String)

    /** Names the channels; asked again whenever the language changed. */
    fun name(context: Context, catalogue: Catalogue) {
        val manager = context.getSystemService(NotificationManager::class.java) ?: return
        // A running call rings by itself: its channel makes no sound of its own.
        val calls = NotificationChannel(CALLS, catalogue.channelCalls.shown, NotificationManager.IMPORTANCE_LOW)
        val reminders = NotificationChannel(REMINDERS, catalogue.channelReminders.shown, NotificationManager.IMPORTANCE_HIGH)
        manager.createNotificationChannels(listOf(calls, reminders))
        kept(context).edit()
            .putString(APP, catalogue.appName.shown)
            .putString(CALL, catalogue.callUnderWay.shown)
            .apply()
    }

    internal fun words(context: Context): Words =
        kept(context).run { Words(getString(APP, null).orEmpty(), getString(CALL, null).orEmpty()) }

    private fun kept(context: Context) = context.getSharedPreferences("org.nabz.words", Context.MODE_PRIVATE)

    private const val APP = "app"
    private const val CALL = "call"
}
