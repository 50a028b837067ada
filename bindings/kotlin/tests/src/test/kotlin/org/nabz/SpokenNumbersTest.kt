package org.nabz

import com.ibm.icu.text.RuleBasedNumberFormat
import com.ibm.icu.util.ULocale
import java.nio.file.Files
import java.nio.file.Path
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/**
 * What the core says of numbers (`core/locale/tests/golden/spoken.tsv`) beside CLDR's spell-out.
 *
 * English, Persian and Hindi agree on every number. CLDR's Arabic writes the hundreds apart and إثنان with a hamza, its
 * Amharic says "two ten" for ሃያ, and of Sorani it knows nothing: there the core says what people say, and only what both
 * know is compared.
 */
class SpokenNumbersTest {
    private val golden = Files.readAllLines(Path.of("../../../core/locale/tests/golden/spoken.tsv")).map { it.split('\t') }

    private fun numbers(tag: String) = golden.filter { it[0] == tag && it[1] == "number" }.map { it[2].toLong() to it[3] }

    private fun cldr(tag: String) = RuleBasedNumberFormat(ULocale(tag), RuleBasedNumberFormat.SPELLOUT)

    private fun same(tag: String, which: (Long) -> Boolean = { true }, adapted: (String) -> String = { it }) {
        val format = cldr(tag)
        val compared = numbers(tag).filter { (number, _) -> which(number) }
        compared.forEach { (number, said) -> assertEquals(adapted(format.format(number)), said, "$number in $tag") }
        assertTrue(compared.isNotEmpty())
    }

    @Test
    fun englishAndHindiAreCldrsWords() {
        same("en")
        same("hi")
    }

    /** People say "a thousand four hundred and five", not "one thousand". */
    @Test
    fun persianIsCldrsButForTheFirstThousand() = same("fa") { it.removePrefix("یک هزار").let { rest -> if (rest == it) it else "هزار$rest" } }

    @Test
    fun arabicIsCldrsBelowAHundredButForTwoAndItsSpelling() =
        same("ar", { it in 0..99 && it !in 11..12 }) { it.replace("إثنان", "اثنان") }

    @Test
    fun amharicIsCldrsForTheDigits() = same("am", { it in 1..9 }) { it }

    @Test
    fun decimalsHaveCldrsWordForThePoint() {
        for (tag in listOf("en", "fa", "hi")) {
            val format = cldr(tag)
            golden.filter { it[0] == tag && it[1] == "decimal" && !it[2].endsWith(".0") }
                .forEach { assertEquals(format.format(it[2].toDouble()), it[3], "${it[2]} in $tag") }
        }
    }
}
