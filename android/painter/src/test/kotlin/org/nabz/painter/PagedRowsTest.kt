package org.nabz.painter

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.hasScrollToIndexAction
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollToIndex
import kotlinx.coroutines.test.runTest
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.nabz.core.Action
import org.nabz.core.ActionRole
import org.nabz.core.Announce
import org.nabz.core.Block
import org.nabz.core.BlockKind
import org.nabz.core.Direction
import org.nabz.core.ListRow
import org.nabz.core.Screen
import org.nabz.core.Window

/** A list of 5,000 rows, of which the painter holds a few hundred. */
@OptIn(ExperimentalTestApi::class)
class PagedRowsTest {
    private var revision by mutableStateOf(1uL)
    private val hands = Recorded { first, count ->
        val last = minOf(first + count, TOTAL)
        Window(revision, TOTAL, first, (first until last).map { row(it) })
    }

    private fun row(index: UInt): ListRow {
        val open = Action("open:$index", said("Open $index"), ActionRole.NORMAL, enabled = true, repeatable = false)
        return ListRow("row-$index", said("Row $index of $revision"), null, open)
    }

    private fun screen() = Screen(
        revision, "list", said("Title"), Direction.LTR,
        listOf(Block("rows", BlockKind.Rows(TOTAL, 0u, (0u until 60u).map { row(it) }))),
        null, null, null, Announce.OFF, null,
    )

    @Test
    fun asksForWindowsWhereTheThumbIs() = withPhone { phone ->
        phone.shows { ScreenPainter(screen(), testCatalogue, hands) }
        waitForIdle()
        assertEquals(emptyList<UInt>(), hands.windows)
        for (index in listOf(4_900, 2_500, 61, 4_000)) {
            // The title is the first item.
            onNode(hasScrollToIndexAction()).performScrollToIndex(index + 1)
            waitForIdle()
            onNodeWithText("Row $index of 1", substring = true).assertIsDisplayed()
        }
        onNodeWithText("Row 4000 of 1", substring = true).performClick()
        assertEquals("open:4000", hands.presses.last().action.id)
        assertTrue(hands.windows.size in 4..10, "${hands.windows}")
    }

    @Test
    fun aNewRevisionBringsTheRowsInSightAnewAndKeepsThePlace() = withPhone { phone ->
        phone.shows { ScreenPainter(screen(), testCatalogue, hands) }
        waitForIdle()
        onNode(hasScrollToIndexAction()).performScrollToIndex(3_001)
        waitForIdle()
        onNodeWithText("Row 3000 of 1", substring = true).assertIsDisplayed()
        revision = 2uL
        waitForIdle()
        onNodeWithText("Row 3000 of 2", substring = true).assertIsDisplayed().performClick()
        assertEquals(2uL, hands.presses.last().revision)
    }

    @Test
    fun holdsAFewHundredRowsAndNotMore() = runTest {
        val rows = PagedRows()
        for (index in 0 until TOTAL.toInt() step 20) {
            rows.need(index, 1u) { first, _ -> hands.window("rows", first, 60u) }
            assertTrue(rows[index] != null)
        }
        assertTrue((0 until TOTAL.toInt()).count { rows[it] != null } <= 660)
        // What was let go comes again.
        rows.need(0, 1u) { first, _ -> hands.window("rows", first, 60u) }
        assertTrue(rows[0] != null)
    }

    @Test
    fun aRefusedWindowIsAskedForAgain() = runTest {
        val rows = PagedRows()
        rows.need(100, 1u) { _, _ -> null }
        assertEquals(null, rows[100])
        rows.need(100, 1u) { first, _ -> hands.window("rows", first, 60u) }
        assertEquals("row-100", rows[100]?.row?.key)
    }

    private companion object {
        const val TOTAL = 5_000u
    }
}
