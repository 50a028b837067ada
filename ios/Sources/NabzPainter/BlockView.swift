import Nabz
import SwiftUI

/// One painter per block kind; a new screen changes nothing here.
struct BlockView: View {
    @ObservedObject var model: ScreenModel
    let block: Block
    let typing: FocusState<String?>.Binding

    var body: some View {
        switch block.kind {
        case let .heading(text): HeadingBlock(text: text)
        case let .paragraph(text): WordingText(text).font(.body)
        case let .notice(tone, text): NoticeBlock(tone: tone, text: text)
        case let .row(label, value): RowBlock(label: label, value: value)
        case let .rows(total, _, _): RowsBlock(model: model, key: block.key, total: total)
        case let .button(action): ActionButton(model: model, action: action, look: .inside)
        case let .entry(field): FieldBlock(model: model, key: block.key, field: field, typing: typing)
        case let .choice(label, options): ChoiceBlock(model: model, label: label, options: options)
        case let .slots(days): SlotsBlock(model: model, days: days)
        case let .price(lines, ownShare): PriceBlock(lines: lines, ownShare: ownShare)
        case let .callStage(who, about, state, line):
            CallStageBlock(who: who, about: about, state: state, line: line, lineNames: model.catalogue.line)
        case let .progress(text, permille): ProgressBlock(text: text, permille: permille)
        case let .live(label): LiveBlock(values: model.live, key: block.key, label: label)
        }
    }
}
