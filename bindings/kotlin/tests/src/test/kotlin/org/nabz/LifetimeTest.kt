package org.nabz

import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension
import org.nabz.core.ErrorCode
import org.nabz.core.HostReply
import org.nabz.core.Host
import org.nabz.core.HostRequest
import org.nabz.core.LogLevel
import org.nabz.core.Nabz
import org.nabz.core.NabzException
import org.nabz.core.Network
import org.nabz.sandbox.JdkKeys
import org.nabz.sandbox.NoAudio
import org.nabz.sandbox.SandboxClinic
import java.lang.ref.WeakReference
import kotlin.concurrent.thread
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds

/** Waits that end early, objects that go when nobody looks, calls that come too late. */
class LifetimeTest {
    @Test
    fun aCancelledWaitHurtsNobody() = opened(clinic.seat, "en") {
        val now = person.sees("language")
        repeat(50) {
            val waiting = CoroutineScope(Dispatchers.Default).launch { core.screens.collect {} }
            delay(2)
            withTimeout(5.seconds) { waiting.cancelAndJoin() }
            assertTrue(waiting.isCancelled)
        }
        assertEquals(now.revision, core.screen().revision)
        // Whoever waits afterwards is served.
        person.presses("language:en")
        person.sees("consent")
    }

    @Test
    fun isDroppedOnAForeignThread() {
        repeat(5) {
            val nabz = open()
            thread(name = "foreign") { nabz.destroy() }.join()
        }
        assertTrue(within(5.seconds) { coreThreads() == 0 }, "${coreThreads()} threads of the core are left")
    }

    @Test
    fun isDroppedByTheCleaner() {
        val nabz = WeakReference(open())
        // No close: the garbage collector finds it, and its Cleaner drops it on a thread of its own.
        assertTrue(within(20.seconds) { System.gc(); nabz.get() == null && coreThreads() == 0 })
    }

    @Test
    fun aForgottenCoreIsCollectedWithItsHost() {
        val core = runBlocking { WeakReference(wrapped()) }
        assertTrue(within(20.seconds) { System.gc(); core.get() == null && coreThreads() == 0 })
    }

    @Test
    fun callsAfterCloseSaySo() = runBlocking {
        val core = wrapped()
        val screens = core.screens
        core.close()
        core.close()
        for (call in listOf<suspend () -> Unit>(
            { core.screen() },
            { core.act(1u, "agree") },
            { core.window("visits", 0u, 10u) },
            { core.networkChanged(Network.NONE) },
            { core.wake(ByteArray(3)) },
            { core.suspend(100.milliseconds) },
            { core.resume() },
            { core.setClockAhead(1) },
        )) {
            val refused = assertThrows(NabzException.Failed::class.java) { runBlocking { call() } }
            assertEquals(ErrorCode.CLOSED, refused.code)
            assertFalse(refused.retryable)
            assertEquals("en", refused.sentence.language)
            assertTrue(refused.sentence.shown.isNotBlank())
        }
        assertEquals(emptyList<Any>(), withTimeout(5.seconds) { screens.toList() })
        assertEquals(emptyList<Any>(), withTimeout(5.seconds) { core.live().toList() })
        // Words are there to the last.
        assertEquals("en", core.catalogue().appName.language)
    }

    @Test
    fun closingEndsWhoWaitsForAScreen() = runBlocking {
        val core = wrapped()
        val revisions = mutableListOf<ULong>()
        val waiting = launch(Dispatchers.Default) { core.screens.collect { revisions += it.revision } }
        while (revisions.isEmpty()) delay(5)
        core.close()
        withTimeout(5.seconds) { waiting.join() }
        assertFalse(waiting.isCancelled)
        assertEquals(revisions.sorted(), revisions)
    }

    @Test
    fun suspendsAndResumes() = opened(clinic.seat, "en") {
        person.sees("language")
        core.suspend(2.seconds)
        core.resume()
        person.presses("language:en")
        person.sees("consent")
        core.suspend(2.seconds)
        // A press opens again what suspension closed.
        person.presses("agree")
        person.sees("sign-in")
    }

    private fun open(): Nabz = Nabz.open(config(), Mute, JdkKeys(clinic.seat.deviceKey), NoAudio)

    private suspend fun wrapped(): Core =
        Core.open(config(), JdkKeys(clinic.seat.deviceKey), NoAudio, { HostReply.DONE })

    private fun config() = clinic.seat.config(listOf("en"))

    private object Mute : Host {
        override fun perform(id: ULong, request: HostRequest) = Unit
        override fun log(level: LogLevel, line: String) = Unit
    }

    companion object {
        @JvmField
        @RegisterExtension
        val clinic = SandboxClinic()
    }
}
