package org.nabz.painter

import androidx.compose.ui.graphics.toAwtImage
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.SemanticsNodeInteraction
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.captureToImage
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasScrollToNodeAction
import androidx.compose.ui.test.onFirst
import androidx.compose.ui.test.onNodeWithTag
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performScrollToNode
import androidx.compose.ui.unit.dp
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.nabz.core.BlockKind
import org.nabz.sandbox.actions
import java.io.File
import javax.imageio.ImageIO

/** Every screen of the core, in every language, light and dark, with small and large type. */
@OptIn(ExperimentalTestApi::class)
class GalleryTest {
    private val settings = listOf(false, true).flatMap { dark -> listOf(1f, 2f).map { Setting(dark, it) } }

    @Test
    fun everyScreenIsPaintedWhole() {
        assertTrue(Gallery.screens.map { it.language }.toSet().containsAll(setOf("en", "fa")))
        // A surface is filled with every frame: only long lists get one as tall as they need.
        val (lists, others) = Gallery.screens.partition { it.screen.blocks.any { block -> block.kind is BlockKind.Rows } }
        val wrong = wrongOf(others, Setting(height = 4_000.dp, pixels = 1)) + wrongOf(lists, Setting(height = 16_000.dp, pixels = 1))
        assertEquals(emptyList<String>(), wrong, wrong.joinToString("\n"))
    }

    private fun wrongOf(screens: List<Shown>, tall: Setting): List<String> {
        val wrong = mutableListOf<String>()
        withPhone(tall) { phone ->
            for (shown in screens) for (scale in listOf(1f, 2f)) {
                // Colours change nothing about what can be read and pressed: that is ContrastTest's.
                phone.setting = tall.copy(fontScale = scale)
                phone.shows { ScreenPainter(shown.screen, testCatalogue, Recorded(), live = shown::live) }
                waitForIdle()
                wrong += Checks.all(this, shown.screen).map { "$shown at $scale: $it" }
            }
        }
        return wrong
    }

    @Test
    fun everyActionIsReachedByScrollingAndHelpNeverLeaves() {
        withPhone { phone ->
            phone.setting = Setting(fontScale = 2f)
            for (shown in Gallery.screens) {
                val hands = Recorded()
                phone.shows { ScreenPainter(shown.screen, testCatalogue, hands, live = shown::live) }
                waitForIdle()
                for (action in shown.screen.actions()) {
                    val labelled = SemanticsMatcher("labelled ${action.label.shown}") { it.isLabelled(action) } and hasClickAction()
                    val found = onAllNodes(labelled).onFirst()
                    if (!found.isDisplayed()) onNode(hasScrollToNodeAction()).performScrollToNode(labelled)
                    // The list stands at the top of the block; a keypad in large type is longer than the screen.
                    if (!found.isDisplayed()) found.performScrollTo()
                    assertTrue(found.isDisplayed(), "$shown: ${action.label.shown} cannot be scrolled to")
                    shown.screen.emergency?.let { help ->
                        val shows = onAllNodes(SemanticsMatcher("help") { it.isLabelled(help) }).onFirst().isDisplayed()
                        assertTrue(shows, "$shown: help is gone at ${action.label.shown}")
                    }
                }
            }
        }
    }

    @Test
    fun everyScreenIsAPicture() {
        val folder = File(Gallery.target, "ui/compose").apply { mkdirs() }
        withPhone { phone ->
            for (shown in Gallery.screens) for (setting in settings) {
                phone.setting = setting
                phone.shows { ScreenPainter(shown.screen, testCatalogue, Recorded(), live = shown::live) }
                waitForIdle()
                val picture = onNodeWithTag(Phone.FACE).captureToImage().toAwtImage()
                assertEquals(640 to 1280, picture.width to picture.height)
                ImageIO.write(picture, "png", File(folder, nameOf(shown, setting)))
            }
        }
        File(folder, "index.html").writeText(sheet())
    }

    private fun SemanticsNodeInteraction.isDisplayed(): Boolean = try {
        assertIsDisplayed()
        true
    } catch (_: AssertionError) {
        false
    }

    private fun nameOf(shown: Shown, setting: Setting) =
        "$shown-${if (setting.dark) "dark" else "light"}-${setting.fontScale.toInt()}.png"

    private fun sheet() = buildString {
        append("<!doctype html><meta charset=utf-8><title>Compose</title><style>body{font:16px sans-serif}")
        append("img{width:240px;border:1px solid #888;margin:4px}</style>")
        for ((name, languages) in Gallery.screens.groupBy { it.name }) {
            append("<h2>$name</h2>")
            for (shown in languages) for (setting in settings) {
                val file = nameOf(shown, setting)
                append("<a href=\"$file\"><img loading=lazy src=\"$file\" alt=\"$file\"></a>")
            }
        }
    }
}
