package org.nabz.host

import android.Manifest
import android.annotation.SuppressLint
import android.content.Context
import android.media.AudioAttributes
import android.media.AudioFormat
import android.media.AudioManager
import android.media.AudioRecord
import android.media.AudioTrack
import android.media.MediaRecorder
import android.os.Build
import android.os.Process
import org.nabz.core.Audio
import org.nabz.core.AudioException
import org.nabz.core.AudioPort
import org.nabz.shell.AudioPump
import org.nabz.shell.Loudspeaker
import org.nabz.shell.Microphone
import java.nio.ByteBuffer

/**
 * The phone's sound in a call: its own echo cancellation, the earpiece or what is plugged in. Where the microphone is
 * not allowed yet the person is asked, and already hears.
 */
class CallAudio(private val context: Context, private val permissions: Permissions) : Audio {
    private val manager = context.getSystemService(AudioManager::class.java)
    private var pump: AudioPump? = null

    /** Whether a call is under way. */
    @get:Synchronized
    val isInCall: Boolean
        get() = pump != null

    /** Told when a call has ended. */
    @Volatile
    var onEnd: () -> Unit = {}

    @Synchronized
    override fun begin(port: AudioPort) {
        close()
        manager?.mode = AudioManager.MODE_IN_COMMUNICATION
        pump = AudioPump(port, PlayedVoice(track())) { Process.setThreadPriority(Process.THREAD_PRIORITY_URGENT_AUDIO) }
        if (permissions.has(Manifest.permission.RECORD_AUDIO)) speak() else permissions.ask(Manifest.permission.RECORD_AUDIO)
    }

    /** The person answered a question in the middle of a call: perhaps the microphone is allowed now. */
    @Synchronized
    fun speakIfAllowed() {
        if (pump == null || !permissions.has(Manifest.permission.RECORD_AUDIO)) return
        try {
            speak()
        } catch (_: AudioException) {
            // They go on hearing; the meter shows that the phone does not hear them.
        }
    }

    override fun end() {
        synchronized(this) {
            close()
            // The next call begins at the ear again.
            if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) manager?.clearCommunicationDevice()
            manager?.mode = AudioManager.MODE_NORMAL
            CallService.end(context)
        }
        onEnd()
    }

    private fun speak() {
        // The service first: without it Android silences the microphone as soon as the app is not in front.
        CallService.begin(context)
        pump?.speakThrough(RecordedVoice(record()))
    }

    private fun close() {
        pump?.close()
        pump = null
    }

    @SuppressLint("MissingPermission")
    private fun record(): AudioRecord {
        val least = AudioRecord.getMinBufferSize(AudioPump.RATE, AudioFormat.CHANNEL_IN_MONO, AudioFormat.ENCODING_PCM_16BIT)
        if (least <= 0) throw AudioException.Failed()
        val record = AudioRecord(
            // Not MIC: only this source has the phone's echo canceller behind it on every phone.
            MediaRecorder.AudioSource.VOICE_COMMUNICATION,
            AudioPump.RATE,
            AudioFormat.CHANNEL_IN_MONO,
            AudioFormat.ENCODING_PCM_16BIT,
            maxOf(least, 4 * AudioPump.FRAME_BYTES),
        )
        if (record.state != AudioRecord.STATE_INITIALIZED) {
            record.release()
            throw AudioException.Failed()
        }
        return record
    }

    private fun track(): AudioTrack {
        val least = AudioTrack.getMinBufferSize(AudioPump.RATE, AudioFormat.CHANNEL_OUT_MONO, AudioFormat.ENCODING_PCM_16BIT)
        if (least <= 0) throw AudioException.Failed()
        val speech = AudioAttributes.Builder()
            .setUsage(AudioAttributes.USAGE_VOICE_COMMUNICATION)
            .setContentType(AudioAttributes.CONTENT_TYPE_SPEECH)
            .build()
        val format = AudioFormat.Builder()
            .setSampleRate(AudioPump.RATE)
            .setChannelMask(AudioFormat.CHANNEL_OUT_MONO)
            .setEncoding(AudioFormat.ENCODING_PCM_16BIT)
            .build()
        return try {
            AudioTrack.Builder()
                .setAudioAttributes(speech)
                .setAudioFormat(format)
                .setTransferMode(AudioTrack.MODE_STREAM)
                .setBufferSizeInBytes(maxOf(least, 2 * AudioPump.FRAME_BYTES))
                .build()
        } catch (_: UnsupportedOperationException) {
            throw AudioException.Failed()
        }
    }
}

private class RecordedVoice(private val record: AudioRecord) : Microphone {
    init {
        record.startRecording()
    }

    override fun read(pcm: ByteBuffer): Int = record.read(pcm, AudioPump.FRAME_BYTES)

    override fun stop() {
        runCatching { record.stop() }
    }

    override fun close() {
        record.release()
    }
}

private class PlayedVoice(private val track: AudioTrack) : Loudspeaker {
    init {
        track.play()
    }

    override fun write(pcm: ByteArray): Boolean = track.write(pcm, 0, pcm.size) >= 0

    override fun stop() {
        // Drops what waits to be played, so that the thread inside `write` comes back at once.
        runCatching { track.pause() }
        runCatching { track.flush() }
    }

    override fun close() {
        track.release()
    }
}
