import ArgumentParser
import Operations
import PostgresStorage
import Primitives
import TerminalKit

struct ClusterHealth: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Check that nodes, settings, tables and transactions are in order; exit status 1 if not."
    )

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let checks = try await database.withCluster { try await $0.health(tables: Schema.tables) }
        output.show(
            [.text(""), .text("check"), .text("found"), .text("to do")],
            checks.map { check in
                (
                    [check.isWell ? "ok" : "BAD", check.name, check.found, check.isWell ? "" : check.remedy],
                    [
                        "check": .string(check.name), "isWell": .bool(check.isWell),
                        "found": .string(check.found), "remedy": .string(check.isWell ? "" : check.remedy),
                    ]
                )
            }
        )
        if checks.contains(where: { !$0.isWell }) { throw ExitCode(1) }
    }
}
