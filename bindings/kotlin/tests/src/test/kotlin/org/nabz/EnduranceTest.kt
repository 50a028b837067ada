package org.nabz

import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.withTimeoutOrNull
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension
import org.nabz.core.ErrorCode
import org.nabz.core.NabzException
import org.nabz.core.Screen
import org.nabz.core.Wording
import org.nabz.sandbox.SandboxClinic
import org.nabz.sandbox.actions
import kotlin.random.Random
import kotlin.time.Duration.Companion.milliseconds

/** Ten thousand presses of somebody who presses anything. */
class EnduranceTest {
    @Test
    fun tenThousandRandomActionsLeaveMemoryAndHandlesFlat() = opened(clinic.seat) {
        val seed = System.getProperty("nabz.seed")?.toLong() ?: 20_261_125L
        println("EnduranceTest: nabz.seed=$seed")
        person.signsIn("fa")
        val random = Random(seed)
        // Sooner or later a visit is booked, and home offers no other.
        val seen = walk(core, random, WARM_UP).toMutableSet()
        val before = Held.now()
        seen += walk(core, random, ACTIONS)
        val after = Held.now()
        println("EnduranceTest: $before, then $after; screens $seen")
        assertTrue(seen.size >= 5, "saw only $seen")
        assertTrue(after.isFlatAfter(before), "$before, then $after")
    }

    @Test
    fun aLeakOfAKilobyteAnActionWouldBeFound() {
        val before = Held(130_000, 10_000, 43, 38)
        assertTrue(before.copy(residentKb = 131_000).isFlatAfter(before))
        assertFalse(before.copy(residentKb = 130_000 + ACTIONS.toLong()).isFlatAfter(before))
        assertFalse(before.copy(heapKb = 10_000 + ACTIONS.toLong()).isFlatAfter(before))
        assertFalse(before.copy(files = 53).isFlatAfter(before))
        assertFalse(before.copy(threads = 48).isFlatAfter(before))
    }

    /** Presses [count] times, and says which screens it saw. */
    private suspend fun walk(core: Core, random: Random, count: Int): Set<String> {
        val seen = mutableSetOf<String>()
        repeat(count) {
            val screen = core.screen()
            seen += screen.id
            check(screen.isReadable()) { "not fit for people: $screen" }
            // One press in ten is for a screen that is no longer there, or for nothing at all.
            val revision = if (random.nextInt(10) == 0) screen.revision - 1u else screen.revision
            val action = screen.actions().randomOrNull(random)?.id ?: "nothing"
            press(core, revision, action)
            // Sometimes somebody looks what came of it, sometimes the next press follows at once.
            if (random.nextInt(3) == 0) withTimeoutOrNull(20.milliseconds) { core.screens.first { it.revision > screen.revision } }
        }
        return seen
    }

    private suspend fun press(core: Core, revision: ULong, action: String) {
        while (true) {
            try {
                return core.act(revision, action)
            } catch (busy: NabzException.Failed) {
                check(busy.code == ErrorCode.BUSY) { "refused: ${busy.code}" }
                delay(1)
            }
        }
    }

    private fun Screen.isReadable() =
        title.isWords() && actions().all { it.label.isWords() } && (next != null || back != null || actions().isNotEmpty())

    private fun Wording.isWords() = shown.isNotBlank() && "{" !in shown && !shown.matches(Regex("[a-z]+(-[a-z]+)+"))

    private data class Held(val residentKb: Long, val heapKb: Long, val files: Int, val threads: Int) {
        fun isFlatAfter(before: Held) = residentKb <= before.residentKb + GROWTH_KB && heapKb <= before.heapKb + GROWTH_KB / 3 &&
            files <= before.files + FEW && threads <= before.threads + FEW

        companion object {
            fun now(): Held {
                Process.collect()
                return Held(Process.residentKb(), Process.heapKb(), Process.files(), Process.threads())
            }
        }
    }

    companion object {
        private const val WARM_UP = 6_000
        private const val ACTIONS = 10_000

        /** What heap and code cache of a warm JVM still move by: 1 to 4 MB were seen. */
        private const val GROWTH_KB = 9_000L
        private const val FEW = 4

        @JvmField
        @RegisterExtension
        val clinic = SandboxClinic()
    }
}
