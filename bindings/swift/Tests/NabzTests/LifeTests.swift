import Foundation
@testable import Nabz
import NabzSandbox
import Testing

extension OneByOne {
    /// Waits, ends and drops.
    @Suite struct LifeTests {
        @Test func aCancelledWaitEndsAtOnceAndLeavesNothingBehind() async throws {
            let sandbox = try Sandbox()
            let phone = try await OpenPhone(sandbox)
            // Until then the key store is asked, on threads of its own.
            try await phone.person.see("the first question") { $0.id == "language" }
            let before = OwnProcess.figures
            for _ in 0..<200 {
                let waiting = Watched { await phone.core.nextScreen(after: .max) }
                try await Task.sleep(for: .milliseconds(1))
                waiting.task.cancel()
                try #require(await waiting.ends(within: .seconds(1)))
                #expect(await waiting.task.value == nil)
            }
            #expect(phone.core.listenerCount == 0)
            #expect(OwnProcess.figures.threads <= before.threads + 4)

            // A wait that was not cancelled hears of the next screen.
            let revision = try phone.core.screen.revision
            let waiting = Task { await phone.core.nextScreen(after: revision) }
            try await phone.person.press("language:fa")
            #expect(await waiting.value?.revision ?? 0 > revision)
        }

        @Test func everyStreamSeesTheNewestScreenAndEndsWithTheCore() async throws {
            let sandbox = try Sandbox()
            let phone = try await OpenPhone(sandbox)
            let readers = (0..<20).map { _ in
                Task { [core = phone.core] in
                    var last: UInt64 = 0
                    for await screen in core.screens() {
                        #expect(screen.revision > last)
                        last = screen.revision
                    }
                    return last
                }
            }
            try await phone.person.press("language:fa")
            try await phone.person.see("consent") { $0.actions.contains { $0.id == "agree" } }
            try await Task.sleep(for: .milliseconds(200))
            let newest = try phone.core.screen.revision
            phone.core.close()
            for reader in readers { #expect(await reader.value == newest) }
            #expect(await phone.core.nextScreen(after: 0) == nil)
        }

        @Test func callsAfterCloseFailWithClosedAndASentence() async throws {
            let sandbox = try Sandbox()
            let phone = try await OpenPhone(sandbox)
            let core = phone.core
            core.close()
            core.close()
            #expect(await failure { _ = try core.screen } == .closed)
            #expect(await failure { _ = try core.live } == .closed)
            #expect(await failure { try core.act("agree", revision: 1) } == .closed)
            #expect(await failure { try core.networkChanged(to: .mobile) } == .closed)
            #expect(await failure { try core.wake(payload: Data()) } == .closed)
            #expect(await failure { try core.reply(.done, to: 1) } == .closed)
            #expect(await failure { try core.setClockAhead(toEpochMilliseconds: 0) } == .closed)
            #expect(await failure { _ = try await core.window(of: "x", from: 0, count: 1) } == .closed)
            #expect(await failure { try await core.suspend(within: .seconds(1)) } == .closed)
            #expect(await failure { try await core.resume() } == .closed)
            #expect(!core.catalogue.appName.shown.isEmpty)
            #expect(await core.nextScreen(after: 0) == nil)
        }

        @Test func droppedOnAForeignThreadItEndsItsThreads() async throws {
            let sandbox = try Sandbox()
            let before = try await settledThreads()
            for _ in 0..<10 {
                let keys = try SoftwareKeys(deviceKey: sandbox.seat.device_key)
                var core: NabzCore? = try await NabzCore.open(
                    config: sandbox.config(), phone: RecordingPhone(), keys: keys, audio: ToneAudio()
                )
                let last = Holder(core)
                let waiting = Watched { [weak core] in
                    guard let stream = core?.screens() else { return }
                    for await _ in stream {}
                }
                core = nil
                await withCheckedContinuation { continuation in
                    let thread = Thread {
                        last.drop()
                        continuation.resume()
                    }
                    thread.start()
                }
                // The stream of a core that is gone ends.
                try #require(await waiting.ends(within: .seconds(5)))
            }
            #expect(try await settledThreads() <= before + 6)
        }

        @Test func suspendedItKeepsNoFileOpenAndResumedItGoesOn() async throws {
            let sandbox = try Sandbox()
            let keys = try SoftwareKeys(deviceKey: sandbox.seat.device_key)
            let path = sandbox.vaultPath()
            let core = try await NabzCore.open(
                config: sandbox.config(vault: path), phone: RecordingPhone(), keys: keys, audio: ToneAudio()
            )
            let person = Person(core)
            try await person.signIn(code: sandbox.seat.code)
            #expect(OwnProcess.openFiles(of: path) > 0)
            try await core.suspend(within: .seconds(5))
            #expect(OwnProcess.openFiles(of: path) == 0)
            try await core.resume()
            let outcome = try await person.book()
            #expect(outcome.id == "booking")
        }

        @Test func aSecretIsWipedOnceTheCoreHasIt() async throws {
            let sandbox = try Sandbox()
            let phone = try await OpenPhone(sandbox)
            let secret = Secret("۱۲۳۴")
            #expect(!secret.isWiped)
            #expect("\(secret)" == "…" && String(reflecting: secret) == "…")
            try phone.core.act("no such action", revision: 0, entered: ["code": .secret(secret)])
            #expect(secret.isWiped)

            // Also where the core refuses it.
            phone.core.close()
            let refused = Secret("1234")
            #expect(throws: NabzError.self) {
                try phone.core.act("x", revision: 0, entered: ["code": .secret(refused)])
            }
            #expect(refused.isWiped)
            #expect(Secret("").isWiped)
        }

        @Test func onlyASandboxMaySetTheClockAheadOrKeepNothing() async throws {
            let sandbox = try Sandbox()
            let config = sandbox.config(vault: sandbox.vaultPath(), isSandbox: false)
            let keys = try SoftwareKeys(deviceKey: sandbox.seat.device_key)
            let core = try await NabzCore.open(config: config, phone: RecordingPhone(), keys: keys, audio: ToneAudio())
            #expect(await failure { try core.setClockAhead(toEpochMilliseconds: 4_000_000_000_000) } == .sandboxOnly)
            let refused = await failure {
                let forgetful = sandbox.config(vault: nil, isSandbox: false)
                _ = try await NabzCore.open(config: forgetful, phone: RecordingPhone(), keys: keys, audio: ToneAudio())
            }
            #expect(refused == .configuration)
        }

        private func settledThreads() async throws -> Int {
            try await Task.sleep(for: .seconds(1))
            return OwnProcess.figures.threads
        }
    }
}

/// The last hand that holds a core.
private final class Holder: @unchecked Sendable {
    private var core: NabzCore?
    init(_ core: NabzCore?) { self.core = core }
    func drop() { core = nil }
}

/// A task of which can be told, within a time, whether it ends; a test that waited for one that never does would hang.
private final class Watched<Value: Sendable>: Sendable {
    let task: Task<Value, Never>
    private let ended = Locked(false)

    init(_ work: @escaping @Sendable () async -> Value) {
        task = Task { [ended] in
            defer { ended.with { $0 = true } }
            return await work()
        }
    }

    func ends(within limit: Duration) async -> Bool {
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline {
            if ended.with({ $0 }) { return true }
            try? await Task.sleep(for: .milliseconds(1))
        }
        return ended.with { $0 }
    }
}
