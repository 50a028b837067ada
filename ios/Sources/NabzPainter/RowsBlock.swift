import Nabz
import SwiftUI

/// A list of any length, of which the rows in sight are brought.
struct RowsBlock: View {
    @ObservedObject var model: ScreenModel
    let key: String
    let total: UInt32

    var body: some View {
        LazyVStack(alignment: .leading, spacing: 8) {
            ForEach(0..<total, id: \.self) { index in
                RowCell(model: model, row: model.row(index, of: key))
                    .task(id: model.screen?.revision) { await model.appeared(row: index, of: key) }
            }
        }
    }
}

private struct RowCell: View {
    @ObservedObject var model: ScreenModel
    let row: ListRow?
    @Environment(\.colorScheme) private var colorScheme

    var body: some View {
        if let row, let action = row.action {
            Button {
                model.press(action)
            } label: {
                card(row)
            }
            .buttonStyle(.plain)
            .disabled(!action.enabled)
            .accessibilityElement(children: .combine)
            .accessibilityHint(action.label.said)
        } else if let row {
            card(row).accessibilityElement(children: .combine)
        } else {
            // The place of a row on its way.
            RoundedRectangle(cornerRadius: 12)
                .fill(Palette(colorScheme).card)
                .frame(maxWidth: .infinity, minHeight: Touch.size)
                .accessibilityHidden(true)
        }
    }

    private func card(_ row: ListRow) -> some View {
        let palette = Palette(colorScheme)
        return VStack(alignment: .leading, spacing: 4) {
            WordingText(row.title).font(.body.bold()).foregroundStyle(palette.ink)
            if let detail = row.detail { WordingText(detail).font(.body).foregroundStyle(palette.quiet) }
        }
        .padding(12)
        .frame(maxWidth: .infinity, minHeight: Touch.size, alignment: .leading)
        .background(palette.card, in: RoundedRectangle(cornerRadius: 12))
        .contentShape(Rectangle())
    }
}
