import Foundation
import Nabz

/// The sandbox clinic as a process of its own, with one enrolled patient; ended when this object is.
public final class Sandbox: @unchecked Sendable {
    /// What the clinic wrote about itself and about the patient's seat.
    public let seat: Seat

    private let clinic: Process
    private let input: FileHandle
    private let lines: LineReader
    private let folder: URL

    /// Starts `nabz clinic` and waits until it serves. `visits` past visits stand in the patient's record.
    public init(visits: Int = 0) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("nabz-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appendingPathComponent("seat.json")
        let (stdin, stdout) = (Pipe(), Pipe())
        clinic = Process()
        clinic.executableURL = Self.binary
        clinic.arguments = [
            "clinic", "--port", "0", "--mailbox-port", "0", "--visits", String(visits), "--seat", file.path,
        ]
        clinic.currentDirectoryURL = folder
        clinic.standardInput = stdin
        clinic.standardOutput = stdout
        try clinic.run()
        try Self.endWithUs(clinic.processIdentifier)
        input = stdin.fileHandleForWriting
        lines = LineReader(stdout.fileHandleForReading)
        seat = try Self.wait(for: file, of: clinic)
    }

    deinit {
        // Not `terminate`: the child inherits a blocked SIGTERM from Swift's threads. Not `waitUntilExit` either: it
        // waits, on a thread that tests need, for every clinic that was started after this one.
        kill(clinic.processIdentifier, SIGKILL)
        try? FileManager.default.removeItem(at: folder)
    }

    /// Sets the clinic's clock to ten seconds before the booked visit; the instant, in milliseconds since 1970.
    public func advanceToVisit() throws -> Int64 {
        try input.write(contentsOf: Data("w\n".utf8))
        let line = try lines.next(startingWith: "clock ", within: 20)
        guard let instant = Int64(line.dropFirst("clock ".count)) else { throw Trouble.badLine(line) }
        return instant
    }

    /// A configuration for the patient's phone; `vault` is a file, or nothing for memory.
    public func config(languages: [String] = ["fa"], vault: String? = nil, isSandbox: Bool = true) -> Config {
        let names = seat.clinic.names.map { ClinicName(language: $0.language, name: $0.name) }
        let emergency = seat.emergency.map { entry in
            EmergencyNumber(kind: entry.kind == "ambulance" ? .ambulance : .crisisLine, number: entry.number)
        }
        return Config(
            languages: languages,
            zone: seat.zone,
            vault: vault,
            clinic: Clinic(names: names, phone: seat.clinic.phone),
            servers: Servers(
                records: seat.records, signIn: seat.sign_in, broker: seat.broker, callsBehind: seat.calls_behind,
                authorities: Authorities(certificates: seat.authorities),
                practiceBehind: seat.practice_behind
            ),
            emergency: emergency,
            enrolment: Enrolment(mailbox: seat.mailbox, roots: seat.roots, chain: seat.chain),
            sandbox: isSandbox
        )
    }

    /// A path for a vault, gone with the sandbox.
    public func vaultPath() -> String {
        folder.appendingPathComponent("vault-\(UUID().uuidString)").path
    }

    private static var binary: URL {
        let named = ProcessInfo.processInfo.environment["NABZ_BINARY"]
        if let named { return URL(fileURLWithPath: named) }
        // …/bindings/swift/Tests/NabzSandbox/Sandbox.swift
        var root = URL(fileURLWithPath: #filePath)
        for _ in 0..<5 { root.deleteLastPathComponent() }
        return root.appendingPathComponent("target/debug/nabz")
    }

    /// A test that crashes or is killed ends nothing itself: a shell watches, and ends the clinic with it.
    private static func endWithUs(_ clinic: Int32) throws {
        let watch = Process()
        watch.executableURL = URL(fileURLWithPath: "/bin/sh")
        // A process nobody has waited for yet is as good as ended.
        let loop = """
            alive() { grep -qs '^State:.[^ZX]' "/proc/$1/status"; }
            while alive "$0" && alive "$1"; do sleep 1; done
            kill -9 "$1" 2>/dev/null
            """
        watch.arguments = ["-c", loop, String(getpid()), String(clinic)]
        watch.standardInput = FileHandle.nullDevice
        watch.standardOutput = FileHandle.nullDevice
        watch.standardError = FileHandle.nullDevice
        try watch.run()
    }

    private static func wait(for file: URL, of clinic: Process) throws -> Seat {
        for _ in 0..<600 {
            // Written in one go, but a half-written file is only asked again.
            if let data = try? Data(contentsOf: file), let seat = try? JSONDecoder().decode(Seat.self, from: data) {
                return seat
            }
            guard clinic.isRunning else { throw Trouble.clinicEnded(clinic.terminationStatus) }
            Thread.sleep(forTimeInterval: 0.05)
        }
        kill(clinic.processIdentifier, SIGKILL)
        throw Trouble.clinicSilent
    }
}

/// What went wrong around a test rather than in it.
public enum Trouble: Error {
    case clinicEnded(Int32)
    case clinicSilent
    case badLine(String)
    case noSuchScreen(String, seen: [String])
    case noSuchAction(String, on: String, with: [String])
    case openSSL(String)
}

/// The patient's seat, as `nabz clinic --seat FILE` writes it.
public struct Seat: Decodable, Sendable {
    public let records, sign_in, broker: String
    public let calls_behind: String?
    public let practice_behind: String?
    public let code, mailbox, zone: String
    public let roots, chain, authorities: [Data]
    public let device_key: Data
    public let clinic: ClinicSeat
    public let emergency: [Number]

    public struct ClinicSeat: Decodable, Sendable {
        public let names: [Name]
        public let phone: String
    }

    public struct Name: Decodable, Sendable {
        public let language, name: String
    }

    public struct Number: Decodable, Sendable {
        public let kind, number: String
    }
}
