package org.nabz.shell

import org.nabz.core.AudioPortInterface
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.util.concurrent.atomic.AtomicBoolean

/** Something of the phone's that a thread waits in. */
interface Sounding : AutoCloseable {
    /** Wakes who waits here, on any thread; from now on there is nothing to wait for. */
    fun stop()

    /** Gives it back to the phone. Nobody waits here any more. */
    override fun close()
}

/** Where spoken sound comes from: 16 kHz mono, 16-bit little-endian. */
interface Microphone : Sounding {
    /**
     * Waits for sound, writes it to the start of [pcm], a direct buffer, and says how many bytes; negative when there
     * will be no more.
     */
    fun read(pcm: ByteBuffer): Int
}

/** Where heard sound goes: 16 kHz mono, 16-bit little-endian. */
interface Loudspeaker : Sounding {
    /** Takes [pcm], waiting until there is room for it; false when no more can be played. */
    fun write(pcm: ByteArray): Boolean
}

/**
 * Moves frames of 20 ms between a phone's sound and a call until it is closed, on threads of its own. The sound card's
 * clock beats: reading waits for the microphone, writing for the loudspeaker.
 */
class AudioPump(
    private val port: AudioPortInterface,
    private val loudspeaker: Loudspeaker,
    private val beforeLoop: () -> Unit = {},
) : AutoCloseable {
    private val going = AtomicBoolean(true)
    private val hearing = started("nabz-loudspeaker", ::hear)
    private var microphone: Microphone? = null
    private var speaking: Thread? = null

    /** Speaks through [voice] from now on. Whoever may not be heard yet can already hear. */
    @Synchronized
    fun speakThrough(voice: Microphone) {
        if (microphone != null || !going.get()) return voice.close()
        microphone = voice
        speaking = started("nabz-microphone") { speak(voice) }
    }

    @Synchronized
    override fun close() {
        if (!going.getAndSet(false)) return
        microphone?.stop()
        loudspeaker.stop()
        if (hearing.endsInTime()) loudspeaker.close()
        if (speaking?.endsInTime() == true) microphone?.close()
    }

    /** What a thread still waits in is not taken from under it: a dead driver is left behind. */
    private fun Thread.endsInTime(): Boolean {
        join(PATIENCE_MS)
        return !isAlive
    }

    private fun speak(voice: Microphone) {
        // Direct, so that the core reads it where it lies; it does so from the buffer's first byte to its limit.
        val pcm = ByteBuffer.allocateDirect(FRAME_BYTES).order(ByteOrder.LITTLE_ENDIAN)
        while (going.get()) {
            pcm.clear()
            val count = voice.read(pcm)
            if (count < 0) return
            pcm.position(0).limit(count.coerceAtMost(FRAME_BYTES))
            port.capture(pcm)
        }
    }

    private fun hear() {
        while (going.get()) if (!loudspeaker.write(port.playback())) return
    }

    private fun started(name: String, loop: () -> Unit): Thread = Thread({
        beforeLoop()
        // Sound that breaks in the middle of closing is what closing means.
        runCatching(loop)
    }, name).apply {
        isDaemon = true
        start()
    }

    companion object {
        /** Samples a second. */
        const val RATE = 16_000

        /** 20 ms of 16 kHz mono, 16-bit. */
        const val FRAME_BYTES = 640

        /** Longest wait for the end of a thread; a frame takes 20 ms. */
        private const val PATIENCE_MS = 500L
    }
}
