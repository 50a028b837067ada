import Foundation
import NabzFFI

/// What stands in a field, on its way to the core.
public enum Typed: Sendable {
    /// As typed, in any script.
    case plain(String)
    /// A code or password; wiped once the core has it.
    case secret(Secret)

    var value: Value {
        switch self {
        case let .plain(text): .plain(text: text)
        case let .secret(secret): .secret(utf8: secret.lent)
        }
    }

    func wipe() {
        if case let .secret(secret) = self { secret.wipe() }
    }
}

/// Bytes that are overwritten when they are no longer needed, and never printed.
///
/// Copies that others made stay with them: the `String` of a text field, and the buffer in which the generated code
/// carries the bytes across, are freed and not overwritten.
public final class Secret: @unchecked Sendable, CustomStringConvertible, CustomReflectable {
    private let lock = NSLock()
    private let bytes: UnsafeMutableRawBufferPointer

    /// Takes a copy of `utf8`.
    public init(utf8: some Collection<UInt8>) {
        bytes = .allocate(byteCount: utf8.count, alignment: 1)
        bytes.copyBytes(from: utf8)
    }

    /// The UTF-8 of `text`.
    public convenience init(_ text: String) {
        self.init(utf8: text.utf8)
    }

    deinit {
        wipe()
        bytes.deallocate()
    }

    /// Overwrites the bytes with zeros.
    public func wipe() {
        lock.lock()
        defer { lock.unlock() }
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return }
        #if canImport(Darwin)
            memset_s(start, bytes.count, 0, bytes.count)
        #else
            explicit_bzero(start, bytes.count)
        #endif
    }

    /// Whether only zeros are left.
    public var isWiped: Bool {
        lock.lock()
        defer { lock.unlock() }
        return bytes.allSatisfy { $0 == 0 }
    }

    /// The bytes without a copy; good while the secret lives and is not wiped.
    var lent: Data {
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return Data() }
        return Data(bytesNoCopy: start, count: bytes.count, deallocator: .none)
    }

    public var description: String { "…" }

    public var customMirror: Mirror { Mirror(self, children: []) }
}
