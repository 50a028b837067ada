import Nabz
import SwiftUI

/// One of a few; pressing an option chooses it.
struct ChoiceBlock: View {
    @ObservedObject var model: ScreenModel
    let label: Wording
    let options: [ChoiceOption]

    var body: some View {
        VStack(alignment: .leading, spacing: 8) {
            WordingText(label).font(.body)
            ForEach(options, id: \.action.id) { option in
                OptionButton(model: model, option: option)
            }
        }
        .accessibilityElement(children: .contain)
        .spoken(label)
    }
}

private struct OptionButton: View {
    @ObservedObject var model: ScreenModel
    let option: ChoiceOption
    @Environment(\.colorScheme) private var colorScheme

    var body: some View {
        let palette = Palette(colorScheme)
        Button {
            model.press(option.action)
        } label: {
            HStack(alignment: .firstTextBaseline, spacing: 12) {
                Image(systemName: option.chosen ? "largecircle.fill.circle" : "circle").accessibilityHidden(true)
                WordingText(option.action.label).font(option.chosen ? .body.bold() : .body)
                Spacer(minLength: 0)
            }
            .foregroundStyle(option.action.enabled ? palette.ink : palette.quiet)
            .padding(.horizontal, 16)
            .padding(.vertical, 8)
            .frame(maxWidth: .infinity, minHeight: Touch.size, alignment: .leading)
            .background(option.chosen ? palette.chosen : palette.card, in: RoundedRectangle(cornerRadius: 12))
            .overlay(
                RoundedRectangle(cornerRadius: 12).strokeBorder(
                    option.chosen ? palette.step : palette.edge, lineWidth: 2)
            )
            .contentShape(Rectangle())
        }
        .buttonStyle(.plain)
        .disabled(!option.action.enabled)
        .spoken(option.action.label)
        .accessibilityAddTraits(option.chosen ? .isSelected : [])
    }
}

/// Free times, by day.
struct SlotsBlock: View {
    @ObservedObject var model: ScreenModel
    let days: [SlotDay]
    /// Room for a time at the reader's size of type.
    @ScaledMetric(relativeTo: .body) private var width: CGFloat = 96

    var body: some View {
        VStack(alignment: .leading, spacing: 16) {
            ForEach(days.indices, id: \.self) { index in
                WordingText(days[index].day).font(.headline).accessibilityAddTraits(.isHeader)
                LazyVGrid(columns: [GridItem(.adaptive(minimum: width), spacing: 8)], alignment: .leading, spacing: 8) {
                    ForEach(days[index].times, id: \.id) { time in
                        ActionButton(model: model, action: time, look: .inside)
                            // A time alone does not say which day it is.
                            .accessibilityHint(days[index].day.said)
                    }
                }
            }
        }
    }
}
