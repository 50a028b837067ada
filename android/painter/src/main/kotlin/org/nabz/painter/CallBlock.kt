package org.nabz.painter

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import org.nabz.core.Announce
import org.nabz.core.BlockKind
import org.nabz.core.Wording

/** Who is at the other end, how good the line is, and what happens now. `line` names the five states of a line. */
@Composable
internal fun CallStageBlock(block: BlockKind.CallStage, lineNames: List<Wording>, announce: Announce, modifier: Modifier) {
    val look = LocalLook.current
    Column(
        modifier.fillMaxWidth().clip(Corner).background(look.card).padding(16.dp),
        Arrangement.spacedBy(8.dp),
    ) {
        Words(block.who, Type.heading, Modifier.semantics { heading() })
        Words(block.about, Type.label, color = look.quiet)
        block.line?.let { line ->
            val bars = line.toInt().coerceIn(0, 4)
            val named = lineNames.getOrNull(bars)
            val colour = if (bars <= 1) look.warning else look.step
            LineBars(bars, colour, look.edge, if (named == null) Modifier else Modifier.describedBy(named))
        }
        Words(block.state, Type.strong, Modifier.announced(announce))
    }
}
