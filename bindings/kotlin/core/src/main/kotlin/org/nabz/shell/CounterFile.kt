package org.nabz.shell

import org.nabz.core.CounterName
import org.nabz.core.KeyStoreException
import java.io.ByteArrayOutputStream
import java.io.DataInputStream
import java.io.DataOutputStream
import java.io.EOFException
import java.io.File
import java.io.FileOutputStream
import java.io.IOException
import javax.crypto.SecretKey

/**
 * The core's counters in one file, sealed under a key of the phone's store. They only grow.
 *
 * A process that is killed leaves the old file or the new one. [file] belongs where no backup looks; without it every
 * counter stands at 0, as on a new phone.
 */
class CounterFile(private val file: File, private val key: () -> SecretKey) {
    /**
     * Where a counter stands; 0 if it was never raised.
     *
     * @throws KeyStoreException.Integrity where somebody changed the file.
     */
    @Synchronized
    fun read(name: CounterName): ULong = all()[idOf(name)]?.toULong() ?: 0uL

    /** Raises a counter to [to] and says where it stands. */
    @Synchronized
    fun raise(name: CounterName, to: ULong): ULong {
        val counters = all()
        val at = maxOf(counters[idOf(name)]?.toULong() ?: 0uL, to)
        counters[idOf(name)] = at.toLong()
        write(counters)
        return at
    }

    private fun idOf(name: CounterName) = "${name.vault}-${name.counter}"

    private fun all(): MutableMap<String, Long> {
        val counters = mutableMapOf<String, Long>()
        if (!file.exists()) return counters
        val plain = Sealing.open(key(), readFile()).inputStream()
        DataInputStream(plain).use { input ->
            try {
                repeat(input.readInt()) { counters[input.readUTF()] = input.readLong() }
            } catch (_: EOFException) {
                throw KeyStoreException.Integrity()
            }
        }
        return counters
    }

    private fun readFile(): ByteArray = try {
        file.readBytes()
    } catch (_: IOException) {
        throw KeyStoreException.Transient()
    }

    private fun write(counters: Map<String, Long>) {
        val plain = ByteArrayOutputStream()
        DataOutputStream(plain).use { output ->
            output.writeInt(counters.size)
            for ((name, at) in counters) {
                output.writeUTF(name)
                output.writeLong(at)
            }
        }
        val sealed = Sealing.seal(key(), plain.toByteArray())
        val part = File(file.path + ".part")
        try {
            FileOutputStream(part).use {
                it.write(sealed)
                it.fd.sync()
            }
        } catch (_: IOException) {
            throw KeyStoreException.Transient()
        }
        if (!part.renameTo(file)) throw KeyStoreException.Transient()
    }
}
