import Foundation
import Nabz

/// Every screen the core can show, in every language, as `cargo test -p nabz-app --test it gallery` writes them.
struct Gallery: Decodable {
    struct Entry: Decodable {
        let name, language: String
        let screen: ScreenFile
    }

    static func load() throws -> [Entry] {
        var root = URL(fileURLWithPath: #filePath)
        for _ in 0..<4 { root.deleteLastPathComponent() }
        let data = try Data(contentsOf: root.appendingPathComponent("target/ui/screens.json"))
        return try JSONDecoder().decode([Entry].self, from: data)
    }
}

/// A screen in the form of core/app/src/screen.rs.
struct ScreenFile: Decodable {
    let screen: Screen

    init(from decoder: any Decoder) throws {
        let part = try Part(from: decoder)
        screen = try Screen(
            revision: UInt64(part.number("revision")), id: part.text("id"), title: part.wording("title"),
            direction: part.text("direction") == "rtl" ? .rtl : .ltr,
            blocks: part.parts("blocks").map { try $0.block() },
            next: part.action("next"), back: part.action("back"), emergency: part.action("emergency"),
            announce: ["off": .off, "polite": .polite, "assertive": .assertive][part.text("announce")]!,
            focus: part.optionalText("focus")
        )
    }
}

/// A JSON object, read by name; whatever is missing or of another kind is an error.
private struct Part: Decodable {
    private let values: [String: Any]

    init(from decoder: any Decoder) throws {
        values = try decoder.singleValueContainer().decode(Json.self).value as? [String: Any] ?? [:]
    }

    private init(_ values: [String: Any]) {
        self.values = values
    }

    struct Missing: Error { let name: String }

    func text(_ name: String) throws -> String { try need(name, values[name] as? String) }
    func optionalText(_ name: String) -> String? { values[name] as? String }
    func flag(_ name: String) throws -> Bool { try need(name, values[name] as? Bool) }
    func number(_ name: String) throws -> Int { try need(name, values[name] as? Int) }
    func optionalNumber(_ name: String) -> UInt32? { (values[name] as? Int).map { UInt32($0) } }
    func part(_ name: String) throws -> Part { try need(name, optionalPart(name)) }
    func optionalPart(_ name: String) -> Part? { (values[name] as? [String: Any]).map(Part.init) }
    func parts(_ name: String) throws -> [Part] {
        try need(name, values[name] as? [Any]).map { try Part(need(name, $0 as? [String: Any])) }
    }

    private func need<Value>(_ name: String, _ value: Value?) throws -> Value {
        guard let value else { throw Missing(name: name) }
        return value
    }

    func wording(_ name: String) throws -> Wording {
        let part = try part(name)
        return try Wording(
            shown: part.text("shown"), spoken: part.text("spoken"), language: part.text("language"),
            direction: part.text("direction") == "rtl" ? .rtl : .ltr
        )
    }

    func optionalWording(_ name: String) throws -> Wording? {
        optionalPart(name) == nil ? nil : try wording(name)
    }

    func action(_ name: String) throws -> Action? {
        try optionalPart(name).map { part in
            try Action(
                id: part.text("id"), label: part.wording("label"),
                role: ["normal": .normal, "destructive": .destructive, "emergency": .emergency][part.text("role")]!,
                enabled: part.flag("enabled"), repeatable: part.flag("repeatable")
            )
        }
    }

    private func needAction(_ name: String) throws -> Action { try need(name, action(name)) }

    private func line() throws -> PriceLine {
        try PriceLine(label: wording("label"), amount: wording("amount"))
    }

    func block() throws -> Block { try Block(key: text("key"), kind: kind()) }

    private func kind() throws -> BlockKind {
        switch try text("kind") {
        case "heading": try .heading(text: wording("text"))
        case "paragraph": try .paragraph(text: wording("text"))
        case "notice":
            try .notice(
                tone: ["info": .info, "good": .good, "warning": .warning, "problem": .problem][text("tone")]!,
                text: wording("text")
            )
        case "row": try .row(label: wording("label"), value: wording("value"))
        case "list":
            try .rows(
                total: UInt32(number("total")), first: UInt32(number("first")),
                rows: parts("rows").map { row in
                    try ListRow(
                        key: row.text("key"), title: row.wording("title"), detail: row.optionalWording("detail"),
                        action: row.action("action")
                    )
                }
            )
        case "action": try .button(action: needAction("action"))
        case "field":
            try .entry(
                field: Field(
                    label: wording("label"),
                    input: ["text": .text, "digits": .digits, "phone": .phone][text("input")]!,
                    value: text("value"), valueRevision: UInt32(number("value_revision")), language: text("language"),
                    secret: flag("secret"), limit: UInt32(number("limit")), error: optionalWording("error")
                ))
        case "choice":
            try .choice(
                label: wording("label"),
                options: parts("options").map {
                    try ChoiceOption(action: $0.needAction("action"), chosen: $0.flag("chosen"))
                }
            )
        case "slots":
            try .slots(
                days: parts("days").map { day in
                    try SlotDay(
                        day: day.wording("day"),
                        times: day.parts("times").map { try Part(["a": $0.values]).needAction("a") })
                })
        case "price": try .price(lines: parts("lines").map { try $0.line() }, ownShare: part("own_share").line())
        case "call_stage":
            try .callStage(
                who: wording("who"), about: wording("about"), state: wording("state"), line: optionalNumber("line")
            )
        case "progress": try .progress(text: wording("text"), permille: optionalNumber("permille"))
        case "live": try .live(label: wording("label"))
        case let other: throw Missing(name: "a painter for \(other)")
        }
    }
}

/// Any JSON value.
private struct Json: Decodable {
    let value: Any

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            value = NSNull()
        } else if let flag = try? container.decode(Bool.self) {
            value = flag
        } else if let number = try? container.decode(Int.self) {
            value = number
        } else if let text = try? container.decode(String.self) {
            value = text
        } else if let list = try? container.decode([Json].self) {
            value = list.map(\.value)
        } else {
            value = try container.decode([String: Json].self).mapValues(\.value)
        }
    }
}
