import Foundation
import Nabz
@testable import NabzPainter
import NabzShell
import SwiftUI

/// What is wrong with the painting of a screen, as sentences; empty where everything is right.
@MainActor func findings(_ painting: Painting, of screen: Screen) -> [String] {
    words(painting, screen) + presses(painting, screen) + reach(painting, screen) + order(painting, screen)
}

/// Every text of the screen is painted as it is, in its language and direction.
@MainActor private func words(_ painting: Painting, _ screen: Screen) -> [String] {
    screen.wordings.flatMap { wording -> [String] in
        let painted = painting.texts.filter { $0.words == wording.shown }
        guard !painted.isEmpty else { return ["not painted: \(wording.shown)"] }
        let isRight = painted.contains { node in
            node.text?.languageIdentifier == wording.language
                && node.environment.layoutDirection == LayoutDirection(wording.direction)
                && node.environment.locale.identifier == wording.language
        }
        return isRight ? [] : ["wrong language or direction: \(wording.shown)"]
    }
}

/// Every action stands on a button of at least 44 points that grows with the type, and is said as the core says it.
@MainActor private func presses(_ painting: Painting, _ screen: Screen) -> [String] {
    var found: [String] = []
    for action in screen.actions {
        let rowed = screen.rowTitles[action.id]
        let wanted = rowed ?? action.label.spoken
        let buttons = painting.buttons.filter { button in
            rowed == nil ? button.label == wanted : button.all.contains { $0.words == wanted }
        }
        guard let button = buttons.first else {
            found.append("no button says \(wanted)")
            continue
        }
        if buttons.allSatisfy({ $0.isDisabled == action.enabled }) { found.append("wrongly enabled: \(wanted)") }
        if let label = button.marks["label"] as? AttributedString {
            let languages = [label.languageIdentifier ?? "none", button.environment.locale.identifier]
            if languages != [action.label.language, action.label.language] {
                found.append("said in \(languages): \(wanted)")
            }
        }
        let heights = button.all.compactMap { $0.marks["minHeight"] as? CGFloat }
        if (heights.max() ?? 0) < 44 { found.append("too small a target: \(wanted)") }
        if button.all.contains(where: { $0.marks["maxHeight"] != nil || ($0.marks["fixed"] != nil && $0.text != nil) })
        {
            found.append("cut when the type grows: \(wanted)")
        }
    }
    return found
}

/// Help never scrolls away.
@MainActor private func reach(_ painting: Painting, _ screen: Screen) -> [String] {
    guard let emergency = screen.emergency else { return [] }
    let scrolls = Painting(nodes: painting.all.filter { $0.kind == "ScrollView" })
    let isPinned = painting.all.filter { $0.kind == "Pinned" }.flatMap(\.all).contains {
        $0.label == emergency.label.spoken
    }
    let isScrolled = scrolls.buttons.contains {
        $0.label == emergency.label.spoken && $0.marks["identifier"] as? String == "emergency"
    }
    return isPinned && !isScrolled ? [] : ["help can scroll away"]
}

/// The title is a heading; every block is there once, in order, under its key; fields have names.
@MainActor private func order(_ painting: Painting, _ screen: Screen) -> [String] {
    var found: [String] = []
    if painting.node(identified: "title")?.isHeader != true { found.append("the title is no heading") }
    let keys = Set(screen.blocks.map(\.key))
    let painted = painting.scrolling.compactMap { $0.marks["identifier"] as? String }.filter(keys.contains)
    var seen = Set<String>()
    let first = painted.filter { seen.insert($0).inserted }
    if first != screen.blocks.map(\.key) { found.append("blocks \(first) instead of \(screen.blocks.map(\.key))") }
    for (_, field) in screen.fields {
        let entries = painting.all.filter { $0.binding != nil && $0.label == field.label.spoken }
        if entries.count != 1 { found.append("no field is called \(field.label.spoken)") }
        if let error = field.error, entries.first?.hint != error.spoken { found.append("an error is not said") }
        if entries.first?.kind != (field.secret ? "SecureField" : "TextField") { found.append("a secret shows") }
    }
    return found
}

extension Screen {
    /// Every text that is painted.
    var wordings: [Wording] {
        [title] + blocks.flatMap(\.kind.wordings) + [next, back, emergency].compactMap { $0?.label }
    }

    /// Titles of rows, which are what their buttons show, by action.
    var rowTitles: [String: String] {
        let rows = blocks.flatMap { block -> [ListRow] in
            if case let .rows(_, _, rows) = block.kind { rows } else { [] }
        }
        let pairs = rows.compactMap { row in row.action.map { ($0.id, row.title.shown) } }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }
}

private extension BlockKind {
    var wordings: [Wording] {
        switch self {
        case let .heading(text), let .paragraph(text), let .notice(_, text), let .progress(text, _): [text]
        case let .row(label, value): [label, value]
        case let .rows(_, _, rows): rows.flatMap { [$0.title] + [$0.detail].compactMap { $0 } }
        case let .button(action): [action.label]
        case let .entry(field): [field.label] + [field.error].compactMap { $0 }
        case let .choice(label, options): [label] + options.map(\.action.label)
        case let .slots(days): days.flatMap { [$0.day] + $0.times.map(\.label) }
        case let .price(lines, ownShare): (lines + [ownShare]).flatMap { [$0.label, $0.amount] }
        case let .callStage(who, about, state, _): [who, about, state]
        case let .live(label): [label]
        }
    }
}
