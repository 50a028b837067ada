import AVFoundation
import CallKit
import Foundation
import Nabz

/// Lets the phone know of a call under way, so that another call does not cut it off unasked, and a headset's button or
/// the system's call screen can end it. It tells the phone neither who nor why.
public final class SystemCall: NSObject, Audio, CXProviderDelegate, @unchecked Sendable {
    private let audio: CallAudio
    private let name: @Sendable () -> String
    private let hangUp: @Sendable () -> Void
    private let provider: CXProvider
    private let controller = CXCallController()
    private let lock = NSLock()
    private var call: UUID?

    /// `audio` carries the sound; `name` is what the system shows (the catalogue's `callUnderWay`); `hangUp` presses
    /// what ends the call on the screen.
    public init(
        audio: CallAudio, name: @escaping @Sendable () -> String, hangUp: @escaping @Sendable () -> Void
    ) {
        self.audio = audio
        self.name = name
        self.hangUp = hangUp
        let configuration = CXProviderConfiguration()
        configuration.maximumCallGroups = 1
        configuration.maximumCallsPerCallGroup = 1
        configuration.supportsVideo = false
        configuration.supportedHandleTypes = [.generic]
        // A list of recent calls would tell who was called when.
        configuration.includesCallsInRecents = false
        provider = CXProvider(configuration: configuration)
        super.init()
        provider.setDelegate(self, queue: nil)
    }

    public func begin(port: AudioPort) throws {
        try audio.prepare(port)
        let id = UUID()
        lock.withLock { call = id }
        let start = CXStartCallAction(call: id, handle: CXHandle(type: .generic, value: name()))
        controller.request(CXTransaction(action: start)) { [audio] error in
            // Where the system takes no call (some countries forbid it), ours goes on without.
            if error != nil { audio.activate() }
        }
    }

    public func end() throws {
        let ended = lock.withLock {
            let ended = call; call = nil; return ended
        }
        if let ended { provider.reportCall(with: ended, endedAt: Date(), reason: .remoteEnded) }
        try audio.end()
    }

    public func provider(_ provider: CXProvider, perform action: CXStartCallAction) {
        let update = CXCallUpdate()
        update.localizedCallerName = name()
        // Another call either waits or ends this one; a doctor on hold would hear nothing and know nothing.
        update.supportsHolding = false
        update.supportsGrouping = false
        update.supportsUngrouping = false
        update.supportsDTMF = false
        provider.reportCall(with: action.callUUID, updated: update)
        try? CallAudio.configure()
        action.fulfill()
        provider.reportOutgoingCall(with: action.callUUID, connectedAt: Date())
    }

    public func provider(_ provider: CXProvider, perform action: CXEndCallAction) {
        let isOurs = lock.withLock { call == action.callUUID }
        if isOurs { hangUp() }
        action.fulfill()
    }

    public func provider(_ provider: CXProvider, didActivate audioSession: AVAudioSession) {
        audio.sessionChanged(isActive: true)
    }

    public func provider(_ provider: CXProvider, didDeactivate audioSession: AVAudioSession) {
        audio.sessionChanged(isActive: false)
    }

    public func providerDidReset(_ provider: CXProvider) {
        hangUp()
    }
}
