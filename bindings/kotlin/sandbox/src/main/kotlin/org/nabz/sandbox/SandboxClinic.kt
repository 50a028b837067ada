package org.nabz.sandbox

import org.junit.jupiter.api.extension.AfterAllCallback
import org.junit.jupiter.api.extension.BeforeAllCallback
import org.junit.jupiter.api.extension.ExtensionContext
import java.io.File
import java.nio.file.Files
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread

/**
 * The sandbox clinic in a process of its own, from the first test of a class to the last. Register it as a static field.
 *
 * [visits] past visits stand in the patient's record.
 */
class SandboxClinic(private val visits: Int = 0) : BeforeAllCallback, AfterAllCallback, AutoCloseable {
    private var process: Process? = null
    private var folder: File? = null
    private val lines = LinkedBlockingQueue<String>()

    /** The patient's place. */
    lateinit var seat: Seat
        private set

    override fun beforeAll(context: ExtensionContext) = start()

    override fun afterAll(context: ExtensionContext) = close()

    /** Starts the clinic and waits until it serves. */
    fun start() {
        val folder = Files.createTempDirectory("nabz-clinic").toFile().also { folder = it }
        val file = File(folder, "seat.json")
        val command = listOf(
            System.getProperty("nabz.clinic") ?: error("no property nabz.clinic: the path of the nabz binary"),
            "clinic", "--port", "0", "--mailbox-port", "0", "--visits", visits.toString(), "--seat", file.path,
        )
        val started = ProcessBuilder(command).redirectErrorStream(true).start().also { process = it }
        thread(isDaemon = true) { started.inputStream.bufferedReader().forEachLine(lines::add) }
        waitUntil(START_S) {
            check(started.isAlive) { "the clinic ended: ${lines.joinToString("\n")}" }
            // Written whole before it is there? A file that does not parse yet is not there yet.
            file.isFile && runCatching { Seat.of(file.readText()) }.onSuccess { seat = it }.isSuccess
        }
    }

    /** Sets the clinic's clock to 10 s before the next booked visit; says the instant to hand to the phone's clock. */
    fun skipToVisit(): Long {
        lines.clear()
        process!!.outputStream.run {
            write("w\n".toByteArray())
            flush()
        }
        while (true) {
            val line = lines.poll(ANSWER_S, TimeUnit.SECONDS) ?: error("the clinic set no clock")
            line.removePrefix("clock ").takeIf { it != line }?.let { return it.trim().toLong() }
        }
    }

    override fun close() {
        process?.run {
            destroy()
            if (!waitFor(ANSWER_S, TimeUnit.SECONDS)) destroyForcibly().waitFor()
        }
        folder?.deleteRecursively()
    }

    private fun waitUntil(seconds: Long, condition: () -> Boolean) {
        val end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds)
        while (!condition()) {
            check(System.nanoTime() < end) { "the clinic did not serve within $seconds s: ${lines.joinToString("\n")}" }
            Thread.sleep(20)
        }
    }

    private companion object {
        const val START_S = 60L
        const val ANSWER_S = 10L
    }
}
