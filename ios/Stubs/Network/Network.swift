import Foundation

public struct NWPath: Sendable {
    public enum Status: Sendable { case satisfied, unsatisfied, requiresConnection }
    public let status: Status
    public let isExpensive: Bool
    public func usesInterfaceType(_ type: NWInterface.InterfaceType) -> Bool { fatalError("stub") }
}

public struct NWInterface: Sendable {
    public enum InterfaceType: Sendable { case other, wifi, cellular, wiredEthernet, loopback }
}

public final class NWPathMonitor {
    public init() { fatalError("stub") }
    public var pathUpdateHandler: (@Sendable (NWPath) -> Void)? {
        get { fatalError("stub") }
        set { fatalError("stub") }
    }
    public func start(queue: DispatchQueue) { fatalError("stub") }
    public func cancel() { fatalError("stub") }
}
