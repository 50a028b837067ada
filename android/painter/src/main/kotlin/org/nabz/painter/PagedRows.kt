package org.nabz.painter

import androidx.compose.runtime.Stable
import androidx.compose.runtime.mutableStateMapOf
import org.nabz.core.BlockKind
import org.nabz.core.ListRow
import org.nabz.core.Window
import kotlin.math.abs

/** Rows of a list of any length, of which the painter holds those near the thumb. */
@Stable
internal class PagedRows {
    /** A row, and the revision of the screen it may be pressed on. */
    class Held(val revision: ULong, val row: ListRow)

    private val rows = mutableStateMapOf<Int, Held>()
    private val asked = mutableMapOf<Int, ULong>()

    operator fun get(index: Int): Held? = rows[index]

    /** Takes the rows a screen brings along. */
    fun painting(revision: ULong, block: BlockKind.Rows) {
        if (asked[SCREEN] == revision) return
        asked[SCREEN] = revision
        keep(revision, block.first, block.rows)
        rows.keys.filter { it.toUInt() >= block.total }.forEach(rows::remove)
    }

    /** Loads the page around a row, unless that is done or under way for this revision. */
    suspend fun need(index: Int, revision: ULong, load: suspend (first: UInt, count: UInt) -> Window?) {
        val page = index / PAGE
        if ((rows[index]?.revision ?: 0u) >= revision || asked[page] == revision) return
        asked[page] = revision
        var loaded: Window? = null
        try {
            loaded = load((page * PAGE).toUInt(), PAGE.toUInt())
        } finally {
            // A cancelled or refused request may be made again.
            if (loaded == null) asked.remove(page)
        }
        keep(loaded?.revision ?: return, loaded.first, loaded.rows)
        forget(index)
    }

    private fun keep(revision: ULong, first: UInt, new: List<ListRow>) {
        new.forEachIndexed { index, row -> rows[first.toInt() + index] = Held(revision, row) }
    }

    private fun forget(near: Int) {
        if (rows.size <= MOST) return
        rows.keys.filter { abs(it - near) > MOST / 2 }.forEach(rows::remove)
        asked.keys.filter { it != SCREEN && abs(it * PAGE - near) > MOST / 2 - PAGE }.forEach(asked::remove)
    }

    private companion object {
        /** As many as the core hands over at once. */
        const val PAGE = 60

        /** Rows held at most; some ten screens each way. */
        const val MOST = 600

        /** Stands for the rows that came with the screen. */
        const val SCREEN = -1
    }
}
