package org.nabz.painter

import androidx.compose.foundation.Canvas
import androidx.compose.foundation.layout.size
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.geometry.CornerRadius
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.StrokeCap
import androidx.compose.ui.graphics.drawscope.DrawScope
import androidx.compose.ui.graphics.drawscope.Fill
import androidx.compose.ui.graphics.drawscope.Stroke
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.unit.Dp
import androidx.compose.ui.unit.LayoutDirection
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp
import org.nabz.core.Tone

/** The sign of a tone: i, tick, exclamation mark, cross. Drawn, so that it needs no font and no word. */
@Composable
internal fun ToneSign(tone: Tone, color: Color, modifier: Modifier) {
    Canvas(modifier.size(typed(22))) {
        drawCircle(color, size.minDimension / 2 - 1.5.dp.toPx(), style = Stroke(2.dp.toPx()))
        when (tone) {
            Tone.INFO -> {
                stroke(color, .5f to .45f, .5f to .72f)
                dot(color, .5f to .28f)
            }
            Tone.GOOD -> {
                stroke(color, .28f to .52f, .44f to .68f)
                stroke(color, .44f to .68f, .72f to .34f)
            }
            Tone.WARNING -> {
                stroke(color, .5f to .26f, .5f to .55f)
                dot(color, .5f to .72f)
            }
            Tone.PROBLEM -> {
                stroke(color, .33f to .33f, .67f to .67f)
                stroke(color, .67f to .33f, .33f to .67f)
            }
        }
    }
}

/** Four bars of a line, `line` of them on. */
@Composable
internal fun LineBars(line: Int, on: Color, off: Color, modifier: Modifier) {
    Canvas(modifier.size(typed(56), typed(32))) {
        val bar = size.width / 5.5f
        for (index in 0 until 4) {
            val height = size.height * (index + 1) / 4
            val left = index * bar * 1.5f
            val x = if (layoutDirection == LayoutDirection.Rtl) size.width - left - bar else left
            val style = if (index < line) null else Stroke(2.dp.toPx())
            val inset = if (style == null) 0f else 1.dp.toPx()
            drawRoundRect(
                color = if (index < line) on else off,
                topLeft = Offset(x + inset, size.height - height + inset),
                size = Size(bar - 2 * inset, height - 2 * inset),
                cornerRadius = CornerRadius(2.dp.toPx()),
                style = style ?: Fill,
            )
        }
    }
}

/** The ring of one of a few, filled when chosen. */
@Composable
internal fun ChosenSign(chosen: Boolean, color: Color, modifier: Modifier) {
    Canvas(modifier.size(typed(24))) {
        drawCircle(color, size.minDimension / 2 - 1.dp.toPx(), style = Stroke(2.dp.toPx()))
        if (chosen) drawCircle(color, size.minDimension / 4)
    }
}

/** As large as type of that size: signs grow with the text beside them. */
@Composable
private fun typed(size: Int): Dp = with(LocalDensity.current) { size.sp.toDp() }

private fun DrawScope.stroke(color: Color, from: Pair<Float, Float>, to: Pair<Float, Float>) =
    drawLine(color, at(from), at(to), 2.dp.toPx(), StrokeCap.Round)

private fun DrawScope.dot(color: Color, place: Pair<Float, Float>) = drawCircle(color, 1.5.dp.toPx(), at(place))

private fun DrawScope.at(place: Pair<Float, Float>) = Offset(size.width * place.first, size.height * place.second)
