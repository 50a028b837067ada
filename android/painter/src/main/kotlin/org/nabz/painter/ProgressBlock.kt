package org.nabz.painter

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxHeight
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.material3.LinearProgressIndicator
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.semantics.ProgressBarRangeInfo
import androidx.compose.ui.semantics.progressBarRangeInfo
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import org.nabz.core.Announce
import org.nabz.core.BlockKind
import org.nabz.core.Live

/** Something under way; moves by itself where nobody knows how far it is. */
@Composable
internal fun ProgressBlock(block: BlockKind.Progress, announce: Announce, modifier: Modifier) {
    Column(modifier.fillMaxWidth(), Arrangement.spacedBy(8.dp)) {
        Words(block.text, Type.body, Modifier.announced(announce))
        val done = block.permille
        if (done == null) {
            val look = LocalLook.current
            LinearProgressIndicator(Modifier.fillMaxWidth().height(8.dp).clip(CircleShape), look.step, look.chosen)
        } else {
            Meter(done)
        }
    }
}

/** A value that changes between screens, with a meter where it is one. Never announced: it would not stop. */
@Composable
internal fun LiveBlock(block: BlockKind.Live, now: Live?, modifier: Modifier) {
    Column(modifier.fillMaxWidth(), Arrangement.spacedBy(4.dp)) {
        if (now == null) {
            Words(block.label, Type.label, color = LocalLook.current.quiet)
        } else {
            NamedValue(block.label, now.value)
            now.permille?.let { Meter(it) }
        }
    }
}

@Composable
private fun Meter(permille: UInt) {
    val share = permille.toInt().coerceIn(0, 1000) / 1000f
    val look = LocalLook.current
    Box(
        Modifier
            .fillMaxWidth()
            .height(8.dp)
            .clip(CircleShape)
            .background(look.chosen)
            .semantics { progressBarRangeInfo = ProgressBarRangeInfo(share, 0f..1f) },
    ) {
        Box(Modifier.fillMaxWidth(share).fillMaxHeight().background(look.step))
    }
}
