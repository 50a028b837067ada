package org.nabz.app

import android.app.KeyguardManager
import android.content.Context
import android.content.Intent
import org.nabz.host.Presence
import java.util.concurrent.CompletableFuture
import java.util.concurrent.ExecutionException
import java.util.concurrent.TimeUnit
import java.util.concurrent.TimeoutException

/** Asks by the phone's own lock: fingerprint, face or code, whatever the person set up. Needs an activity in front. */
class DevicePresence(private val context: Context) : Presence {
    /** What the prompt says, in the language the person reads. */
    @Volatile
    var reason: String = ""

    private var launch: ((Intent) -> Unit)? = null
    private var waiting: CompletableFuture<Boolean>? = null

    /** Tells who can show the prompt now; null while nobody can. */
    @Synchronized
    fun comesFrom(activity: ((Intent) -> Unit)?) {
        launch = activity
    }

    @Synchronized
    fun answered(isThere: Boolean) {
        waiting?.complete(isThere)
        waiting = null
    }

    override fun confirm(): Boolean = try {
        asked()?.get(PATIENCE_MIN, TimeUnit.MINUTES) ?: false
    } catch (_: TimeoutException) {
        false
    } catch (_: ExecutionException) {
        false
    }

    @Synchronized
    private fun asked(): CompletableFuture<Boolean>? {
        waiting?.let { return it }
        val show = launch ?: return null
        // The newer prompt needs a library and API 30 for the phone's code; this one works everywhere and does the same.
        @Suppress("DEPRECATION")
        val prompt = context.getSystemService(KeyguardManager::class.java)?.createConfirmDeviceCredentialIntent(null, reason)
            ?: return null
        return CompletableFuture<Boolean>().also {
            waiting = it
            show(prompt)
        }
    }

    private companion object {
        const val PATIENCE_MIN = 2L
    }
}
