import Nabz

/// What stands in the fields of the screen. It belongs to the person: a repaint never touches it, unless the core says
/// by a new `valueRevision` that it replaced the value itself.
public struct FieldTexts {
    private struct Entry {
        var text: String
        var revision: UInt32
        let limit: Int
        let isSecret: Bool
    }

    private var screen = ""
    private var entries: [String: Entry] = [:]

    public init() {}

    /// Takes the fields of a new screen over.
    public mutating func settle(_ screen: Screen) {
        let kept = screen.id == self.screen ? entries : [:]
        self.screen = screen.id
        entries = [:]
        for (key, field) in screen.fields {
            let stands = kept[key].flatMap { $0.revision == field.valueRevision ? $0.text : nil }
            entries[key] = Entry(
                text: stands ?? field.value, revision: field.valueRevision, limit: Int(clamping: field.limit),
                isSecret: field.secret
            )
        }
    }

    /// What stands in the field `key`. Typing past its limit is cut at a whole character; the limit counts Unicode
    /// scalars, as the core does.
    public subscript(key: String) -> String {
        get { entries[key]?.text ?? "" }
        set {
            guard let entry = entries[key] else { return }
            entries[key]?.text = Self.cut(newValue, to: entry.limit)
        }
    }

    /// For `act`: everything that stands in fields; secrets as bytes that are wiped.
    public var entered: [String: Typed] {
        entries.mapValues { $0.isSecret ? .secret(Secret($0.text)) : .plain($0.text) }
    }

    private static func cut(_ text: String, to limit: Int) -> String {
        guard text.unicodeScalars.count > limit else { return text }
        var left = limit
        let whole = text.prefix { character in
            left -= character.unicodeScalars.count
            return left >= 0
        }
        return String(whole)
    }
}
