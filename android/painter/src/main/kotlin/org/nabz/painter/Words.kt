package org.nabz.painter

import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.platform.LocalLayoutDirection
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.text.intl.LocaleList
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.text.style.TextDirection
import androidx.compose.ui.unit.LayoutDirection
import org.nabz.core.Announce
import org.nabz.core.Direction
import org.nabz.core.Wording

/**
 * Paints a finished text in its own language and direction, at the edge where the screen begins.
 *
 * `grouped` belongs to texts that a screen reader says together: where one of them has a spoken form of its own, all
 * need one, because a described node silences the plain ones beside it.
 */
@Composable
internal fun Words(
    text: Wording,
    style: TextStyle,
    modifier: Modifier = Modifier,
    color: Color = LocalLook.current.ink,
    centred: Boolean = false,
    grouped: Boolean = false,
) {
    Text(
        text = text.shown,
        modifier = if (grouped) modifier.describedBy(text) else modifier.spokenAs(text),
        color = color,
        style = style.copy(
            textDirection = if (text.direction == Direction.RTL) TextDirection.Rtl else TextDirection.Ltr,
            textAlign = if (centred) TextAlign.Center else screenStart(),
            localeList = LocaleList(text.language),
            fontFamily = LocalFont.current,
        ),
    )
}

/** Text begins where the screen does, also a text that itself runs the other way. */
@Composable
internal fun screenStart(): TextAlign =
    if (LocalLayoutDirection.current == LayoutDirection.Rtl) TextAlign.Right else TextAlign.Left

/** What a screen reader says, where it is said otherwise than it is written. */
internal fun Modifier.spokenAs(text: Wording): Modifier = if (text.isSaidAsWritten()) this else describedBy(text)

internal fun Modifier.describedBy(text: Wording): Modifier =
    semantics { contentDescription = text.spoken.ifEmpty { text.shown } }

internal fun Wording.isSaidAsWritten(): Boolean = spoken.isEmpty() || spoken == shown.filterNot(::isolates)

/** Marks that keep a text of the other direction together; a voice does not say them. */
private fun isolates(mark: Char): Boolean = mark in '\u2066'..'\u2069'

/** How a screen reader hears of a change. */
internal fun Modifier.announced(how: Announce): Modifier = when (how) {
    Announce.OFF -> this
    Announce.POLITE -> semantics { liveRegion = LiveRegionMode.Polite }
    Announce.ASSERTIVE -> semantics { liveRegion = LiveRegionMode.Assertive }
}
