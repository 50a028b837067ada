package org.nabz.host

import android.content.Context
import android.content.pm.PackageManager
import kotlinx.coroutines.channels.BufferOverflow
import kotlinx.coroutines.flow.MutableSharedFlow
import kotlinx.coroutines.flow.SharedFlow

/** What the person allowed, and what they have to be asked. Only an activity can ask. */
class Permissions(private val context: Context) {
    private val asked = MutableSharedFlow<String>(replay = 1, onBufferOverflow = BufferOverflow.DROP_OLDEST)

    /** Permissions somebody waits for; the activity in front asks for them. */
    val wanted: SharedFlow<String> = asked

    fun has(permission: String): Boolean = context.checkSelfPermission(permission) == PackageManager.PERMISSION_GRANTED

    fun ask(permission: String) {
        asked.tryEmit(permission)
    }

    /** The person was asked, whatever they said: nobody is asked twice for one wish. */
    @OptIn(kotlinx.coroutines.ExperimentalCoroutinesApi::class)
    fun answered() = asked.resetReplayCache()
}
