package org.nabz.painter

import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.layout.Layout
import androidx.compose.ui.layout.Placeable
import androidx.compose.ui.unit.Constraints
import androidx.compose.ui.unit.Dp

/** Side by side while there is room, the first at the start and the last at the end, else one under the other. */
@Composable
internal fun Sides(gap: Dp, modifier: Modifier = Modifier, content: @Composable () -> Unit) {
    Layout(content, modifier) { measurables, constraints ->
        val space = gap.roundToPx()
        val width = constraints.maxWidth
        val wanted = measurables.sumOf { it.maxIntrinsicWidth(Constraints.Infinity) } + space * (measurables.size - 1)
        val placed = measurables.map { it.measure(Constraints(maxWidth = width)) }
        if (wanted <= width) {
            val height = placed.maxOfOrNull { it.height } ?: 0
            layout(width, height) {
                placed.forEachIndexed { index, item ->
                    val last = index > 0 && index == placed.lastIndex
                    item.placeRelative(if (last) width - item.width else 0, (height - item.height) / 2)
                }
            }
        } else {
            val height = placed.sumOf { it.height } + space * (placed.size - 1).coerceAtLeast(0)
            layout(width, height) {
                placed.fold(0) { y, item ->
                    item.placeRelative(0, y)
                    y + item.height + space
                }
            }
        }
    }
}

/** Equal cells as wide as the widest content, as many beside each other as fit: a time of day never breaks. */
@Composable
internal fun Cells(gap: Dp, modifier: Modifier = Modifier, content: @Composable () -> Unit) {
    Layout(content, modifier) { measurables, constraints ->
        val space = gap.roundToPx()
        val width = constraints.maxWidth
        val widest = (measurables.maxOfOrNull { it.maxIntrinsicWidth(Constraints.Infinity) } ?: 0).coerceIn(1, width)
        val columns = ((width + space) / (widest + space)).coerceAtLeast(1)
        val cell = (width - space * (columns - 1)) / columns
        val tallest = measurables.maxOfOrNull { it.minIntrinsicHeight(cell) } ?: 0
        val rows: List<List<Placeable>> =
            measurables.map { it.measure(Constraints(cell, cell, tallest)) }.chunked(columns)
        val heights = rows.map { row -> row.maxOf { it.height } }
        layout(width, heights.sum() + space * (rows.size - 1).coerceAtLeast(0)) {
            var y = 0
            rows.forEachIndexed { index, row ->
                row.forEachIndexed { column, item -> item.placeRelative(column * (cell + space), y) }
                y += heights[index] + space
            }
        }
    }
}
