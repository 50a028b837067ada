package org.nabz

import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension
import org.nabz.core.BlockKind
import org.nabz.core.ErrorCode
import org.nabz.core.NabzException
import org.nabz.sandbox.SandboxClinic
import kotlin.time.Duration.Companion.seconds

/** A list far longer than a screen. */
class ListTest {
    @Test
    fun readsAListOfFiveThousandByWindows() = opened(clinic.seat) {
        person.signsIn("fa")
        person.presses("visits")
        val screen = person.sees(120.seconds) { it.id == "visits" && it.blocks.any { block -> block.kind is BlockKind.Rows } }
        val block = screen.blocks.single { it.kind is BlockKind.Rows }
        val list = block.kind as BlockKind.Rows
        assertEquals(VISITS.toUInt(), list.total)
        assertEquals(60, list.rows.size)
        val keys = (0u until list.total step 60).flatMap { first ->
            val window = core.window(block.key, first, 60u)
            assertEquals(first, window.first)
            assertEquals(list.total, window.total)
            window.rows.forEach { assertEquals("fa", it.title.language) }
            window.rows.map { it.key }
        }
        assertEquals(VISITS, keys.toSet().size)
        assertEquals(list.rows.map { it.key }, keys.take(60))
        // Beyond the end there is nothing, and more than 60 nobody gets.
        assertEquals(0, core.window(block.key, UInt.MAX_VALUE, 60u).rows.size)
        assertTrue(core.window(block.key, 0u, UInt.MAX_VALUE).rows.size <= 60)
        val unknown = assertThrows(NabzException.Failed::class.java) {
            runBlocking { core.window("no such list", 0u, 60u) }
        }
        assertEquals(ErrorCode.UNKNOWN, unknown.code)
    }

    companion object {
        private const val VISITS = 5_000

        @JvmField
        @RegisterExtension
        val clinic = SandboxClinic(VISITS)
    }
}
