package org.nabz

import kotlinx.coroutines.delay
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension
import org.nabz.core.Audio
import org.nabz.core.AudioPort
import org.nabz.core.BlockKind
import org.nabz.core.version
import org.nabz.sandbox.SandboxClinic
import org.nabz.shell.AudioPump
import java.io.File
import java.lang.management.ManagementFactory
import java.nio.ByteBuffer
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit
import kotlin.time.Duration.Companion.seconds

/**
 * What crossing costs on the JVM. Run by name: `mvn -f bindings/kotlin/pom.xml -pl core,sandbox,tests test
 * -Dtest=FfiBench`. Prints the rows as JSON and leaves them in `target/bench/ffi-jvm.json`.
 */
class FfiBench {
    private val rows = mutableListOf<String>()
    private val threads = ManagementFactory.getThreadMXBean()

    @Test
    fun ffi() {
        screenOfSixtyRows()
        audioFrames()
        idle()
        val json = """{"bench":"ffi","commit":"${commit()}","rows":[${rows.joinToString(",")}]}"""
        println(json)
        File(System.getProperty("nabz.target"), "bench/ffi-jvm.json").apply { parentFile.mkdirs() }.writeText(json)
    }

    /** One call for a whole screen, beside one call for each of forty texts, interleaved. */
    private fun screenOfSixtyRows() = opened(clinic.seat) {
        person.signsIn("fa")
        person.presses("visits")
        val screen = person.sees { it.blocks.any { block -> (block.kind as? BlockKind.Rows)?.rows?.size == 60 } }
        assertEquals("visits", screen.id)
        val (ours, rival) = interleaved(2_000, { core.screen() }, { repeat(40) { version() } })
        row("screen() of 60 rows, median", "ms", ours.median() / MS, "40 single string calls", rival.median() / MS, "<= 1", ours.median() <= MS)
    }

    private fun audioFrames() {
        val lent = CompletableFuture<AudioPort>()
        val audio = object : Audio {
            override fun begin(port: AudioPort) {
                lent.complete(port)
            }

            override fun end() = Unit
        }
        opened(clinic.seat, audio = audio) {
            isCalled(clinic)
            val port = lent.get(5, TimeUnit.SECONDS)
            val frame = ByteBuffer.allocateDirect(AudioPump.FRAME_BYTES)
            frameRow("spoken") { port.capture(frame) }
            frameRow("heard") { port.playback() }
            hangsUp()
        }
    }

    /**
     * By the clock on the wall, as an audio thread feels it, beside a copy of as many bytes in the same loop: on a busy
     * machine both are what the scheduler makes of them. And by the thread's own CPU time, which others cannot stretch.
     */
    private fun frameRow(way: String, cross: () -> Unit) {
        val pcm = ByteArray(AudioPump.FRAME_BYTES)
        val (ours, copy) = interleaved(20_000, cross, { pcm.copyOf() })
        val (cpu, _) = interleaved(20_000, cross, { pcm.copyOf() }) { threads.currentThreadCpuTime }
        val goal = 0.01 * 20 * MS
        row("audio frame $way, p99", "ms", ours.p99() / MS, "copy of 640 bytes", copy.p99() / MS, "<= 0.2", ours.p99() <= goal)
        row("audio frame $way, p99 of CPU time", "ms", cpu.p99() / MS, "frame", 20.0, "<= 0.2", cpu.p99() <= goal)
    }

    /** How often the core's threads wake by themselves while somebody looks at home and nothing happens. */
    private fun idle() = opened(idle.seat) {
        person.signsIn("fa")
        delay(5.seconds)
        val before = switches()
        assertTrue(before.size >= 3, "the core's threads were not found: ${before.keys}")
        delay(WATCHED)
        val after = switches()
        val woken = after.entries.groupBy({ it.key.second }) { it.value - (before[it.key] ?: 0) }.mapValues { it.value.sum() }
        val rate = woken.values.sum() / WATCHED.inWholeSeconds.toDouble()
        println("wake-ups in $WATCHED by thread: $woken")
        row("wake-ups at home, idle", "per s", rate, null, 0.0, "0", rate == 0.0)
    }

    /** Voluntary and other context switches of the core's threads, by task and name. */
    private fun switches(): Map<Pair<String, String>, Long> = coreTasks().associate { task ->
        val count = File(task, "status").readLines().filter { "ctxt_switches" in it }.sumOf { it.substringAfter(':').trim().toLong() }
        (task.name to File(task, "comm").readText().trim()) to count
    }

    private fun interleaved(count: Int, one: () -> Unit, other: () -> Unit, clock: () -> Long = System::nanoTime): Pair<List<Long>, List<Long>> {
        val times = List(2) { ArrayList<Long>(count) }
        repeat(count + count / 4) { round ->
            for ((index, work) in listOf(one, other).withIndex()) {
                val began = clock()
                work()
                // The first fifth warms the compiler.
                if (round >= count / 4) times[index] += clock() - began
            }
        }
        return times[0] to times[1]
    }

    private fun row(case: String, unit: String, ours: Double, rival: String?, theirs: Double, goal: String, met: Boolean) {
        val rivals = if (rival == null) "{}" else """{"$rival":$theirs}"""
        rows += """{"case":"$case","unit":"$unit","ours":$ours,"rivals":$rivals,"goal":"$goal","met":$met}"""
    }

    private fun List<Long>.median() = sorted()[size / 2].toDouble()

    private fun List<Long>.p99() = sorted()[size * 99 / 100].toDouble()

    private fun commit() = ProcessBuilder("git", "rev-parse", "--short", "HEAD").start().inputReader().readText().trim()

    companion object {
        private const val MS = 1_000_000.0
        private val WATCHED = 10.seconds

        @JvmField
        @RegisterExtension
        val clinic = SandboxClinic(visits = 200)

        @JvmField
        @RegisterExtension
        val idle = SandboxClinic()
    }
}
