package org.nabz.host

import android.app.Notification
import android.app.NotificationManager
import android.app.PendingIntent
import android.app.Service
import android.content.Context
import android.content.Intent
import android.content.pm.ServiceInfo
import android.os.Build
import android.os.IBinder

/** Holds the microphone while a call is under way and the app is not in front. Its notification names nobody. */
class CallService : Service() {
    override fun onBind(intent: Intent?): IBinder? = null

    override fun onStartCommand(intent: Intent?, flags: Int, startId: Int): Int {
        val words = Channels.words(this)
        val open = packageManager.getLaunchIntentForPackage(packageName)?.let {
            PendingIntent.getActivity(this, 0, it, PendingIntent.FLAG_IMMUTABLE or PendingIntent.FLAG_UPDATE_CURRENT)
        }
        val notification = Notification.Builder(this, Channels.CALLS)
            .setSmallIcon(android.R.drawable.sym_action_call)
            .setContentTitle(words.callUnderWay)
            .setCategory(Notification.CATEGORY_CALL)
            .setVisibility(Notification.VISIBILITY_PUBLIC)
            .setOngoing(true)
            .setContentIntent(open)
            .build()
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) {
            startForeground(ID, notification, ServiceInfo.FOREGROUND_SERVICE_TYPE_MICROPHONE)
        } else {
            startForeground(ID, notification)
        }
        // A call does not survive its process: nothing is started again by itself.
        return START_NOT_STICKY
    }

    companion object {
        private const val ID = 1

        /** A call begins; the app is in front, as it is when somebody answers. */
        fun begin(context: Context) {
            try {
                context.startForegroundService(Intent(context, CallService::class.java))
            } catch (_: IllegalStateException) {
                // It left the front in the same moment, and Android forbids a service. The call is heard while it is seen.
            }
        }

        /** The call has ended. */
        fun end(context: Context) {
            context.stopService(Intent(context, CallService::class.java))
            context.getSystemService(NotificationManager::class.java)?.cancel(ID)
        }
    }
}
