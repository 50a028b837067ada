import Foundation
import Nabz
@testable import NabzPainter
import NabzShell
import SwiftUI
import Testing

@MainActor @Suite struct ModelTests {
    private let core = FrozenCore()

    @Test func whatIsTypedStaysOverARepaintUntilTheCoreReplacesIt() throws {
        let model = ScreenModel(core)
        model.show(screen(revision: 1, value: "", valueRevision: 0))
        let field = try #require(Painting(model).all.first { $0.binding != nil })
        field.binding?.wrappedValue = "۱۲"
        model.show(screen(revision: 2, value: "from the core", valueRevision: 0))
        #expect(Painting(model).all.first { $0.binding != nil }?.binding?.wrappedValue == "۱۲")
        model.show(screen(revision: 3, value: "from the core", valueRevision: 1))
        #expect(Painting(model).all.first { $0.binding != nil }?.binding?.wrappedValue == "from the core")
    }

    @Test func aPressCarriesTheRevisionThatIsSeenAndWhatStandsInTheFields() throws {
        let model = ScreenModel(core)
        model.show(screen(revision: 7, value: "x", valueRevision: 0))
        let button = try #require(Painting(model).button(labelled: "Go on"))
        button.press?()
        #expect(core.presses == [.init(action: "go", revision: 7, texts: ["f": "x"])])
    }

    @Test func theEscapeGestureGoesBack() throws {
        let model = ScreenModel(core)
        model.show(screen(revision: 1, value: "", valueRevision: 0))
        let escape = Painting(model).all.compactMap { $0.marks["action-escape"] as? () -> Void }
        let goBack = try #require(escape.first)
        goBack()
        #expect(core.presses.map(\.action) == ["back"])
    }

    @Test func rowsOutOfSightComeWhenTheyShow() async throws {
        let model = ScreenModel(core)
        var long = screen(revision: 1, value: "", valueRevision: 0)
        let rows = (0..<60).map { ListRow.numbered(UInt32($0)) }
        long = long.with(blocks: [Block(key: "list", kind: .rows(total: 5_000, first: 0, rows: rows))])
        model.show(long)
        // Nothing is asked for what is here.
        await model.appeared(row: 59, of: "list")
        #expect(core.windows.isEmpty)
        await model.appeared(row: 130, of: "list")
        await model.appeared(row: 131, of: "list")
        #expect(core.windows == [120])
        #expect(model.row(130, of: "list")?.title.shown == "row 130")
        #expect(model.row(60, of: "list") == nil)
        #expect(Painting(model).texts.contains { $0.words == "row 130" })
    }

    @Test func theCursorGoesToTheTitleOfANewScreenAndStaysOnARepaint() {
        let model = ScreenModel(core)
        model.show(screen(revision: 1, value: "", valueRevision: 0))
        #expect(model.announcement?.moves == true)
        model.show(screen(revision: 2, value: "", valueRevision: 0))
        #expect(model.announcement?.moves == false)
        var heard: [Announcement] = []
        let painting = Painting(model) { heard.append($0) }
        painting.all.flatMap(\.appears).forEach { $0() }
        #expect(heard.count == 1)
    }

    private func screen(revision: UInt64, value: String, valueRevision: UInt32) -> Screen {
        let field = Field(
            label: .plain("Code"), input: .digits, value: value, valueRevision: valueRevision, language: "fa",
            secret: false, limit: 20, error: nil
        )
        return Screen(
            revision: revision, id: "code", title: .plain("Your code"), direction: .ltr,
            blocks: [Block(key: "f", kind: .entry(field: field))], next: .plain("go", "Go on"), back: .plain("back", "Back"),
            emergency: nil, announce: .polite, focus: nil
        )
    }
}

extension Wording {
    static func plain(_ text: String) -> Wording { Wording(shown: text, spoken: text, language: "en", direction: .ltr) }
}

extension Action {
    static func plain(_ id: String, _ label: String) -> Action {
        Action(id: id, label: .plain(label), role: .normal, enabled: true, repeatable: false)
    }
}

extension Screen {
    func with(blocks: [Block]) -> Screen {
        Screen(
            revision: revision, id: id, title: title, direction: direction, blocks: blocks, next: next, back: back,
            emergency: emergency, announce: announce, focus: focus
        )
    }
}
