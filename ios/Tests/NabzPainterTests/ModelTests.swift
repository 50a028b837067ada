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

    @Test func liveValuesAreShownAndSaidWithoutAnAnnouncement() {
        let model = ScreenModel(core)
        model.show(
            screen(revision: 1, value: "", valueRevision: 0).with(blocks: [
                Block(key: "voice", kind: .live(label: .plain("Your voice")))
            ]))
        let announced = model.announcement
        model.live.take([Live(key: "voice", value: .plain("29 %"), permille: 290)])
        let painting = Painting(model)
        #expect(painting.texts.contains { $0.words == "29 %" })
        #expect(painting.all.contains { $0.marks["fraction"] as? Double == 0.29 })
        let block = painting.all.first { $0.label == "Your voice" }
        #expect((block?.marks["value"] as? AttributedString).map { String($0.characters) } == "29 %")
        #expect(model.announcement == announced)
        // A value of a block that is not there changes nothing.
        model.live.take([Live(key: "elsewhere", value: .plain("x"), permille: nil)])
        #expect(!Painting(model).texts.contains { $0.words == "x" || $0.words == "29 %" })
    }

    @Test func theLineIsSaidInWordsOfTheCatalogue() {
        let model = ScreenModel(core)
        for line in UInt32(0)...6 {
            let stage = BlockKind.callStage(who: .plain("Dr"), about: .plain("x"), state: .plain("state"), line: line)
            model.show(
                screen(revision: UInt64(line), value: "", valueRevision: 0).with(blocks: [Block(key: "s", kind: stage)])
            )
            // A line the catalogue has no word for is said by the state.
            let said = line <= 4 ? "line \(line)" : "state"
            #expect(Painting(model).all.contains { $0.label == said && $0.kind == "container" })
        }
    }

    private func screen(revision: UInt64, value: String, valueRevision: UInt32) -> Screen {
        let field = Field(
            label: .plain("Code"), input: .digits, value: value, valueRevision: valueRevision, language: "fa",
            secret: false, limit: 20, error: nil
        )
        return Screen(
            revision: revision, id: "code", title: .plain("Your code"), direction: .ltr,
            blocks: [Block(key: "f", kind: .entry(field: field))], next: .plain("go", "Go on"),
            back: .plain("back", "Back"),
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
