package org.nabz.painter

import androidx.compose.foundation.focusable
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.focus.FocusRequester
import androidx.compose.ui.focus.focusRequester
import org.nabz.core.ActionRole
import org.nabz.core.Block
import org.nabz.core.BlockKind

/** One painter per block kind. A list is painted by [rowsBlock], as its rows are items of the screen. */
@Composable
internal fun BlockPainter(block: Block, painting: Painting, focus: FocusRequester) {
    val screen = painting.screen
    val wanted = if (screen.focus == block.key) Modifier.focusRequester(focus) else Modifier
    // What holds no focus of its own can still be led to.
    val still = if (screen.focus == block.key) wanted.focusable() else Modifier
    when (val kind = block.kind) {
        is BlockKind.Heading -> HeadingBlock(kind, still)
        is BlockKind.Paragraph -> ParagraphBlock(kind, still)
        is BlockKind.Notice -> NoticeBlock(kind, screen.announce, still)
        is BlockKind.Row -> RowBlock(kind, still)
        is BlockKind.Rows -> Unit
        is BlockKind.Button -> {
            val weight = if (kind.action.role == ActionRole.EMERGENCY) Weight.Filled else Weight.Outlined
            ActionButton(kind.action, weight, wanted.fillMaxWidth(), painting::press)
        }
        is BlockKind.Entry -> EntryBlock(
            kind.field,
            painting.kept.text(block.key, kind.field),
            screen.announce,
            wanted,
            screen.next?.takeIf { it.enabled }?.let { next -> { painting.press(next) } },
        )
        is BlockKind.Choice -> ChoiceBlock(kind, still, painting::press)
        is BlockKind.Slots -> SlotsBlock(kind, still, painting::press)
        is BlockKind.Price -> PriceBlock(kind, still)
        is BlockKind.CallStage -> CallStageBlock(kind, painting.catalogue.line, screen.announce, still)
        is BlockKind.Progress -> ProgressBlock(kind, screen.announce, still)
        is BlockKind.Live -> LiveBlock(kind, painting.live(block.key), still)
    }
}
