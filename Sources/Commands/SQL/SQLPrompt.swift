import ArgumentParser
import Foundation
import Primitives
import TerminalKit

struct SQLPrompt: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prompt",
        abstract: "Query a server's topics: statements as they are typed, from standard input, or one with -e.",
        discussion: """
            Tables of the server's topics are declared already: order_events, customer_events, analytics_events,
            fraud_alerts. CREATE TABLE, CREATE VIEW and SET hold until the end. A query shows what is there now; with
            --follow, or SET 'execution.runtime-mode' = 'streaming', it goes on with every change until Ctrl-C.

            Examples:
              bss sql
              bss sql -e "SELECT status, COUNT(*) AS orders FROM order_events GROUP BY status" --since 24h
              bss sql -e "SELECT customerId, rule, severity FROM fraud_alerts" --follow --format json
              bss sql < questions.sql
            """
    )

    @Option(name: [.customShort("e"), .long], help: "Run these statements and end.") var execute: String?
    @Flag(help: "Queries go on with every change until interrupted.") var follow = false
    @Option(help: "Read from this time on: 2026-11-21T07:00:00Z, or 90s, 15m, 2h ago.") var since: String?
    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let since, Consume.time(since) == nil {
            throw ValidationError("--since \(since) is neither a time nor a span.")
        }
    }

    func run() async throws {
        let options = SQLSession.Options(
            follows: follow ? true : nil,
            since: since.flatMap { Consume.time($0) },
            format: output.format
        )
        let execute = execute
        try await server.withClient { client in
            var session = SQLSession(client, options)
            if let execute { return try await session.run(execute) }
            try await Self.converse(&session)
        }
    }

    private static let banner = """
        Flink SQL over the server's topics. \\h shows examples, \\d the tables, \\q ends.

        """

    private static let help = """
        Statements end with a semicolon:
          SHOW TABLES;
          SELECT type, COUNT(*) AS events FROM customer_events GROUP BY type;
          SELECT window_start, currency, COUNT(*) AS orders, SUM(amount) AS total
            FROM TABLE(TUMBLE(TABLE order_events, DESCRIPTOR(happened), INTERVAL '1' HOUR))
            WHERE type = 'ProductOrderCreateEvent' GROUP BY window_start, window_end, currency;
          CREATE VIEW critical AS SELECT * FROM fraud_alerts WHERE severity = 'critical';
          EXPLAIN SELECT * FROM critical;
          SET 'execution.runtime-mode' = 'streaming';   queries follow until Ctrl-C; 'batch' shows what is there now

          \\d [NAME]   the tables, or the columns of one
          \\h          this
          \\q          the end

        """

    /// Runs what is typed or piped, to its end. At a terminal an error ends its statement only.
    private static func converse(_ session: inout SQLSession) async throws {
        let isTerminal = isatty(STDIN_FILENO) == 1
        let interrupts = Interrupts(isTerminal: isTerminal)
        session.interrupts = interrupts
        let input = InputLines()
        if isTerminal { Terminal.write(banner) }
        var text = ""
        while true {
            if isTerminal { Terminal.write(text.isEmpty ? Interrupts.prompt : "  -> ") }
            let line = await input.next()
            if interrupts.takeDropped() { text = "" }
            if text.isEmpty, let word = line.flatMap(SQLPrompt.word) {
                if word.first == "\\q" { return }
                if word.first == "\\h" {
                    Terminal.write(help)
                    continue
                }
            }
            var isComplete = line == nil
            if text.isEmpty, let statement = line.flatMap(SQLPrompt.description) {
                text = statement
                isComplete = true
            } else if let line {
                text += line + "\n"
                isComplete = StatementEnd.isReached(in: text)
            }
            guard isComplete else { continue }
            do {
                try await session.run(text)
            } catch  where isTerminal && !(error is CancellationError) {
                if let report = ErrorReport.explaining(error) {
                    Terminal.writeError(report.render(style: .of(descriptor: STDERR_FILENO)))
                }
            }
            text = ""
            guard line != nil else { return isTerminal ? Terminal.write("\n") : () }
        }
    }

    /// The words of a line that is no SQL; nil for SQL.
    private static func word(_ line: String) -> [Substring]? {
        let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == ";" })
        switch words.first?.lowercased() {
        case "quit", "exit": return words.count == 1 ? ["\\q"] : nil
        case "help": return words.count == 1 ? ["\\h"] : nil
        default: return words.first?.first == "\\" ? words : nil
        }
    }

    /// What `\d` stands for.
    private static func description(_ line: String) -> String? {
        guard let words = word(line), words.first == "\\d" else { return nil }
        return words.count > 1 ? "DESCRIBE \(words[1]);" : "SHOW TABLES;"
    }
}
