import Foundation
import Nabz
import NabzShell
import Network

/// Tells the core what network the phone has, until it is dropped.
public final class PathWatch: @unchecked Sendable {
    private let monitor = NWPathMonitor()

    public init(_ changed: @escaping @Sendable (PhoneNetwork) -> Void) {
        monitor.pathUpdateHandler = { path in
            let facts = PathFacts(
                isSatisfied: path.status == .satisfied, usesCellular: path.usesInterfaceType(.cellular),
                isExpensive: path.isExpensive
            )
            changed(facts.network)
        }
        monitor.start(queue: DispatchQueue(label: "org.nabz.path", qos: .utility))
    }

    deinit { monitor.cancel() }
}
