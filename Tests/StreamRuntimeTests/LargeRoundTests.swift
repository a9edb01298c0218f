import EventLog
import Foundation
import Logging
import Primitives
import SegmentLog
import StreamSQL
import Testing

@testable import StreamRuntime

/// A round whose output takes several transactions, and a crash between them.
@Suite struct LargeRoundTests {
    private static let customers = 40
    private static let start: Int64 = 1_795_244_400_000
    /// Both orders of all customers happen at the same moments, so their matches come out together.
    private static let script = """
        CREATE TABLE orders (
          customerId STRING, orderId STRING, amount DOUBLE, eventTime TIMESTAMP_LTZ(3),
          WATERMARK FOR eventTime AS eventTime - INTERVAL '1' SECOND
        ) WITH ('connector' = 'kafka', 'topic' = 'orders', 'scan.startup.mode' = 'earliest-offset', 'format' = 'json',
          'json.timestamp-format.standard' = 'ISO-8601');
        CREATE TABLE rises (customerId STRING, firstId STRING, lastId STRING) WITH ('connector' = 'kafka', 'topic' = 'rises',
          'format' = 'json');
        INSERT INTO rises
        SELECT customerId, firstId, lastId FROM orders MATCH_RECOGNIZE (
          PARTITION BY customerId ORDER BY eventTime
          MEASURES A.orderId AS firstId, B.orderId AS lastId
          PATTERN (A B) DEFINE B AS B.amount > A.amount
        );
        """

    private static func order(_ customer: Int, _ amount: Int, seconds: Int64) -> EventRecord {
        let time = Timestamp(milliseconds: start + seconds * 1_000)
        let value = """
            {"customerId":"c\(customer)","orderId":"\(customer)-\(amount)","amount":\(amount),"eventTime":"\(time)"}
            """
        return EventRecord(key: Array("c\(customer)".utf8), value: Array(value.utf8))
    }

    private static func job(
        _ log: any EventLog,
        _ folder: String,
        _ script: String,
        parallelism: Int = 1
    ) throws -> StreamingJob {
        try StreamingJob(
            name: "rises",
            inserts: ScriptBinder.inserts(of: script),
            log: log,
            folder: folder + "/state",
            settings: .init(
                parallelism: parallelism,
                checkpointMilliseconds: 20,
                transactionRecordsMax: 7,
                gatherMilliseconds: 0
            ),
            now: { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) }
        )
    }

    private static func output(_ log: any EventLog) async throws -> [String] {
        let end = try await log.describe("rises").partitions[0].lastStableOffset
        var (rows, offset): ([String], Int64) = ([], 0)
        while offset < end {
            let batch = try await log.read(TopicPartition("rises", 0), from: offset)
            rows += batch.events.map { String(decoding: $0.value, as: UTF8.self) }
            offset = batch.nextOffset
        }
        return rows
    }

    /// The rows of one moment come in another order after the crash, as those of a checkpoint do.
    @Test(arguments: [(0, 1), (1, 1), (3, 1), (5, 1), (3, 3)])
    func isThereOnceWhenCutByACrash(_ taken: Int, _ parallelism: Int) async throws {
        let (cut, rows) = try await Self.rows(Self.script, taken, parallelism)
        let expected = (0..<Self.customers).map {
            #"{"customerId":"c\#($0)","firstId":"\#($0)-1","lastId":"\#($0)-2"}"#
        }
        #expect(rows.count == Self.customers)
        #expect(Set(rows) == Set(expected))
        #expect(Array(rows.prefix(cut.count)) == cut)
    }

    /// No row comes out as it did before the crash.
    @Test(arguments: [1, 5]) func hasAsManyRowsWhereEachIsNewEachTime(_ taken: Int) async throws {
        let script = Self.script.replacing("customerId, firstId, lastId FROM", with: "customerId, firstId, UUID() FROM")
        let (cut, rows) = try await Self.rows(script, taken, 1)
        #expect(rows.count == Self.customers)
        #expect(Set(rows).count == Self.customers)
        #expect(Array(rows.prefix(cut.count)) == cut)
    }

    /// The rows that a crash left in the log after so many transactions, and those that are there in the end.
    private static func rows(
        _ script: String,
        _ taken: Int,
        _ parallelism: Int
    ) async throws -> (cut: [String], rows: [String]) {
        let folder = FileManager.default.temporaryDirectory.path + "/bss-round-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }  // why: temporary
        try FileManager.default.createDirectory(atPath: folder + "/state", withIntermediateDirectories: true)
        let log = try SegmentLog.open(
            directory: folder + "/log",
            configuration: SegmentLogConfiguration(gatherMilliseconds: 0),
            now: { Timestamp(milliseconds: 0) },
            logger: Logger(label: "test")
        )
        for topic in ["orders", "rises"] { try await log.createTopic(topic, .init(partitions: 1)) }
        let failing = FailingLog(log, topic: "rises")
        let first = try Self.job(failing, folder, script)
        let run = Task { try await first.run() }
        var random = SeededRandom(seed: 5)
        for (amount, seconds) in [(1, 1 as Int64), (2, 2)] {
            let orders = (0..<Self.customers).shuffled(using: &random).map { Self.order($0, amount, seconds: seconds) }
            _ = try await log.append(orders, to: "orders")
        }
        let sent = Int64(2 * Self.customers)
        for _ in 0..<500 {
            let metrics = try await first.metrics()
            if metrics.recordsIn == sent, metrics.lastCheckpoint?.round == metrics.rounds { break }
            try await Task.sleep(for: .milliseconds(20))
        }
        let metrics = try await first.metrics()
        #expect(metrics.recordsIn == sent && metrics.lastCheckpoint?.round == metrics.rounds)
        failing.fail(after: taken)
        // Any other customer's order lets the watermark pass.
        _ = try await log.append([Self.order(-1, 1, seconds: 10)], to: "orders")
        await #expect(throws: EventLogError.failed("the machine ended")) { try await run.value }
        let cut = try await Self.output(log)
        #expect(cut.count == 7 * taken)

        let second = try Self.job(log, folder, script, parallelism: parallelism)
        let again = Task { try await second.run() }
        for _ in 0..<500 where try await Self.output(log).count < Self.customers {
            try await Task.sleep(for: .milliseconds(20))
        }
        again.cancel()
        try await again.value
        let rows = try await Self.output(log)
        try await log.close()
        return (cut, rows)
    }

    /// Version 1 told how many records there are, and not where.
    @Test func aPartOfTheFirstVersionIsLeftToItsProgram() throws {
        let writer = StateWriter()
        writer.record(table: 2, version: 1, keyHash: nil) { $0.put(Int64(7)) }
        let error = #expect(throws: SourceError.self) { try RoundPart(writer.bytes) }
        #expect(error?.description.contains("start that one once more") == true)
    }
}
