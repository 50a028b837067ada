package org.nabz.painter

import androidx.compose.foundation.text.BasicTextField
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.test.DesktopComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.assert
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertIsFocused
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performImeAction
import androidx.compose.ui.test.performTextInput
import androidx.compose.ui.text.TextRange
import androidx.compose.ui.text.input.TextFieldValue
import androidx.compose.ui.unit.dp
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.nabz.core.Action
import org.nabz.core.ActionRole
import org.nabz.core.Announce
import org.nabz.core.Block
import org.nabz.core.BlockKind
import org.nabz.core.Direction
import org.nabz.core.Field
import org.nabz.core.FieldInput
import org.nabz.core.Screen
import org.nabz.core.Value

/** Text in a field is the person's own until the core says otherwise. */
@OptIn(ExperimentalTestApi::class)
class FieldTest {
    private val hands = Recorded()
    private val help = action("emergency", "Help").copy(role = ActionRole.EMERGENCY)
    private val field = Field(said("Code"), FieldInput.TEXT, "", 0u, "fa", secret = false, limit = 8u, error = null)

    private fun action(id: String, label: String) = Action(id, said(label), ActionRole.NORMAL, enabled = true, repeatable = false)

    private fun screen(id: String, field: Field, revision: ULong = 1u) = Screen(
        revision, id, said("Title"), Direction.LTR, listOf(Block("code", BlockKind.Entry(field))),
        action("go", "Go"), null, help, Announce.OFF, "code",
    )

    private fun painted(first: Screen, test: DesktopComposeUiTest.(show: (Screen) -> Unit) -> Unit) = withPhone { phone ->
        var now by mutableStateOf(first)
        phone.shows { ScreenPainter(now, testCatalogue, hands) }
        waitForIdle()
        test {
            now = it
            waitForIdle()
        }
    }

    private fun DesktopComposeUiTest.entry() = onNode(hasSetTextAction())

    private fun DesktopComposeUiTest.entered(): String? {
        entry().performImeAction()
        return (hands.presses.last().entered.single().value as? Value.Plain)?.text
    }

    @Test
    fun takesTheFocusAndIsFoundByItsLabel() = painted(screen("a", field)) {
        entry().assertIsFocused()
        onNode(hasSetTextAction() and hasText("Code")).assertExists()
    }

    @Test
    fun keepsWhatIsTypedOverRepaintsAndLetsItGoWhenTheCoreReplacesIt() = painted(screen("a", field)) { show ->
        entry().performTextInput("می‌خو")
        show(screen("a", field.copy(value = "of the core", error = said("Wrong")), 2u))
        assertEquals("می‌خو", entered())
        assertEquals(2uL, hands.presses.last().revision)
        show(screen("a", field.copy(value = "new", valueRevision = 1u), 3u))
        assertEquals("new", entered())
    }

    @Test
    fun keepsWhatIsTypedWhileHelpLiesOverItAndForgetsItOnAnotherScreen() = painted(screen("a", field)) { show ->
        entry().performTextInput("1234")
        onNodeWithText("Help").performClick()
        assertEquals("emergency", hands.presses.last().action.id)
        // Help may offer help of its own.
        show(screen("help", field, 2u).copy(blocks = emptyList(), focus = null, emergency = action("dial:0", "Call")))
        show(screen("a", field, 3u))
        assertEquals("1234", entered())
        show(screen("b", field, 4u))
        assertEquals("", entered())
        show(screen("a", field, 5u))
        assertEquals("", entered())
    }

    @Test
    fun takesNoMoreThanItsLimit() = painted(screen("a", field)) {
        entry().performTextInput("123456789012")
        assertEquals("12345678", entered())
        entry().performTextInput("9")
        assertEquals("12345678", entered())
    }

    @Test
    fun aCompositionStaysWholeOverARepaint() {
        val text = FieldText(field)
        val composing = TextFieldValue("سل", TextRange(2), TextRange(0, 2))
        text.typed(composing, 8)
        text.painting(field.copy(value = "other", error = said("Wrong")))
        assertEquals(composing, text.value)
        text.painting(field.copy(value = "other", valueRevision = 7u))
        assertEquals("other", text.value.text)
        assertNull(text.value.composition)
    }

    @Test
    fun aSecretTravelsAsBytesAndIsHidden() = painted(screen("a", field.copy(secret = true, input = FieldInput.DIGITS))) {
        entry().performTextInput("۱۲۳۴")
        onNode(SemanticsMatcher.keyIsDefined(SemanticsProperties.Password)).assertExists()
        entry().performImeAction()
        val secret = hands.presses.last().entered.single().value as Value.Secret
        assertArrayEquals("۱۲۳۴".encodeToByteArray(), secret.utf8)
    }

    @Test
    fun whatIsWrongIsPaintedAndSaid() = painted(screen("a", field.copy(error = said("Not a code", "This is not a code.")))) {
        onNodeWithText("Not a code").assertExists()
        entry().assert(SemanticsMatcher.expectValue(SemanticsProperties.Error, "This is not a code."))
    }

    @Test
    fun whatIsWrongComesIntoSight() = withPhone(Setting(fontScale = 2f, height = 320.dp)) { phone ->
        val long = Block("long", BlockKind.Paragraph(said("A sentence that fills most of what a low phone shows.")))
        val plain = screen("a", field).run { copy(blocks = listOf(long) + blocks) }
        val refused = screen("a", field.copy(error = said("Not a code of this clinic")), 2u).run { copy(blocks = listOf(long) + blocks) }
        var now by mutableStateOf(plain)
        phone.shows { ScreenPainter(now, testCatalogue, hands) }
        waitForIdle()
        now = refused
        waitForIdle()
        onNodeWithText("Not a code of this clinic").assertIsDisplayed()
        entry().assertIsFocused().assertIsDisplayed()
    }

    @Test
    fun aFieldThatListensToTheCoreAloneWouldBeFound() = withPhone { phone ->
        // What a painter without a text of its own does: each repaint takes the half-typed word away.
        var now by mutableStateOf(field)
        phone.shows { BasicTextField(now.value, { }) }
        waitForIdle()
        entry().performTextInput("می‌خو")
        now = field.copy(error = said("Wrong"))
        waitForIdle()
        assertTrue(entry().fetchSemanticsNode().config[SemanticsProperties.EditableText].text != "می‌خو")
    }
}
