package org.nabz.painter

import androidx.compose.foundation.isSystemInDarkTheme
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.darkColorScheme
import androidx.compose.material3.lightColorScheme
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.Immutable
import androidx.compose.runtime.staticCompositionLocalOf
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.em
import androidx.compose.ui.unit.sp

/** The colours of one theme. Every text stands on its ground with a contrast of at least 4.5 (WCAG 2.2, 1.4.3). */
@Immutable
data class Look(
    val page: Color,
    val card: Color,
    val ink: Color,
    val quiet: Color,
    val edge: Color,
    val step: Color,
    val onStep: Color,
    val chosen: Color,
    val danger: Color,
    val onDanger: Color,
    val good: Color,
    val warning: Color,
    val info: Color,
) {
    companion object {
        val Light = Look(
            page = Color(0xFFF7F8F8),
            card = Color(0xFFFFFFFF),
            ink = Color(0xFF14201F),
            quiet = Color(0xFF46524F),
            edge = Color(0xFF6D7A77),
            step = Color(0xFF00544B),
            onStep = Color(0xFFFFFFFF),
            chosen = Color(0xFFD8EFEB),
            danger = Color(0xFFA3101D),
            onDanger = Color(0xFFFFFFFF),
            good = Color(0xFF14602A),
            warning = Color(0xFF7A4A00),
            info = Color(0xFF124F8C),
        )
        val Dark = Look(
            page = Color(0xFF0F1514),
            card = Color(0xFF1A2321),
            ink = Color(0xFFEEF3F1),
            quiet = Color(0xFFB9C5C2),
            edge = Color(0xFF8B9894),
            step = Color(0xFF86D9CB),
            onStep = Color(0xFF00211C),
            chosen = Color(0xFF0B4A42),
            danger = Color(0xFFFFB3AC),
            onDanger = Color(0xFF41000A),
            good = Color(0xFF93DCA4),
            warning = Color(0xFFF2C078),
            info = Color(0xFFA5CDF7),
        )
    }
}

/** Nothing a thumb presses is smaller (Android's own rule, 48 dp). */
internal val Touch = 48.dp

/** Room between things. */
internal val Gap = 12.dp

internal object Type {
    private val plain = TextStyle(lineHeight = 1.5.em)
    val title = plain.copy(fontSize = 24.sp, lineHeight = 1.35.em, fontWeight = FontWeight.Bold)
    val heading = plain.copy(fontSize = 20.sp, lineHeight = 1.35.em, fontWeight = FontWeight.Bold)
    val body = plain.copy(fontSize = 18.sp)
    val strong = body.copy(fontWeight = FontWeight.Bold)
    val label = plain.copy(fontSize = 16.sp)
}

/** Whether the person asked for type so large that a phone's width gets short. */
@Composable
internal fun typeIsLarge() = LocalDensity.current.fontScale > 1.5f

internal val LocalLook = staticCompositionLocalOf { Look.Light }
internal val LocalFont = staticCompositionLocalOf<FontFamily?> { null }

/** Colours and type around [content]; `font` null is the phone's own. */
@Composable
fun NabzTheme(dark: Boolean = isSystemInDarkTheme(), font: FontFamily? = null, content: @Composable () -> Unit) {
    val look = if (dark) Look.Dark else Look.Light
    val colours = if (dark) darkColorScheme(primary = look.step) else lightColorScheme(primary = look.step)
    MaterialTheme(colours) {
        CompositionLocalProvider(LocalLook provides look, LocalFont provides font, content = content)
    }
}
