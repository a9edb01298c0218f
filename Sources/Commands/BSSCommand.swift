import ArgumentParser
import Foundation
import Server
import TerminalKit

/// The program: a telecom business support system in one binary.
public struct BSSCommand: AsyncParsableCommand {
    /// The name, the summary and the verbs.
    public static let configuration = CommandConfiguration(
        commandName: "bss",
        abstract: "A telecom business support system: customers, catalogue, orders and services on TM Forum APIs.",
        discussion: """
            Examples:
              bss start --demo                 a telecom operator at work, on http://127.0.0.1:8080
              bss start --data ./mine          an operator of your own, kept in ./mine
              bss consume bss.order.events --follow
              bss load --rate 500 --seconds 10
              bss shards
            """,
        version: ProgramVersion.current,
        groupedSubcommands: [
            CommandGroup(name: "Serve", subcommands: [Start.self, ConfigCommand.self, KeyCommand.self]),
            CommandGroup(name: "Orders and rows", subcommands: [OrderCommand.self, ShardsCommand.self]),
            CommandGroup(name: "Fraud", subcommands: [FraudCommand.self]),
            CommandGroup(name: "Events", subcommands: [TopicCommand.self, Produce.self, Consume.self]),
            CommandGroup(name: "Streams", subcommands: [SQLCommand.self, JobCommand.self, FlinkCommand.self]),
            CommandGroup(name: "Deployment", subcommands: [PlaygroundCommand.self, Verify.self]),
            CommandGroup(name: "Measure", subcommands: [Load.self, Bench.self]),
            CommandGroup(
                name: "Data",
                subcommands: [Import.self, Export.self, BackupCommand.self, Restore.self, Migrate.self]
            ),
            CommandGroup(name: "Distributed", subcommands: [ClusterCommand.self]),

        ]
    )

    /// The program without arguments.
    public init() {}

    /// Runs the program with the process's arguments and ends the process: 0 for success, 1 for a failure, 64 for
    /// wrong usage, 78 for wrong configuration.
    public static func runProgram() async -> Never {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            Foundation.exit(0)
        } catch {
            let code = exitCode(for: error)
            // Help, version and wrong usage are the argument parser's to show.
            if code == .success || code == .validationFailure { exit(withError: error) }
            guard let report = ErrorReport.explaining(error) else { Foundation.exit(code.rawValue) }
            Terminal.writeError(report.render(style: .of(descriptor: STDERR_FILENO)))
            Foundation.exit(report.status)
        }
    }
}
