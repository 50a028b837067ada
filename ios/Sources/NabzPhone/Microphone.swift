import AVFoundation
import Foundation
import Nabz
import NabzShell

/// What the core speaks and hears: 16 kHz, mono, 16 bit.
enum PcmFormat {
    static let rate = 16_000.0

    /// As the core takes and gives it.
    static var speaker: AVAudioFormat? {
        AVAudioFormat(commonFormat: .pcmFormatInt16, sampleRate: rate, channels: 1, interleaved: true)
    }

    /// As the engine connects it.
    static var standard: AVAudioFormat? { AVAudioFormat(standardFormatWithSampleRate: rate, channels: 1) }
}

/// Turns what the microphone gives, at whatever rate, into what the core takes.
final class Microphone: @unchecked Sendable {
    /// One buffer on its way from the sound card's thread to the queue; nobody else holds it.
    struct Buffer: @unchecked Sendable {
        let pcm: AVAudioPCMBuffer
    }

    private let format: AVAudioFormat
    private let speaker: AVAudioFormat
    private let converter: AVAudioConverter
    private let port: AudioPort

    init?(from format: AVAudioFormat, port: AudioPort) {
        guard
            format.sampleRate > 0, let speaker = PcmFormat.speaker,
            let converter = AVAudioConverter(from: format, to: speaker)
        else { return nil }
        self.format = format
        self.speaker = speaker
        self.converter = converter
        self.port = port
    }

    /// A copy of the sound card's own buffer, which is good only during its call.
    func copy(_ list: UnsafePointer<AudioBufferList>, frames: AVAudioFrameCount) -> Buffer? {
        guard let copy = AVAudioPCMBuffer(pcmFormat: format, frameCapacity: frames) else { return nil }
        copy.frameLength = frames
        let from = UnsafeMutableAudioBufferListPointer(UnsafeMutablePointer(mutating: list))
        let to = UnsafeMutableAudioBufferListPointer(copy.mutableAudioBufferList)
        for (source, target) in zip(from, to) {
            guard let bytes = source.mData, let place = target.mData else { return nil }
            place.copyMemory(from: bytes, byteCount: Int(min(source.mDataByteSize, target.mDataByteSize)))
        }
        return Buffer(pcm: copy)
    }

    /// Converts a buffer and hands it to the core. Called from one queue.
    func hand(_ buffer: Buffer) {
        let ratio = PcmFormat.rate / format.sampleRate
        let room = AVAudioFrameCount(Double(buffer.pcm.frameLength) * ratio) + 32
        guard let out = AVAudioPCMBuffer(pcmFormat: speaker, frameCapacity: room) else { return }
        let once = Once(buffer)
        let status = converter.convert(to: out, error: nil) { _, status in
            let next = once.take()
            status.pointee = next == nil ? .noDataNow : .haveData
            return next
        }
        guard status != .error, let samples = out.int16ChannelData?[0], out.frameLength > 0 else { return }
        port.capture(pcm: littleEndianBytes(of: UnsafeBufferPointer(start: samples, count: Int(out.frameLength))))
    }

    /// Gives a buffer once: the converter asks, on the same thread, until there is nothing more.
    private final class Once: @unchecked Sendable {
        private var buffer: Buffer?

        init(_ buffer: Buffer) { self.buffer = buffer }

        func take() -> AVAudioPCMBuffer? {
            defer { buffer = nil }
            return buffer?.pcm
        }
    }
}
