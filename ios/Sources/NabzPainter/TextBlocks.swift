import Nabz
import SwiftUI

struct HeadingBlock: View {
    let text: Wording

    var body: some View {
        WordingText(text).font(.title3.bold()).padding(.top, 12).accessibilityAddTraits(.isHeader)
    }
}

struct NoticeBlock: View {
    let tone: Tone
    let text: Wording
    @Environment(\.colorScheme) private var colorScheme

    var body: some View {
        let color = Palette(colorScheme).color(of: tone)
        HStack(alignment: .firstTextBaseline, spacing: 12) {
            // Not by colour alone (WCAG 1.4.1).
            Image(systemName: symbol).foregroundStyle(color).accessibilityHidden(true)
            WordingText(text).font(.body)
        }
        .padding(12)
        .frame(maxWidth: .infinity, alignment: .leading)
        .background(Palette(colorScheme).card, in: RoundedRectangle(cornerRadius: 12))
        .overlay(RoundedRectangle(cornerRadius: 12).strokeBorder(color, lineWidth: 2))
        .accessibilityElement(children: .combine)
    }

    private var symbol: String {
        switch tone {
        case .info: "info.circle"
        case .good: "checkmark.circle"
        case .warning: "exclamationmark.circle"
        case .problem: "exclamationmark.triangle"
        }
    }
}

/// A label with its value; one under the other where the type is large.
struct RowBlock: View {
    let label: Wording
    let value: Wording

    var body: some View {
        Pair(label: label, value: value, isStrong: false)
    }
}

struct PriceBlock: View {
    let lines: [PriceLine]
    let ownShare: PriceLine
    @Environment(\.colorScheme) private var colorScheme

    var body: some View {
        VStack(alignment: .leading, spacing: 8) {
            ForEach(lines.indices, id: \.self) { index in
                Pair(label: lines[index].label, value: lines[index].amount, isStrong: false)
            }
            Divider()
            Pair(label: ownShare.label, value: ownShare.amount, isStrong: true)
        }
        .padding(12)
        .background(Palette(colorScheme).card, in: RoundedRectangle(cornerRadius: 12))
    }
}

/// Two texts that belong together, read as one.
private struct Pair: View {
    let label: Wording
    let value: Wording
    let isStrong: Bool
    @Environment(\.dynamicTypeSize) private var typeSize
    @Environment(\.colorScheme) private var colorScheme

    var body: some View {
        let layout =
            typeSize.isAccessibilitySize
            ? AnyLayout(VStackLayout(alignment: .leading, spacing: 2))
            : AnyLayout(HStackLayout(alignment: .firstTextBaseline, spacing: 12))
        layout {
            WordingText(label).font(isStrong ? .body.bold() : .body).foregroundStyle(Palette(colorScheme).quiet)
            if !typeSize.isAccessibilitySize { Spacer(minLength: 0) }
            WordingText(value).font(isStrong ? .title3.bold() : .body)
        }
        .frame(maxWidth: .infinity, alignment: .leading)
        .accessibilityElement(children: .combine)
    }
}
