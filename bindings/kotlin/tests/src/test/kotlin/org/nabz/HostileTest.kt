package org.nabz

import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.ValueSource
import org.nabz.core.BlockKind
import org.nabz.core.Config
import org.nabz.core.Entered
import org.nabz.core.ErrorCode
import org.nabz.core.Host
import org.nabz.core.HostReply
import org.nabz.core.HostRequest
import org.nabz.core.KeyName
import org.nabz.core.LogLevel
import org.nabz.core.Nabz
import org.nabz.core.NabzException
import org.nabz.core.SigningKey
import org.nabz.core.Tone
import org.nabz.core.Value
import org.nabz.sandbox.JdkKeys
import org.nabz.sandbox.NoAudio
import org.nabz.sandbox.SandboxClinic

/** A host that hands over what no honest phone would. Whatever it is, the core refuses it and lives. */
class HostileTest {
    @Test
    fun hugeWrappedKeysAreRefused() {
        val keys = object : JdkKeys(clinic.seat.deviceKey) {
            @Volatile
            var huge = true
            override fun wrap(key: KeyName, plain: ByteArray) = if (huge) ByteArray(MB10) else super.wrap(key, plain)
        }
        opened(clinic.seat, "en", keys = keys) {
            person.sees { screen -> screen.blocks.any { (it.kind as? BlockKind.Notice)?.tone == Tone.PROBLEM } }
            keys.huge = false
            person.pressesOnce("try-again")
            person.sees("language")
        }
    }

    @Test
    fun signaturesOfAnyLengthStopNoBooking() {
        val keys = object : JdkKeys(clinic.seat.deviceKey) {
            @Volatile
            var length = 0
            override fun sign(key: SigningKey, presence: Boolean, message: ByteArray) = ByteArray(length)
        }
        for (length in listOf(0, 63, 65, 4_096, MB10)) {
            keys.length = length
            opened(clinic.seat, "en", keys = keys) {
                person.signsIn("en")
                person.books()
            }
        }
    }

    @Test
    fun repliesToUnknownRequestsAreRefused() {
        val nabz = Nabz.open(clinic.seat.config(listOf("en")), Mute, JdkKeys(clinic.seat.deviceKey), NoAudio)
        nabz.use {
            for (id in listOf(0uL, 1uL, 77uL, ULong.MAX_VALUE)) for (reply in HostReply.entries) {
                assertEquals(ErrorCode.UNKNOWN, refused { nabz.hostReply(id, reply) })
            }
            nabz.screen()
        }
    }

    @Test
    fun payloadsOfTenMegabytesAreRefused() = opened(clinic.seat, "en") {
        val screen = person.sees("language")
        assertEquals(ErrorCode.TOO_LARGE, refused { core.wake(ByteArray(MB10)) })
        assertEquals(ErrorCode.TOO_LARGE, refused { core.act(screen.revision, "agree", entered("x".repeat(MB10))) })
        val secret = listOf(Entered("code", Value.Secret(ByteArray(MB10) { 'x'.code.toByte() })))
        assertEquals(ErrorCode.TOO_LARGE, refused { core.act(screen.revision, "agree", secret) })
        assertEquals(ErrorCode.TOO_LARGE, refused { core.act(screen.revision, "agree", List(65) { entered("")[0] }) })
        // An id and a key that nobody gave out: nothing happens.
        core.act(screen.revision, "x".repeat(MB10))
        core.act(screen.revision, "agree", listOf(Entered("k".repeat(MB10), Value.Plain(""))))
        person.presses("language:en")
        person.sees("consent")
    }

    @Test
    fun secretsOfInvalidUtf8AreRefusedAndWiped() = opened(clinic.seat, "en") {
        val screen = person.sees("language")
        for (bytes in listOf(byteArrayOf(-1), byteArrayOf(0xC0.toByte(), 0x80.toByte()), byteArrayOf(0xED.toByte(), 0xA0.toByte(), 0x80.toByte()))) {
            assertEquals(ErrorCode.UNKNOWN, refused { core.act(screen.revision, "agree", listOf(Entered("code", Value.Secret(bytes)))) })
            assertTrue(bytes.all { it == 0.toByte() })
        }
    }

    @Test
    fun aSecretIsWipedAfterUse() = opened(clinic.seat, "en") {
        val code = clinic.seat.code.encodeToByteArray()
        person.signsIn("en")
        core.act(core.screen().revision, "home", listOf(Entered("code", Value.Secret(code))))
        assertTrue(code.all { it == 0.toByte() })
    }

    @ParameterizedTest
    @ValueSource(strings = ["zone", "records", "broker", "behind", "roots", "vault", "languages"])
    fun aConfigurationThatCannotWorkIsRefused(what: String) {
        val good = clinic.seat.config(listOf("en"))
        val bad: Config = when (what) {
            "zone" -> good.copy(zone = "Mars/Olympus\u0000")
            "records" -> good.copy(servers = good.servers.copy(records = "not an address"))
            "broker" -> good.copy(servers = good.servers.copy(broker = "x".repeat(MB10)))
            "behind" -> good.copy(servers = good.servers.copy(callsBehind = "a.example:port"))
            "roots" -> good.copy(enrolment = good.enrolment.copy(roots = List(3) { ByteArray(100_000) { 7 } }))
            "vault" -> good.copy(vault = "/nowhere/at/all/vault")
            else -> good.copy(languages = List(1_000) { "x-${"y".repeat(1_000)}" })
        }
        val opened = runCatching {
            runBlocking { Core.open(bad, JdkKeys(clinic.seat.deviceKey), NoAudio, { HostReply.DONE }) }
        }
        opened.onSuccess { core ->
            // What is refused later, by the server's name or its certificate, still leaves a screen to read.
            core.use { assertTrue(it.screen().title.shown.isNotBlank()) }
        }.onFailure { assertTrue(it is NabzException.Failed, "$it") }
    }

    private fun entered(text: String) = listOf(Entered("code", Value.Plain(text)))

    private fun refused(call: () -> Unit): ErrorCode = assertThrows(NabzException.Failed::class.java, call).code

    private object Mute : Host {
        override fun perform(id: ULong, request: HostRequest) = Unit
        override fun log(level: LogLevel, line: String) = Unit
    }

    companion object {
        private const val MB10 = 10_000_000

        @JvmField
        @RegisterExtension
        val clinic = SandboxClinic()
    }
}
