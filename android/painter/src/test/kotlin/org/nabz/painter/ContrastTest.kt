package org.nabz.painter

import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.luminance
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

/** Contrast by WCAG 2.2: 4.5 for text (1.4.3), 3 for edges that say something (1.4.11). */
class ContrastTest {
    @Test
    fun everyTextStandsOut() {
        for (look in listOf(Look.Light, Look.Dark)) assertEquals(emptyList<String>(), weak(look))
    }

    @Test
    fun aPaleInkIsFound() {
        assertEquals(listOf("ink on page", "ink on card", "ink on chosen"), weak(Look.Light.copy(ink = Color(0xFF8A8F8E))))
    }

    private fun weak(look: Look): List<String> = with(look) {
        listOf(
            Triple("ink on page", ink to page, 4.5f),
            Triple("ink on card", ink to card, 4.5f),
            Triple("ink on chosen", ink to chosen, 4.5f),
            Triple("quiet on page", quiet to page, 4.5f),
            Triple("quiet on card", quiet to card, 4.5f),
            Triple("step on page", step to page, 4.5f),
            Triple("step on card", step to card, 4.5f),
            Triple("onStep on step", onStep to step, 4.5f),
            Triple("danger on page", danger to page, 4.5f),
            Triple("danger on card", danger to card, 4.5f),
            Triple("onDanger on danger", onDanger to danger, 4.5f),
            Triple("edge on page", edge to page, 3f),
            Triple("edge on card", edge to card, 3f),
            Triple("good on card", good to card, 3f),
            Triple("warning on card", warning to card, 3f),
            Triple("info on card", info to card, 3f),
            Triple("step on chosen", step to chosen, 3f),
        ).filter { (_, pair, least) -> contrast(pair.first, pair.second) < least }.map { it.first }
    }

    private fun contrast(one: Color, other: Color): Float {
        val (low, high) = listOf(one.luminance(), other.luminance()).sorted()
        return (high + .05f) / (low + .05f)
    }
}
