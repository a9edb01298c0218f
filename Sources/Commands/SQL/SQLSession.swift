import Primitives
import StreamSQL
import TerminalKit

/// Statements that are run on a server one after the other, with what earlier ones declared and set.
struct SQLSession: Sendable {
    /// What holds for all statements.
    struct Options: Sendable {
        /// Whether queries follow; nil for what the statements set.
        var follows: Bool?
        var since: Timestamp?
        var format: OutputOptions.Format
    }

    private let client: BSSClient
    private let options: Options
    private var declarations = ""
    /// What Ctrl-C ends; nil where it ends the program.
    var interrupts: Interrupts?

    init(_ client: BSSClient, _ options: Options) {
        self.client = client
        self.options = options
    }

    /// Runs the statements of a text and shows what they answer.
    ///
    /// - Throws: the first error; statements behind it are not run.
    mutating func run(_ text: String) async throws {
        let script: Script
        do { script = try Script(parsing: text) } catch {
            throw ErrorReport("this is no Flink SQL", why: error.rendered(source: text, file: "sql"))
        }
        let bytes = Array(text.utf8)
        for statement in script.statements {
            let source = String(decoding: bytes[statement.range.start..<statement.range.end], as: UTF8.self)
            try await answer(source)
            switch statement.kind {
            case .createTable, .createView, .dropTable, .dropView, .set, .reset: declarations += source + ";\n"
            case .showSettings, .insert, .statementSet, .explain, .describe, .show, .query: break
            }
        }
    }

    private func answer(_ statement: String) async throws {
        var body: [(String, JSON)] = [("script", .string(statement)), ("declarations", .string(declarations))]
        if let follows = options.follows { body.append(("follow", .bool(follows))) }
        if let since = options.since { body.append(("since", .string(since.description))) }
        let request = JSON.object(JSONObject(body))
        let show: @Sendable () async throws -> Void = { [client, options] in
            var result = SQLResult(format: options.format)
            do {
                try await client.lines("/bss/v1/sql", body: request) { try result.take($0) }
            } catch let refusal as ServerRefusal where refusal.code == "invalidSQL" {
                throw ErrorReport("the statement is not right", why: refusal.reason.message)
            }
            result.finish()
        }
        if let interrupts { try await interrupts.run(show) } else { try await show() }
    }
}
