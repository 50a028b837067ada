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

    /// How often threads whose name begins so went to sleep and were woken, so far.
    public static func wakeUps(ofThreadsNamed prefix: String) -> Int {
        entries("task").reduce(0) { sum, task in
            let status = (try? String(contentsOfFile: "/proc/self/task/\(task)/status", encoding: .utf8)) ?? ""
            let fields = status.split(separator: "\n").map { $0.split(separator: ":", maxSplits: 1) }
            func value(_ name: String) -> String {
                fields.first { $0[0] == name }?[1].trimmingCharacters(in: .whitespaces) ?? ""
            }
            return value("Name").hasPrefix(prefix) ? sum + (Int(value("voluntary_ctxt_switches")) ?? 0) : sum
        }
    }

    private static func entries(_ folder: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/\(folder)")) ?? []
    }
}
