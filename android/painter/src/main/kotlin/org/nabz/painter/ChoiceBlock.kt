package org.nabz.painter

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.defaultMinSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.selection.selectable
import androidx.compose.foundation.selection.selectableGroup
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.unit.dp
import org.nabz.core.Action
import org.nabz.core.BlockKind
import org.nabz.core.ChoiceOption

/** One of a few; a press chooses it. */
@Composable
internal fun ChoiceBlock(block: BlockKind.Choice, modifier: Modifier, press: (Action) -> Unit) {
    Column(modifier.selectableGroup(), Arrangement.spacedBy(8.dp)) {
        Words(block.label, Type.body)
        block.options.forEach { Option(it, press) }
    }
}

@Composable
private fun Option(option: ChoiceOption, press: (Action) -> Unit) {
    val look = LocalLook.current
    Row(
        Modifier
            .fillMaxWidth()
            .defaultMinSize(minHeight = Touch)
            .clip(Corner)
            .background(if (option.chosen) look.chosen else look.card)
            .border(BorderStroke(if (option.chosen) 2.dp else 1.dp, if (option.chosen) look.step else look.edge), Corner)
            .selectable(option.chosen, option.action.enabled, Role.RadioButton) { press(option.action) }
            .padding(Gap),
        Arrangement.spacedBy(Gap),
        Alignment.CenterVertically,
    ) {
        ChosenSign(option.chosen, look.step, Modifier)
        Words(option.action.label, Type.strong, Modifier.weight(1f))
    }
}
