import Nabz
import SwiftUI

/// The core did not open: its sentence, and a press anywhere tries again. There are no other words before the core has
/// its own.
public struct RefusalView: View {
    private let sentence: Wording
    private let again: @MainActor () -> Void

    public init(_ sentence: Wording, again: @escaping @MainActor () -> Void) {
        self.sentence = sentence
        self.again = again
    }

    public var body: some View {
        Button(action: again) {
            VStack(alignment: .leading, spacing: 16) {
                NoticeBlock(tone: .problem, text: sentence)
                Image(systemName: "arrow.clockwise").accessibilityHidden(true)
            }
            .padding(16)
            .frame(maxWidth: .infinity, minHeight: Touch.size, alignment: .leading)
            .contentShape(Rectangle())
        }
        .buttonStyle(.plain)
        .spoken(sentence)
        .environment(\.layoutDirection, LayoutDirection(sentence.direction))
    }
}
