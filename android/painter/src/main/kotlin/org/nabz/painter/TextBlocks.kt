package org.nabz.painter

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.draw.drawBehind
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.LayoutDirection
import androidx.compose.ui.unit.dp
import org.nabz.core.Announce
import org.nabz.core.BlockKind
import org.nabz.core.Tone
import org.nabz.core.Wording

@Composable
internal fun HeadingBlock(block: BlockKind.Heading, modifier: Modifier) {
    Words(block.text, Type.heading, modifier.padding(top = 8.dp).semantics { heading() })
}

@Composable
internal fun ParagraphBlock(block: BlockKind.Paragraph, modifier: Modifier) {
    Words(block.text, Type.body, modifier)
}

/** A card whose edge and sign say how serious it is; colour is never the only sign. */
@Composable
internal fun NoticeBlock(block: BlockKind.Notice, announce: Announce, modifier: Modifier) {
    val look = LocalLook.current
    val tone = when (block.tone) {
        Tone.INFO -> look.info
        Tone.GOOD -> look.good
        Tone.WARNING -> look.warning
        Tone.PROBLEM -> look.danger
    }
    Row(
        modifier
            .fillMaxWidth()
            .clip(Corner)
            .background(look.card)
            .drawBehind {
                val bar = Size(6.dp.toPx(), size.height)
                val x = if (layoutDirection == LayoutDirection.Rtl) size.width - bar.width else 0f
                drawRect(tone, Offset(x, 0f), bar)
            }
            .padding(start = 18.dp, end = Gap, top = Gap, bottom = Gap),
    ) {
        ToneSign(block.tone, tone, Modifier.padding(top = 3.dp, end = Gap))
        Words(block.text, Type.body, Modifier.announced(announce))
    }
}

@Composable
internal fun RowBlock(block: BlockKind.Row, modifier: Modifier) {
    NamedValue(block.label, block.value, modifier)
}

/** A name and what it holds, said in one go. */
@Composable
internal fun NamedValue(name: Wording, value: Wording, modifier: Modifier = Modifier) {
    val grouped = !name.isSaidAsWritten() || !value.isSaidAsWritten()
    Column(modifier.fillMaxWidth().semantics(mergeDescendants = true) {}) {
        Words(name, Type.label, color = LocalLook.current.quiet, grouped = grouped)
        Words(value, Type.strong, grouped = grouped)
    }
}
