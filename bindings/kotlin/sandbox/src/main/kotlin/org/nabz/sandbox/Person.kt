package org.nabz.sandbox

import kotlinx.coroutines.flow.first
import kotlinx.coroutines.withTimeoutOrNull
import org.nabz.Core
import org.nabz.core.Action
import org.nabz.core.BlockKind
import org.nabz.core.Entered
import org.nabz.core.Screen
import org.nabz.core.Value
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

/** Somebody who reads screens and presses what stands on them. */
class Person(private val core: Core, private val code: String) {
    /** The first screen that is so; fails with what stands there instead. */
    suspend fun sees(within: Duration = 30.seconds, what: (Screen) -> Boolean): Screen =
        withTimeoutOrNull(within) { core.screens.first(what) } ?: error("waited $within in vain, at ${described(core.screen())}")

    suspend fun sees(screen: String, within: Duration = 30.seconds): Screen = sees(within) { it.id == screen }

    /**
     * Presses the first action whose id is, or begins with, [action] once it stands on a screen; again where the screen
     * moved on in the same moment, as a person would.
     */
    suspend fun presses(action: String, entered: () -> List<Entered> = { emptyList() }) {
        var screen = sees { it.action(action) != null }
        repeat(TRIES) {
            core.act(screen.revision, screen.action(action)!!.id, entered())
            val next = sees { it.revision > screen.revision }
            if (next.id != screen.id || next.action(action) == null) return
            screen = next
        }
        error("pressed $action $TRIES times in vain, at ${described(screen)}")
    }

    /** Presses once and waits until it led elsewhere, or failed again and can be pressed again. */
    suspend fun pressesOnce(action: String) {
        val screen = sees { it.action(action) != null }
        core.act(screen.revision, screen.action(action)!!.id)
        sees { it.revision > screen.revision && (it.id != screen.id || it.action(action) != null) }
    }

    /** From the first screen to home, in [language]. */
    suspend fun signsIn(language: String): Screen {
        sees("language")
        presses("language:$language")
        sees("consent")
        presses("agree")
        sees("sign-in")
        presses("sign-in") { listOf(Entered("code", Value.Secret(code.encodeToByteArray()))) }
        return sees("home")
    }

    /** From home through the booking; the screen with its outcome. */
    suspend fun books(): Screen {
        presses("book")
        presses("see-times")
        presses("slot:")
        presses("confirm")
        return sees { it.id == "booking" && it.action("done") != null }
    }

    private fun described(screen: Screen) = "${screen.id} r${screen.revision}: ${screen.actions().map(Action::id)}"

    private companion object {
        const val TRIES = 5
    }
}

/** Everything that can be pressed. */
fun Screen.actions(): List<Action> = blocks.flatMap { it.kind.actions() } + listOfNotNull(next, back, emergency)

fun Screen.action(id: String): Action? = actions().firstOrNull { it.enabled && (it.id == id || it.id.startsWith(id) && id.endsWith(":")) }

private fun BlockKind.actions(): List<Action> = when (this) {
    is BlockKind.Button -> listOf(action)
    is BlockKind.Rows -> rows.mapNotNull { it.action }
    is BlockKind.Choice -> options.map { it.action }
    is BlockKind.Slots -> days.flatMap { it.times }
    is BlockKind.Heading, is BlockKind.Paragraph, is BlockKind.Notice, is BlockKind.Row, is BlockKind.Entry,
    is BlockKind.Price, is BlockKind.CallStage, is BlockKind.Progress, is BlockKind.Live,
    -> emptyList()
}
