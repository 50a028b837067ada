import Foundation
import Nabz
import SwiftUI

/// A finished text: painted as it is, in its own direction, and said as the core says it.
struct WordingText: View {
    private let wording: Wording
    @Environment(\.layoutDirection) private var around

    init(_ wording: Wording) {
        self.wording = wording
    }

    var body: some View {
        let own = LayoutDirection(wording.direction)
        Text(wording.painted)
            // A text that runs against the screen keeps its order and stands at the screen's edge.
            .multilineTextAlignment(own == around ? .leading : .trailing)
            .fixedSize(horizontal: false, vertical: true)
            .spoken(wording)
            .environment(\.layoutDirection, own)
    }
}

extension Wording {
    /// As it is painted, marked with its language.
    var painted: AttributedString { marked(shown) }

    /// As a screen reader says it, in a voice of its language.
    var said: Text { Text(marked(spoken.isEmpty ? shown : spoken)) }

    private func marked(_ words: String) -> AttributedString {
        var text = AttributedString(words)
        text.languageIdentifier = language
        return text
    }
}

extension View {
    /// Lets a screen reader say `wording` for this view, in a voice of its language: VoiceOver goes by the locale around
    /// a label.
    func spoken(_ wording: Wording) -> some View {
        accessibilityLabel(wording.said).environment(\.locale, Locale(identifier: wording.language))
    }
}

extension LayoutDirection {
    init(_ direction: Direction) {
        self = direction == .rtl ? .rightToLeft : .leftToRight
    }
}
