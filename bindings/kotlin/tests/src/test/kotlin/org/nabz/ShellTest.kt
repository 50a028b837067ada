package org.nabz

import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.nabz.core.AudioPortInterface
import org.nabz.core.KeyStoreException
import org.nabz.shell.AudioPump
import org.nabz.shell.Loudspeaker
import org.nabz.shell.Microphone
import org.nabz.shell.Sealing
import org.nabz.shell.Signatures
import java.nio.ByteBuffer
import java.security.KeyPairGenerator
import java.security.Signature
import java.security.spec.ECGenParameterSpec
import java.util.concurrent.CountDownLatch
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import javax.crypto.KeyGenerator
import kotlin.time.Duration.Companion.seconds

/** What the shells of Android and of the tests have in common, without a core. */
class ShellTest {
    private val key = KeyGenerator.getInstance("AES").apply { init(256) }.generateKey()

    @Test
    fun whatWasSealedOpensAndWhatWasChangedDoesNot() {
        val plain = ByteArray(32) { it.toByte() }
        val sealed = Sealing.seal(key, plain)
        assertArrayEquals(plain, Sealing.open(key, sealed))
        for (bit in 0 until sealed.size * 8) {
            val changed = sealed.clone().also { it[bit / 8] = (it[bit / 8].toInt() xor (1 shl bit % 8)).toByte() }
            assertThrows(KeyStoreException.Integrity::class.java) { Sealing.open(key, changed) }
        }
        for (length in 0 until sealed.size) {
            assertThrows(KeyStoreException.Integrity::class.java) { Sealing.open(key, sealed.copyOf(length)) }
        }
    }

    @Test
    fun signaturesAreTheSameInBothForms() {
        val pair = KeyPairGenerator.getInstance("EC").apply { initialize(ECGenParameterSpec("secp256r1")) }.generateKeyPair()
        val check = Signature.getInstance("SHA256withECDSAinP1363Format")
        // Among five hundred some have a short r or s, and some a leading zero.
        repeat(500) { round ->
            val message = "message $round".toByteArray()
            val der = Signature.getInstance("SHA256withECDSA").run {
                initSign(pair.private)
                update(message)
                sign()
            }
            check.initVerify(pair.public)
            check.update(message)
            assertTrue(check.verify(Signatures.rawOfDer(der)))
        }
    }

    @Test
    fun whatIsNoSignatureIsRefused() {
        val one = byteArrayOf(0x30, 6, 2, 1, 1, 2, 1, 1)
        assertEquals(64, Signatures.rawOfDer(one).size)
        val wrong = listOf(
            byteArrayOf(), ByteArray(8), ByteArray(73) { 0x30 }, one + 0, one.copyOf(7),
            one.clone().also { it[1] = 7 }, one.clone().also { it[2] = 3 }, one.clone().also { it[3] = 0 },
            one.clone().also { it[3] = 127 }, one.clone().also { it[3] = -1 }, one.clone().also { it[6] = 2 },
            byteArrayOf(0x30, 38, 2, 33) + ByteArray(33) { 1 } + byteArrayOf(2, 1, 1),
        )
        for (der in wrong) assertThrows(IllegalArgumentException::class.java) { Signatures.rawOfDer(der) }
    }

    @Test
    fun thePumpMovesFramesBothWaysAndStopsAtOnce() {
        val spoken = LinkedBlockingQueue<Int>()
        val port = object : AudioPortInterface {
            override fun capture(pcm: ByteBuffer) {
                spoken += pcm.remaining()
            }

            override fun playback() = ByteArray(AudioPump.FRAME_BYTES) { 7 }
        }
        val stopped = CountDownLatch(1)
        val closed = CountDownLatch(2)
        val heard = LinkedBlockingQueue<Byte>()
        val pump = AudioPump(port, object : Loudspeaker {
            override fun write(pcm: ByteArray): Boolean {
                heard += pcm[0]
                return !stopped.await(1, TimeUnit.MILLISECONDS)
            }

            override fun stop() = stopped.countDown()

            override fun close() = closed.countDown()
        })
        assertEquals(7, heard.poll(5, TimeUnit.SECONDS))
        // Nobody speaks yet: the person was not asked for the microphone.
        assertEquals(0, spoken.size)
        val lengths = ArrayDeque(listOf(640, 0, 321, 10_000, -1))
        pump.speakThrough(object : Microphone {
            override fun read(pcm: ByteBuffer) = lengths.removeFirstOrNull() ?: -1
            override fun stop() = Unit
            override fun close() = closed.countDown()
        })
        assertEquals(listOf(640, 0, 321, 640), List(4) { spoken.poll(5, TimeUnit.SECONDS) })
        pump.close()
        assertEquals(0, closed.count)
        assertTrue(within(5.seconds) { Thread.getAllStackTraces().keys.none { it.name.startsWith("nabz-") } })
    }

    @Test
    fun aMicrophoneThatComesAfterTheCallIsClosed() {
        val port = object : AudioPortInterface {
            override fun capture(pcm: ByteBuffer) = Unit
            override fun playback() = ByteArray(0)
        }
        val pump = AudioPump(port, object : Loudspeaker {
            override fun write(pcm: ByteArray) = false
            override fun stop() = Unit
            override fun close() = Unit
        })
        pump.close()
        val closed = CountDownLatch(1)
        pump.speakThrough(object : Microphone {
            override fun read(pcm: ByteBuffer): Int = error("the call is over")
            override fun stop() = Unit
            override fun close() = closed.countDown()
        })
        assertEquals(0, closed.count)
    }

    @Test
    fun aDeadDriverIsLeftBehindAndNotTakenFromUnderItsThread() {
        val port = object : AudioPortInterface {
            override fun capture(pcm: ByteBuffer) = Unit
            override fun playback() = ByteArray(0)
        }
        val inside = CountDownLatch(1)
        val alive = CountDownLatch(1)
        val closed = CountDownLatch(1)
        val pump = AudioPump(port, object : Loudspeaker {
            override fun write(pcm: ByteArray): Boolean {
                inside.countDown()
                alive.await(30, TimeUnit.SECONDS)
                return false
            }

            override fun stop() = Unit
            override fun close() = closed.countDown()
        })
        assertTrue(inside.await(5, TimeUnit.SECONDS))
        val began = System.nanoTime()
        pump.close()
        assertTrue(System.nanoTime() - began < 5_000_000_000)
        assertEquals(1, closed.count)
        alive.countDown()
    }
}
