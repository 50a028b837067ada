package org.nabz

import java.io.File
import kotlin.time.Duration

/** What this process holds, as Linux counts it. */
object Process {
    /** Resident memory in KiB, after the garbage collector had its turn. */
    fun residentKb(): Long {
        repeat(3) {
            System.gc()
            Thread.sleep(100)
        }
        return status("VmRSS").removeSuffix("kB").trim().toLong()
    }

    fun files(): Int = File("/proc/self/fd").list()!!.size

    fun threads(): Int = status("Threads").toInt()

    private fun status(name: String) =
        File("/proc/self/status").readLines().first { it.startsWith("$name:") }.substringAfter(':').trim()
}

/** The threads of cores in this process, by the names the core gives them. */
fun coreTasks(): List<File> = File("/proc/self/task").listFiles().orEmpty().filter {
    runCatching { File(it, "comm").readText() }.getOrDefault("").trim() in setOf("nabz-turns", "nabz-network", "nabz-media")
}

fun coreThreads(): Int = coreTasks().size

/** Whether something comes to hold in time. */
fun within(patience: Duration, holds: () -> Boolean): Boolean {
    val end = System.nanoTime() + patience.inWholeNanoseconds
    while (System.nanoTime() < end) {
        if (holds()) return true
        Thread.sleep(20)
    }
    return holds()
}
