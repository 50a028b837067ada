import Foundation
import Nabz
import NabzPainter

/// A test double of the core: always the same screen; remembers what was pressed.
final class FrozenCore: PaintedCore, @unchecked Sendable {
    struct Press: Equatable {
        let action: String
        let revision: UInt64
        let texts: [String: String]
    }

    private let lock = NSLock()
    private var made: [Press] = []
    private var asked: [UInt32] = []

    var presses: [Press] { lock.withLock { made } }
    var windows: [UInt32] { lock.withLock { asked } }

    let catalogue: Catalogue = {
        func words(_ text: String) -> Wording { Wording(shown: text, spoken: text, language: "en", direction: .ltr) }
        return Catalogue(
            appName: words("Nabz"), channelCalls: words("Calls"), channelReminders: words("Reminders"),
            callUnderWay: words("A call"), microphoneReason: words("To be heard"), unlockReason: words("To open"),
            line: (0...4).map { words("line \($0)") }
        )
    }()

    func screens() -> AsyncStream<Screen> { AsyncStream { $0.finish() } }
    func liveValues(every interval: Duration) -> AsyncStream<[Live]> { AsyncStream { $0.finish() } }

    func window(of key: String, from first: UInt32, count: UInt32) async throws -> Window {
        lock.withLock { asked.append(first) }
        let rows = (first..<(first + count)).map { ListRow.numbered($0) }
        return Window(revision: 1, total: 5_000, first: first, rows: rows)
    }

    func act(_ action: Action, on screen: Screen, entered: [String: Typed]) throws {
        let texts = entered.mapValues { typed in
            switch typed {
            case let .plain(text): text
            case .secret: "secret"
            }
        }
        lock.withLock { made.append(Press(action: action.id, revision: screen.revision, texts: texts)) }
    }
}

extension ListRow {
    static func numbered(_ index: UInt32) -> ListRow {
        let words = Wording(shown: "row \(index)", spoken: "row \(index)", language: "en", direction: .ltr)
        let action = Action(id: "open:\(index)", label: words, role: .normal, enabled: true, repeatable: false)
        return ListRow(key: "\(index)", title: words, detail: nil, action: action)
    }
}
