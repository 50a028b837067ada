import Foundation
import Nabz

/// A test double of the phone: answers everything at once, the same way, and remembers it.
public final class RecordingPhone: Phone, @unchecked Sendable {
    private let lock = NSLock()
    private var asked: [HostRequest] = []
    private var said: [String] = []

    private let answer: HostReply

    public init(answer: HostReply = .done) {
        self.answer = answer
    }

    public var requests: [HostRequest] { lock.withLock { asked } }
    public var lines: [String] { lock.withLock { said } }

    public func perform(_ request: HostRequest) async -> HostReply {
        lock.withLock { asked.append(request) }
        return answer
    }

    public func log(_ level: LogLevel, _ line: String) {
        lock.withLock {
            // A walk of ten thousand steps says a lot; what is kept must stay flat.
            if said.count == 1_000 { said.removeFirst(500) }
            said.append(line)
        }
    }
}
