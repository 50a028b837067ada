import NabzFFI

/// What only the phone can do, with the reply as a return value.
public protocol Phone: Sendable {
    /// Does it, now or later, and says what came of it. A phone that lacks the ability answers `unsupported`.
    func perform(_ request: HostRequest) async -> HostReply

    /// One line of the core's log. Lines hold no patient data, address or key.
    func log(_ level: LogLevel, _ line: String)
}

/// Lends a ``Phone`` to the core, and hands its replies back.
final class PhoneHost: HostPort {
    private enum State {
        /// The core may ask before `open` has returned.
        case early([(UInt64, HostReply)])
        case attached(Weak)
    }

    private struct Weak { weak var core: NabzCore? }

    private let phone: any Phone
    private let state = Locked(State.early([]))

    init(_ phone: any Phone) {
        self.phone = phone
    }

    func attach(_ core: NabzCore) {
        let early: [(UInt64, HostReply)] = state.with { state in
            defer { state = .attached(Weak(core: core)) }
            guard case let .early(replies) = state else { return [] }
            return replies
        }
        for (id, reply) in early { try? core.reply(reply, to: id) }
    }

    func perform(id: UInt64, request: HostRequest) throws {
        Task.detached { [self] in
            let reply = await phone.perform(request)
            let core: NabzCore? = state.with { state in
                switch state {
                case let .early(replies):
                    state = .early(replies + [(id, reply)])
                    return nil
                case let .attached(weak):
                    return weak.core
                }
            }
            // Nobody waits any more where the core is closed, or gave up on this request.
            try? core?.reply(reply, to: id)
        }
    }

    func log(level: LogLevel, line: String) throws {
        phone.log(level, line)
    }
}
