import Foundation
import Nabz
import NabzSandbox

/// A phone with the core open on it, in a patient's hand.
struct OpenPhone {
    let core: NabzCore
    let person: Person
    let phone = RecordingPhone()
    let audio: ToneAudio

    init(_ sandbox: Sandbox, languages: [String] = ["fa"]) async throws {
        audio = ToneAudio()
        let keys = try SoftwareKeys(deviceKey: sandbox.seat.device_key)
        core = try await NabzCore.open(
            config: sandbox.config(languages: languages), phone: phone, keys: keys, audio: audio
        )
        person = Person(core)
    }
}

extension Block {
    /// Its running text, where it is a block of text.
    var sentence: Wording? {
        switch kind {
        case let .heading(text), let .paragraph(text), let .notice(_, text), let .progress(text, _): text
        default: nil
        }
    }
}

extension Screen {
    /// Its first list.
    var rows: (key: String, total: UInt32, rows: [ListRow])? {
        for block in blocks {
            if case let .rows(total, _, rows) = block.kind { return (block.key, total, rows) }
        }
        return nil
    }
}
