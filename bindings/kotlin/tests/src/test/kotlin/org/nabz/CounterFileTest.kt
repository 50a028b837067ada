package org.nabz

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import org.nabz.core.Counter
import org.nabz.core.CounterName
import org.nabz.core.KeyStoreException
import org.nabz.shell.CounterFile
import java.io.File
import javax.crypto.KeyGenerator

/** The numbers a phone keeps outside the vault's file. */
class CounterFileTest {
    @TempDir
    lateinit var folder: File
    private val key = KeyGenerator.getInstance("AES").apply { init(256) }.generateKey()
    private val file get() = File(folder, "counters")
    private val counters get() = CounterFile(file) { key }
    private val generation = CounterName(1u, Counter.GENERATION)

    @Test
    fun aCounterOnlyGrowsAndOutlivesTheProcess() {
        assertEquals(0uL, counters.read(generation))
        assertEquals(7uL, counters.raise(generation, 7uL))
        assertEquals(7uL, counters.raise(generation, 3uL))
        assertEquals(ULong.MAX_VALUE, counters.raise(generation, ULong.MAX_VALUE))
        assertEquals(ULong.MAX_VALUE, counters.read(generation))
    }

    @Test
    fun countersOfOthersAreTheirOwn() {
        counters.raise(generation, 7uL)
        assertEquals(0uL, counters.read(generation.copy(vault = 2u)))
        assertEquals(0uL, counters.read(generation.copy(counter = Counter.TRIES)))
        counters.raise(generation.copy(vault = 2u), 1uL)
        assertEquals(7uL, counters.read(generation))
    }

    @Test
    fun aChangedFileIsRefusedAndAnInterruptedWriteChangesNothing() {
        counters.raise(generation, 7uL)
        File(file.path + ".part").writeBytes(ByteArray(9))
        assertEquals(7uL, counters.read(generation))
        val bytes = file.readBytes()
        for (at in bytes.indices) {
            file.writeBytes(bytes.clone().also { it[at] = (it[at].toInt() xor 1).toByte() })
            assertThrows(KeyStoreException.Integrity::class.java) { counters.read(generation) }
        }
        file.writeBytes(bytes.copyOf(bytes.size - 1))
        assertThrows(KeyStoreException.Integrity::class.java) { counters.raise(generation, 9uL) }
        file.writeBytes(bytes)
        assertEquals(7uL, counters.read(generation))
    }
}
