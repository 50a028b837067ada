import Dispatch
import Foundation
import NabzFFI

/// The core, as Swift likes it: async functions, streams, and secrets that are wiped.
///
/// It may be used and dropped on any thread. Dropping it closes the core; what was committed stays.
public final class NabzCore: Sendable {
    private let ffi: NabzFFI.Nabz
    private let pump: ScreenPump

    private init(_ ffi: NabzFFI.Nabz) {
        self.ffi = ffi
        pump = ScreenPump(ffi)
    }

    deinit { ffi.close() }

    /// Opens what the phone keeps and starts the core's threads, away from the caller's thread.
    ///
    /// - Throws: `NabzError` with the code `configuration`, `storage` or `resources`.
    public static func open(
        config: Config, host: any HostPort, keys: any KeyStore, audio: any Audio
    ) async throws -> NabzCore {
        let ffi = try await offThePool { try NabzFFI.Nabz.open(config: config, host: host, keys: keys, audio: audio) }
        return NabzCore(ffi)
    }

    /// The same with a ``Phone``: what it returns is handed back to the core as the reply.
    public static func open(
        config: Config, phone: any Phone, keys: any KeyStore, audio: any Audio
    ) async throws -> NabzCore {
        let bridge = PhoneHost(phone)
        let core = try await open(config: config, host: bridge, keys: keys, audio: audio)
        bridge.attach(core)
        return core
    }

    /// The screen to paint now; never waits.
    public var screen: Screen {
        get throws { try ffi.screen() }
    }

    /// The present screen and every newer one. A slow reader gets the newest and misses those in between. Ends when the
    /// core is closed; a reader that is cancelled leaves nothing behind.
    public func screens() -> AsyncStream<Screen> {
        pump.stream(after: 0)
    }

    /// The first screen newer than `revision`; `nil` when the core is closed or the task is cancelled.
    public func nextScreen(after revision: UInt64) async -> Screen? {
        for await screen in pump.stream(after: revision) {
            return screen
        }
        return nil
    }

    /// Queues a press of `action`, as it stands on `screen`, with what stands in that screen's fields. Does nothing if
    /// the core's screen has moved on and the action is not repeatable. Every ``Secret`` handed over is wiped, also when
    /// this throws.
    public func act(_ action: Action, on screen: Screen, entered: [String: Typed] = [:]) throws {
        try act(action.id, revision: screen.revision, entered: entered)
    }

    /// The same by the action's opaque id and the screen's revision.
    public func act(_ action: String, revision: UInt64, entered: [String: Typed] = [:]) throws {
        defer { entered.values.forEach { $0.wipe() } }
        let values = entered.map { key, typed in Entered(key: key, value: typed.value) }
        try ffi.act(revision: revision, action: action, entered: values)
    }

    /// Rows `first` and following of the list `key` on the present screen, at most 60.
    public func window(of key: String, from first: UInt32, count: UInt32) async throws -> Window {
        try await ffi.window(key: key, first: first, count: count)
    }

    /// The present values of the live blocks; never waits.
    public var live: [Live] {
        get throws { try ffi.live() }
    }

    /// The live values, asked for again and again, ten times a second unless said otherwise; only what changed is
    /// handed on. Ends when the core is closed.
    public func liveValues(every interval: Duration = .milliseconds(100)) -> AsyncStream<[Live]> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let asking = Task.detached { [weak self] in
                var before: [Live]?
                while !Task.isCancelled, let values = try? self?.live {
                    if values != before {
                        continuation.yield(values)
                        before = values
                    }
                    try? await Task.sleep(for: interval)
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in asking.cancel() }
        }
    }

    /// Text a shell needs outside screens, in the language the person reads now.
    public var catalogue: Catalogue { ffi.catalogue() }

    /// The phone's network changed.
    public func networkChanged(to network: Network) throws {
        try ffi.networkChanged(network: network)
    }

    /// A push message woke the phone; its payload, at most 4,096 bytes, goes to the core as it came.
    public func wake(payload: Data) throws {
        try ffi.wake(payload: payload)
    }

    /// What came of a host request.
    public func reply(_ reply: HostReply, to request: UInt64) throws {
        try ffi.hostReply(id: request, reply: reply)
    }

    /// Finishes the turn under way and closes every file within `deadline`. Runs to its end even where the task is
    /// cancelled: a phone that suspends an app with an open database kills it.
    public func suspend(within deadline: Duration) async throws {
        let (seconds, attoseconds) = deadline.components
        let milliseconds = max(0, seconds) * 1_000 + max(0, attoseconds) / 1_000_000_000_000_000
        try await ffi.suspend(deadlineMs: UInt32(clamping: milliseconds))
    }

    /// The app is back.
    public func resume() async throws {
        try await ffi.resume()
    }

    /// Sets the clock ahead; only a sandbox may.
    public func setClockAhead(toEpochMilliseconds instant: Int64) throws {
        try ffi.setClockAhead(toEpochMs: instant)
    }

    /// How many streams of screens are open; for tests.
    var listenerCount: Int { pump.listenerCount }

    /// Ends the core's threads and every stream. Later calls throw `NabzError` with the code `closed`.
    public func close() {
        ffi.close()
    }
}

/// Runs what may block outside Swift's few cooperative threads.
func offThePool<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global(qos: .userInitiated).async {
            continuation.resume(with: Result(catching: work))
        }
    }
}
