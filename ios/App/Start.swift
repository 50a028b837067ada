import Combine
import Foundation
import Nabz
import NabzPainter
import NabzPhone
import NabzShell
import UIKit

/// Opens the core once and keeps what lives as long as the app.
@MainActor final class Start: ObservableObject {
    enum State {
        case opening
        case open(ScreenModel)
        case refused(Wording)
    }

    @Published private(set) var state = State.opening
    private var life: LifeCycle?
    private var path: PathWatch?
    private let words = Words()

    func open() async {
        guard life == nil else { return }
        state = .opening
        let words = words
        let keys = SecureKeys(prefix: "org.nabz") { words.catalogue?.unlockReason.shown ?? "" }
        let audio = SystemCall(
            audio: CallAudio(),
            name: { words.catalogue?.callUnderWay.shown ?? "" },
            hangUp: { words.hangUp() }
        )
        do {
            let core = try await NabzCore.open(config: Self.config(), phone: PhoneServices(), keys: keys, audio: audio)
            words.attach(core)
            path = PathWatch { [weak core] network in try? core?.networkChanged(to: network) }
            life = LifeCycle(core)
            state = .open(ScreenModel(core))
        } catch let NabzError.Failed(_, _, sentence) {
            state = .refused(sentence)
        } catch {
            // `open` throws nothing else.
        }
    }

    /// Asks iOS for the time that closing the files takes.
    func setActive(_ isActive: Bool) {
        guard let life else { return }
        let task = isActive ? UIBackgroundTaskIdentifier.invalid : UIApplication.shared.beginBackgroundTask()
        Task {
            await life.set(active: isActive)
            if task != .invalid { UIApplication.shared.endBackgroundTask(task) }
        }
    }

    private static func config() -> Config {
        let manager = FileManager.default
        let folder = manager.urls(for: .applicationSupportDirectory, in: .userDomainMask)[0]
        // Readable after the first unlock, so that a call can ring on a locked phone; the core seals every row itself.
        // Where this fails the core cannot open its file, and says so.
        let protection = [FileAttributeKey.protectionKey: FileProtectionType.completeUntilFirstUserAuthentication]
        try? manager.createDirectory(at: folder, withIntermediateDirectories: true, attributes: protection)
        return AppFile.config(
            app: Bundle.main.url(forResource: "nabz", withExtension: "json").flatMap { try? Data(contentsOf: $0) },
            enrolment: try? Data(contentsOf: folder.appendingPathComponent("enrolment.json")),
            languages: Locale.preferredLanguages,
            zone: TimeZone.current.identifier,
            vault: folder.appendingPathComponent("nabz.db").path
        )
    }
}

/// The core's words and its way to end a call, for adapters that are made before the core.
private final class Words: @unchecked Sendable {
    private let lock = NSLock()
    private weak var core: NabzCore?

    var catalogue: Catalogue? { held?.catalogue }

    func attach(_ core: NabzCore) {
        lock.withLock { self.core = core }
    }

    func hangUp() {
        guard let core = held, let screen = try? core.screen, let action = screen.hangUp else { return }
        try? core.act(action, on: screen)
    }

    private var held: NabzCore? {
        lock.withLock { core }
    }
}
