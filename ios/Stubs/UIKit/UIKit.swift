import Foundation

public enum UIKeyboardType: Int, Sendable { case `default`, numberPad, phonePad }

public struct UITextContentType: Hashable, Sendable {
    public static let oneTimeCode = UITextContentType()
}

@MainActor public final class UIApplication {
    public static var shared: UIApplication { fatalError("stub") }
    public func canOpenURL(_ url: URL) -> Bool { fatalError("stub") }
    public func open(_ url: URL, options: [String: Any] = [:]) async -> Bool { fatalError("stub") }
    public func beginBackgroundTask(expirationHandler handler: (@MainActor @Sendable () -> Void)? = nil)
        -> UIBackgroundTaskIdentifier
    {
        fatalError("stub")
    }
    public func endBackgroundTask(_ identifier: UIBackgroundTaskIdentifier) { fatalError("stub") }
}

public struct UIBackgroundTaskIdentifier: Hashable, Sendable {
    public static let invalid = UIBackgroundTaskIdentifier()
}

public enum UIAccessibility {
    public struct Notification: Sendable {
        public static let announcement = Notification()
    }
    @MainActor public static var isVoiceOverRunning: Bool { fatalError("stub") }
    @MainActor public static func post(notification: Notification, argument: Any?) { fatalError("stub") }
}

extension NSAttributedString.Key {
    public static let accessibilitySpeechLanguage = NSAttributedString.Key(rawValue: "language")
    public static let accessibilitySpeechQueueAnnouncement = NSAttributedString.Key(rawValue: "queue")
}
