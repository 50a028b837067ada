import Foundation
import Nabz
import NabzSandbox
import Testing

extension OneByOne {
    /// Anything pressed in any order, ten thousand times.
    @Suite struct WalkTests {
        @Test func tenThousandRandomActionsLeaveMemoryAndHandlesFlat() async throws {
            let sandbox = try Sandbox(visits: 500)
            let phone = try await OpenPhone(sandbox)
            try await phone.person.signIn(code: sandbox.seat.code)
            var walker = Walker(core: phone.core, code: sandbox.seat.code, seed: 4)
            // Caches fill and pages of the heap are touched once; what counts is what comes after.
            try await walker.walk(2_000)
            let before = OwnProcess.figures
            try await walker.walk(8_000)
            let after = OwnProcess.figures

            #expect(walker.screens.count >= 7, "went to too few places: \(walker.screens)")
            #expect(isFlat(before, after, actions: 8_000), "\(before) → \(after)")
        }

        @Test func theGateNoticesAKilobyteAnActionAndAFileATwentieth() {
            let before = OwnProcess.Figures(memory: 50_000_000, files: 20, threads: 12)
            let fat = OwnProcess.Figures(memory: 50_000_000 + 8_000 * 1_024, files: 20, threads: 12)
            let files = OwnProcess.Figures(memory: 50_000_000, files: 420, threads: 12)
            let threads = OwnProcess.Figures(memory: 50_000_000, files: 20, threads: 412)
            #expect(isFlat(before, before, actions: 8_000))
            #expect(!isFlat(before, fat, actions: 8_000))
            #expect(!isFlat(before, files, actions: 8_000))
            #expect(!isFlat(before, threads, actions: 8_000))
        }

        /// Less than half a kilobyte an action, and a handful of handles for work under way.
        private func isFlat(_ before: OwnProcess.Figures, _ after: OwnProcess.Figures, actions: Int) -> Bool {
            after.memory - before.memory < actions * 512
                && after.files - before.files <= 8
                && after.threads - before.threads <= 8
        }
    }
}

/// Presses whatever can be pressed, with whatever in the fields; the same seed walks the same way through the same
/// screens.
private struct Walker {
    let core: NabzCore
    let code: String
    var random: SplitMix64
    var screens: Set<String> = []

    init(core: NabzCore, code: String, seed: UInt64) {
        self.core = core
        self.code = code
        random = SplitMix64(state: seed)
    }

    mutating func walk(_ steps: Int) async throws {
        for step in 0..<steps {
            let screen = try core.screen
            screens.insert(screen.id)
            #expect(screen.title.shown.contains { !$0.isWhitespace })
            #expect(
                !screen.actions.isEmpty
                    || screen.blocks.contains { if case .progress = $0.kind { true } else { false } })
            switch Int.random(in: 0..<100, using: &random) {
            case 0: try core.networkChanged(to: [.none, .fixed, .mobile].randomElement(using: &random) ?? .fixed)
            case 1: try await core.suspend(within: .seconds(1))
            case 2: try await core.resume()
            case 3: _ = try core.live
            case 4: _ = core.catalogue
            case 5: try core.act("nothing", revision: screen.revision)
            default: try press(on: screen)
            }
            if step.isMultiple(of: 4) {
                // A moment for the core, bounded: not every press changes the screen.
                let next = Task { [core] in await core.nextScreen(after: screen.revision) }
                try await Task.sleep(for: .milliseconds(3))
                next.cancel()
                _ = await next.value
            }
        }
    }

    private mutating func press(on screen: Screen) throws {
        guard let action = screen.actions.randomElement(using: &random) else { return }
        var entered: [String: Typed] = [:]
        for (key, field) in screen.fields {
            let text =
                ["", code, "۱۲۳", "\u{202E}x\u{0}", String(repeating: "ا", count: 300)].randomElement(using: &random)
                ?? ""
            entered[key] = field.secret ? .secret(Secret(text)) : .plain(text)
        }
        do {
            try core.act(action, on: screen, entered: entered)
        } catch NabzError.Failed(.busy, _, _) {
            // A person would wait, too.
            Thread.sleep(forTimeInterval: 0.005)
        }
    }
}

private struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
