import Foundation

/// Reads a child's output by lines, so that its pipe never fills.
final class LineReader: @unchecked Sendable {
    private let condition = NSCondition()
    private var lines: [String] = []
    private var rest = Data()

    init(_ handle: FileHandle) {
        handle.readabilityHandler = { [weak self] handle in
            let data = handle.availableData
            if data.isEmpty { handle.readabilityHandler = nil }
            self?.take(data)
        }
    }

    /// The next line that begins so; lines before it are passed over.
    func next(startingWith prefix: String, within seconds: TimeInterval) throws -> String {
        let deadline = Date(timeIntervalSinceNow: seconds)
        condition.lock()
        defer { condition.unlock() }
        while true {
            while !lines.isEmpty {
                let line = lines.removeFirst()
                if line.hasPrefix(prefix) { return line }
            }
            guard condition.wait(until: deadline) else { throw Trouble.clinicSilent }
        }
    }

    private func take(_ data: Data) {
        condition.lock()
        defer { condition.unlock() }
        rest.append(data)
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            lines.append(String(decoding: rest[..<end], as: UTF8.self))
            rest = Data(rest[rest.index(after: end)...])
        }
        condition.broadcast()
    }
}
