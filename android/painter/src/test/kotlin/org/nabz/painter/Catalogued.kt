package org.nabz.painter

import java.io.File

/** The messages of one language without arguments, as they stand in `locales/<tag>/…ftl`: what a person reads and says. */
class Catalogued(language: String) {
    private val messages: Map<String, String> = File(System.getProperty("nabz.locales"), language)
        .listFiles { file -> file.extension == "ftl" }!!
        .flatMap { file -> MESSAGE.findAll(file.readText()).map { it.groupValues[1] to it.groupValues[2].trim() } }
        .toMap()

    operator fun get(id: String): String =
        messages.getValue(id).also { require('{' !in it) { "$id has arguments: $it" } }

    private companion object {
        val MESSAGE = Regex("""^([a-z][a-z0-9-]*) = (.+)$""", RegexOption.MULTILINE)
    }
}
