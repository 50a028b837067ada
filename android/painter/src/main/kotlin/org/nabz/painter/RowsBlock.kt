package org.nabz.painter

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.defaultMinSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.semantics.CollectionItemInfo
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.collectionItemInfo
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import org.nabz.core.Action
import org.nabz.core.BlockKind
import org.nabz.core.ListRow
import org.nabz.core.Window

/** A list of any length as items of the screen's own; rows that are not here yet are asked for when they come near. */
internal fun LazyListScope.rowsBlock(
    key: String,
    block: BlockKind.Rows,
    rows: PagedRows,
    revision: ULong,
    load: suspend (first: UInt, count: UInt) -> Window?,
    press: (revision: ULong, Action) -> Unit,
) {
    rows.painting(revision, block)
    items(block.total.coerceAtMost(LONGEST).toInt(), { "$key/$it" }) { index ->
        LaunchedEffect(index, revision) { rows.need(index, revision, load) }
        val place = Modifier.semantics { collectionItemInfo = CollectionItemInfo(index, 1, 0, 1) }
        when (val held = rows[index]) {
            null -> Box(place.fillMaxWidth().defaultMinSize(minHeight = ROW).clip(Corner).background(LocalLook.current.card))
            else -> RowOfList(held.row, place) { press(held.revision, it) }
        }
    }
}

/** No thumb scrolls further, and no count of items overflows. */
private const val LONGEST = 1_000_000u

/** About two lines, so that a list keeps its length while its rows come. */
private val ROW = 72.dp

@Composable
private fun RowOfList(row: ListRow, modifier: Modifier, press: (Action) -> Unit) {
    val look = LocalLook.current
    val action = row.action
    val said = listOfNotNull(row.title, row.detail, action?.label)
    val grouped = said.any { !it.isSaidAsWritten() }
    val frame = modifier.fillMaxWidth().defaultMinSize(minHeight = Touch).clip(Corner).background(look.card)
    val pressable = when (action) {
        null -> frame.semantics(mergeDescendants = true) {}
        else -> frame
            .border(BorderStroke(1.dp, look.edge), Corner)
            .clickable(action.enabled, role = Role.Button) { press(action) }
    }
    Column(pressable.padding(Gap)) {
        Words(row.title, Type.strong, grouped = grouped)
        row.detail?.let { Words(it, Type.label, color = look.quiet, grouped = grouped) }
        action?.takeIf { it.label.shown != row.title.shown }?.let {
            Words(it.label, Type.strong, color = look.step, grouped = grouped)
        }
    }
}
