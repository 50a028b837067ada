import Foundation
import Nabz
import NabzSandbox
import Testing

extension OneByOne {
    /// What a shell's own code may do wrong, and what the core makes of it.
    @Suite struct HostTests {
        @Test func eachTypedErrorOfTheKeyStoreArrivesAsItself() async throws {
            let sandbox = try Sandbox()
            var screens: Set<[String]> = []
            for thrown in [KeyStoreError.PermanentlyInvalidated, .AuthRequired, .Transient, .Integrity] {
                screens.insert(try await settled(sandbox) { throw thrown })
            }
            #expect(screens.count == 4, "\(screens)")
        }

        @Test func anUnforeseenErrorOfTheKeyStoreCountsAsFailedForNow() async throws {
            let sandbox = try Sandbox()
            let unforeseen = try await settled(sandbox) { throw Unforeseen() }
            let transient = try await settled(sandbox) { throw KeyStoreError.Transient }
            #expect(unforeseen == transient)
        }

        @Test func aHostThatThrowsHasFailedAndTheCoreGoesOn() async throws {
            let sandbox = try Sandbox()
            let host = ThrowingHost()
            let keys = try SoftwareKeys(deviceKey: sandbox.seat.device_key)
            let core = try await NabzCore.open(config: sandbox.config(), host: host, keys: keys, audio: ToneAudio())
            let person = Person(core)
            try await person.signIn(code: sandbox.seat.code)
            // A booking asks the host for a reminder.
            let outcome = try await person.book()
            #expect(outcome.id == "booking")
            try await Task.sleep(for: .milliseconds(300))
            #expect(host.performed > 0)
            #expect(host.logged > 0)
            #expect(try core.screen.id == "booking")
        }

        @Test func whatThePhoneAnswersIsSeenOnTheScreen() async throws {
            let sandbox = try Sandbox()
            let dialled = try await afterDialling(sandbox, answer: .done)
            let refused = try await afterDialling(sandbox, answer: .unsupported)
            let failed = try await afterDialling(sandbox, answer: .failed)
            #expect(dialled != refused)
            #expect(failed == refused)
        }

        @Test func aReplyCountsOnce() async throws {
            let sandbox = try Sandbox()
            let host = PatientHost()
            let keys = try SoftwareKeys(deviceKey: sandbox.seat.device_key)
            let core = try await NabzCore.open(config: sandbox.config(), host: host, keys: keys, audio: ToneAudio())
            let person = Person(core)
            try await person.signIn(code: sandbox.seat.code)
            try await person.book()
            try await person.see("a request") { _ in host.asked != nil }
            let id = try #require(host.asked)
            #expect(await failure { try core.reply(.done, to: id) } == nil)
            #expect(await failure { try core.reply(.done, to: id) } == .unknown)
        }

        @Test func hostileAnswersOfTheHostAreRefused() async throws {
            let sandbox = try Sandbox()
            let phone = try await OpenPhone(sandbox)
            try await phone.person.see("the first screen") { !$0.actions.isEmpty }
            let core = phone.core

            #expect(await failure { try core.reply(.done, to: .max) } == .unknown)
            #expect(await failure { try core.reply(.done, to: 0) } == .unknown)
            #expect(await failure { try core.wake(payload: Data(count: 10_000_000)) } == .tooLarge)
            #expect(await failure { try core.wake(payload: Data(count: 4_096)) } == nil)

            let revision = try core.screen.revision
            let long = String(repeating: "س", count: 5_000_000)
            #expect(
                await failure { try core.act("agree", revision: revision, entered: ["x": .plain(long)]) } == .tooLarge)
            let invalid = Typed.secret(Secret(utf8: [0xC3, 0x28, 0xFF]))
            #expect(await failure { try core.act("agree", revision: revision, entered: ["x": invalid]) } == .unknown)
            let many = Dictionary(uniqueKeysWithValues: (0..<10_000).map { ("k\($0)", Typed.plain("")) })
            #expect(await failure { try core.act("agree", revision: revision, entered: many) } == .tooLarge)

            // Ids nobody gave out, of any length and in any script, press nothing.
            for id in ["", "\0", "../../etc/passwd", "slot:99999999999999999999", long, "language:\u{202E}fa"] {
                _ = await failure { try core.act(id, revision: revision) }
                _ = await failure { try core.act(id, revision: .max) }
            }
            try await Task.sleep(for: .milliseconds(300))
            #expect(try core.screen.id == "language" || !core.screen.actions.isEmpty)
        }

