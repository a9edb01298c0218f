import ArgumentParser
import PostgresStorage
import Primitives
import Server
import TerminalKit

struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Move all rows from an embedded deployment to PostgreSQL or Citus, or back.",
        discussion: """
            Stop every server on both ends first. The source is only read. The target must hold no rows; for Citus, lay out
            the empty cluster with bss cluster init before. A command that was interrupted, by kill -9 too, goes on where it
            stopped when it is run again. At the end both ends are compared, row by row.

            Events are not moved: they stay in the log. Start the server with the same data directory, or the same
            Kafka, as before; numbering goes on, so no event is lost or doubled.

            Examples:
              bss migrate --from sqlite:./mine --to postgresql://postgres@127.0.0.1:5436/bss
              bss migrate --from postgresql://postgres@127.0.0.1:5436/bss --to sqlite:./again
            """
    )

    @Option(help: ArgumentHelp("sqlite:DIR, or the URL of a database.", valueName: "source")) var from: String
    @Option(help: ArgumentHelp("The other one.", valueName: "target")) var to: String
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let source = try Self.end(from, "--from")
        let target = try Self.end(to, "--to")
        let bar = ProgressBar("moving rows")
        let moved: [Transfer.Moved]
        do {
            moved = try await Transfer.run(from: source, to: target) { bar.update($1, note: $0) }
        } catch let error as TransferError {
            bar.finish()
            throw ErrorReport(error.description, status: error.isUsage ? 64 : 1)
        } catch let failure as PostgresFailure {
            bar.finish()
            throw ErrorReport(
                "the database refused or failed",
                why: failure.description,
                hint: "run the command again: it goes on where it stopped"
            )
        }
        bar.finish()
        output.show(
            [.text("table"), .number("rows"), .number("sent now"), .text("checksum, the same on both ends")],
            moved.map { table in
                (
                    [
                        table.table, Readable.count(Int64(table.rows)), Readable.count(Int64(table.sent)),
                        table.checksum,
                    ],
                    [
                        "table": .string(table.table), "rows": .integer(Int64(table.rows)),
                        "sent": .integer(Int64(table.sent)), "checksum": .string(table.checksum),
                    ]
                )
            }
        )
        Terminal.writeError(Self.next(source, target))
    }

    private static func end(_ text: String, _ option: String) throws -> TransferEnd {
        if case .postgres(let address)? = try TransferEnd(text) {
            _ = try DatabaseOptions.address(fromArgument: text)
            return .postgres(address)
        }
        guard let end = try TransferEnd(text) else {
            throw ErrorReport(
                "\(option) \(text) is neither sqlite:DIR nor postgresql://user@host:port/database",
                status: 64
            )
        }
        return end
    }

    private static func next(_ source: TransferEnd, _ target: TransferEnd) -> String {
        switch (source, target) {
        case (.sqlite(let directory), .postgres(let address)):
            "the log stays in \(directory)/log; serve with: bss start --data \(directory) --set storage.kind=postgres, "
                + "and storage.url = postgresql://\(address) (BSS_STORAGE_URL)\n"
        case (_, .sqlite(let directory)):
            "serve with: bss start --data \(directory); copy the log of the deployment there (its data directory's log/) "
                + "to keep the events\n"
        case (_, .postgres(let address)):
            "serve with storage.kind = postgres and storage.url = postgresql://\(address) (BSS_STORAGE_URL)\n"
        }
    }
}
