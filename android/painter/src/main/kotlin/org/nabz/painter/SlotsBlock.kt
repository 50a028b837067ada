package org.nabz.painter

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import org.nabz.core.Action
import org.nabz.core.BlockKind

/** Free times, by day. */
@Composable
internal fun SlotsBlock(block: BlockKind.Slots, modifier: Modifier, press: (Action) -> Unit) {
    Column(modifier, Arrangement.spacedBy(16.dp)) {
        block.days.forEach { day ->
            Column(verticalArrangement = Arrangement.spacedBy(8.dp)) {
                Words(day.day, Type.heading, Modifier.semantics { heading() })
                Cells(8.dp) { day.times.forEach { ActionButton(it, Weight.Outlined, press = press) } }
            }
        }
    }
}
