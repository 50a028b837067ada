import Nabz
import NabzShell
import Testing

@Suite struct RowWindowsTests {
    @Test func aWindowIsAskedForOnceAndFilled() {
        var windows = RowWindows()
        windows.settle(total: 5_000, first: 0, rows: rows(0..<60), revision: 1)
        #expect(windows.row(59)?.key == "59")
        #expect(windows.missing(at: 10) == nil)
        #expect(windows.row(60) == nil)
        #expect(windows.missing(at: 60) == 60)
        #expect(windows.missing(at: 61) == nil)
        windows.take(Window(revision: 1, total: 5_000, first: 60, rows: rows(60..<120)), askedAt: 60)
        #expect(windows.row(61)?.key == "61")
        #expect(windows.missing(at: 61) == nil)
        #expect(windows.missing(at: 5_000) == nil)
    }

    @Test func aWindowThatFailedIsAskedForAgain() {
        var windows = RowWindows()
        windows.settle(total: 200, first: 0, rows: rows(0..<60), revision: 1)
        #expect(windows.missing(at: 199) == 180)
        windows.failed(askedAt: 180)
        #expect(windows.missing(at: 199) == 180)
    }

    @Test func rowsOfAnOlderRevisionStayUntilTheNewOnesCome() {
        var windows = RowWindows()
        windows.settle(total: 200, first: 0, rows: rows(0..<60), revision: 1)
        #expect(windows.missing(at: 60) == 60)
        windows.take(Window(revision: 1, total: 200, first: 60, rows: rows(60..<120)), askedAt: 60)
        windows.settle(total: 150, first: 0, rows: rows(0..<60), revision: 2)
        #expect(windows.row(60)?.key == "60")
        #expect(windows.missing(at: 60) == 60)
        // What was asked for before the change is of no use any more.
        windows.take(Window(revision: 1, total: 200, first: 60, rows: rows(1_060..<1_120)), askedAt: 60)
        #expect(windows.row(60)?.key == "60")
        #expect(windows.missing(at: 60) == 60)
        windows.take(Window(revision: 2, total: 150, first: 60, rows: rows(2_060..<2_120)), askedAt: 60)
        #expect(windows.row(60)?.key == "2060")
        #expect(windows.row(150) == nil)
    }

    @Test func aLongScrollKeepsOnlyWhatIsNear() {
        var windows = RowWindows()
        windows.settle(total: 100_000, first: 0, rows: rows(0..<60), revision: 1)
        for first in stride(from: UInt32(60), to: 60_000, by: 60) {
            #expect(windows.missing(at: first) == first)
            windows.take(
                Window(revision: 1, total: 100_000, first: first, rows: rows(Int(first)..<Int(first) + 60)),
                askedAt: first)
        }
        #expect(windows.row(0) == nil)
        #expect(windows.row(59_000) != nil)
        let here = (0..<UInt32(1_000)).filter { windows.row($0 * 60) != nil }
        #expect(here.count == 20)
    }

    private func rows(_ range: Range<Int>) -> [ListRow] {
        range.map { ListRow(key: "\($0)", title: .plain("row \($0)"), detail: nil, action: nil) }
    }
}
