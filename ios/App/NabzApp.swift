import Nabz
import NabzPainter
import NabzPhone
import NabzShell
import SwiftUI

/// The app: opens the core, paints its screens, and tells it when it goes to the background and comes back.
@main struct NabzApp: App {
    @StateObject private var start = Start()
    @Environment(\.scenePhase) private var phase

    var body: some Scene {
        WindowGroup {
            Group {
                switch start.state {
                case .opening: ProgressView()
                case let .open(model): ScreenView(model) { ScreenReader.say($0) }
                case let .refused(sentence): RefusalView(sentence) { Task { await start.open() } }
                }
            }
            .task { await start.open() }
        }
        .onChange(of: phase) { phase in
            // `inactive` passes by whenever a notification or a call slides over the app.
            if phase != .inactive { start.setActive(phase == .active) }
        }
    }
}
