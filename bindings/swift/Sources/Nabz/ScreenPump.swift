import NabzFFI

/// Carries new screens to every stream, with one wait on the core however many listen.
///
/// The generated code does not cancel a wait when its task is (uniffi #2771), so a wait a stream had started itself
/// would outlive it. Here a stream that ends only leaves the list.
final class ScreenPump: Sendable {
    private typealias Continuation = AsyncStream<Screen>.Continuation

    private struct State {
        var listeners: [UInt64: (after: UInt64, continuation: Continuation)] = [:]
        var lastId: UInt64 = 0
        var isWaiting = false
    }

    private let ffi: NabzFFI.Nabz
    private let state = Locked(State())

    init(_ ffi: NabzFFI.Nabz) {
        self.ffi = ffi
    }

    /// Screens with a higher revision than `revision`, the present one first if it has.
    func stream(after revision: UInt64) -> AsyncStream<Screen> {
        let (stream, continuation) = AsyncStream.makeStream(of: Screen.self, bufferingPolicy: .bufferingNewest(1))
        guard let present = try? ffi.screen() else {
            continuation.finish()
            return stream
        }
        let id = state.with { state in
            state.lastId += 1
            state.listeners[state.lastId] = (max(revision, present.revision), continuation)
            return state.lastId
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.with { _ = $0.listeners.removeValue(forKey: id) }
        }
        if present.revision > revision {
            continuation.yield(present)
        }
        wait(after: present.revision)
        return stream
    }

    /// How many streams are open.
    var listenerCount: Int {
        state.with { $0.listeners.count }
    }

    private func wait(after revision: UInt64) {
        let isNew = state.with { state in
            defer { state.isWaiting = true }
            return !state.isWaiting
        }
        guard isNew else { return }
        Task.detached { [ffi, state] in
            var seen = revision
            while true {
                let screen = await ffi.nextScreen(afterRevision: seen)
                guard Self.hand(screen, to: state), let screen else { return }
                seen = screen.revision
            }
        }
    }

    /// Hands a screen, or the end, to everyone; whether this wait is to go on.
    private static func hand(_ screen: Screen?, to state: Locked<State>) -> Bool {
        let (reached, goesOn): ([Continuation], Bool) = state.with { state in
            guard let screen else {
                defer { state = State(lastId: state.lastId) }
                return (state.listeners.values.map(\.continuation), false)
            }
            var reached: [Continuation] = []
            for (id, listener) in state.listeners where listener.after < screen.revision {
                state.listeners[id]?.after = screen.revision
                reached.append(listener.continuation)
            }
            state.isWaiting = !state.listeners.isEmpty
            return (reached, state.isWaiting)
        }
        // Outside the lock: an ending stream takes it to leave the list.
        for continuation in reached {
            if let screen { continuation.yield(screen) } else { continuation.finish() }
        }
        return goesOn
    }
}
