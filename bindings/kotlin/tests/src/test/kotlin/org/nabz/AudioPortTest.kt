package org.nabz

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension
import org.nabz.core.Audio
import org.nabz.core.AudioException
import org.nabz.core.AudioPort
import org.nabz.sandbox.SandboxClinic
import org.nabz.shell.AudioPump
import java.nio.ByteBuffer
import java.util.concurrent.CopyOnWriteArrayList

/** The port of a real call in the hands of a shell whose sound is broken. */
class AudioPortTest {
    @Test
    fun takesSoundOfAnyLength() {
        val audio = object : Audio {
            val ports = CopyOnWriteArrayList<AudioPort>()
            override fun begin(port: AudioPort) {
                ports += port
                error("no sound card")
            }

            override fun end(): Unit = throw AudioException.Failed()
        }
        opened(clinic.seat, "en", audio = audio) {
            isCalled(clinic)
            val port = audio.ports.single()
            for (length in listOf(0, 1, 3, 639, 641, 3_201, 10_000_001)) {
                port.capture(ByteBuffer.allocateDirect(length))
                assertEquals(AudioPump.FRAME_BYTES, port.playback().size)
            }
            // Only a direct buffer has an address that the core can read.
            assertThrows(IllegalArgumentException::class.java) { port.capture(ByteBuffer.allocate(640)) }
            hangsUp()
            // The port outlives its call, and hears nothing any more.
            port.capture(ByteBuffer.allocateDirect(640))
            repeat(10) { port.playback() }
            assertTrue(port.playback().all { it == 0.toByte() })
            port.close()
            assertThrows(IllegalStateException::class.java) { port.playback() }
        }
    }

    companion object {
        @JvmField
        @RegisterExtension
        val clinic = SandboxClinic()
    }
}
