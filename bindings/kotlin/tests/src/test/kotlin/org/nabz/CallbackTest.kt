package org.nabz

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension
import org.nabz.core.BlockKind
import org.nabz.core.HostRequest
import org.nabz.core.KeyName
import org.nabz.core.KeyStoreException
import org.nabz.core.LogLevel
import org.nabz.core.Tone
import org.nabz.sandbox.JdkKeys
import org.nabz.sandbox.SandboxClinic
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.time.Duration.Companion.seconds

/** Hosts that throw: the core says what to do, and goes on. */
class CallbackTest {
    /** Fails as [failure] says while there is one. */
    private class Failing(@Volatile var failure: (() -> Throwable)?) : JdkKeys(clinic.seat.deviceKey) {
        override fun wrap(key: KeyName, plain: ByteArray): ByteArray {
            failure?.let { throw it() }
            return super.wrap(key, plain)
        }
    }

    @Test
    fun aCallbackThatThrowsItsTypedErrorIsUnderstood() {
        val keys = Failing(KeyStoreException::AuthRequired)
        opened(clinic.seat, "en", keys = keys) {
            // Locked: nothing went wrong, so nothing is painted as a problem.
            val locked = person.sees { it.id == "opening" && it.next != null }
            assertFalse(locked.blocks.any { it.kind is BlockKind.Notice })
            keys.failure = { KeyStoreException.Integrity() }
            person.pressesOnce("try-again")
            person.sees { screen -> screen.blocks.any { (it.kind as? BlockKind.Notice)?.tone == Tone.PROBLEM } }
            keys.failure = null
            person.pressesOnce("try-again")
            person.sees("language")
        }
    }

    @Test
    fun aCallbackThatThrowsSomethingUnexpectedFailsForNow() {
        val lines = CopyOnWriteArrayList<String>()
        val keys = Failing { IllegalStateException("patient 4711 has no fingerprint") }
        opened(clinic.seat, "en", keys = keys, log = { _, line -> lines += line }) {
            person.sees { screen -> screen.blocks.any { (it.kind as? BlockKind.Notice)?.tone == Tone.PROBLEM } }
            keys.failure = { OutOfMemoryError("not really") }
            person.pressesOnce("try-again")
            person.sees { it.id == "opening" && it.next != null }
            // A passing fault passes: the core asks again by itself.
            keys.failure = null
            person.sees("language")
        }
        // What a shell throws may hold anything, and stays with it.
        assertTrue(lines.none { "4711" in it || "not really" in it }, "$lines")
    }

    @Test
    fun aPhoneThatThrowsHasFailedAndTheVisitGoesOn() {
        val asked = CopyOnWriteArrayList<HostRequest>()
        val phone = Phone { request ->
            asked += request
            throw IllegalStateException("no notifications here")
        }
        opened(clinic.seat, phone = phone) {
            person.signsIn("fa")
            person.books()
            assertTrue(within(5.seconds) { asked.any { it is HostRequest.Notify } })
            person.presses("done")
            person.sees("home")
        }
    }

    @Test
    fun aLogThatThrowsDisturbsNothing() {
        val levels = CopyOnWriteArrayList<LogLevel>()
        opened(clinic.seat, "en", log = { level, _ -> levels += level; error("the log is full") }) {
            person.sees("language")
            core.runCatching { wake(ByteArray(5_000)) }
            person.presses("language:en")
            person.sees("consent")
        }
        assertEquals(setOf(LogLevel.WARN), levels.toSet())
    }

    companion object {
        @JvmField
        @RegisterExtension
        val clinic = SandboxClinic()
    }
}
