package org.nabz.painter

import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.requiredSize
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.getValue
import androidx.compose.runtime.key
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.test.DesktopComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.runDesktopComposeUiTest
import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.platform.Font
import androidx.compose.ui.unit.Density
import androidx.compose.ui.unit.Dp
import androidx.compose.ui.unit.dp
import kotlinx.coroutines.CoroutineDispatcher
import org.nabz.core.Action
import org.nabz.core.Catalogue
import org.nabz.core.Direction
import org.nabz.core.Entered
import org.nabz.core.Screen
import org.nabz.core.Window
import org.nabz.core.Wording
import java.awt.EventQueue
import java.io.File
import java.util.concurrent.ConcurrentLinkedQueue
import kotlin.coroutines.CoroutineContext

/** How a phone is set up: its light, its type, its size, and how many pixels a dp has. */
data class Setting(val dark: Boolean = false, val fontScale: Float = 1f, val width: Dp = 320.dp, val height: Dp = 640.dp, val pixels: Int = 2)

/** The one font of all tests, so that a picture is the same on every machine. */
val testFont: FontFamily by lazy {
    val folder = File(System.getProperty("nabz.fonts"))
    check(folder.isDirectory) { "$folder is missing: npm ci in android/painter brings it" }
    FontFamily(
        Font(File(folder, "Vazirmatn-Regular.ttf"), FontWeight.Normal),
        Font(File(folder, "Vazirmatn-Bold.ttf"), FontWeight.Bold),
    )
}

/** A phone without a display: whatever [content] says, as large as [setting] says. */
class Phone {
    val main = MainThread()
    var setting by mutableStateOf(Setting())
    private var shown by mutableStateOf<(@Composable () -> Unit)?>(null)
    private var count by mutableStateOf(0)

    /** Begins afresh with other content: nothing of what was painted before is kept. */
    fun shows(content: @Composable () -> Unit) {
        shown = content
        count += 1
    }

    @Composable
    fun Face() {
        val density = Density(setting.pixels.toFloat(), setting.fontScale)
        CompositionLocalProvider(LocalDensity provides density) {
            Box(contentAlignment = Alignment.TopStart) {
                Box(Modifier.requiredSize(setting.width, setting.height).testTag(FACE)) {
                    NabzTheme(setting.dark, testFont) { key(count) { shown?.invoke() } }
                }
            }
        }
    }

    companion object {
        const val FACE = "phone"
    }
}

/** Runs with a phone set up so; its face never grows beyond what it has at first. */
@OptIn(ExperimentalTestApi::class)
fun withPhone(first: Setting = Setting(), block: DesktopComposeUiTest.(Phone) -> Unit) {
    val phone = Phone().apply { setting = first }
    val pixels = { size: Dp -> size.value.toInt() * first.pixels }
    runDesktopComposeUiTest(pixels(first.width), pixels(first.height)) {
        setContent { phone.Face() }
        block(phone)
    }
}

/**
 * A phone's main thread for a desktop, where a test and the thread that paints take turns at one scene: what other
 * threads bring waits until the test lets it in, and itself waits meanwhile.
 */
class MainThread : CoroutineDispatcher() {
    private val waiting = ConcurrentLinkedQueue<Runnable>()

    override fun isDispatchNeeded(context: CoroutineContext) = !EventQueue.isDispatchThread()

    override fun dispatch(context: CoroutineContext, block: Runnable) {
        waiting += block
    }

    fun letIn() {
        if (waiting.isNotEmpty()) EventQueue.invokeAndWait { while (true) (waiting.poll() ?: break).run() }
    }
}

/** Remembers what was pressed, and serves rows of a list. */
class Recorded(private val rows: (UInt, UInt) -> Window? = { _, _ -> null }) : Hands {
    class Press(val revision: ULong, val action: Action, val entered: List<Entered>)

    val presses = mutableListOf<Press>()
    val windows = mutableListOf<UInt>()

    override fun press(revision: ULong, action: Action, entered: List<Entered>) {
        presses += Press(revision, action, entered)
    }

    override suspend fun window(key: String, first: UInt, count: UInt): Window? {
        windows += first
        return rows(first, count)
    }
}

/** Words of a shell in tests that need no core. */
fun said(text: String, spoken: String = text, language: String = "en", direction: Direction = Direction.LTR) =
    Wording(text, spoken, language, direction)

val testCatalogue = said("x").let { Catalogue(it, it, it, it, it, it, List(5) { bars -> said("", "line $bars") }) }
