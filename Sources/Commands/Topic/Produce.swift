import ArgumentParser
import Foundation
import Primitives
import TerminalKit

struct Produce: AsyncParsableCommand {
    /// Lines sent in one request.
    static let batchMax = 1_000

    static let configuration = CommandConfiguration(
        commandName: "produce",
        abstract: "Append lines from standard input to a topic, a record each.",
        discussion: """
            Examples:
              echo '{"type":"test","customerId":"cust-123","amount":100.0}' | bss produce bss.customer.events
              bss produce my.events --key-field id < events.ndjson
            """
    )

    @Argument(help: "The topic.") var topic: String
    @Option(help: "The attribute of each JSON line that is the record's key.") var keyField = "customerId"
    @OptionGroup var server: ServerOptions

    func run() async throws {
        let path = "/bss/v1/topics/\(BSSClient.escaped(topic))/records?key-field=\(BSSClient.escaped(keyField))"
        let count = try await server.withClient { client in
            var count = 0
            var lines: [String] = []
            func flush() async throws {
                guard !lines.isEmpty else { return }
                let body = Array((lines.joined(separator: "\n") + "\n").utf8)
                try await client.post(path, body, contentType: "application/x-ndjson")
                count += lines.count
                lines = []
            }
            // A person at the keyboard sees each line taken; a file goes in batches.
            let isTerminal = isatty(STDIN_FILENO) == 1
            while let line = readLine() {
                if line.isEmpty { continue }
                lines.append(line)
                if isTerminal || lines.count >= Self.batchMax { try await flush() }
            }
            try await flush()
            return count
        }
        Terminal.writeError("appended \(count) record\(count == 1 ? "" : "s") to \(topic)\n")
    }
}
