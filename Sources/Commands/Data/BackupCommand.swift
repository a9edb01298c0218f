import ArgumentParser
import Foundation
import Primitives
import Server
import TerminalKit

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Write a backup of rows and events, while the server works on.",
        discussion: "Example: bss backup ./backup-2026-11-21 --data ./mine"
    )

    @Argument(help: "The directory to write; it must not exist yet.") var directory: String
    @OptionGroup var server: ServerOptions

    func run() async throws {
        let path = URL(fileURLWithPath: directory).standardized.path
        let bar = ProgressBar("writing the backup")
        bar.update(0)
        try await server.withClient {
            try await $0.json("POST", "/bss/v1/backup", body: ["directory": .string(path)])
        }
        bar.update(1)
        bar.finish()
        Terminal.write("the backup is in \(path); put it back with: bss restore \(directory) --data DIR\n")
    }
}

struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a backup into a data directory that holds nothing yet.",
        discussion: "Example: bss restore ./backup-2026-11-21 --data ./again"
    )

    @Argument(help: "The backup.") var directory: String
    @Option(help: ArgumentHelp("The data directory to make.", valueName: "dir")) var data: String

    func run() async throws {
        let bar = ProgressBar("restoring")
        do {
            try Backup.restore(from: directory, to: data) { bar.update($0) }
        } catch let error as BackupError {
            throw ErrorReport(error.description, status: 64)
        }
        bar.finish()
        Terminal.write("restored into \(data); serve it with: bss start --data \(data)\n")
    }
}
