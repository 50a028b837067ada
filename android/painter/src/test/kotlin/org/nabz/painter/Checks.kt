package org.nabz.painter

import androidx.compose.ui.semantics.AccessibilityAction
import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.test.SemanticsNodeInteractionsProvider
import androidx.compose.ui.test.onRoot
import androidx.compose.ui.text.TextLayoutResult
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.text.style.TextDirection
import androidx.compose.ui.unit.dp
import org.nabz.core.Action
import org.nabz.core.BlockKind
import org.nabz.core.Direction
import org.nabz.core.Screen
import org.nabz.core.Wording
import org.nabz.sandbox.actions
import kotlin.math.abs

/** What is wrong with a painted screen; empty when a person can read and press all of it. */
object Checks {
    /** Every check on what stands there now, which must be painted at its full height. */
    fun all(test: SemanticsNodeInteractionsProvider, screen: Screen): List<String> =
        textsWhole(test) + touchTargets(test) + wordsPainted(test, screen) + actionsReachable(test, screen) +
            directions(test, screen) + nothingOverlaps(test)

    /** No text is cut off or runs beyond the screen, and no word is broken in two. */
    fun textsWhole(test: SemanticsNodeInteractionsProvider): List<String> = test.nodes().mapNotNull { node ->
        val layout = node.layout() ?: return@mapNotNull null
        val bounds = node.boundsInRoot
        val root = test.root().size
        val text = layout.layoutInput.text.text
        when {
            layout.hasVisualOverflow -> "cut: $text"
            bounds.width < node.size.width - 1 || bounds.height < node.size.height - 1 -> "clipped: $text"
            bounds.left < 0 || bounds.right > root.width -> "beyond the edge: $text"
            else -> brokenWord(layout)?.let { "broken: $it" }
        }
    }

    /** Whatever is pressed is at least 48 dp each way. */
    fun touchTargets(test: SemanticsNodeInteractionsProvider): List<String> = test.nodes()
        .filter { SemanticsActions.OnClick in it.config || SemanticsActions.SetText in it.config }
        .filter { with(it.layoutInfo.density) { it.size.width < 48.dp.roundToPx() || it.size.height < 48.dp.roundToPx() } }
        .map { "small: ${it.said()}, ${it.size} px" }

    /** Every word of the screen is painted, and said as the core wants it said. */
    fun wordsPainted(test: SemanticsNodeInteractionsProvider, screen: Screen): List<String> {
        val painted = test.nodes().flatMap { it.config.getOrNull(SemanticsProperties.Text).orEmpty() }.map { it.text }.toSet()
        val described = test.nodes().flatMap { it.config.getOrNull(SemanticsProperties.ContentDescription).orEmpty() }.toSet()
        return screen.words().flatMap { word ->
            listOfNotNull(
                "not painted: ${word.shown}".takeIf { word.shown !in painted },
                "not said: ${word.spoken}".takeIf { !word.isSaidAsWritten() && word.spoken !in described },
            )
        }
    }

    /** Every action is found by the label a screen reader says, and only what is enabled can be pressed. */
    fun actionsReachable(test: SemanticsNodeInteractionsProvider, screen: Screen): List<String> {
        val pressable = test.merged().filter { SemanticsActions.OnClick in it.config }
        return screen.actions().mapNotNull { action ->
            val found = pressable.filter { it.isLabelled(action) }
            when {
                found.isEmpty() -> "not reachable: ${action.label.spoken}"
                found.none { (SemanticsProperties.Disabled in it.config) == !action.enabled } ->
                    "wrongly enabled or disabled: ${action.label.spoken}"
                else -> null
            }
        }
    }

    /** Every text runs in its own direction and begins at the edge where the screen begins. */
    fun directions(test: SemanticsNodeInteractionsProvider, screen: Screen): List<String> {
        val rtl = screen.direction == Direction.RTL
        val wrongTexts = screen.words().flatMap { word ->
            test.nodes().mapNotNull { it.layout() }.filter { it.layoutInput.text.text == word.shown }.mapNotNull { layout ->
                val style = layout.layoutInput.style
                val wanted = if (word.direction == Direction.RTL) TextDirection.Rtl else TextDirection.Ltr
                when {
                    style.textDirection != wanted -> "runs the wrong way: ${word.shown}"
                    style.localeList?.firstOrNull()?.toLanguageTag() != word.language -> "not in ${word.language}: ${word.shown}"
                    style.textAlign != TextAlign.Center && !layout.beginsAt(rtl) -> "begins at the wrong edge: ${word.shown}"
                    else -> null
                }
            }
        }
        val back = screen.back?.let { back -> test.merged().firstOrNull { it.isLabelled(back) } }
        val wrongBack = back?.boundsInRoot?.let { if (rtl) it.right < test.root().size.width / 2 else it.left > test.root().size.width / 2 }
        return wrongTexts + listOfNotNull("the way back stands at the end".takeIf { wrongBack == true })
    }

