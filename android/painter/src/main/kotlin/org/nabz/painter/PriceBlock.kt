package org.nabz.painter

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.padding
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.unit.dp
import org.nabz.core.BlockKind
import org.nabz.core.PriceLine

/** What it costs, line by line, and under a rule what the person pays. */
@Composable
internal fun PriceBlock(block: BlockKind.Price, modifier: Modifier) {
    val look = LocalLook.current
    Column(
        modifier.fillMaxWidth().clip(Corner).background(look.card).padding(Gap),
        Arrangement.spacedBy(8.dp),
    ) {
        block.lines.forEach { Line(it, Type.body) }
        if (block.lines.isNotEmpty()) Box(Modifier.fillMaxWidth().height(2.dp).background(look.edge))
        Line(block.ownShare, Type.strong)
    }
}

@Composable
private fun Line(line: PriceLine, style: TextStyle) {
    val grouped = !line.label.isSaidAsWritten() || !line.amount.isSaidAsWritten()
    Sides(4.dp, Modifier.semantics(mergeDescendants = true) {}) {
        Words(line.label, style, grouped = grouped)
        Words(line.amount, Type.strong, grouped = grouped)
    }
}
