import Foundation

/// What Linux says of this process.
public enum OwnProcess {
    public struct Figures: Sendable {
        /// Resident memory, in bytes.
        public let memory: Int
        public let files: Int
        public let threads: Int

        public init(memory: Int, files: Int, threads: Int) {
            (self.memory, self.files, self.threads) = (memory, files, threads)
        }
    }

    public static var figures: Figures {
        let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ")
        let resident = pages.flatMap { Int($0[1]) } ?? 0
        return Figures(memory: resident * 4_096, files: entries("fd").count, threads: entries("task").count)
    }

    /// How many open files lie at `path` or beside it under its name.
    public static func openFiles(of path: String) -> Int {
        entries("fd").filter { entry in
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(entry)")
            return target?.hasPrefix(path) == true
        }.count
    }

    /// How often each thread whose name begins so has gone to sleep until now, by its id.
    public static func sleeps(ofThreadsNamed prefix: String) -> [String: Int] {
        var sleeps: [String: Int] = [:]
        for task in entries("task") {
            let status = (try? String(contentsOfFile: "/proc/self/task/\(task)/status", encoding: .utf8)) ?? ""
            let fields = status.split(separator: "\n").map { $0.split(separator: ":", maxSplits: 1) }
            func value(_ name: String) -> String {
                fields.first { $0[0] == name }?[1].trimmingCharacters(in: .whitespaces) ?? ""
            }
            if value("Name").hasPrefix(prefix) { sleeps[task] = Int(value("voluntary_ctxt_switches")) ?? 0 }
        }
        return sleeps
    }

    /// How often threads were woken between two of these: each sleep was ended by a wake-up, so was each thread that
    /// is gone since.
    public static func wakeUps(from before: [String: Int], to after: [String: Int]) -> Int {
        let gone = before.keys.filter { after[$0] == nil }.count
        return after.reduce(gone) { sum, thread in sum + thread.value - (before[thread.key] ?? 0) }
    }

    private static func entries(_ folder: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/\(folder)")) ?? []
    }
}
