import NabzFFI

extension Screen {
    /// Everything that can be pressed, from top to bottom, then next, back and emergency.
    public var actions: [Action] {
        blocks.flatMap(\.kind.actions) + [next, back, emergency].compactMap { $0 }
    }

    /// Fields, with their block's key.
    public var fields: [(key: String, field: Field)] {
        blocks.compactMap { block in
            if case let .entry(field) = block.kind { (block.key, field) } else { nil }
        }
    }
}

extension BlockKind {
    /// What can be pressed inside this block.
    public var actions: [Action] {
        switch self {
        case let .rows(_, _, rows): rows.compactMap(\.action)
        case let .button(action): [action]
        case let .choice(_, options): options.map(\.action)
        case let .slots(days): days.flatMap(\.times)
        case .heading, .paragraph, .notice, .row, .entry, .price, .callStage, .progress, .live: []
        }
    }
}
