package org.nabz.app

import android.Manifest
import android.app.AlertDialog
import android.os.Bundle
import androidx.activity.ComponentActivity
import androidx.activity.compose.BackHandler
import androidx.activity.compose.setContent
import androidx.activity.enableEdgeToEdge
import androidx.activity.result.contract.ActivityResultContracts
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.safeDrawingPadding
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.ui.Modifier
import org.nabz.Core
import org.nabz.painter.NabzApp
import org.nabz.painter.NabzTheme

/** The one activity: paints what the core shows, and puts the phone's own questions to the person. */
class MainActivity : ComponentActivity() {
    private val nabz get() = application as NabzApplication

    private val permission = registerForActivityResult(ActivityResultContracts.RequestPermission()) {
        nabz.permissions.answered()
        nabz.audio.speakIfAllowed()
    }

    private val presence = registerForActivityResult(ActivityResultContracts.StartActivityForResult()) { result ->
        nabz.presence.answered(result.resultCode == RESULT_OK)
    }

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        enableEdgeToEdge()
        setContent {
            NabzTheme {
                Box(Modifier.fillMaxSize().safeDrawingPadding()) { Face() }
            }
        }
    }

    override fun onStart() {
        super.onStart()
        nabz.presence.comesFrom { presence.launch(it) }
        nabz.inFront(true)
    }

    override fun onStop() {
        nabz.presence.comesFrom(null)
        nabz.inFront(false)
        super.onStop()
    }

    @Composable
    private fun Face() {
        val opened by nabz.opened.collectAsState()
        val core = opened ?: return
        LaunchedEffect(core) { nabz.permissions.wanted.collect { ask(core, it) } }
        // The phone's own back gesture presses the core's way back; where there is none it leaves the app.
        NabzApp(core, onBack = { enabled, press -> BackHandler(enabled, press) })
    }

    /** The microphone is asked for with the core's own reason before Android asks; the rest speaks for itself. */
    private fun ask(core: Core, wanted: String) {
        if (wanted != Manifest.permission.RECORD_AUDIO) return permission.launch(wanted)
        AlertDialog.Builder(this)
            .setMessage(core.catalogue().microphoneReason.shown)
            .setPositiveButton(android.R.string.ok) { _, _ -> permission.launch(wanted) }
            .setOnCancelListener { nabz.permissions.answered() }
            .show()
    }
}
