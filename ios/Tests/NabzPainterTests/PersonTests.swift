import Foundation
import Nabz
@testable import NabzPainter
import NabzSandbox
import NabzShell
import SwiftUI
import Testing

/// Someone who cannot see the screen books a visit: every press is found by what a screen reader says of it.
@MainActor @Suite struct PersonTests {
    @Test(arguments: ["en", "fa"]) func booksAVisitByWhatTheScreenReaderSays(language: String) async throws {
        let sandbox = try Sandbox()
        let core = try await NabzCore.open(
            config: sandbox.config(languages: [language]), phone: RecordingPhone(),
            keys: SoftwareKeys(deviceKey: sandbox.seat.device_key), audio: ToneAudio()
        )
        let model = ScreenModel(core)
        let following = Task { await model.follow() }
        defer { following.cancel() }
        let listener = Listener(model: model)

        try await listener.press { $0.actions.first { $0.id == "language:\(language)" } }
        try await listener.press { $0.actions.first { $0.id == "agree" } }
        try await listener.see { !$0.fields.isEmpty }
        try listener.type(sandbox.seat.code)
        try await listener.press { $0.actions.first { $0.id == "sign-in" } }
        for step in ["book", "see-times", "slot:", "confirm"] {
            try await listener.press {
                $0.actions.first { step.hasSuffix(":") ? $0.id.hasPrefix(step) : $0.id == step }
            }
        }
        let outcome = try await listener.see { screen in
            screen.id == "booking" && screen.actions.contains { $0.id == "done" }
        }
        #expect(outcome.title.language == language)
        #expect(findings(Painting(model), of: outcome).isEmpty)
        try await listener.press { $0.actions.first { $0.id == "done" } }
        try await listener.see { $0.id == "home" }
        core.close()
        await following.value
    }
}

@MainActor private struct Listener {
    let model: ScreenModel

    struct Lost: Error { let at: String? }

    @discardableResult func see(_ isThere: (Screen) -> Bool) async throws -> Screen {
        for _ in 0..<3_000 {
            if let screen = model.screen, isThere(screen) { return screen }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw Lost(at: model.screen?.id)
    }

    /// Waits for the action, finds the button that says it, and presses that.
    func press(_ wanted: (Screen) -> Action?) async throws {
        let screen = try await see { wanted($0)?.enabled == true }
        guard let action = wanted(screen) else { return }
        let painting = Painting(model)
        let button = try #require(painting.button(labelled: action.label.spoken), "\(action.label.spoken)")
        button.press?()
        try await see { $0.revision > screen.revision }
    }

    /// Types into the field of the screen, as it is called.
    func type(_ text: String) throws {
        let screen = try #require(model.screen)
        let label = try #require(screen.fields.first).field.label.spoken
        let field = try #require(Painting(model).all.first { $0.binding != nil && $0.label == label })
        field.binding?.wrappedValue = text
    }
}
