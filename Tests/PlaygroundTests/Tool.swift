import Foundation

/// Runs a program of the machine to its end: the real parsers of the files that are rendered.
enum Tool {
    /// The root of the sources.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// Programs that scripts/install puts into the Python environment.
    static func venv(_ file: String) throws -> String {
        let home = ProcessInfo.processInfo.environment["HOME"] ?? "/root"
        let library = home + "/.cache/bss/venv/lib"
        for python in try FileManager.default.contentsOfDirectory(atPath: library) {
            let path = "\(library)/\(python)/site-packages/\(file)"
            if FileManager.default.fileExists(atPath: path) { return path }
        }
        throw Missing(name: file)
    }

    struct Missing: Error {
        let name: String
    }

    /// A directory of its own, removed afterwards.
    static func withDirectory<Result>(_ body: (String) throws -> Result) throws -> Result {
        let path = FileManager.default.temporaryDirectory.path + "/bss-tool-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }  // why: temporary
        return try body(path)
    }

    /// Runs a program; answers its status, and what it said on either output.
    static func run(_ words: [String]) throws -> (status: Int32, text: String) {
        try withDirectory { directory in
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = words
            let file = URL(fileURLWithPath: directory + "/output")
            try Data().write(to: file)
            let output = try FileHandle(forWritingTo: file)
            process.standardOutput = output
            process.standardError = output
            process.standardInput = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            return (process.terminationStatus, String(decoding: try Data(contentsOf: file), as: UTF8.self))
        }
    }
}
