package org.nabz.sandbox

import org.nabz.core.Audio
import org.nabz.core.AudioPort
import org.nabz.shell.AudioPump
import org.nabz.shell.Loudspeaker
import org.nabz.shell.Microphone
import java.nio.ByteBuffer
import java.util.concurrent.atomic.AtomicInteger
import java.util.concurrent.atomic.AtomicLong
import kotlin.math.PI
import kotlin.math.abs
import kotlin.math.sin

/** A phone's sound without a sound card: says a tone that comes and goes as syllables do, and hears how loud it is. */
class ToneAudio : Audio {
    private var pump: AudioPump? = null

    /** How often a call began and ended. */
    val began = AtomicInteger()
    val ended = AtomicInteger()

    /** Frames of 20 ms spoken and heard so far, and those heard in which something sounds. */
    val spoken = AtomicLong()
    val heard = AtomicLong()
    val loud = AtomicLong()

    override fun begin(port: AudioPort) {
        began.incrementAndGet()
        pump = AudioPump(port, Ear()).apply { speakThrough(Voice()) }
    }

    override fun end() {
        ended.incrementAndGet()
        pump?.close()
        pump = null
    }

    private inner class Voice : Microphone {
        private val beat = Beat()
        private var at = 0L

        override fun read(pcm: ByteBuffer): Int {
            if (!beat.await()) return -1
            for (sample in 0 until AudioPump.FRAME_BYTES / 2) {
                val seconds = at++ / AudioPump.RATE.toDouble()
                val syllable = (sin(2 * PI * 4 * seconds) + 1) / 2
                val value = (9_000 * syllable * sin(2 * PI * 220 * seconds)).toInt()
                pcm.putShort(2 * sample, value.toShort())
            }
            spoken.incrementAndGet()
            return AudioPump.FRAME_BYTES
        }

        override fun stop() = beat.stop()

        override fun close() = Unit
    }

    private inner class Ear : Loudspeaker {
        private val beat = Beat()

        override fun write(pcm: ByteArray): Boolean {
            if (!beat.await()) return false
            heard.incrementAndGet()
            val peak = (pcm.indices step 2).maxOf { abs((pcm[it + 1].toInt() shl 8) or (pcm[it].toInt() and 0xFF)) }
            if (peak > AUDIBLE) loud.incrementAndGet()
            return true
        }

        override fun stop() = beat.stop()

        override fun close() = Unit
    }

    /** Every 20 ms, as a sound card's clock. */
    private class Beat {
        @Volatile
        private var going = true
        private var due = System.nanoTime()

        fun await(): Boolean {
            due += FRAME_NS
            while (going) {
                val left = due - System.nanoTime()
                if (left <= 0) return true
                Thread.sleep(left / 1_000_000, (left % 1_000_000).toInt())
            }
            return false
        }

        fun stop() {
            going = false
        }
    }

    private companion object {
        const val FRAME_NS = 20_000_000L
        const val AUDIBLE = 500
    }
}

/** A phone on which no call sounds. */
object NoAudio : Audio {
    override fun begin(port: AudioPort) = Unit

    override fun end() = Unit
}
