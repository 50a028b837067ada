package org.nabz.host

import android.app.AlarmManager
import android.app.Notification
import android.app.NotificationManager
import android.app.PendingIntent
import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import android.content.SharedPreferences
import android.net.Uri

/**
 * Notifications at an instant. By inexact alarms: they need no permission that a person could be asked to take back,
 * and Android fires them within minutes. What is due is kept, because alarms do not survive a restart of the phone.
 */
object Reminders {
    /** Shows [text] at [atEpochMs], in place of what had the same [name]. At once if that has passed. */
    fun set(context: Context, name: String, atEpochMs: Long, text: String) {
        kept(context).edit().putString(name, "$atEpochMs $text").apply()
        alarm(context, name, atEpochMs)
    }

    /** Sets again what a restart of the phone, an update of the app or a change of the clock took away. */
    internal fun setAgain(context: Context) {
        for ((name, value) in kept(context).all) {
            val at = (value as? String)?.substringBefore(' ')?.toLongOrNull() ?: continue
            alarm(context, name, at)
        }
    }

    internal fun show(context: Context, name: String) {
        val text = kept(context).getString(name, null)?.substringAfter(' ') ?: return
        kept(context).edit().remove(name).apply()
        val open = context.packageManager.getLaunchIntentForPackage(context.packageName)?.let {
            PendingIntent.getActivity(context, 0, it, PendingIntent.FLAG_IMMUTABLE or PendingIntent.FLAG_UPDATE_CURRENT)
        }
        val notification = Notification.Builder(context, Channels.REMINDERS)
            .setSmallIcon(android.R.drawable.ic_popup_reminder)
            .setContentTitle(Channels.words(context).appName)
            .setContentText(text)
            .setStyle(Notification.BigTextStyle().bigText(text))
            .setCategory(Notification.CATEGORY_REMINDER)
            // The core wrote the text for a locked phone: it names a time and a place, nobody and nothing else.
            .setVisibility(Notification.VISIBILITY_PUBLIC)
            .setAutoCancel(true)
            .setContentIntent(open)
            .build()
        context.getSystemService(NotificationManager::class.java)?.notify(name, REMINDER, notification)
    }

    private fun alarm(context: Context, name: String, atEpochMs: Long) {
        val fire = Intent(context, ReminderReceiver::class.java).setData(Uri.fromParts("nabz", name, null))
        val pending = PendingIntent.getBroadcast(
            context, 0, fire, PendingIntent.FLAG_IMMUTABLE or PendingIntent.FLAG_UPDATE_CURRENT,
        )
        context.getSystemService(AlarmManager::class.java)
            ?.setAndAllowWhileIdle(AlarmManager.RTC_WAKEUP, atEpochMs, pending)
    }

    private fun kept(context: Context): SharedPreferences =
        context.getSharedPreferences("org.nabz.reminders", Context.MODE_PRIVATE)

    private const val REMINDER = 2
}

/** Wakes for one reminder. */
class ReminderReceiver : BroadcastReceiver() {
    override fun onReceive(context: Context, intent: Intent) {
        intent.data?.schemeSpecificPart?.let { Reminders.show(context, it) }
    }
}

/** Wakes after a restart, an update or a change of the clock. */
class RestartReceiver : BroadcastReceiver() {
    override fun onReceive(context: Context, intent: Intent) = Reminders.setAgain(context)
}
