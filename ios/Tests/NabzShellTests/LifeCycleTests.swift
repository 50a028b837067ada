import Foundation
import NabzShell
import Testing

@Suite struct LifeCycleTests {
    @Test func suspendAndResumeNeverOverlapAndTheLastWishWins() async {
        let core = SlowCore()
        let life = LifeCycle(core)
        await withTaskGroup(of: Void.self) { group in
            for turn in 0..<40 {
                group.addTask {
                    try? await Task.sleep(for: .milliseconds(turn))
                    await life.set(active: turn.isMultiple(of: 2))
                }
            }
        }
        await life.set(active: false)
        let calls = core.seen.calls
        #expect(core.seen.overlaps == 0)
        #expect(calls.last == "suspend")
        for (one, next) in zip(calls, calls.dropFirst()) { #expect(one != next) }
    }

    @Test func whoeverAsksWaitsUntilItStands() async {
        let core = SlowCore()
        let life = LifeCycle(core)
        // The second wish comes while the first is being carried out; iOS must not be told too early.
        async let first: Void = life.set(active: false)
        try? await Task.sleep(for: .milliseconds(1))
        await life.set(active: false)
        #expect(core.seen.calls == ["suspend"] && !core.seen.isBusy)
        await first
    }

    @Test func aFailureIsNotTriedForEver() async {
        let core = SlowCore(fails: true)
        let life = LifeCycle(core)
        await life.set(active: false)
        await life.set(active: true)
        #expect(core.seen.calls == ["suspend", "resume"])
    }
}

private final class SlowCore: Suspendable, @unchecked Sendable {
    private let lock = NSLock()
    private var calls: [String] = []
    private var overlaps = 0
    private var isBusy = false
    private let fails: Bool

    init(fails: Bool = false) { self.fails = fails }

    var seen: (calls: [String], overlaps: Int, isBusy: Bool) { lock.withLock { (calls, overlaps, isBusy) } }

    func suspend(within deadline: Duration) async throws { try await work("suspend") }
    func resume() async throws { try await work("resume") }

    private func work(_ name: String) async throws {
        lock.withLock {
            calls.append(name)
            if isBusy { overlaps += 1 }
            isBusy = true
        }
        try? await Task.sleep(for: .milliseconds(5))
        lock.withLock { isBusy = false }
        if fails { throw CancellationError() }
    }
}
