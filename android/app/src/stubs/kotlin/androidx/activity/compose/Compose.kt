package androidx.activity.compose

import androidx.activity.ComponentActivity
import androidx.compose.runtime.Composable

fun ComponentActivity.setContent(content: @Composable () -> Unit): Unit = throw UnsupportedOperationException()

@Composable
fun BackHandler(enabled: Boolean = true, onBack: () -> Unit): Unit = throw UnsupportedOperationException()
