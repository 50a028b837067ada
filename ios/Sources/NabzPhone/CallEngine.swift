import AVFoundation
import Foundation
import Nabz
import NabzShell

/// One run of the audio engine: what the core gives goes to the loudspeaker, what the microphone hears to the core.
final class CallEngine {
    private let engine = AVAudioEngine()

    /// Starts at once; `queue` converts what the microphone hears.
    init(port: AudioPort, queue: DispatchQueue) throws {
        try engine.inputNode.setVoiceProcessingEnabled(true)
        guard let speaker = PcmFormat.speaker else { throw AudioError.Failed }
        let playout = Playout { port.playback() }
        let source = AVAudioSourceNode(format: speaker) { _, _, frames, list in
            let buffers = UnsafeMutableAudioBufferListPointer(list)
            guard let samples = buffers.first?.mData?.assumingMemoryBound(to: Int16.self) else { return noErr }
            playout.fill(UnsafeMutableBufferPointer(start: samples, count: Int(frames)))
            return noErr
        }
        let heard = engine.inputNode.outputFormat(forBus: 0)
        guard let microphone = Microphone(from: heard, port: port) else { throw AudioError.Failed }
        let sink = AVAudioSinkNode { _, frames, list in
            // Copied here and converted elsewhere: the sound card's thread must not wait.
            guard let buffer = microphone.copy(list, frames: frames) else { return noErr }
            queue.async { microphone.hand(buffer) }
            return noErr
        }
        engine.attach(source)
        engine.attach(sink)
        // A source converts what its block gives to the format of the connection; a sink converts nothing.
        engine.connect(source, to: engine.mainMixerNode, format: PcmFormat.standard)
        engine.connect(engine.inputNode, to: sink, format: heard)
        engine.prepare()
        try engine.start()
    }

    func stop() {
        engine.stop()
    }
}
