import Nabz
import SwiftUI

/// Who is at the other end, what happens, and how good the line is.
struct CallStageBlock: View {
    let who: Wording
    let about: Wording
    let state: Wording
    let line: UInt32?
    /// Names of the line's states, from none to good.
    let lineNames: [Wording]
    @Environment(\.colorScheme) private var colorScheme

    var body: some View {
        let palette = Palette(colorScheme)
        VStack(alignment: .leading, spacing: 8) {
            WordingText(who).font(.title2.bold()).accessibilityAddTraits(.isHeader)
            WordingText(about).font(.body).foregroundStyle(palette.quiet)
            if let line { bars(line, palette) }
            WordingText(state).font(.body.bold()).accessibilityAddTraits(.updatesFrequently)
        }
        .padding(16)
        .frame(maxWidth: .infinity, alignment: .leading)
        .background(palette.card, in: RoundedRectangle(cornerRadius: 12))
    }

    @ViewBuilder private func bars(_ line: UInt32, _ palette: Palette) -> some View {
        let name = lineNames.indices.contains(Int(line)) ? lineNames[Int(line)] : nil
        HStack(alignment: .bottom, spacing: 4) {
            ForEach(1..<5, id: \.self) { bar in
                RoundedRectangle(cornerRadius: 3)
                    .fill(bar <= Int(line) ? palette.step : palette.page)
                    .overlay(RoundedRectangle(cornerRadius: 3).strokeBorder(palette.edge, lineWidth: 1))
                    .frame(width: 12, height: CGFloat(bar * 8))
            }
        }
        .accessibilityElement(children: .ignore)
        .spoken(name ?? state)
    }
}

/// Something under way, as far as is known.
struct ProgressBlock: View {
    let text: Wording
    let permille: UInt32?

    var body: some View {
        VStack(alignment: .leading, spacing: 8) {
            WordingText(text).font(.body)
            if let permille {
                ProgressView(value: Double(min(permille, 1_000)), total: 1_000).accessibilityHidden(true)
            } else {
                ProgressView().accessibilityHidden(true)
            }
        }
        .accessibilityElement(children: .combine)
        .accessibilityAddTraits(.updatesFrequently)
    }
}

/// A value that changes often: a clock, a meter. Never announced.
struct LiveBlock: View {
    @ObservedObject var values: LiveValues
    let key: String
    let label: Wording

    var body: some View {
        let live = values.values[key]
        VStack(alignment: .leading, spacing: 4) {
            WordingText(label).font(.body)
            if let live { WordingText(live.value).font(.title3.monospacedDigit()) }
            if let permille = live?.permille {
                ProgressView(value: Double(min(permille, 1_000)), total: 1_000).accessibilityHidden(true)
            }
        }
        .accessibilityElement(children: .ignore)
        .spoken(label)
        .accessibilityValue(live?.value.said ?? Text(verbatim: ""))
        .accessibilityAddTraits(.updatesFrequently)
    }
}
