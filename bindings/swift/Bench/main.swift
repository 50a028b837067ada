// Figures of the surface between Swift and the core, as one JSON object on stdout: { bench, commit, rows }.
import Foundation
import Nabz
import NabzSandbox

let seconds = Double(CommandLine.arguments.dropFirst().first ?? "10") ?? 10
let sandbox = try Sandbox(visits: 60)
let audio = ToneAudio()
let core = try await NabzCore.open(
    config: sandbox.config(), phone: RecordingPhone(), keys: SoftwareKeys(deviceKey: sandbox.seat.device_key),
    audio: audio
)
let person = Person(core)
try await person.signIn(code: sandbox.seat.code)

var rows: [Row] = []

// Nothing happens at home: how often do the core's threads wake?
try await Task.sleep(for: .seconds(15))
let before = OwnProcess.sleeps(ofThreadsNamed: "nabz-")
try await Task.sleep(for: .seconds(seconds))
let after = OwnProcess.sleeps(ofThreadsNamed: "nabz-")
let wakeUps = Double(OwnProcess.wakeUps(from: before, to: after)) / seconds
guard !after.isEmpty else { fatalError("the core has no threads to count") }
rows.append(
    Row(
        case: "wake-ups a second at home, \(after.count) threads", unit: "1/s", ours: wakeUps, goal: "0",
        met: wakeUps == 0))

// One screen is one call; beside it a screen's worth of texts asked for one call after the other.
try await person.press("visits")
try await person.see("sixty rows") { screen in
    screen.blocks.contains { if case let .rows(_, _, rows) = $0.kind { rows.count == 60 } else { false } }
}
var whole: [Double] = []
var single: [Double] = []
for _ in 0..<500 {
    try whole.append(timed { _ = try core.screen })
    single.append(timed { for _ in 0..<40 { _ = core.catalogue.appName } })
}
rows.append(
    Row(
        case: "screen of 60 rows to a Swift record, median", unit: "ms", ours: whole.at(0.5) * 1_000,
        rivals: ["40 calls of catalogue()": single.at(0.5) * 1_000], goal: "<= 1", met: whole.at(0.5) <= 0.001
    ))
try await person.press("back")

// Sound, while a call really carries it.
try await person.book()
try await person.press("done")
try core.setClockAhead(toEpochMilliseconds: sandbox.advanceToVisit())
try await person.press("answer", within: .seconds(60))
try await person.see("call")
try await Task.sleep(for: .seconds(seconds))
try await person.press("hang-up")
let frames = audio.figures.durations
rows.append(
    Row(
        case: "one audio frame each way, p99 of \(frames.count)", unit: "ms", ours: frames.at(0.99) * 1_000,
        goal: "<= 0.2 (1 % of 20 ms)", met: frames.at(0.99) <= 0.000_2
    ))
core.close()

let commit = ProcessInfo.processInfo.environment["NABZ_COMMIT"] ?? ""
let encoder = JSONEncoder()
encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
print(String(decoding: try encoder.encode(Report(bench: "ffi-swift", commit: commit, rows: rows)), as: UTF8.self))

struct Report: Encodable {
    let bench, commit: String
    let rows: [Row]
}

struct Row: Encodable {
    let `case`, unit: String
    let ours: Double
    var rivals: [String: Double] = [:]
    let goal: String
    let met: Bool
}

func timed(_ work: () throws -> Void) rethrows -> Double {
    let began = DispatchTime.now().uptimeNanoseconds
    try work()
    return Double(DispatchTime.now().uptimeNanoseconds - began) / 1e9
}

extension [Double] {
    /// The value below which this share lies.
    func at(_ share: Double) -> Double {
        isEmpty ? .infinity : sorted()[Swift.min(count - 1, Int(Double(count) * share))]
    }
}
