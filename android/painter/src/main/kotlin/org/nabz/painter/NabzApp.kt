package org.nabz.painter

import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateMapOf
import androidx.compose.runtime.remember
import androidx.compose.ui.Modifier
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.flowOn
import kotlinx.coroutines.withContext
import org.nabz.Core
import org.nabz.core.Action
import org.nabz.core.BlockKind
import org.nabz.core.Entered
import org.nabz.core.Live
import org.nabz.core.NabzException
import org.nabz.core.Screen
import org.nabz.core.Window
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext

/**
 * The whole app: paints whatever the core shows and hands back what is pressed. [onBack] ties the phone's own back
 * gesture to the way back of the screen. What the core brings is taken in [main], where that is not the composition's own
 * thread already.
 */
@Composable
fun NabzApp(
    core: Core,
    modifier: Modifier = Modifier,
    main: CoroutineContext = EmptyCoroutineContext,
    onBack: @Composable (enabled: Boolean, press: () -> Unit) -> Unit = { _, _ -> },
) {
    val first = remember(core) { core.screen() }
    val screen by remember(core) { core.screens.flowOn(Dispatchers.Default) }.collectAsState(first, main)
    val catalogue = remember(core, screen.title.language) { core.catalogue() }
    val hands = remember(core) { CoreHands(core, main) }
    val live = liveValues(core, screen, main)
    onBack(screen.back?.enabled == true) { screen.back?.let { hands.press(screen.revision, it, emptyList()) } }
    ScreenPainter(screen, catalogue, hands, modifier, live::get)
}

/** The present values of live blocks, asked for only while one is on the screen. */
@Composable
private fun liveValues(core: Core, screen: Screen, main: CoroutineContext): Map<String, Live> {
    val values = remember(core) { mutableStateMapOf<String, Live>() }
    val wanted = screen.blocks.any { it.kind is BlockKind.Live }
    LaunchedEffect(core, wanted) {
        if (!wanted) return@LaunchedEffect values.clear()
        withContext(main) {
            core.live().flowOn(Dispatchers.Default).collect { now -> now.forEach { values[it.key] = it } }
        }
    }
    return values
}

private class CoreHands(private val core: Core, private val main: CoroutineContext) : Hands {
    override fun press(revision: ULong, action: Action, entered: List<Entered>) {
        try {
            core.act(revision, action.id, entered)
        } catch (_: NabzException) {
            // Closed, or too much is waiting: the screen that follows says what there is to say.
        }
    }

    override suspend fun window(key: String, first: UInt, count: UInt): Window? = try {
        withContext(main) { core.window(key, first, count) }
    } catch (_: NabzException) {
        null
    }
}
