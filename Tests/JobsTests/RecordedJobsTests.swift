import Foundation
import Primitives
import TestBroker
import Testing

/// The project's jobs give what real Flink gave over the same input (`scripts/test-flink --record jobs`), to the byte, however
/// the input comes.
@Suite struct RecordedJobsTests {
    static let names = ["customer-analytics", "fraud-detection", "order-analytics"]

    private static func recorded(_ name: String) throws -> [String] {
        let text = try String(
            contentsOf: TopicInput.folder.appending(path: "expected/\(name).rows"),
            encoding: .utf8
        )
        return text.split(separator: "\n").map(String.init)
    }

    private static func expect(_ rows: [String], _ name: String, _ how: String) throws {
        let recorded = try recorded(name)
        guard rows != recorded else { return }
        let missing = Set(recorded).subtracting(rows)
        let more = Set(rows).subtracting(recorded)
        Issue.record(
            """
            \(name) \(how): \(rows.count) rows, recorded are \(recorded.count); \(missing.count) missing, \
            \(more.count) more, the first of each:
            \(missing.min() ?? "-")
            \(more.min() ?? "-")
            """
        )
    }

    @Test func everyJobIsRecorded() throws {
        let files = try FileManager.default.contentsOfDirectory(
            atPath: TopicInput.folder.appending(path: "../../jobs").standardizedFileURL.path
        )
        #expect(files.filter { $0.hasSuffix(".sql") }.sorted() == Self.names.map { $0 + ".sql" })
        for name in Self.names { #expect(try Self.recorded(name).count > 100, "\(name)") }
    }

    @Test(arguments: names) func theAnswerIsFlinks(_ name: String) async throws {
        var run = try await JobRun(name)
        try Self.expect(try await run.rows(over: TopicInput()), name, "as recorded")
        try await run.remove()
    }

    @Test(arguments: names, [1, 2, 3] as [UInt64])
    func shufflesCopiesPartitionsAndRestartsChangeNothing(_ name: String, _ seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let input = try TopicInput().varied(&random)
        let pieces = Int.random(in: 1...4, using: &random)
        let roundRecords = Int.random(in: 1...300, using: &random)
        var run = try await JobRun(name)
        let rows = try await run.rows(over: input, pieces: pieces, roundRecords: roundRecords)
        try Self.expect(rows, name, "seed \(seed)")
        try await run.remove()
    }

    /// Read-committed, the output in Kafka is that in segment files: once each, however often the process is killed.
    @Test(.enabled(if: TestBroker.program != nil), arguments: names)
    func theAnswerInKafkaIsTheSameOverCrashes(_ name: String) async throws {
        var run = try await JobRun(name, over: .kafka)
        let rows = try await run.rows(over: TopicInput(), pieces: 4, roundRecords: 150, lostCheckpoints: 2)
        try Self.expect(rows, name, "over Kafka")
        try await run.remove()
    }
}
