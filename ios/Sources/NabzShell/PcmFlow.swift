import Foundation

/// Serves a sound card that asks for any number of samples from a core that gives frames of 20 ms.
///
/// Used by one thread, the sound card's. Allocates nothing but what `pull` does.
public final class Playout {
    private let pull: () -> Data
    private var rest = Data()

    /// `pull` gives the next frame: 16 kHz mono, 16-bit little-endian.
    public init(pull: @escaping () -> Data) {
        self.pull = pull
    }

    /// Fills `samples` with what is to be heard next.
    public func fill(_ samples: UnsafeMutableBufferPointer<Int16>) {
        var filled = 0
        while filled < samples.count {
            if rest.count < 2 { rest = pull() }
            let whole = min(rest.count / 2, samples.count - filled)
            guard whole > 0 else {
                samples[filled...].update(repeating: 0)
                return
            }
            rest.withUnsafeBytes { bytes in
                for index in 0..<whole {
                    let sample = bytes.loadUnaligned(fromByteOffset: index * 2, as: Int16.self)
                    samples[filled + index] = Int16(littleEndian: sample)
                }
            }
            rest = rest.dropFirst(whole * 2)
            filled += whole
        }
    }
}

/// The bytes of 16-bit samples as the core takes them.
public func littleEndianBytes(of samples: UnsafeBufferPointer<Int16>) -> Data {
    var data = Data(capacity: samples.count * 2)
    for sample in samples {
        withUnsafeBytes(of: sample.littleEndian) { data.append(contentsOf: $0) }
    }
    return data
}
