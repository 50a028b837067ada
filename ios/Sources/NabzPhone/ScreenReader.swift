import Foundation
import Nabz
import NabzShell
import UIKit

/// Lets VoiceOver say what changed: each sentence in a voice of its language, urgent ones at once.
public enum ScreenReader {
    @MainActor public static func say(_ announcement: Announcement) {
        guard UIAccessibility.isVoiceOverRunning else { return }
        for (index, sentence) in announcement.sentences.enumerated() {
            let waits = !announcement.isUrgent || index > 0
            let words = NSAttributedString(
                string: sentence.spoken,
                attributes: [
                    .accessibilitySpeechLanguage: sentence.language,
                    .accessibilitySpeechQueueAnnouncement: waits,
                ])
            UIAccessibility.post(notification: .announcement, argument: words)
        }
    }
}
