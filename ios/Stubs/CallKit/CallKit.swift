import AVFoundation
import Foundation

public final class CXHandle: NSObject {
    public enum HandleType: Int, Sendable { case generic = 1, phoneNumber, emailAddress }
    public init(type: HandleType, value: String) { fatalError("stub") }
}

open class CXAction: NSObject {
    public func fulfill() { fatalError("stub") }
    public func fail() { fatalError("stub") }
}

open class CXCallAction: CXAction {
    public var callUUID: UUID { fatalError("stub") }
}

public final class CXStartCallAction: CXCallAction {
    public init(call callUUID: UUID, handle: CXHandle) { fatalError("stub") }
}

public final class CXEndCallAction: CXCallAction {
    public init(call callUUID: UUID) { fatalError("stub") }
}

public final class CXTransaction: NSObject {
    public convenience init(action: CXAction) { fatalError("stub") }
}

public final class CXCallController: NSObject {
    public override init() { fatalError("stub") }
    public func request(_ transaction: CXTransaction, completion: @escaping @Sendable ((any Error)?) -> Void) {
        fatalError("stub")
    }
}

public final class CXProviderConfiguration: NSObject {
    public override init() { fatalError("stub") }
    public var maximumCallGroups: Int {
        get { fatalError("stub") }
        set { fatalError("stub") }
    }
    public var maximumCallsPerCallGroup: Int {
        get { fatalError("stub") }
        set { fatalError("stub") }
    }
    public var supportsVideo: Bool {
        get { fatalError("stub") }
        set { fatalError("stub") }
    }
    public var supportedHandleTypes: Set<CXHandle.HandleType> {
        get { fatalError("stub") }
        set { fatalError("stub") }
    }
    public var includesCallsInRecents: Bool {
        get { fatalError("stub") }
        set { fatalError("stub") }
    }
}

public enum CXCallEndedReason: Int, Sendable {
    case failed = 1, remoteEnded, unanswered, answeredElsewhere, declinedElsewhere
}

public protocol CXProviderDelegate: NSObjectProtocol {
    func providerDidReset(_ provider: CXProvider)
    func provider(_ provider: CXProvider, perform action: CXStartCallAction)
    func provider(_ provider: CXProvider, perform action: CXEndCallAction)
    func provider(_ provider: CXProvider, didActivate audioSession: AVAudioSession)
    func provider(_ provider: CXProvider, didDeactivate audioSession: AVAudioSession)
}

public final class CXCallUpdate: NSObject {
    public override init() { fatalError("stub") }
    public var localizedCallerName: String? {
        get { fatalError("stub") }
        set { fatalError("stub") }
    }
    public var supportsHolding: Bool {
        get { fatalError("stub") }
        set { fatalError("stub") }
    }
    public var supportsGrouping: Bool {
        get { fatalError("stub") }
        set { fatalError("stub") }
    }
    public var supportsUngrouping: Bool {
        get { fatalError("stub") }
        set { fatalError("stub") }
    }
    public var supportsDTMF: Bool {
        get { fatalError("stub") }
        set { fatalError("stub") }
    }
}

public final class CXProvider: NSObject {
    public init(configuration: CXProviderConfiguration) { fatalError("stub") }
    public func setDelegate(_ delegate: (any CXProviderDelegate)?, queue: DispatchQueue?) { fatalError("stub") }
    public func reportCall(with UUID: UUID, updated update: CXCallUpdate) { fatalError("stub") }
    public func reportOutgoingCall(with UUID: UUID, connectedAt dateConnected: Date?) { fatalError("stub") }
    public func reportCall(with UUID: UUID, endedAt dateEnded: Date?, reason endedReason: CXCallEndedReason) {
        fatalError("stub")
    }
}
