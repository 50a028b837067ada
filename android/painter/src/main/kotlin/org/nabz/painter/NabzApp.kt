package org.nabz.painter

import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateMapOf
import androidx.compose.runtime.remember
import androidx.compose.ui.Modifier
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.flowOn
import org.nabz.Core
import org.nabz.core.Action
import org.nabz.core.BlockKind
import org.nabz.core.Entered
import org.nabz.core.Live
import org.nabz.core.NabzException
import org.nabz.core.Screen
import org.nabz.core.Window

/** The whole app: paints whatever the core shows and hands back what is pressed. */
@Composable
fun NabzApp(core: Core, modifier: Modifier = Modifier, off: CoroutineDispatcher = Dispatchers.Default) {
    val first = remember(core) { core.screen() }
    val screen by remember(core) { core.screens.flowOn(off) }.collectAsState(first)
    val catalogue = remember(core, screen.title.language) { core.catalogue() }
    val hands = remember(core) { CoreHands(core) }
    val live = liveValues(core, screen, off)
    ScreenPainter(screen, catalogue, hands, modifier, live::get)
}

/** The present values of live blocks, asked for only while one is on the screen. */
@Composable
private fun liveValues(core: Core, screen: Screen, off: CoroutineDispatcher): Map<String, Live> {
    val values = remember(core) { mutableStateMapOf<String, Live>() }
    val wanted = screen.blocks.any { it.kind is BlockKind.Live }
    LaunchedEffect(core, wanted) {
        if (wanted) core.live().flowOn(off).collect { now -> now.forEach { values[it.key] = it } } else values.clear()
    }
    return values
}

private class CoreHands(private val core: Core) : Hands {
    override fun press(revision: ULong, action: Action, entered: List<Entered>) {
        try {
            core.act(revision, action.id, entered)
        } catch (_: NabzException) {
            // Closed, or too much is waiting: the screen that follows says what there is to say.
        }
    }

    override suspend fun window(key: String, first: UInt, count: UInt): Window? = try {
        core.window(key, first, count)
    } catch (_: NabzException) {
        null
    }
}
