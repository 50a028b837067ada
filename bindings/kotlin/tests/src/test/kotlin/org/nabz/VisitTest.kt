package org.nabz

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension
import org.nabz.core.BlockKind
import org.nabz.core.Direction
import org.nabz.core.HostReply
import org.nabz.core.HostRequest
import org.nabz.core.Screen
import org.nabz.core.Tone
import org.nabz.core.Wording
import org.nabz.sandbox.SandboxClinic
import org.nabz.sandbox.action
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.time.Duration.Companion.seconds

/** What a person does, through the generated code. */
class VisitTest {
    @Test
    fun booksAVisitAndReadsAPersianSentence() {
        val asked = CopyOnWriteArrayList<HostRequest>()
        val phone = Phone { request ->
            asked += request
            HostReply.DONE
        }
        opened(clinic.seat, phone = phone) {
            person.signsIn("fa")
            val outcome = person.books()
            val notice = outcome.blocks.map { it.kind }.filterIsInstance<BlockKind.Notice>().single()
            assertEquals(Tone.GOOD, notice.tone)
            assertTrue(notice.text.isPersian(), notice.text.shown)
            person.presses("done")
            val home = person.sees("home")
            assertEquals(Direction.RTL, home.direction)
            // The date stands there in Persian digits.
            assertTrue(home.sentences().any { text -> text.shown.any { it in '۰'..'۹' } }, "${home.sentences()}")
            assertTrue(within(5.seconds) { asked.any { it is HostRequest.Notify } })
            val reminder = asked.filterIsInstance<HostRequest.Notify>().first()
            assertTrue(reminder.text.isPersian(), reminder.text.shown)
        }
    }

    @Test
    fun switchesLanguageLive() = opened(clinic.seat, "en") {
        val english = person.sees("language")
        assertEquals(Direction.LTR, english.direction)
        assertEquals("en", core.catalogue().microphoneReason.language)
        person.presses("language:fa")
        val persian = person.sees("consent")
        assertEquals(Direction.RTL, persian.direction)
        assertTrue(persian.title.isPersian(), persian.title.shown)
        assertEquals("fa", core.catalogue().microphoneReason.language)
        person.presses("change-language")
        person.presses("language:en")
        assertEquals("en", person.sees("consent").title.language)
        assertEquals("en", core.catalogue().microphoneReason.language)
    }

    @Test
    fun everyLanguageIsSpokenAtOnceInItsOwnDirectionAndKeepsThePlace() = opened(clinic.seat, "en") {
        person.sees("language")
        person.presses("language:en")
        person.sees("consent")
        val languages = listOf("ar" to Direction.RTL, "am" to Direction.LTR, "hi" to Direction.LTR, "ckb" to Direction.RTL)
        for ((language, direction) in languages) {
            person.presses("change-language")
            person.presses("language:$language")
            val consent = person.sees("consent")
            assertEquals(language, consent.title.language)
            assertEquals(direction, consent.direction)
            assertTrue(consent.title.shown.none { it in 'a'..'z' }, consent.title.shown)
            assertEquals(language, core.catalogue().microphoneReason.language)
        }
    }

    @Test
    fun anActOfAnOldRevisionDoesNothing() = opened(clinic.seat, "en") {
        val old = person.sees("language")
        person.presses("language:en")
        val consent = person.sees("consent")
        core.act(old.revision, consent.action("agree")!!.id)
        core.act(old.revision - 1u, "language:fa")
        // Help is repeatable, and comes after both: had they counted, another screen would lie under it.
        core.act(old.revision, "emergency")
        person.sees("emergency")
        person.presses("back")
        assertEquals("consent", person.sees { it.id != "emergency" }.id)
        assertEquals("en", core.screen().title.language)
    }

    private fun Screen.sentences(): List<Wording> = blocks.map { it.kind }.filterIsInstance<BlockKind.Paragraph>().map { it.text }

    private fun Wording.isPersian() =
        language == "fa" && direction == Direction.RTL && shown.any { it in 'آ'..'ی' } && '{' !in shown

    companion object {
        @JvmField
        @RegisterExtension
        val clinic = SandboxClinic()
    }
}
