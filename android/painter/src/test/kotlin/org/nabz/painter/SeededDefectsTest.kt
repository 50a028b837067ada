package org.nabz.painter

import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.offset
import androidx.compose.foundation.layout.requiredSize
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.layout.width
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalLayoutDirection
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.SemanticsNodeInteractionsProvider
import androidx.compose.ui.unit.LayoutDirection
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.nabz.core.Action
import org.nabz.core.ActionRole
import org.nabz.core.Announce
import org.nabz.core.Direction
import org.nabz.core.Screen

/** Painters that do it wrong: each check says so. */
@OptIn(ExperimentalTestApi::class)
class SeededDefectsTest {
    private val persian = said("نوبت شما", language = "fa", direction = Direction.RTL)
    private val back = Action("back", said("Back"), ActionRole.NORMAL, enabled = true, repeatable = false)
    private val screen = Screen(
        1u, "seeded", said("Title", "The title"), Direction.LTR, emptyList(), null, back, null, Announce.OFF, null,
    )

    private fun found(seeded: @Composable () -> Unit, check: (SemanticsNodeInteractionsProvider) -> List<String>): String {
        var wrong = emptyList<String>()
        withPhone { phone ->
            phone.shows(seeded)
            waitForIdle()
            wrong = check(this)
        }
        return wrong.joinToString("\n")
    }

    @Test
    fun aTextInTooLittleRoomIsFound() {
        val cut = found({ Text("A long sentence that does not fit", Modifier.size(80.dp, 20.dp)) }, Checks::textsWhole)
        assertTrue(cut.startsWith("cut:"), cut)
        val clipped = found({ Box(Modifier.requiredSize(60.dp)) { Box(Modifier.offset(290.dp)) { Text("Far out") } } }, Checks::textsWhole)
        assertTrue(clipped.isNotEmpty(), clipped)
    }

    @Test
    fun aBrokenWordIsFound() {
        val broken = found({ Text("Appointments", Modifier.width(60.dp), fontSize = 20.sp) }, Checks::textsWhole)
        assertTrue(broken.startsWith("broken:"), broken)
    }

    @Test
    fun aSmallButtonIsFound() {
        val small = found({ Box(Modifier.size(40.dp, 60.dp).clickable {}) }, Checks::touchTargets)
        assertTrue(small.startsWith("small:"), small)
    }

    @Test
    fun aForgottenWordIsFound() {
        val wrong = found({ Text("Title") }, { Checks.wordsPainted(it, screen) })
        assertTrue("not said: The title" in wrong && "not painted: Back" in wrong, wrong)
    }

    @Test
    fun anActionThatCannotBePressedIsFound() {
        assertTrue("not reachable: Back" in found({ Text("Back") }, { Checks.actionsReachable(it, screen) }))
        val disabled = found({ Box(Modifier.clickable(enabled = false) {}) { Text("Back") } }, { Checks.actionsReachable(it, screen) })
        assertTrue("wrongly" in disabled, disabled)
    }

    @Test
    fun aTextThatRunsTheWrongWayIsFound() {
        val rtl = screen.copy(title = persian, direction = Direction.RTL)
        val wrong = found({ Text(persian.shown) }, { Checks.directions(it, rtl) })
        assertTrue("runs the wrong way" in wrong, wrong)
        val edge = found({
            CompositionLocalProvider(LocalLayoutDirection provides LayoutDirection.Ltr) {
                Column(Modifier.width(300.dp)) { Words(persian, Type.body, Modifier.width(300.dp)) }
            }
        }, { Checks.directions(it, rtl) })
        assertTrue("wrong edge" in edge, edge)
        val side = found({ Words(back.label, Type.body, Modifier.clickable {}) }, { Checks.directions(it, rtl) })
        assertTrue("the way back stands at the end" in side, side)
    }

    @Test
    fun textsOverEachOtherAreFound() {
        val wrong = found({ Box { Text("One"); Text("Other") } }, Checks::nothingOverlaps)
        assertTrue(wrong.startsWith("over each other"), wrong)
    }
}
