package org.nabz.painter

import androidx.compose.runtime.Stable
import org.nabz.core.Action
import org.nabz.core.Entered
import org.nabz.core.Window

/** What a painted screen hands back. */
@Stable
interface Hands {
    /** A person pressed [action] on the screen of [revision]. Takes [entered] over and wipes the secrets in it. */
    fun press(revision: ULong, action: Action, entered: List<Entered>)

    /** Rows of the list under [key]; null where that list is gone. */
    suspend fun window(key: String, first: UInt, count: UInt): Window?
}