        @Test func hugeWrappedKeysCountAsChanged() async throws {
            let sandbox = try Sandbox()
            let huge = try await settled(sandbox) { Data(count: 10_000_000) }
            let changed = try await settled(sandbox) { throw KeyStoreError.Integrity }
            #expect(huge == changed)
        }

        /// What stands on the screen after a number was pressed and the phone answered so. Only a real phone dials.
        private func afterDialling(_ sandbox: Sandbox, answer: HostReply) async throws -> [String] {
            let phone = RecordingPhone(answer: answer)
            let core = try await NabzCore.open(
                config: sandbox.config(vault: sandbox.vaultPath(), isSandbox: false), phone: phone,
                keys: SoftwareKeys(deviceKey: sandbox.seat.device_key), audio: ToneAudio()
            )
            defer { core.close() }
            let person = Person(core)
            try await person.press("language:fa")
            try await person.press("emergency")
            let numbers = try await person.see("numbers") { $0.actions.contains { $0.id.hasPrefix("dial:") } }
            let dial = try #require(numbers.actions.first { $0.id.hasPrefix("dial:") })
            try core.act(dial, on: numbers)
            try await person.see("the dialler being asked") { _ in !phone.requests.isEmpty }
            #expect(phone.requests == [.dial(number: sandbox.seat.emergency[0].number)])
            try await Task.sleep(for: .milliseconds(300))
            return try core.screen.blocks.compactMap(\.sentence?.shown)
        }

        private func open(_ sandbox: Sandbox, keys: any KeyStore) async throws -> NabzCore {
            try await NabzCore.open(config: sandbox.config(), phone: RecordingPhone(), keys: keys, audio: ToneAudio())
        }

        /// Id and texts of the screen on which a key store that answers so leaves the person, once it stands still.
        private func settled(_ sandbox: Sandbox, answer: @escaping @Sendable () throws -> Data) async throws -> [String]
        {
            let keys = BrokenKeys(answer)
            let core = try await open(sandbox, keys: keys)
            defer { core.close() }
            try await Person(core).see("the key store being asked") { _ in keys.asked > 0 }
            try await Task.sleep(for: .milliseconds(700))
            let screen = try core.screen
            // Whatever went wrong, there is a sentence, and help stays in reach.
            #expect(!screen.title.shown.isEmpty && screen.emergency != nil)
            return [screen.id, screen.title.shown] + screen.blocks.compactMap(\.sentence?.shown)
        }
    }
}

private struct Unforeseen: Error {}

/// A key store that answers everything the same way.
private final class BrokenKeys: KeyStore, @unchecked Sendable {
    private let lock = NSLock()
    private var count = 0
    private let answer: @Sendable () throws -> Data

    init(_ answer: @escaping @Sendable () throws -> Data) {
        self.answer = answer
    }

    var asked: Int { lock.withLock { count } }

    private func reply() throws -> Data {
        lock.withLock { count += 1 }
        return try answer()
    }

    func wrap(key: KeyName, plain: Data) throws -> Data { try reply() }
    func unwrap(key: KeyName, wrapped: Data) throws -> Data { try reply() }
    func sign(key: SigningKey, presence: Bool, message: Data) throws -> Data { try reply() }
    func delete(key: KeyName) throws {}
    func readCounter(counter: CounterName) throws -> UInt64 { 0 }
    func bumpCounter(counter: CounterName, to: UInt64) throws -> UInt64 { to }
    func protection() throws -> Guard { .person }
}

/// A host that fails at everything, typed and untyped in turn.
private final class ThrowingHost: HostPort, @unchecked Sendable {
    private let lock = NSLock()
    private var counts = (performed: 0, logged: 0)

    var performed: Int { lock.withLock { counts.performed } }
    var logged: Int { lock.withLock { counts.logged } }

    func perform(id: UInt64, request: HostRequest) throws {
        let count = lock.withLock {
            counts.performed += 1; return counts.performed
        }
        if count.isMultiple(of: 2) { throw HostError.Failed }
        throw Unforeseen()
    }

    func log(level: LogLevel, line: String) throws {
        lock.withLock { counts.logged += 1 }
        throw Unforeseen()
    }
}

/// A host that remembers what it was asked and answers nothing by itself.
private final class PatientHost: HostPort, @unchecked Sendable {
    private let lock = NSLock()
    private var id: UInt64?

    /// The latest request.
    var asked: UInt64? { lock.withLock { id } }

    func perform(id: UInt64, request: HostRequest) throws { lock.withLock { self.id = id } }
    func log(level: LogLevel, line: String) throws {}
}
