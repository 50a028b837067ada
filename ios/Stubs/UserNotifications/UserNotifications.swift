import Foundation

public struct UNAuthorizationOptions: OptionSet, Sendable {
    public let rawValue: UInt
    public init(rawValue: UInt) { self.rawValue = rawValue }
    public static let sound = UNAuthorizationOptions(rawValue: 2)
    public static let alert = UNAuthorizationOptions(rawValue: 4)
}

public final class UNNotificationSound: NSObject, Sendable {
    public class var `default`: UNNotificationSound { fatalError("stub") }
}

open class UNNotificationContent: NSObject {}

public final class UNMutableNotificationContent: UNNotificationContent {
    public override init() { fatalError("stub") }
    public var body: String {
        get { fatalError("stub") }
        set { fatalError("stub") }
    }
    public var sound: UNNotificationSound? {
        get { fatalError("stub") }
        set { fatalError("stub") }
    }
}

open class UNNotificationTrigger: NSObject {}

public final class UNTimeIntervalNotificationTrigger: UNNotificationTrigger {
    public convenience init(timeInterval: TimeInterval, repeats: Bool) { fatalError("stub") }
}

public final class UNNotificationRequest: NSObject {
    public convenience init(identifier: String, content: UNNotificationContent, trigger: UNNotificationTrigger?) {
        fatalError("stub")
    }
}

public final class UNUserNotificationCenter: NSObject {
    public class func current() -> UNUserNotificationCenter { fatalError("stub") }
    public func requestAuthorization(options: UNAuthorizationOptions = []) async throws -> Bool { fatalError("stub") }
    public func add(_ request: UNNotificationRequest) async throws { fatalError("stub") }
}
