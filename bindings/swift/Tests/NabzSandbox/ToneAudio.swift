import Foundation
import Nabz

/// A test double of microphone and loudspeaker: speaks a tone on a thread of its own, as a sound card would, and counts
/// what it hears.
public final class ToneAudio: Audio, @unchecked Sendable {
    /// What came and went.
    public struct Figures: Sendable {
        public var calls = 0
        public var ended = 0
        public var spoken = 0
        public var heard = 0
        /// Frames whose loudest sample is above a whisper.
        public var loud = 0
        /// How long `capture` and `playback` of one frame took together, in seconds.
        public var durations: [Double] = []
    }

    private let lock = NSLock()
    private var now = Figures()
    private var running = false

    public init() {}

    public var figures: Figures {
        lock.withLock { now }
    }

    public func begin(port: AudioPort) throws {
        lock.withLock {
            running = true
            now.calls += 1
        }
        let thread = Thread { [weak self] in
            var frame = 0
            let began = DispatchTime.now().uptimeNanoseconds
            while self?.move(frame, through: port) == true {
                frame += 1
                let due = began + UInt64(frame) * 20_000_000
                let rest = Double(due) - Double(DispatchTime.now().uptimeNanoseconds)
                if rest > 0 { Thread.sleep(forTimeInterval: rest / 1e9) }
            }
        }
        thread.start()
    }

    public func end() throws {
        lock.withLock {
            running = false
            now.ended += 1
        }
    }

    private func move(_ frame: Int, through port: AudioPort) -> Bool {
        guard lock.withLock({ running }) else { return false }
        let spoken = Self.tone(frame)
        let began = DispatchTime.now().uptimeNanoseconds
        port.capture(pcm: spoken)
        let heard = port.playback()
        let took = Double(DispatchTime.now().uptimeNanoseconds - began) / 1e9
        let loudest = heard.withUnsafeBytes { $0.bindMemory(to: Int16.self).lazy.map { $0.magnitude }.max() ?? 0 }
        lock.withLock {
            now.spoken += 1
            now.heard += heard.count == 640 ? 1 : 0
            now.loud += loudest > 500 ? 1 : 0
            now.durations.append(took)
        }
        return true
    }

    /// 20 ms of 440 Hz, in phase from frame to frame, that swells and fades as a voice does, up to half of full scale.
    public static func tone(_ frame: Int) -> Data {
        let loudness = 16_000 * abs(sin(.pi * Double(frame) / 47))
        let samples = (0..<320).map { index in
            Int16(loudness * sin(2 * .pi * 440 * Double(frame * 320 + index) / 16_000)).littleEndian
        }
        return samples.withUnsafeBytes { Data($0) }
    }
}
