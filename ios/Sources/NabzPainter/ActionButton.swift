import Nabz
import SwiftUI

/// Something a person can press. Never smaller than a thumb.
struct ActionButton: View {
    enum Look {
        case next, back, emergency, inside, chosen, open
    }

    @ObservedObject var model: ScreenModel
    let action: Action
    let look: Look
    @Environment(\.colorScheme) private var colorScheme

    var body: some View {
        Button {
            model.press(action)
        } label: {
            WordingButtonLabel(action: action, look: look, palette: Palette(colorScheme))
        }
        .buttonStyle(.plain)
        .disabled(!action.enabled)
        .spoken(action.label)
    }
}

private struct WordingButtonLabel: View {
    let action: Action
    let look: ActionButton.Look
    let palette: Palette

    var body: some View {
        HStack(alignment: .firstTextBaseline, spacing: 8) {
            if look == .back { Image(systemName: "chevron.backward").accessibilityHidden(true) }
            WordingText(action.label).font(font)
        }
        .foregroundStyle(ink)
        .padding(.horizontal, 16)
        .padding(.vertical, 8)
        .frame(minWidth: Touch.size, maxWidth: isWide ? .infinity : nil, minHeight: height, alignment: alignment)
        .background(fill, in: RoundedRectangle(cornerRadius: 12))
        .overlay(RoundedRectangle(cornerRadius: 12).strokeBorder(edge, lineWidth: 2))
        .contentShape(Rectangle())
    }

    private var isWide: Bool { look == .next || look == .inside || look == .open }
    private var height: CGFloat { look == .next ? 56 : Touch.size }
    private var alignment: Alignment { look == .next ? .center : .leading }
    private var font: Font { look == .next ? .title3.bold() : action.role == .normal ? .body : .body.bold() }
    private var isStep: Bool { look == .next && action.role == .normal && action.enabled }

    private var ink: Color {
        if !action.enabled { return palette.quiet }
        if isStep { return palette.onStep }
        return action.role == .normal ? palette.ink : palette.danger
    }

    private var fill: Color {
        if isStep { return palette.step }
        return look == .back || !action.enabled ? palette.page : palette.card
    }

    private var edge: Color {
        if look == .back { return palette.page }
        if isStep { return palette.step }
        return action.role == .normal || !action.enabled ? palette.edge : palette.danger
    }
}

enum Touch {
    /// Points of the smallest target (Apple's Human Interface Guidelines).
    static let size: CGFloat = 44
}
