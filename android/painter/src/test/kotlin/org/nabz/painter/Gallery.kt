package org.nabz.painter

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import org.nabz.core.Action
import org.nabz.core.ActionRole
import org.nabz.core.Announce
import org.nabz.core.Block
import org.nabz.core.BlockKind
import org.nabz.core.ChoiceOption
import org.nabz.core.Direction
import org.nabz.core.Field
import org.nabz.core.FieldInput
import org.nabz.core.ListRow
import org.nabz.core.Live
import org.nabz.core.PriceLine
import org.nabz.core.Screen
import org.nabz.core.SlotDay
import org.nabz.core.Tone
import org.nabz.core.Wording
import java.io.File

/** A screen of the core as data, with the name it has in the gallery and what its live blocks showed. */
class Shown(val name: String, val language: String, val screen: Screen, private val values: List<Live>) {
    fun live(key: String): Live? = values.find { it.key == key }

    override fun toString() = "$name-$language"
}

/** Every screen of the core in every language, as the core's own gallery test writes them. */
object Gallery {
    val target = File(System.getProperty("nabz.target"))

    val screens: List<Shown> by lazy {
        val file = File(target, "ui/screens.json")
        check(file.isFile) { "$file is missing: cargo test -p nabz-app --test it gallery writes it" }
        Json.parseToJsonElement(file.readText()).jsonArray.map { it.jsonObject }.map {
            Shown(it.text("name"), it.text("language"), screen(it.of("screen")), it.list("live").map(::live))
        }
    }

    private fun screen(json: JsonObject) = Screen(
        revision = json.number("revision").toULong(),
        id = json.text("id"),
        title = wording(json.of("title")),
        direction = direction(json),
        blocks = json.list("blocks").map { Block(it.text("key"), kind(it)) },
        next = json.maybe("next", ::action),
        back = json.maybe("back", ::action),
        emergency = json.maybe("emergency", ::action),
        announce = Announce.valueOf(json.text("announce").uppercase()),
        focus = json["focus"]?.jsonPrimitive?.takeUnless { it is JsonNull }?.content,
    )

    private fun live(json: JsonObject) =
        Live(json.text("key"), wording(json.of("value")), json.maybeCount("permille"))

    private fun kind(json: JsonObject): BlockKind = when (val kind = json.text("kind")) {
        "heading" -> BlockKind.Heading(wording(json.of("text")))
        "paragraph" -> BlockKind.Paragraph(wording(json.of("text")))
        "notice" -> BlockKind.Notice(Tone.valueOf(json.text("tone").uppercase()), wording(json.of("text")))
        "row" -> BlockKind.Row(wording(json.of("label")), wording(json.of("value")))
        "list" -> BlockKind.Rows(json.count("total"), json.count("first"), json.list("rows").map(::row))
        "action" -> BlockKind.Button(action(json.of("action")))
        "field" -> BlockKind.Entry(field(json))
        "choice" -> BlockKind.Choice(wording(json.of("label")), json.list("options").map(::option))
        "slots" -> BlockKind.Slots(json.list("days").map { SlotDay(wording(it.of("day")), it.list("times").map(::action)) })
        "price" -> BlockKind.Price(json.list("lines").map(::line), line(json.of("own_share")))
        "call_stage" -> BlockKind.CallStage(
            wording(json.of("who")), wording(json.of("about")), wording(json.of("state")), json.maybeCount("line"),
        )
        "progress" -> BlockKind.Progress(wording(json.of("text")), json.maybeCount("permille"))
        "live" -> BlockKind.Live(wording(json.of("label")))
        else -> error("a block kind without a painter: $kind")
    }

    private fun field(json: JsonObject) = Field(
        label = wording(json.of("label")),
        input = FieldInput.valueOf(json.text("input").uppercase()),
        value = json.text("value"),
        valueRevision = json.count("value_revision"),
        language = json.text("language"),
        secret = json.flag("secret"),
        limit = json.count("limit"),
        error = json.maybe("error", ::wording),
    )

    private fun row(json: JsonObject) =
        ListRow(json.text("key"), wording(json.of("title")), json.maybe("detail", ::wording), json.maybe("action", ::action))

    private fun option(json: JsonObject) = ChoiceOption(action(json.of("action")), json.flag("chosen"))

    private fun line(json: JsonObject) = PriceLine(wording(json.of("label")), wording(json.of("amount")))

    private fun action(json: JsonObject) = Action(
        id = json.text("id"),
        label = wording(json.of("label")),
        role = ActionRole.valueOf(json.text("role").uppercase()),
        enabled = json.flag("enabled"),
        repeatable = json.flag("repeatable"),
    )

    private fun wording(json: JsonObject) =
        Wording(json.text("shown"), json.text("spoken"), json.text("language"), direction(json))

    private fun direction(json: JsonObject) = Direction.valueOf(json.text("direction").uppercase())

    private fun JsonObject.of(name: String) = getValue(name).jsonObject
    private fun JsonObject.text(name: String) = getValue(name).jsonPrimitive.content
    private fun JsonObject.flag(name: String) = getValue(name).jsonPrimitive.boolean
    private fun JsonObject.number(name: String) = text(name).toLong()
    private fun JsonObject.count(name: String) = text(name).toUInt()
    private fun JsonObject.list(name: String) = getValue(name).jsonArray.map { it.jsonObject }
    private fun <T> JsonObject.maybe(name: String, read: (JsonObject) -> T): T? = (get(name) as? JsonObject)?.let(read)
    private fun JsonObject.maybeCount(name: String): UInt? =
        get(name)?.jsonPrimitive?.takeUnless { it is JsonNull }?.content?.toUInt()
}
