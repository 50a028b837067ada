package org.nabz

import kotlinx.coroutines.runBlocking
import org.nabz.core.Audio
import org.nabz.core.BlockKind
import org.nabz.core.HostReply
import org.nabz.core.KeyStore
import org.nabz.core.LogLevel
import org.nabz.core.Screen
import org.nabz.sandbox.JdkKeys
import org.nabz.sandbox.NoAudio
import org.nabz.sandbox.Person
import org.nabz.sandbox.SandboxClinic
import org.nabz.sandbox.Seat
import kotlin.time.Duration.Companion.seconds

/** An open core with somebody in front of it. */
class Opened(val core: Core, val person: Person) {
    /** From the first screen into a call; the screen of the call once it stands. A clinic's line carries one phone. */
    suspend fun isCalled(clinic: SandboxClinic): Screen {
        person.signsIn(core.screen().title.language)
        person.books()
        person.presses("done")
        core.setClockAhead(clinic.skipToVisit())
        person.presses("enter-waiting-room")
        person.sees("ringing", within = 40.seconds)
        person.presses("answer")
        return person.sees(20.seconds) { it.blocks.any { block -> (block.kind as? BlockKind.CallStage)?.line != null } }
    }

    suspend fun hangsUp() {
        person.presses("hang-up")
        person.sees(20.seconds) { it.id != "call" }
    }
}

/** Opens a core at [seat], lets [test] use it and closes it. */
fun opened(
    seat: Seat,
    language: String = "fa",
    vault: String? = null,
    keys: KeyStore = JdkKeys(seat.deviceKey),
    audio: Audio = NoAudio,
    phone: Phone = Phone { HostReply.DONE },
    log: (LogLevel, String) -> Unit = { _, _ -> },
    test: suspend Opened.() -> Unit,
) = runBlocking {
    Core.open(seat.config(listOf(language), vault), keys, audio, phone, log).use { Opened(it, Person(it, seat.code)).test() }
}
