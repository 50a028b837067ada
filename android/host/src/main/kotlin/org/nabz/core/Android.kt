package org.nabz.core

import android.content.Context

/** Hands the Java VM and the app's context to the core, once, before anything else of it is called. */
object Android {
    init {
        System.loadLibrary("nabz_ffi")
    }

    /** Named as the core exports it. */
    @JvmStatic
    external fun init(context: Context)
}
