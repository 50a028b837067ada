package org.nabz.painter

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.BoxWithConstraints
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.Spacer
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.foundation.lazy.LazyListState
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.key
import androidx.compose.runtime.remember
import androidx.compose.runtime.withFrameNanos
import androidx.compose.ui.Modifier
import androidx.compose.ui.focus.FocusRequester
import androidx.compose.ui.platform.LocalFocusManager
import androidx.compose.ui.platform.LocalLayoutDirection
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.paneTitle
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.LayoutDirection
import androidx.compose.ui.unit.dp
import org.nabz.core.Action
import org.nabz.core.Block
import org.nabz.core.BlockKind
import org.nabz.core.Catalogue
import org.nabz.core.Direction
import org.nabz.core.Live
import org.nabz.core.Screen

/**
 * Paints one screen: the way back and help above, the one next step below, both always in reach, the blocks between.
 *
 * Decides nothing and holds no word. [live] gives the present value of a live block by its key.
 */
@Composable
fun ScreenPainter(
    screen: Screen,
    catalogue: Catalogue,
    hands: Hands,
    modifier: Modifier = Modifier,
    live: (key: String) -> Live? = { null },
) {
    val kept = remember { Kept() }
    kept.painting(screen)
    val painting = Painting(screen, catalogue, hands, live, kept)
    val direction = if (screen.direction == Direction.RTL) LayoutDirection.Rtl else LayoutDirection.Ltr
    CompositionLocalProvider(LocalLayoutDirection provides direction) {
        BoxWithConstraints(
            modifier
                .fillMaxSize()
                .background(LocalLook.current.page)
                .semantics { paneTitle = screen.title.spoken.ifEmpty { screen.title.shown } },
        ) {
            // On a low window the next step scrolls with the text, and so does the way back where type is large:
            // something has to be left to read. Help never scrolls.
            val low = maxHeight < LOW
            val cramped = low || typeIsLarge()
            Column {
                Header(screen.back.takeUnless { cramped }, screen.emergency, painting::press)
                // Keyed, because a list that pins its focused field does not survive becoming another screen's list.
                key(screen.id) {
                    Content(painting, screen.back.takeIf { cramped }, screen.next.takeIf { low }, Modifier.weight(1f))
                }
                if (!low) screen.next?.let { Footer(it, painting::press) }
            }
        }
    }
}

/** One screen while it is painted. */
internal class Painting(
    val screen: Screen,
    val catalogue: Catalogue,
    val hands: Hands,
    val live: (key: String) -> Live?,
    val kept: Kept,
) {
    fun press(action: Action) = pressOn(screen.revision, action)

    fun pressOn(revision: ULong, action: Action) {
        if (action == screen.emergency) kept.helpAsked()
        hands.press(revision, action, kept.entered(screen))
    }
}

/** Under this height a phone lies on its side. */
private val LOW = 400.dp

@Composable
private fun Header(back: Action?, emergency: Action?, press: (Action) -> Unit) {
    if (back == null && emergency == null) return
    Sides(8.dp, Modifier.fillMaxWidth().padding(edge(), 8.dp)) {
        // Help stands at the same place with and without a way back.
        if (back == null) Spacer(Modifier) else ActionButton(back, Weight.Plain, press = press)
        emergency?.let { ActionButton(it, Weight.Outlined, press = press) }
    }
    Rule()
}

@Composable
private fun Footer(next: Action, press: (Action) -> Unit) {
    Rule()
    ActionButton(next, Weight.Filled, Modifier.fillMaxWidth().padding(edge(), 8.dp), press)
}

/** Where what scrolls ends. */
@Composable
private fun Rule() = Box(Modifier.fillMaxWidth().height(1.dp).background(LocalLook.current.edge))

@Composable
private fun Content(painting: Painting, back: Action?, next: Action?, modifier: Modifier) {
    val screen = painting.screen
    val place = painting.kept.place(screen.id)
    val focus = remember { FocusRequester() }
    Focused(screen, place, focus, before = if (back == null) 1 else 2)
    LazyColumn(
        modifier.fillMaxWidth(),
        place,
        PaddingValues(horizontal = edge(), vertical = 8.dp),
        verticalArrangement = Arrangement.spacedBy(Gap),
    ) {
        back?.let { item("back") { ActionButton(it, Weight.Plain, press = painting::press) } }
        item("title") {
            Words(screen.title, titleType(), Modifier.semantics { heading() }.announced(screen.announce))
        }
        // A key that came twice would end the app here.
        screen.blocks.distinctBy(Block::key).forEach { block(it, painting, focus) }
        next?.let { item("next") { ActionButton(it, Weight.Filled, Modifier.fillMaxWidth(), painting::press) } }
    }
}

private fun LazyListScope.block(block: Block, painting: Painting, focus: FocusRequester) {
    val key = "block:${block.key}"
    when (val kind = block.kind) {
        is BlockKind.Rows -> rowsBlock(
            key,
            kind,
            painting.kept.list(block.key),
            painting.screen.revision,
            { first, count -> painting.hands.window(block.key, first, count) },
            painting::pressOn,
        )
        else -> item(key) { BlockPainter(block, painting, focus) }
    }
}

/**
 * The block that asks for it takes the focus when its screen appears, and again when something is wrong with it, whole
 * and in sight; another screen lets go of the last one's.
 */
@Composable
private fun Focused(screen: Screen, place: LazyListState, focus: FocusRequester, before: Int) {
    val manager = LocalFocusManager.current
    val index = screen.blocks.indexOfFirst { it.key == screen.focus }
    val wrong = (screen.blocks.getOrNull(index)?.kind as? BlockKind.Entry)?.field?.error
    LaunchedEffect(screen.focus, wrong) {
        if (index < 0) return@LaunchedEffect manager.clearFocus()
        // Only what was laid out once is known to be in sight or not.
        withFrameNanos { }
        if (!place.showsWhole(before + index)) place.scrollToItem(before + index)
        withFrameNanos { }
        // A block that cannot hold the focus, or is gone again, leaves it where it is.
        runCatching { focus.requestFocus() }
    }
}

private fun LazyListState.showsWhole(index: Int): Boolean = layoutInfo.visibleItemsInfo.any {
    it.index == index && it.offset >= 0 && it.offset + it.size <= layoutInfo.viewportEndOffset
}

/** With large type room to read beats room to breathe. */
@Composable
private fun edge() = if (typeIsLarge()) 8.dp else 16.dp

@Composable
private fun titleType() = if (typeIsLarge()) Type.title.copy(fontSize = Type.heading.fontSize) else Type.title
