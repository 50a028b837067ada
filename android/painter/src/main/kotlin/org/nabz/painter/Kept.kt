package org.nabz.painter

import androidx.compose.foundation.lazy.LazyListState
import androidx.compose.runtime.Stable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.text.TextRange
import androidx.compose.ui.text.input.TextFieldValue
import org.nabz.core.BlockKind
import org.nabz.core.Entered
import org.nabz.core.Field
import org.nabz.core.Screen
import org.nabz.core.Value

/**
 * What a person left on a screen: half-typed text, the place in a list. It outlives repaints, and the help that lies
 * over a screen; another screen begins with nothing. Never written to the disk: a field may hold a secret.
 */
@Stable
internal class Kept {
    private var owner: String? = null
    private var help: String? = null
    private var helpIsAsked = false
    private val fields = mutableMapOf<String, FieldText>()
    private val lists = mutableMapOf<String, PagedRows>()
    private val places = mutableMapOf<String, LazyListState>()

    /** Tells that help was asked for: the screen that comes lies over this one. */
    fun helpAsked() {
        helpIsAsked = true
    }

    /** Tells which screen is painted now. */
    fun painting(now: Screen) {
        if (now.id == help) return
        if (now.id == owner) {
            help = null
        } else if (helpIsAsked) {
            help = now.id
            helpIsAsked = false
        } else {
            begin(now.id)
        }
    }

    private fun begin(screen: String) {
        owner = screen
        help = null
        fields.clear()
        lists.clear()
        places.clear()
    }

    fun place(screen: String): LazyListState = places.getOrPut(screen) { LazyListState() }

    fun list(key: String): PagedRows = lists.getOrPut(key) { PagedRows() }

    /** The text in a field: the person's own until the core raises `valueRevision`. */
    fun text(key: String, field: Field): FieldText {
        val held = fields.getOrPut(key) { FieldText(field) }
        held.painting(field)
        return held
    }

    /** What stands in the fields of this screen, secrets as bytes. */
    fun entered(now: Screen): List<Entered> = now.blocks.mapNotNull { block ->
        val field = (block.kind as? BlockKind.Entry)?.field ?: return@mapNotNull null
        val text = text(block.key, field).value.text
        val value = if (field.secret) Value.Secret(text.encodeToByteArray()) else Value.Plain(text)
        Entered(block.key, value)
    }
}

/** Text, cursor and composition of one field. */
@Stable
internal class FieldText(field: Field) {
    private var revision = field.valueRevision
    var value by mutableStateOf(startingWith(field.value))
        private set

    fun painting(field: Field) {
        if (field.valueRevision == revision) return
        revision = field.valueRevision
        value = startingWith(field.value)
    }

    /** Takes what was typed, up to `limit` characters; more than that changes nothing but the place of the cursor. */
    fun typed(new: TextFieldValue, limit: Int) {
        val length = new.text.codePointCount(0, new.text.length)
        if (length <= limit || length < value.text.codePointCount(0, value.text.length)) {
            value = new
        } else if (value.text.isEmpty()) {
            // A paste into an empty field: as much of it as there is room for.
            value = startingWith(new.text.substring(0, new.text.offsetByCodePoints(0, limit)))
        }
    }

    private fun startingWith(text: String) = TextFieldValue(text, TextRange(text.length))
}
