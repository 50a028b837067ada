import Combine
import Nabz
import NabzShell

/// What the painter needs of a core.
public protocol PaintedCore: Sendable {
    var catalogue: Catalogue { get }
    func screens() -> AsyncStream<Screen>
    func liveValues(every interval: Duration) -> AsyncStream<[Live]>
    func window(of key: String, from first: UInt32, count: UInt32) async throws -> Window
    func act(_ action: Action, on screen: Screen, entered: [String: Typed]) throws
}

extension NabzCore: PaintedCore {}

/// The screen as it stands in front of the person: what the core says, and what they have typed.
@MainActor public final class ScreenModel: ObservableObject {
    @Published public private(set) var screen: Screen?
    @Published public private(set) var announcement: Announcement?
    @Published public private(set) var catalogue: Catalogue
    /// Why the last press was not taken, in words of the core.
    @Published public private(set) var refusal: Wording?
    @Published private var texts = FieldTexts()
    @Published private var lists: [String: RowWindows] = [:]

    /// Values that change ten times a second; apart, so that only what shows them is painted again.
    public let live = LiveValues()

    private let core: any PaintedCore

    public init(_ core: any PaintedCore) {
        self.core = core
        catalogue = core.catalogue
    }

    /// Follows the core until it closes or the task is cancelled.
    public func follow() async {
        for await screen in core.screens() { show(screen) }
    }

    /// Whether a block on the screen is live.
    public var hasLive: Bool {
        screen?.blocks.contains { if case .live = $0.kind { true } else { false } } ?? false
    }

    /// Follows the live blocks, if there are any, until the task is cancelled.
    public func followLive() async {
        guard hasLive else { return }
        for await values in core.liveValues(every: .milliseconds(100)) { live.take(values) }
    }

    public func press(_ action: Action) {
        guard let screen, action.enabled else { return }
        do {
            try core.act(action, on: screen, entered: texts.entered)
            refusal = nil
        } catch let NabzError.Failed(_, _, sentence) {
            refusal = sentence
        } catch {
            // `act` throws nothing else.
        }
    }

    /// What stands in the field `key`; the person's own, until the core replaces it.
    public subscript(text key: String) -> String {
        get { texts[key] }
        set { texts[key] = newValue }
    }

    /// The row at `index` of the list `key`; nothing while it is on its way.
    public func row(_ index: UInt32, of key: String) -> ListRow? {
        lists[key]?.row(index)
    }

    /// The row at `index` of the list `key` shows now: brings its window if it is not here.
    public func appeared(row index: UInt32, of key: String) async {
        guard let first = lists[key]?.missing(at: index) else { return }
        do {
            let window = try await core.window(of: key, from: first, count: RowWindows.size)
            lists[key]?.take(window, askedAt: first)
        } catch {
            lists[key]?.failed(askedAt: first)
        }
    }

    func show(_ screen: Screen) {
        let before = self.screen
        texts.settle(screen)
        settleLists(of: screen)
        if before?.title.language != screen.title.language { catalogue = core.catalogue }
        if before?.id != screen.id { refusal = nil }
        self.screen = screen
        announcement = Announcement(from: before, to: screen)
    }

    private func settleLists(of screen: Screen) {
        var now: [String: RowWindows] = [:]
        for block in screen.blocks {
            guard case let .rows(total, first, rows) = block.kind else { continue }
            var windows = lists[block.key] ?? RowWindows()
            windows.settle(total: total, first: first, rows: rows, revision: screen.revision)
            now[block.key] = windows
        }
        lists = now
    }
}

/// The present values of live blocks, by key.
@MainActor public final class LiveValues: ObservableObject {
    @Published public private(set) var values: [String: Live] = [:]

    func take(_ values: [Live]) {
        self.values = Dictionary(values.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    }
}
