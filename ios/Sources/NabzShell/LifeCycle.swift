import Nabz

/// What a core does when the app goes to the background and comes back.
public protocol Suspendable: Sendable {
    func suspend(within deadline: Duration) async throws
    func resume() async throws
}

extension NabzCore: Suspendable {}

/// Keeps suspend and resume in order: one at a time, the last wish wins.
public actor LifeCycle {
    /// iOS gives an app about five seconds; what is left over is for iOS itself.
    public static let deadline = Duration.seconds(4)

    private let core: any Suspendable
    private var wished = true
    private var stands = true
    private var settling: Task<Void, Never>?

    public init(_ core: any Suspendable) {
        self.core = core
    }

    /// The app is in front (`true`) or in the background. Returns once the core stands as last wished.
    public func set(active: Bool) async {
        wished = active
        while wished != stands {
            let work = settling ?? Task { await settle(wished) }
            settling = work
            await work.value
        }
    }

    private func settle(_ wish: Bool) async {
        do {
            if wish { try await core.resume() } else { try await core.suspend(within: Self.deadline) }
        } catch {
            // The core logged it. A press opens its files again, and the screen then says what to do.
        }
        stands = wish
        settling = nil
    }
}
