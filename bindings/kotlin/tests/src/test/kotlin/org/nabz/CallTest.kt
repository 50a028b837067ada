package org.nabz

import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension
import org.nabz.core.BlockKind
import org.nabz.core.Screen
import org.nabz.sandbox.SandboxClinic
import org.nabz.sandbox.ToneAudio
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeSource

/** A real call with the sandbox's doctor: sound both ways, values ten times a second. */
class CallTest {
    @Test
    fun isHeardAndReadsLiveValuesTenTimesASecond() {
        val audio = ToneAudio()
        opened(clinic.seat, audio = audio) {
            val call = isCalled(clinic)
            assertEquals(2, call.liveKeys().size)
            val began = TimeSource.Monotonic.markNow()
            val values = core.live(100.milliseconds).take(21).toList()
            // Twenty times a tenth of a second, and what the machine takes besides.
            assertTrue(began.elapsedNow() in 2.seconds..4.seconds, "${began.elapsedNow()}")
            for (now in values) assertEquals(call.liveKeys(), now.map { it.key }.toSet())
            assertTrue(values.flatten().all { it.value.language == "fa" && it.value.shown.isNotBlank() })
            val meter = values.flatten().mapNotNull { it.permille }
            // The meter follows the voice, which comes and goes four times a second.
            assertTrue(meter.toSet().size > 1 && meter.all { it <= 1_000u }, "$meter")

            assertTrue(within(10.seconds) { audio.loud.get() >= 50 }, "heard ${audio.loud} loud frames of ${audio.heard}")
            assertTrue(within(10.seconds) { audio.spoken.get() >= 100 }, "spoke ${audio.spoken} frames")
            hangsUp()
            assertEquals(1, audio.began.get())
            assertTrue(within(5.seconds) { audio.ended.get() == 1 })
        }
    }

    private fun Screen.liveKeys() = blocks.filter { it.kind is BlockKind.Live }.map { it.key }.toSet()

    companion object {
        @JvmField
        @RegisterExtension
        val clinic = SandboxClinic()
    }
}