    /** No text lies over another. */
    fun nothingOverlaps(test: SemanticsNodeInteractionsProvider): List<String> {
        val texts = test.nodes().filter { it.layout() != null && SemanticsActions.SetText !in it.config }
        return texts.flatMapIndexed { index, one ->
            texts.drop(index + 1)
                .filter { one.boundsInRoot.deflate(1f).overlaps(it.boundsInRoot.deflate(1f)) }
                .map { "over each other: ${one.said()} and ${it.said()}" }
        }
    }

    /** A word with a line break inside; hyphens, spaces and joiners are places to break. */
    private fun brokenWord(layout: TextLayoutResult): String? {
        val text = layout.layoutInput.text.text
        return (0 until layout.lineCount - 1).map { layout.getLineEnd(it) }.firstOrNull { end ->
            end in 1 until text.length && text[end - 1].isLetterOrDigit() && text[end].isLetterOrDigit()
        }?.let { end -> "${text.substring(0, end)}|${text.substring(end)}" }
    }

    private fun TextLayoutResult.beginsAt(right: Boolean): Boolean =
        (0 until lineCount).all { if (right) abs(size.width - getLineRight(it)) < 3 else abs(getLineLeft(it)) < 3 }
}

/** Every wording a screen holds. A live block's value comes apart from it. */
fun Screen.words(): List<Wording> =
    listOf(title) + blocks.flatMap { it.kind.words() } + listOfNotNull(next, back, emergency).map(Action::label)

private fun BlockKind.words(): List<Wording> = when (this) {
    is BlockKind.Heading -> listOf(text)
    is BlockKind.Paragraph -> listOf(text)
    is BlockKind.Notice -> listOf(text)
    is BlockKind.Row -> listOf(label, value)
    is BlockKind.Rows -> rows.flatMap { listOfNotNull(it.title, it.detail, it.action?.label) }
    is BlockKind.Button -> listOf(action.label)
    is BlockKind.Entry -> listOfNotNull(field.label, field.error)
    is BlockKind.Choice -> listOf(label) + options.map { it.action.label }
    is BlockKind.Slots -> days.flatMap { day -> listOf(day.day) + day.times.map(Action::label) }
    is BlockKind.Price -> (lines + ownShare).flatMap { listOf(it.label, it.amount) }
    is BlockKind.CallStage -> listOf(who, about, state)
    is BlockKind.Progress -> listOf(text)
    is BlockKind.Live -> listOf(label)
}

fun SemanticsNode.isLabelled(action: Action): Boolean =
    action.label.spoken.let { it.ifEmpty { action.label.shown } } in labels() || action.label.shown in labels()

/** What a screen reader may say of a node: descriptions silence the texts beside them. */
fun SemanticsNode.labels(): List<String> =
    config.getOrNull(SemanticsProperties.ContentDescription)?.takeIf { it.isNotEmpty() }
        ?: config.getOrNull(SemanticsProperties.Text).orEmpty().map { it.text }

private fun SemanticsNode.said() = labels().joinToString()

private fun SemanticsNode.layout(): TextLayoutResult? {
    val get: AccessibilityAction<(MutableList<TextLayoutResult>) -> Boolean>? = config.getOrNull(SemanticsActions.GetTextLayoutResult)
    val results = mutableListOf<TextLayoutResult>()
    get?.action?.invoke(results)
    return results.firstOrNull()
}

private fun SemanticsNodeInteractionsProvider.root() = onRoot().fetchSemanticsNode()

private fun SemanticsNodeInteractionsProvider.nodes(): List<SemanticsNode> =
    onRoot(useUnmergedTree = true).fetchSemanticsNode().withDescendants()

private fun SemanticsNodeInteractionsProvider.merged(): List<SemanticsNode> = root().withDescendants()

private fun SemanticsNode.withDescendants(): List<SemanticsNode> = listOf(this) + children.flatMap { it.withDescendants() }
