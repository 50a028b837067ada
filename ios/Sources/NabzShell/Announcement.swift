import Nabz

/// What a screen reader says when the screen changes, and where its cursor goes.
public struct Announcement: Equatable, Sendable {
    /// Sentences to say, in order.
    public let sentences: [Wording]
    /// Whether they cut off what is being said; else they wait.
    public let isUrgent: Bool
    /// Key of the block that takes the cursor; the title where it is nil and `moves` holds.
    public let focus: String?
    /// Whether the cursor moves at all. Within one screen it stays where the person left it.
    public let moves: Bool

    /// What changed from `before` to `now`.
    public init(from before: Screen?, to now: Screen) {
        let isNew = before?.id != now.id
        moves = isNew || before?.focus != now.focus
        focus = moves ? now.focus : nil
        guard now.announce != .off else {
            sentences = []
            isUrgent = false
            return
        }
        let known = isNew ? [:] : Self.spoken(before)
        var said: [Wording] = []
        var urgent = now.announce == .assertive
        for block in now.blocks {
            guard let (text, isProblem) = block.kind.announced, known[block.key] != text else { continue }
            said.append(text)
            urgent = urgent || isProblem
        }
        // The title of a new screen is read where the cursor lands; where that is elsewhere, it is said.
        if isNew, now.focus != nil { said.insert(now.title, at: 0) }
        sentences = said
        isUrgent = urgent
    }

    private static func spoken(_ screen: Screen?) -> [String: Wording] {
        let pairs = screen?.blocks.compactMap { block in block.kind.announced.map { (block.key, $0.text) } } ?? []
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }
}

private extension BlockKind {
    /// Its text, where a change of it is worth saying.
    var announced: (text: Wording, isProblem: Bool)? {
        switch self {
        case let .notice(tone, text): (text, tone == .problem)
        case let .callStage(_, _, state, _): (state, false)
        case let .progress(text, _): (text, false)
        case .heading, .paragraph, .row, .rows, .button, .entry, .choice, .slots, .price, .live: nil
        }
    }
}
