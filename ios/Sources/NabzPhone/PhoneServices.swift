import AVFoundation
import Foundation
import Nabz
import NabzShell
import UIKit
import UserNotifications
import os

/// Reminders, the dialler and the log.
public final class PhoneServices: Phone {
    private let logger = Logger(subsystem: "org.nabz", category: "core")

    public init() {}

    public func perform(_ request: HostRequest) async -> HostReply {
        switch request {
        case let .notify(name, atEpochMs, text): await notify(name, at: atEpochMs, text)
        case let .dial(number): await dial(number)
        case let .loudspeaker(on): playAloud(on)
        }
    }

    public func log(_ level: LogLevel, _ line: String) {
        // The core's lines hold no patient data.
        switch level {
        case .error: logger.error("\(line, privacy: .public)")
        case .warn: logger.warning("\(line, privacy: .public)")
        case .info: logger.info("\(line, privacy: .public)")
        }
    }

    private func notify(_ name: String, at epochMilliseconds: Int64, _ text: Wording) async -> HostReply {
        let centre = UNUserNotificationCenter.current()
        guard (try? await centre.requestAuthorization(options: [.alert, .sound])) == true else { return .failed }
        let content = UNMutableNotificationContent()
        content.body = text.shown
        content.sound = .default
        let delay = ReminderTime.delay(until: epochMilliseconds, now: Date())
        let trigger = UNTimeIntervalNotificationTrigger(timeInterval: delay, repeats: false)
        do {
            // The same name replaces what was planned under it.
            try await centre.add(UNNotificationRequest(identifier: name, content: content, trigger: trigger))
            return .done
        } catch {
            return .failed
        }
    }

    /// Where the call is heard; the session's end brings it back to the ear.
    private func playAloud(_ on: Bool) -> HostReply {
        let done = try? AVAudioSession.sharedInstance().overrideOutputAudioPort(on ? .speaker : .none)
        return done == nil ? .failed : .done
    }

    @MainActor private func dial(_ number: String) async -> HostReply {
        guard let url = DialLink.url(number) else { return .failed }
        guard UIApplication.shared.canOpenURL(url) else { return .unsupported }
        return await UIApplication.shared.open(url) ? .done : .failed
    }
}
