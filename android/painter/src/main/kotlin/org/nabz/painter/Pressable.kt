package org.nabz.painter

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.defaultMinSize
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp
import org.nabz.core.Action
import org.nabz.core.ActionRole

/** How much a button asks for the eye. */
internal enum class Weight {
    /** The one next step, and help. */
    Filled,

    /** A further possibility. */
    Outlined,

    /** The way back. */
    Plain,
}

/** A button that does what its action says. */
@Composable
internal fun ActionButton(action: Action, weight: Weight, modifier: Modifier = Modifier, press: (Action) -> Unit) {
    val paint = paintOf(action, weight)
    Box(
        modifier
            .defaultMinSize(Touch, Touch)
            .clip(Corner)
            .background(paint.ground)
            .border(BorderStroke(2.dp, paint.edge), Corner)
            .clickable(enabled = action.enabled, role = Role.Button) { press(action) }
            .padding(horizontal = if (typeIsLarge()) 6.dp else Gap, vertical = 8.dp),
        contentAlignment = Alignment.Center,
    ) {
        // Large enough at twice the size, and a telephone number of 16 signs still fits on 320 dp.
        val style = if (typeIsLarge()) Type.strong.copy(fontSize = 17.sp) else Type.strong
        Words(action.label, style, color = paint.ink, centred = true)
    }
}

internal val Corner = RoundedCornerShape(12.dp)

private class Paint(val ground: Color, val ink: Color, val edge: Color)

@Composable
private fun paintOf(action: Action, weight: Weight): Paint {
    val look = LocalLook.current
    if (!action.enabled) return Paint(look.page, look.quiet, look.edge)
    val strong = if (action.role == ActionRole.NORMAL) look.step else look.danger
    val onStrong = if (action.role == ActionRole.NORMAL) look.onStep else look.onDanger
    return when (weight) {
        Weight.Filled -> Paint(strong, onStrong, strong)
        Weight.Outlined -> Paint(look.card, strong, strong)
        Weight.Plain -> Paint(look.page, strong, look.page)
    }
}
