package org.nabz.app

import android.app.Application
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.distinctUntilChangedBy
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import org.nabz.Core
import org.nabz.core.Android
import org.nabz.core.NabzException
import org.nabz.host.AndroidPhone
import org.nabz.host.CallAudio
import org.nabz.host.Channels
import org.nabz.host.Permissions
import org.nabz.host.PhoneKeys
import org.nabz.host.Reach
import kotlin.time.Duration.Companion.seconds

/** Holds the one core of the process, and tells it when the app is in front and what the network is. */
class NabzApplication : Application() {
    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default)
    private val turns = Mutex()

    @Volatile
    private var isInFront = false

    lateinit var permissions: Permissions
        private set
    lateinit var audio: CallAudio
        private set
    val presence = DevicePresence(this)

    private val core = MutableStateFlow<Core?>(null)

    /** The core once it is open. */
    val opened: StateFlow<Core?> = core

    override fun onCreate() {
        super.onCreate()
        Android.init(this)
        permissions = Permissions(this)
        audio = CallAudio(this, permissions).apply { onEnd = ::settle }
        scope.launch { open() }
    }

    /** The app came to the front, or left it. */
    fun inFront(now: Boolean) {
        isInFront = now
        settle()
    }

    private suspend fun open() {
        val keys = PhoneKeys(this, presence)
        val opened = Core.open(configOf(this), keys, audio, AndroidPhone(this, permissions)) { _, line ->
            android.util.Log.i("nabz", line)
        }
        core.value = opened
        Reach(this, opened::networkChanged)
        opened.screens.distinctUntilChangedBy { it.title.language }.collect {
            val words = opened.catalogue()
            Channels.name(this, words)
            presence.reason = words.unlockReason.shown
        }
    }

    /** In the background the core closes its files, unless a call is under way. One change after the other. */
    private fun settle() {
        scope.launch {
            turns.withLock {
                val core = core.value ?: return@withLock
                try {
                    if (isInFront || audio.isInCall) core.resume() else core.suspend(PATIENCE)
                } catch (_: NabzException) {
                    // The files stay open, or open with the next press; the screen says what there is to say.
                }
            }
        }
    }

    private companion object {
        /** Android gives an app that leaves the front about five seconds before it may freeze it. */
        val PATIENCE = 3.seconds
    }
}
