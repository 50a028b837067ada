import Foundation
import Nabz
import NabzSandbox
import Testing

extension OneByOne {
    @Suite struct CallTests {
        @Test func aCallCarriesSoundBothWaysAndLiveValuesTenTimesASecond() async throws {
            let sandbox = try Sandbox()
            let phone = try await OpenPhone(sandbox)
            try await phone.person.signIn(code: sandbox.seat.code)
            try await phone.person.book()
            try await phone.person.press("done")

            try phone.core.setClockAhead(toEpochMilliseconds: sandbox.advanceToVisit())
            try await phone.person.press("answer", within: .seconds(60))
            let call = try await phone.person.see("the call", within: .seconds(30)) { screen in
                screen.id == "call"
                    && screen.blocks.contains { if case .callStage(_, _, _, .some) = $0.kind { true } else { false } }
            }
            let keys = Set(call.blocks.filter { if case .live = $0.kind { true } else { false } }.map(\.key))
            #expect(!keys.isEmpty)

            let before = phone.audio.figures
            let values = try await collect(phone.core.liveValues(), for: .seconds(6))
            let after = phone.audio.figures

            #expect(Set(values.joined().map(\.key)) == keys)
            // A meter of the voice moves while somebody speaks, and every value is a finished text.
            let meter = values.joined().compactMap(\.permille)
            #expect(Set(meter).count > 5)
            #expect(meter.allSatisfy { $0 <= 1_000 })
            #expect(values.joined().allSatisfy { $0.value.language == "fa" })
            #expect(values.count > 30 && values.count <= 66)

            // 50 frames a second each way. The doctor's voice is there for at least a third of the time.
            #expect(after.calls == 1)
            #expect(after.spoken - before.spoken > 250)
            #expect(after.heard - before.heard == after.spoken - before.spoken)
            #expect(after.loud - before.loud > 100)

            try await phone.person.press("hang-up")
            try await phone.person.see("the end of the call") { $0.id != "call" }
            try await Task.sleep(for: .milliseconds(500))
            let ended = phone.audio.figures
            #expect(ended.ended == 1)
            try await Task.sleep(for: .milliseconds(300))
            #expect(phone.audio.figures.spoken == ended.spoken)
        }

        @Test func soundOfAnyLengthIsTakenAndASoundCardThatFailsLeavesTheCallStanding() async throws {
            let sandbox = try Sandbox()
            let audio = OddAudio()
            let core = try await NabzCore.open(
                config: sandbox.config(), phone: RecordingPhone(),
                keys: SoftwareKeys(deviceKey: sandbox.seat.device_key), audio: audio
            )
            let person = Person(core)
            try await person.signIn(code: sandbox.seat.code)
            try await person.book()
            try await person.press("done")
            try core.setClockAhead(toEpochMilliseconds: sandbox.advanceToVisit())
            try await person.press("answer", within: .seconds(60))
            try await person.see("call")
            try await person.see("the sound card being asked") { _ in audio.played != nil }
            #expect(audio.played == Set([640]))
            try await person.press("hang-up")
            try await person.see("the end of the call") { $0.id != "call" }
        }

        private func collect(_ stream: AsyncStream<[Live]>, for time: Duration) async throws -> [[Live]] {
            let gathering = Task {
                var all: [[Live]] = []
                for await values in stream { all.append(values) }
                return all
            }
            try await Task.sleep(for: time)
            gathering.cancel()
            return await gathering.value
        }
    }
}

/// A sound card that hands over frames of odd lengths, and then fails at everything.
private final class OddAudio: Audio, @unchecked Sendable {
    private let lock = NSLock()
    private var lengths: Set<Int>?

    /// Lengths of what `playback` gave.
    var played: Set<Int>? { lock.withLock { lengths } }

    func begin(port: AudioPort) throws {
        for length in [0, 1, 3, 639, 640, 641, 3_200, 10_000_001] { port.capture(pcm: Data(count: length)) }
        let played = Set((0..<1_000).map { _ in port.playback().count })
        lock.withLock { lengths = played }
        throw AudioError.NotAllowed
    }

    func end() throws { throw AudioError.Failed }
}
