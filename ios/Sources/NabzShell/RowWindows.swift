import Nabz

/// The rows of one long list, of which only those near the eye are here.
///
/// Rows of an older revision stay to be seen until the new ones are here, and are asked for again when they show.
public struct RowWindows {
    /// Rows that come at once.
    public static let size: UInt32 = 60
    /// Windows kept: enough to scroll back a while, 1,200 rows.
    static let kept = 20

    private struct Page {
        var rows: [ListRow]
        var revision: UInt64
    }

    /// How many rows the list has in all.
    public private(set) var total: UInt32 = 0
    private var revision: UInt64 = 0
    private var pages: [UInt32: Page] = [:]
    private var asked: Set<UInt32> = []

    public init() {}

    /// Takes the first rows over, as the screen brought them.
    public mutating func settle(total: UInt32, first: UInt32, rows: [ListRow], revision: UInt64) {
        if revision != self.revision { asked = [] }
        self.revision = revision
        self.total = total
        pages = pages.filter { $0.key < total }
        keep(first: first, rows: rows, revision: revision)
    }

    /// The row at `index`; nothing while it has not come.
    public func row(_ index: UInt32) -> ListRow? {
        guard index < total, let page = pages[index / Self.size] else { return nil }
        let place = Int(index % Self.size)
        return place < page.rows.count ? page.rows[place] : nil
    }

    /// The first row of the window to ask for, now that `index` shows; nothing if it is here or on its way.
    public mutating func missing(at index: UInt32) -> UInt32? {
        let page = index / Self.size
        guard index < total, pages[page]?.revision != revision, asked.insert(page).inserted else { return nil }
        return page * Self.size
    }

    /// Takes a window over that was asked for at `first`. One of another revision is of no use.
    public mutating func take(_ window: Window, askedAt first: UInt32) {
        asked.remove(first / Self.size)
        guard window.revision == revision, window.first == first else { return }
        total = window.total
        keep(first: first, rows: window.rows, revision: window.revision)
        forget(farFrom: first / Self.size)
    }

    /// A window that was asked for at `first` did not come; it is asked for again when its rows show again.
    public mutating func failed(askedAt first: UInt32) {
        asked.remove(first / Self.size)
    }

    private mutating func keep(first: UInt32, rows: [ListRow], revision: UInt64) {
        guard first.isMultiple(of: Self.size) else { return }
        pages[first / Self.size] = Page(rows: Array(rows.prefix(Int(Self.size))), revision: revision)
    }

    private mutating func forget(farFrom page: UInt32) {
        func distance(_ other: UInt32) -> UInt32 { other > page ? other - page : page - other }
        while pages.count > Self.kept, let far = pages.keys.max(by: { distance($0) < distance($1) }) {
            pages[far] = nil
        }
    }
}
