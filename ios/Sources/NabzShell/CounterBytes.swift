import Foundation

/// A counter as the Keychain keeps it: eight bytes, the most significant first.
public enum CounterBytes {
    /// The bytes of a number.
    public static func data(_ number: UInt64) -> Data {
        withUnsafeBytes(of: number.bigEndian) { Data($0) }
    }

    /// The number of such bytes; `nil` for anything else.
    public static func number(_ data: Data) -> UInt64? {
        data.count == 8 ? data.reduce(0) { $0 << 8 | UInt64($1) } : nil
    }
}
