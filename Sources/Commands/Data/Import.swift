import ArgumentParser
import Foundation
import Primitives
import TerminalKit

struct Import: AsyncParsableCommand {
    /// Rows sent side by side, and remembered as done together.
    static let batchMax = 64

    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import customers or offerings from an NDJSON or CSV file.",
        discussion: """
            A row that is refused goes, with its number and the reason, into FILE.errors.ndjson; the others go on. An
            import that was interrupted goes on where it stopped: how far it came is in FILE.progress.

            CSV columns: customers: name,email,phone,status,id; offerings: id,name,price,currency,priceType,
            description,lifecycleStatus,version.

            Examples:
              bss import customers people.csv
              bss import offerings catalogue.ndjson --url http://127.0.0.1:8080
            """
    )

    @Argument(help: "What: customers or offerings.") var collection: Collection
    @Argument(help: "The file: .csv, or NDJSON.") var file: String
    @OptionGroup var server: ServerOptions

    func validate() throws {
        guard Collection.importable.contains(collection) else {
            throw ValidationError("\(collection.rawValue) cannot be imported: choose customers or offerings.")
        }
    }

    private struct Failed: Sendable {
        let line: Int
        let reason: String
        let text: String
    }

    func run() async throws {
        guard FileManager.default.fileExists(atPath: file) else {
            throw ErrorReport("there is no file \(file)", status: 64)
        }
        let rows = try collection.rows(of: file)
        let progressFile = file + ".progress"
        let errorFile = file + ".errors.ndjson"
        let done =
            FileManager.default.contents(atPath: progressFile).flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 0
        if done == 0 { try Data().write(to: URL(fileURLWithPath: errorFile)) }
        let errors = try FileHandle(forWritingTo: URL(fileURLWithPath: errorFile))
        try errors.seekToEnd()
        let bar = ProgressBar("importing \(collection.rawValue)")
        let failures = try await server.withClient { client in
            var failures = 0
            var start = min(done, rows.count)
            while start < rows.count {
                let end = min(start + Self.batchMax, rows.count)
                let failed = try await send(rows, start..<end, client)
                for row in failed.sorted(by: { $0.line < $1.line }) {
                    let line: JSON = [
                        "line": .integer(Int64(row.line)), "reason": .string(row.reason), "row": .string(row.text),
                    ]
                    try errors.write(contentsOf: Data((line.text + "\n").utf8))
                }
                failures += failed.count
                start = end
                try Data(String(start).utf8).write(to: URL(fileURLWithPath: progressFile), options: .atomic)
                bar.update(Double(start) / Double(rows.count), note: "\(Readable.count(Int64(start))) rows")
            }
            return failures
        }
        bar.finish()
        try FileManager.default.removeItem(atPath: progressFile)
        let known = try Data(contentsOf: URL(fileURLWithPath: errorFile)).filter { $0 == UInt8(ascii: "\n") }.count
        if known == 0 { try FileManager.default.removeItem(atPath: errorFile) }
        let resumed = done > 0 ? " (\(done) of them before)" : ""
        Terminal.write("\(rows.count) rows\(resumed): \(rows.count - known) imported, \(known) refused\n")
        if failures > 0 || known > 0 {
            Terminal.write("the refused rows and the reasons are in \(errorFile)\n")
            throw ExitCode(1)
        }
    }

    private func send(
        _ rows: [Result<[(path: String, body: JSON)], JSONError>],
        _ range: Range<Int>,
        _ client: BSSClient
    ) async throws -> [Failed] {
        try await withThrowingTaskGroup(of: Failed?.self) { group in
            for index in range {
                let row = rows[index]
                group.addTask {
                    switch row {
                    case .failure(let error): return Failed(line: index + 1, reason: error.description, text: "")
                    case .success(let requests):
                        for (step, request) in requests.enumerated() {
                            // The same row sent again, after an interruption, finds its own key and is not doubled.
                            let key =
                                "import-\(collection.rawValue)-\(index)-\(step)-\(request.body.text.utf8.count)-\(checksum(request.body))"
                            do {
                                try await client.json(
                                    "POST",
                                    request.path,
                                    body: request.body,
                                    headers: [("idempotency-key", key)]
                                )
                            } catch let refusal as ServerRefusal where refusal.status < 500 && refusal.status != 429 {
                                return Failed(line: index + 1, reason: refusal.reason.reason, text: request.body.text)
                            }
                        }
                        return nil
                    }
                }
            }
            var failed: [Failed] = []
            for try await row in group { if let row { failed.append(row) } }
            return failed
        }
    }

    private func checksum(_ body: JSON) -> UInt64 {
        // FNV-1a: tells rows apart, protects nothing.
        body.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
