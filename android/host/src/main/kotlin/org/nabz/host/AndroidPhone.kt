package org.nabz.host

import android.Manifest
import android.content.ActivityNotFoundException
import android.content.Context
import android.content.Intent
import android.media.AudioDeviceInfo
import android.media.AudioManager
import android.net.Uri
import android.os.Build
import org.nabz.Phone
import org.nabz.core.HostReply
import org.nabz.core.HostRequest

/** What an Android phone can do for the core. */
class AndroidPhone(private val context: Context, private val permissions: Permissions) : Phone {
    override suspend fun perform(request: HostRequest): HostReply = when (request) {
        is HostRequest.Notify -> {
            Reminders.set(context, request.name, request.atEpochMs, request.text.shown)
            askToNotify()
            HostReply.DONE
        }
        is HostRequest.Dial -> dial(request.number)
        is HostRequest.Loudspeaker -> playAloud(request.on)
    }

    /** Where the call is heard. A tablet has nothing but a loudspeaker: there it stays as it is. */
    private fun playAloud(on: Boolean): HostReply {
        val manager = context.getSystemService(AudioManager::class.java) ?: return HostReply.UNSUPPORTED
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.S) {
            @Suppress("DEPRECATION")
            manager.isSpeakerphoneOn = on
            return HostReply.DONE
        }
        if (!on) {
            manager.clearCommunicationDevice()
            return HostReply.DONE
        }
        val speaker = manager.availableCommunicationDevices.firstOrNull { it.type == AudioDeviceInfo.TYPE_BUILTIN_SPEAKER }
        return if (speaker != null && manager.setCommunicationDevice(speaker)) HostReply.DONE else HostReply.UNSUPPORTED
    }

    /** Asked when there is something to be reminded of, and not before. */
    private fun askToNotify() {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.TIRAMISU) return
        if (!permissions.has(Manifest.permission.POST_NOTIFICATIONS)) permissions.ask(Manifest.permission.POST_NOTIFICATIONS)
    }

    /** Opens the dialler with the number in it; the person presses call. Needs no permission. */
    private fun dial(number: String): HostReply {
        val dialler = Intent(Intent.ACTION_DIAL, Uri.fromParts("tel", number, null)).addFlags(Intent.FLAG_ACTIVITY_NEW_TASK)
        return try {
            context.startActivity(dialler)
            HostReply.DONE
        } catch (_: ActivityNotFoundException) {
            // A tablet without a telephone.
            HostReply.UNSUPPORTED
        }
    }
}
