import AVFoundation
import Foundation
import Nabz
import NabzShell

/// Microphone and loudspeaker of a call: 16 kHz mono both ways, with the phone's own echo canceller.
///
/// Sound runs while three things hold: a call wants it, the person allowed the microphone, and the audio session is
/// active. By itself this activates the session; under ``SystemCall`` CallKit does, and lends it.
public final class CallAudio: Audio, @unchecked Sendable {
    private let queue = DispatchQueue(label: "org.nabz.audio", qos: .userInteractive)
    private var port: AudioPort?
    private var isAllowed = false
    private var hasSession = false
    private var engine: CallEngine?
    private var observers: [any NSObjectProtocol] = []

    public init() {}

    public func begin(port: AudioPort) throws {
        try prepare(port)
        activate()
    }

    public func end() throws {
        let wasOurs = queue.sync {
            defer { (port, hasSession, engine, observers) = (nil, false, nil, []) }
            engine?.stop()
            observers.forEach(NotificationCenter.default.removeObserver)
            return hasSession
        }
        if wasOurs { try? AVAudioSession.sharedInstance().setActive(false, options: .notifyOthersOnDeactivation) }
    }

    /// A call wants sound. Throws where the person does not allow the microphone; where they were never asked, it asks,
    /// and the call does not wait for it.
    func prepare(_ port: AudioPort) throws {
        let status = AVCaptureDevice.authorizationStatus(for: .audio)
        guard status == .authorized || status == .notDetermined else { throw AudioError.NotAllowed }
        queue.sync {
            self.port = port
            isAllowed = status == .authorized
            observe()
        }
        if status == .notDetermined {
            AVCaptureDevice.requestAccess(for: .audio) { [weak self] isGranted in
                self?.change { $0.isAllowed = isGranted }
            }
        }
    }

    /// What the session is for; before it is activated, by whomever.
    static func configure() throws {
        let session = AVAudioSession.sharedInstance()
        try session.setCategory(.playAndRecord, mode: .voiceChat, options: .allowBluetooth)
        try session.setPreferredSampleRate(PcmFormat.rate)
        try session.setPreferredIOBufferDuration(0.02)
    }

    /// Activates the session itself, where no system call does.
    func activate() {
        change { audio in
            try? Self.configure()
            audio.hasSession = (try? AVAudioSession.sharedInstance().setActive(true)) != nil
        }
    }

    /// CallKit lent the session, or took it back.
    func sessionChanged(isActive: Bool) {
        change { $0.hasSession = isActive }
    }

    private func change(_ change: @escaping @Sendable (CallAudio) -> Void) {
        queue.async { [self] in
            change(self)
            settle()
        }
    }

    /// Starts anew on the microphone and loudspeaker that are there now, or stops.
    private func settle() {
        engine?.stop()
        engine = nil
        guard let port, isAllowed, hasSession else { return }
        engine = try? CallEngine(port: port, queue: queue)
    }

    /// Headphones came or went, or something interrupted and is over.
    private func observe() {
        let again: @Sendable (Notification) -> Void = { [weak self] _ in self?.change { _ in } }
        let ended: @Sendable (Notification) -> Void = { notification in
            let kind = notification.userInfo?[AVAudioSessionInterruptionTypeKey] as? UInt
            if kind == AVAudioSession.InterruptionType.ended.rawValue { again(notification) }
        }
        let centre = NotificationCenter.default
        observers.forEach(centre.removeObserver)
        observers = [
            centre.addObserver(forName: .AVAudioEngineConfigurationChange, object: nil, queue: nil, using: again),
            centre.addObserver(forName: AVAudioSession.interruptionNotification, object: nil, queue: nil, using: ended),
        ]
    }
}
