import Foundation
import StreamSQL
import Testing

@testable import StreamRuntime

/// Every statement of the corpus on the built-in engine, compared with what real Flink 2.3 answered: names and types of the
/// columns, and the rows with their kinds as multisets. Those that docs/sql.md lists as different must be.
@Suite struct CorpusTests {
    private static let deviations: Set<String> = {
        let file = String(#filePath.dropLast("Tests/StreamRuntimeTests/CorpusTests.swift".count)) + "docs/sql.md"
        // why: then all must agree
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { return [] }
        let names = text.split(separator: "\n").compactMap { line -> String? in
            let parts = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            return parts.count == 2 && parts[0].hasPrefix("`") ? parts[0].trimmingCharacters(in: ["`"]) : nil
        }
        return Set(names)
    }()

    @Test(arguments: Corpus.entries().filter { !deviations.contains($0.name) })
    func agreesWithFlink(_ entry: Corpus.Entry) throws {
        if let difference = try Self.difference(entry) { Issue.record("\(difference)") }
    }

    /// Several workers leave the same rows as one; the changes on the way there may come in another order.
    @Test(arguments: Corpus.entries()) func workersAgree(_ entry: Corpus.Entry) throws {
        let source = try Corpus.source(entry)
        // A worker's watermark is its own.
        if source.contains("CURRENT_WATERMARK") { return }
        // why: what one worker refuses is not the subject here
        guard let alone = try? Corpus.run(source + "\n-- compare: net\n") else { return }
        #expect(try Corpus.run(source, workers: 3).rows == alone.rows)
    }

    @Test func theListOfDifferencesIsTrue() throws {
        let entries = Corpus.entries().filter { Self.deviations.contains($0.name) }
        #expect(entries.count == Self.deviations.count, "docs/sql.md lists a statement that is not there")
        for entry in entries {
            #expect(
                try Self.difference(entry) != nil,
                "\(entry.name) agrees with Flink: take it off the list in docs/sql.md"
            )
        }
    }

    /// How the engine's answer differs from Flink's; nil if it does not.
    private static func difference(_ entry: Corpus.Entry) throws -> String? {
        let expected = try Corpus.expected(entry)
        let source = try Corpus.source(entry)
        let actual: (header: String, rows: [String])
        do { actual = try Corpus.run(source) } catch {
            if expected.header.isEmpty { return nil }
            switch error {
            case let error as SQLErrors: return error.rendered(source: source, file: entry.name)
            case let error as SQLError: return error.rendered(source: source, file: entry.name)
            default: return "\(error)"
            }
        }
        guard !expected.header.isEmpty else { return "Flink refuses it: \(expected.rows.first ?? "")" }
        let header = expected.header.replacing(" *ROWTIME*", with: "").replacing(" *PROCTIME*", with: "")
        guard actual.header == header else { return "columns \(actual.header)\ninstead of \(header)" }
        guard actual.rows != expected.rows else { return nil }
        var counts: [String: Int] = [:]
        for row in expected.rows { counts[row, default: 0] += 1 }
        for row in actual.rows { counts[row, default: 0] -= 1 }
        let missing = counts.filter { $0.value > 0 }.map { "\($0.value) x \($0.key)" }.sorted().prefix(3)
        let extra = counts.filter { $0.value < 0 }.map { "\(-$0.value) x \($0.key)" }.sorted().prefix(3)
        return "missing \(missing.joined(separator: "\n")) extra \(extra.joined(separator: "\n"))"
    }
}
