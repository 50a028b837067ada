import Nabz
import NabzShell
import SwiftUI

/// Paints the screens of a core, one after the other.
///
/// Back and help stand above, the one next step below. With very large type only help stays fixed, so that something is
/// left to read.
public struct ScreenView: View {
    @ObservedObject private var model: ScreenModel
    private let announce: @MainActor (Announcement) -> Void

    /// `announce` lets the phone's screen reader say what changed.
    public init(_ model: ScreenModel, announce: @escaping @MainActor (Announcement) -> Void) {
        self.model = model
        self.announce = announce
    }

    public var body: some View {
        Group {
            if let screen = model.screen {
                Page(model: model, screen: screen, announce: announce)
                    // A new screen starts at its top, without the old one's focus.
                    .id(screen.id)
                    .environment(\.layoutDirection, LayoutDirection(screen.direction))
                    .environment(\.locale, Locale(identifier: screen.title.language))
            }
        }
        .task { await model.follow() }
    }
}

private struct Page: View {
    @ObservedObject var model: ScreenModel
    let screen: Screen
    let announce: @MainActor (Announcement) -> Void

    @Environment(\.dynamicTypeSize) private var typeSize
    @Environment(\.colorScheme) private var colorScheme
    @AccessibilityFocusState private var cursor: Place?
    @FocusState private var typing: String?

    private var palette: Palette { Palette(colorScheme) }
    private var isCramped: Bool { typeSize.isAccessibilitySize }

    var body: some View {
        ScrollView {
            VStack(alignment: .leading, spacing: 16) {
                if isCramped { back }
                WordingText(screen.title)
                    .font(.title.bold())
                    .accessibilityAddTraits(.isHeader)
                    .accessibilityFocused($cursor, equals: .title)
                    .accessibilityIdentifier("title")
                ForEach(screen.blocks, id: \.key) { block in
                    BlockView(model: model, block: block, typing: $typing)
                        .accessibilityFocused($cursor, equals: .block(block.key))
                        .accessibilityIdentifier(block.key)
                }
                if let refusal = model.refusal { NoticeBlock(tone: .problem, text: refusal) }
                if isCramped { next }
            }
            .padding(16)
            .frame(maxWidth: 640, alignment: .leading)
            .frame(maxWidth: .infinity)
        }
        .background(palette.page)
        .safeAreaInset(edge: .top, spacing: 0) { header }
        .safeAreaInset(edge: .bottom, spacing: 0) {
            if !isCramped { footer }
        }
        .accessibilityAction(.escape) { goBack() }
        .overlay(alignment: .leading) { BackStrip(direction: screen.direction, perform: goBack) }
        .onAppear { react(to: model.announcement) }
        .onChange(of: model.announcement) { react(to: $0) }
        .task(id: model.hasLive) { await model.followLive() }
    }

    @ViewBuilder private var back: some View {
        if let back = screen.back {
            ActionButton(model: model, action: back, look: .back).accessibilityIdentifier("back")
        }
    }

    @ViewBuilder private var next: some View {
        if let next = screen.next {
            ActionButton(model: model, action: next, look: .next).accessibilityIdentifier("next")
        }
    }

    /// Never scrolls away.
    private var header: some View {
        HStack(alignment: .center, spacing: 8) {
            if !isCramped { back }
            Spacer(minLength: 0)
            if let emergency = screen.emergency {
                ActionButton(model: model, action: emergency, look: .emergency).accessibilityIdentifier("emergency")
            }
        }
        .padding(.horizontal, 16)
        .padding(.vertical, 4)
        .background(palette.page)
    }

    private var footer: some View {
        next
            .padding(.horizontal, 16)
            .padding(.vertical, 8)
            .frame(maxWidth: 640)
            .frame(maxWidth: .infinity)
            .background(palette.page)
    }

    private func goBack() {
        if let back = screen.back { model.press(back) }
    }

    private func react(to announcement: Announcement?) {
        guard let announcement else { return }
        if announcement.moves {
            cursor = announcement.focus.map(Place.block) ?? .title
            typing = screen.fields.contains { $0.key == announcement.focus } ? announcement.focus : nil
        }
        announce(announcement)
    }
}

/// Where a screen reader's cursor may stand.
enum Place: Hashable {
    case title
    case block(String)
}

/// The phone's back gesture: a strip along the leading edge, where no control stands, takes a swipe inwards.
private struct BackStrip: View {
    let direction: Direction
    let perform: @MainActor () -> Void

    var body: some View {
        Color.clear
            .frame(width: 16)
            .frame(maxHeight: .infinity)
            .contentShape(Rectangle())
            .gesture(
                DragGesture(minimumDistance: 24).onEnded { drag in
                    // Distances run from the left in both directions of layout.
                    let inwards = direction == .ltr ? drag.translation.width : -drag.translation.width
                    if inwards > 80, abs(drag.translation.height) < 60 { perform() }
                }
            )
            .accessibilityHidden(true)
    }
}
