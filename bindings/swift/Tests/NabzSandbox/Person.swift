import Foundation
import Nabz

/// Someone in front of the screen: reads, types and presses, and waits like a person.
public struct Person: Sendable {
    public let core: NabzCore

    public init(_ core: NabzCore) {
        self.core = core
    }

    /// The first screen for which `isThere` holds.
    @discardableResult
    public func see(
        _ what: String, within limit: Duration = .seconds(30), where isThere: (Screen) -> Bool
    ) async throws -> Screen {
        let deadline = ContinuousClock.now + limit
        var seen: [String] = []
        while ContinuousClock.now < deadline {
            let screen = try core.screen
            if isThere(screen) { return screen }
            if seen.last != screen.id { seen.append(screen.id) }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw Trouble.noSuchScreen(what, seen: seen)
    }

    /// Waits for the screen with this id.
    @discardableResult
    public func see(_ id: String, within limit: Duration = .seconds(30)) async throws -> Screen {
        try await see(id, within: limit) { $0.id == id }
    }

    /// Presses the first action whose id is `id`, or begins so where `id` ends in a colon, once it is there. For a press
    /// that leads to another screen: where the action still stands on the next one, the screen had moved on under the
    /// finger, and it is pressed again.
    public func press(
        _ id: String, entering entered: [String: String] = [:], within limit: Duration = .seconds(30)
    ) async throws {
        func wanted(_ action: Action) -> Bool {
            action.enabled && (id.hasSuffix(":") ? action.id.hasPrefix(id) : action.id == id)
        }
        let screen = try await see("a screen with \(id)", within: limit) { $0.actions.contains(where: wanted) }
        guard let action = screen.actions.first(where: wanted) else { return }
        try core.act(action, on: screen, entered: typed(entered, for: screen))
        let next = try? await see("what comes after \(id)", within: .seconds(5)) { $0.revision > screen.revision }
        // Something else may have changed the screen first; then the press counted for nothing.
        if let next, next.id == screen.id, next.actions.contains(where: wanted), !action.repeatable {
            try await Task.sleep(for: .milliseconds(200))
            let now = try core.screen
            guard now.id == screen.id, let again = now.actions.first(where: wanted) else { return }
            try core.act(again, on: now, entered: typed(entered, for: now))
        }
    }

    private func typed(_ entered: [String: String], for screen: Screen) -> [String: Typed] {
        let secrets = Set(screen.fields.filter(\.field.secret).map(\.key))
        return Dictionary(
            uniqueKeysWithValues: entered.map { key, text in
                (key, secrets.contains(key) ? .secret(Secret(text)) : .plain(text))
            })
    }

    /// From the first start to home, in `language`.
    @discardableResult
    public func signIn(code: String, language: String = "fa") async throws -> Screen {
        try await press("language:\(language)")
        try await press("agree")
        try await press("sign-in", entering: ["code": code])
        return try await see("home")
    }

    /// From home to the screen that says how the booking went.
    @discardableResult
    public func book() async throws -> Screen {
        try await press("book")
        try await press("see-times")
        try await press("slot:")
        try await press("confirm")
        return try await see("the outcome of the booking") { screen in
            screen.id == "booking" && screen.actions.contains { $0.id == "done" }
        }
    }
}
