import AVFoundation
import Foundation
import Nabz
import NabzShell

/// Microphone and loudspeaker of a call: 16 kHz mono both ways, with the phone's own echo canceller.
public final class CallAudio: Audio, @unchecked Sendable {
    private let queue = DispatchQueue(label: "org.nabz.audio", qos: .userInteractive)
    private var running: Running?
    private var port: AudioPort?
    private var observers: [any NSObjectProtocol] = []

    public init() {}

    public func begin(port: AudioPort) throws {
        switch AVCaptureDevice.authorizationStatus(for: .audio) {
        case .authorized:
            try queue.sync { try start(port) }
        case .notDetermined:
            // The person may take their time; the call does not wait for it.
            AVCaptureDevice.requestAccess(for: .audio) { [weak self] isGranted in
                guard isGranted, let self else { return }
                queue.async { self.startIfStillWanted(port) }
            }
            queue.sync { self.port = port }
        default:
            throw AudioError.NotAllowed
        }
    }

    public func end() throws {
        queue.sync {
            stop()
            port = nil
            observers.forEach(NotificationCenter.default.removeObserver)
            observers = []
        }
        try? AVAudioSession.sharedInstance().setActive(false, options: .notifyOthersOnDeactivation)
    }

    /// The audio session is ours, or ours again: starts anew on what is there now.
    func activated() {
        queue.async { [self] in
            guard let port else { return }
            stop()
            try? start(port)
        }
    }

    private func start(_ port: AudioPort) throws {
        self.port = port
        do {
            let session = AVAudioSession.sharedInstance()
            try session.setCategory(.playAndRecord, mode: .voiceChat, options: .allowBluetooth)
            try session.setPreferredSampleRate(PcmFormat.rate)
            try session.setPreferredIOBufferDuration(0.02)
            try session.setActive(true)
            running = try Running(port: port, queue: queue)
        } catch {
            throw AudioError.Failed
        }
        if observers.isEmpty { observe() }
    }

    private func stop() {
        running?.engine.stop()
        running = nil
    }

    /// Permission may come after the call has ended.
    private func startIfStillWanted(_ port: AudioPort) {
        if self.port === port { try? start(port) }
    }

    /// Headphones came or went, or another call interrupted: the engine starts anew on what is there now.
    private func observe() {
        let again: @Sendable (Notification) -> Void = { [weak self] _ in self?.activated() }
        let ended: @Sendable (Notification) -> Void = { notification in
            let kind = notification.userInfo?[AVAudioSessionInterruptionTypeKey] as? UInt
            if kind == AVAudioSession.InterruptionType.ended.rawValue { again(notification) }
        }
        let centre = NotificationCenter.default
        observers = [
            centre.addObserver(forName: .AVAudioEngineConfigurationChange, object: nil, queue: nil, using: again),
            centre.addObserver(forName: AVAudioSession.interruptionNotification, object: nil, queue: nil, using: ended),
        ]
    }
}

/// One run of the engine.
private final class Running {
    let engine = AVAudioEngine()

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
        // A source converts what its block gives to the standard format of the connection; a sink converts nothing.
        engine.connect(source, to: engine.mainMixerNode, format: PcmFormat.standard)
        engine.connect(engine.inputNode, to: sink, format: heard)
        engine.prepare()
        try engine.start()
    }
}
