package org.nabz.painter

import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.test.DesktopComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasScrollToNodeAction
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.isEnabled
import androidx.compose.ui.test.onFirst
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollToNode
import androidx.compose.ui.test.performTextInput
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.ValueSource
import org.nabz.Core
import org.nabz.core.BlockKind
import org.nabz.core.HostReply
import org.nabz.core.Screen
import org.nabz.core.Wording
import org.nabz.sandbox.JdkKeys
import org.nabz.sandbox.SandboxClinic
import org.nabz.sandbox.ToneAudio
import org.nabz.sandbox.actions

/** A whole visit in front of the painted screens: everything is found and pressed by what a screen reader says. */
@OptIn(ExperimentalTestApi::class)
class BookingTest {
    /** Somebody who reads one language, with the phone in hand. */
    private class Reader(val test: DesktopComposeUiTest, private val phone: Phone, val core: Core, language: String) {
        val words = Catalogued(language)

        /** Again where the screen moved on in the same moment, as a person would. */
        fun presses(label: String) {
            val labelled = SemanticsMatcher("pressable, said as $label") { label in it.labels() } and hasClickAction() and isEnabled()
            val offers = { screen: Screen -> screen.actions().any { it.enabled && it.label.said() == label } }
            repeat(TRIES) {
                comes(label, offers)
                shows(labelled)
                val from = core.screen().id
                test.onAllNodes(labelled).onFirst().performClick()
                if (runCatching { waits(HEEDED_MS) { core.screen().id != from || !offers(core.screen()) } }.isSuccess) return
            }
            error("pressed $label $TRIES times in vain")
        }

        fun reads(text: String) {
            comes(text) { screen -> screen.words().any { it.said() == text } }
            shows(SemanticsMatcher("said as $text") { text in it.labels() })
        }

        /** What comes between screens stands in none of them. */
        fun readsLive(text: String) =
            waits { test.onAllNodes(SemanticsMatcher("said as $text") { text in it.labels() }).fetchSemanticsNodes().isNotEmpty() }

        /** Waits for the core to say it, and for the painter to have painted that screen. */
        private fun comes(what: String, says: (Screen) -> Boolean) {
            runCatching { waits { says(core.screen()) } }.onFailure { error("nobody says $what, but ${core.screen()}") }
            val title = core.screen().title.said()
            waits { test.onAllNodes(SemanticsMatcher.expectValue(SemanticsProperties.PaneTitle, title)).fetchSemanticsNodes().isNotEmpty() }
            test.waitForIdle()
        }

        /** The core is ahead of the painter by a moment. */
        private fun shows(matcher: SemanticsMatcher) = waits {
            test.onAllNodes(matcher).fetchSemanticsNodes().isNotEmpty() ||
                runCatching { test.onNode(hasScrollToNodeAction()).performScrollToNode(matcher) }.isSuccess
        }

        private fun Wording.said() = spoken.ifEmpty { shown }

        fun waits(patience: Long = PATIENCE_MS, condition: () -> Boolean) = test.waitUntil(patience) {
            phone.main.letIn()
            // A test that spins takes the call's own threads their time.
            condition().also { if (!it) Thread.sleep(20) }
        }
    }

    private fun visits(clinic: SandboxClinic, language: String, visit: Reader.() -> Unit) = withPhone { phone ->
        val core = runBlocking {
            Core.open(clinic.seat.config(listOf(language)), JdkKeys(clinic.seat.deviceKey), ToneAudio(), { HostReply.DONE })
        }
        core.use {
            phone.shows { NabzApp(core, main = phone.main) }
            Reader(this, phone, core, language).visit()
        }
    }

    private fun Reader.signsIn(clinic: SandboxClinic) {
        presses(words["language-name"])
        presses(words["consent-agree"])
        reads(words["signin-title"])
        test.onNode(hasSetTextAction() and hasText(words["signin-code"])).performTextInput(clinic.seat.code)
        presses(words["signin-action"])
        reads(words["home-title"])
    }

    private fun Reader.books() {
        presses(words["home-book"])
        presses(words["doctor-see-times"])
        reads(words["slots-title"])
        waits { firstSlot() != null }
        presses(firstSlot()!!)
        reads(words["confirm-title"])
        presses(words["confirm-book"])
        presses(words["common-done"])
        reads(words["home-title"])
    }

    private fun Reader.firstSlot(): String? = core.screen().blocks
        .firstNotNullOfOrNull { it.kind as? BlockKind.Slots }?.days?.firstOrNull()?.times?.firstOrNull()?.label?.spoken

    @ParameterizedTest
    @ValueSource(strings = ["en", "fa"])
    fun booksByWhatAScreenReaderSays(language: String) = visits(clinic, language) {
        signsIn(clinic)
        books()
        presses(words["emergency-action"])
        reads(words["emergency-title"])
        presses(words["common-back"])
        presses(words["home-visits"])
        reads(words["visits-title"])
        presses(words["common-back"])
        reads(words["home-title"])
    }

    @Test
    fun isCalledAndHangsUpByWhatAScreenReaderSays() = visits(called, "fa") {
        signsIn(called)
        books()
        core.setClockAhead(called.skipToVisit())
        presses(words["home-to-waiting-room"])
        presses(words["ring-answer"])
        // Connected, and not before, it says how long the talk lasts.
        reads(words["call-length-label"])
        // What changes ten times a second stands there, and is said when somebody asks.
        readsLive(words["call-voice-heard"])
        presses(words["call-mute"])
        reads(words["call-muted"])
        presses(words["call-hang-up"])
        reads(words["after-title"])
    }

    @Test
    fun aLabelThatNobodyPaintedIsNotFound() = visits(clinic, "en") {
        reads(words["start-language-title"])
        val missing = runCatching { waits(1_000) { test.onAllNodes(hasText(Catalogued("fa")["consent-agree"])).fetchSemanticsNodes().isNotEmpty() } }
        assertFalse(missing.isSuccess)
        assertEquals("language", core.screen().id)
    }

    companion object {
        private const val PATIENCE_MS = 40_000L
        private const val HEEDED_MS = 5_000L
        private const val TRIES = 3

        @JvmField
        @RegisterExtension
        val clinic = SandboxClinic()

        @JvmField
        @RegisterExtension
        val called = SandboxClinic()
    }
}
