package org.nabz

import java.io.File
import java.lang.management.ManagementFactory
import kotlin.time.Duration

/** What this process holds, as Linux counts it. */
object Process {
    /** Lets the garbage collector and its Cleaners have their turn. */
    fun collect() = repeat(3) {
        System.gc()
        Thread.sleep(100)
    }

    /** Resident memory in KiB; the heap is a constant part of it. */
    fun residentKb(): Long = status("VmRSS").removeSuffix("kB").trim().toLong()

    /** What lives on the heap, in KiB. */
    fun heapKb(): Long = ManagementFactory.getMemoryMXBean().heapMemoryUsage.used / 1024

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
