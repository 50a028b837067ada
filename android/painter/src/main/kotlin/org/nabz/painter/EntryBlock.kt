package org.nabz.painter

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.background
import androidx.compose.foundation.border
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.defaultMinSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.text.BasicTextField
import androidx.compose.foundation.text.KeyboardActions
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.graphics.SolidColor
import androidx.compose.ui.semantics.error
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.text.input.ImeAction
import androidx.compose.ui.text.input.KeyboardType
import androidx.compose.ui.text.input.PasswordVisualTransformation
import androidx.compose.ui.text.input.VisualTransformation
import androidx.compose.ui.text.intl.LocaleList
import androidx.compose.ui.text.style.TextDirection
import androidx.compose.ui.unit.dp
import org.nabz.core.Announce
import org.nabz.core.Field
import org.nabz.core.FieldInput
import org.nabz.core.Wording

/** A text field under its label. The label is part of the field, so that a screen reader says both in one go. */
@Composable
internal fun EntryBlock(field: Field, text: FieldText, announce: Announce, modifier: Modifier, onGo: (() -> Unit)?) {
    Column(verticalArrangement = Arrangement.spacedBy(4.dp)) {
        BasicTextField(
            value = text.value,
            onValueChange = { text.typed(it, field.limit.toInt()) },
            modifier = modifier.fillMaxWidth().refused(field.error),
            textStyle = typedStyle(field),
            keyboardOptions = KeyboardOptions(
                autoCorrect = field.input == FieldInput.TEXT && !field.secret,
                keyboardType = keyboardOf(field),
                imeAction = if (onGo == null) ImeAction.Done else ImeAction.Go,
            ),
            keyboardActions = KeyboardActions(onGo = { onGo?.invoke() }),
            singleLine = true,
            visualTransformation = if (field.secret) PasswordVisualTransformation() else VisualTransformation.None,
            cursorBrush = SolidColor(LocalLook.current.step),
            decorationBox = { typed -> Framed(field, typed) },
        )
        field.error?.let { error ->
            Words(error, Type.strong, Modifier.announced(announce), color = LocalLook.current.danger)
        }
    }
}

@Composable
private fun Framed(field: Field, typed: @Composable () -> Unit) {
    val look = LocalLook.current
    val edge = if (field.error == null) BorderStroke(1.dp, look.edge) else BorderStroke(2.dp, look.danger)
    Column(verticalArrangement = Arrangement.spacedBy(4.dp)) {
        Words(field.label, Type.label, color = look.quiet)
        Box(
            Modifier
                .fillMaxWidth()
                .defaultMinSize(minHeight = Touch)
                .clip(Corner)
                .background(look.card)
                .border(edge, Corner)
                .padding(horizontal = Gap, vertical = 8.dp),
            contentAlignment = Alignment.CenterStart,
        ) {
            // As wide as the frame: else the cursor of an empty field stands in the middle of nothing.
            Box(Modifier.fillMaxWidth(), propagateMinConstraints = true) { typed() }
        }
    }
}

@Composable
private fun typedStyle(field: Field): TextStyle = Type.body.copy(
    color = LocalLook.current.ink,
    fontFamily = LocalFont.current,
    localeList = LocaleList(field.language),
    // Numbers run left to right in every language, and still begin at the screen's own edge.
    textDirection = if (field.input == FieldInput.TEXT) TextDirection.Content else TextDirection.Ltr,
    textAlign = screenStart(),
)

private fun keyboardOf(field: Field): KeyboardType = when (field.input) {
    FieldInput.TEXT -> if (field.secret) KeyboardType.Password else KeyboardType.Text
    FieldInput.DIGITS -> if (field.secret) KeyboardType.NumberPassword else KeyboardType.Number
    FieldInput.PHONE -> KeyboardType.Phone
}

private fun Modifier.refused(because: Wording?): Modifier =
    if (because == null) this else semantics { error(because.spoken.ifEmpty { because.shown }) }
