package androidx.compose.foundation.layout

import androidx.compose.ui.Modifier

/** Only phones have bars and keyboards to keep clear of. */
fun Modifier.safeDrawingPadding(): Modifier = this
