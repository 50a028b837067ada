package org.nabz.painter

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.ProgressBarRangeInfo
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.test.DesktopComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.assert
import androidx.compose.ui.test.assertIsNotEnabled
import androidx.compose.ui.test.assertIsNotSelected
import androidx.compose.ui.test.assertIsSelected
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import org.nabz.core.Action
import org.nabz.core.ActionRole
import org.nabz.core.Announce
import org.nabz.core.Block
import org.nabz.core.BlockKind
import org.nabz.core.ChoiceOption
import org.nabz.core.Direction
import org.nabz.core.Live
import org.nabz.core.PriceLine
import org.nabz.core.Screen
import org.nabz.core.Tone

/** What a screen reader is told, besides words. */
@OptIn(ExperimentalTestApi::class)
class SemanticsTest {
    private val hands = Recorded()

    private fun action(id: String, enabled: Boolean = true) =
        Action(id, said(id.replaceFirstChar(Char::uppercase)), ActionRole.NORMAL, enabled, repeatable = false)

    private fun screen(vararg kinds: BlockKind, announce: Announce = Announce.OFF) = Screen(
        1u, "a", said("Title", "The title"), Direction.LTR, kinds.mapIndexed { index, kind -> Block("$index", kind) },
        action("next", enabled = false), null, null, announce, null,
    )

    private fun painted(screen: Screen, live: (String) -> Live? = { null }, test: DesktopComposeUiTest.() -> Unit) = withPhone { phone ->
        phone.shows { ScreenPainter(screen, testCatalogue, hands, live = live) }
        waitForIdle()
        test()
    }

    private fun region(mode: LiveRegionMode) = SemanticsMatcher.expectValue(SemanticsProperties.LiveRegion, mode)

    private val silent = SemanticsMatcher.keyNotDefined(SemanticsProperties.LiveRegion)

    @Test
    fun aScreenIsAnnouncedAsLoudlyAsTheCoreSays() {
        val kinds = arrayOf(BlockKind.Notice(Tone.PROBLEM, said("Trouble")), BlockKind.Paragraph(said("Plain")))
        for ((announce, told) in listOf(
            Announce.OFF to silent,
            Announce.POLITE to region(LiveRegionMode.Polite),
            Announce.ASSERTIVE to region(LiveRegionMode.Assertive),
        )) painted(screen(*kinds, announce = announce)) {
            onNodeWithContentDescription("The title").assert(told)
            onNodeWithText("Trouble").assert(told)
            onNodeWithText("Plain").assert(silent)
        }
    }

    @Test
    fun aNewScreenIsAPaneWithItsSpokenTitleAndHeadings() = painted(screen(BlockKind.Heading(said("Inside")))) {
        onNode(SemanticsMatcher.expectValue(SemanticsProperties.PaneTitle, "The title")).assertExists()
        for (heading in listOf(onNodeWithContentDescription("The title"), onNodeWithText("Inside"))) {
            heading.assert(SemanticsMatcher.keyIsDefined(SemanticsProperties.Heading))
        }
    }

    @Test
    fun oneOfAFewIsChosenAndADisabledStepCannotBePressed() {
        val options = listOf(ChoiceOption(action("one"), false), ChoiceOption(action("two"), true))
        painted(screen(BlockKind.Choice(said("Which"), options))) {
            onNodeWithText("One").assertIsNotSelected().assert(SemanticsMatcher.expectValue(SemanticsProperties.Role, Role.RadioButton))
            onNodeWithText("Two").assertIsSelected()
            onNodeWithText("One").performClick()
            onNodeWithText("Next").assertIsNotEnabled().performClick()
            assertEquals(listOf("one"), hands.presses.map { it.action.id })
        }
    }

    @Test
    fun aValueIsSaidWithItsNameAndInFullWhereOnePartIsSaidOtherwise() {
        val amount = PriceLine(said("You pay"), said("$5", "five dollars"))
        painted(screen(BlockKind.Row(said("Doctor"), said("Dr Karimi")), BlockKind.Price(emptyList(), amount))) {
            onNodeWithText("Doctor").assert(SemanticsMatcher("with its value") { it.labels() == listOf("Doctor", "Dr Karimi") })
            onNodeWithContentDescription("five dollars").assert(SemanticsMatcher("in full") { it.labels() == listOf("You pay", "five dollars") })
        }
    }

    @Test
    fun theLineAndTheMeterAreSaidAndNeverAnnouncedTenTimesASecond() {
        var now by mutableStateOf(Live("1", said("Quiet"), 100u))
        val stage = BlockKind.CallStage(said("Dr Karimi"), said("Known"), said("The line is weak."), 2u)
        painted(screen(stage, BlockKind.Live(said("Your voice")), announce = Announce.POLITE), { now }) {
            onNodeWithContentDescription("line 2").assertExists()
            onNodeWithText("The line is weak.").assert(region(LiveRegionMode.Polite))
            onNodeWithText("Quiet").assert(silent)
            val meter = { share: Float -> SemanticsMatcher.expectValue(SemanticsProperties.ProgressBarRangeInfo, ProgressBarRangeInfo(share, 0f..1f)) }
            onNode(meter(.1f)).assert(silent)
            now = Live("1", said("Heard"), 900u)
            waitForIdle()
            onNodeWithText("Heard").assertExists()
            onNode(meter(.9f)).assertExists()
        }
    }
}
