import EventLog
import Foundation
import Logging
import Primitives
import SegmentLog
import StreamSQL
import Testing

@testable import StreamRuntime

/// Jobs from topic to topic over a real log, stopped and begun again at random, with checkpoints lost as a crash loses them.
@Suite struct StreamingJobTests {
    private static let script = """
        CREATE TABLE orders (
          customerId STRING, amount DECIMAL(12, 2), eventTime TIMESTAMP_LTZ(3), place BIGINT METADATA FROM 'offset' VIRTUAL,
          WATERMARK FOR eventTime AS eventTime - INTERVAL '1' SECOND
        ) WITH ('connector' = 'kafka', 'topic' = 'orders', 'scan.startup.mode' = 'earliest-offset', 'format' = 'json',
          'json.timestamp-format.standard' = 'ISO-8601');
        CREATE TABLE totals (
          customerId STRING, starts TIMESTAMP(3), orders BIGINT, total DECIMAL(38, 2)
        ) WITH ('connector' = 'kafka', 'topic' = 'totals', 'key.format' = 'raw', 'key.fields' = 'customerId',
          'format' = 'json', 'json.encode.decimal-as-plain-number' = 'true');
        INSERT INTO totals
        SELECT customerId, window_start, COUNT(*), SUM(amount)
        FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '10' SECOND))
        GROUP BY customerId, window_start, window_end;
        """

    private struct Place {
        let folder: String
        let log: SegmentLog

        init() throws {
            folder = FileManager.default.temporaryDirectory.path + "/bss-job-\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: folder + "/state", withIntermediateDirectories: true)
            log = try SegmentLog.open(
                directory: folder + "/log",
                configuration: SegmentLogConfiguration(gatherMilliseconds: 0),
                now: { Timestamp(milliseconds: 0) },
                logger: Logger(label: "test")
            )
        }

        func remove() { try? FileManager.default.removeItem(atPath: folder) }  // why: temporary
    }

    private static let start: Int64 = 1_795_244_400_000

    private static func order(_ number: Int) -> EventRecord {
        let customer = "c\(number % 7)"
        let time = Timestamp(milliseconds: start + Int64(number) * 100)
        return EventRecord(
            key: Array(customer.utf8),
            value: Array(#"{"customerId":"\#(customer)","amount":\#(number % 90).25,"eventTime":"\#(time)"}"#.utf8)
        )
    }

    /// The rows of the output topic, sorted.
    private static func output(_ log: SegmentLog) async throws -> [String] {
        var rows: [String] = []
        for partition in try await log.describe("totals").partitions {
            var offset = partition.earliestOffset
            while true {
                let batch = try await log.read(TopicPartition("totals", partition.partition), from: offset)
                if batch.events.isEmpty { break }
                rows += batch.events.map { String(decoding: $0.value, as: UTF8.self) }
                offset = batch.nextOffset
            }
        }
        return rows.sorted()
    }

    /// What the windows that have closed must hold: orders 0 to `count` - 1 are in, 100 ms apart, in two partitions.
    private static func expected(_ count: Int, closedBefore end: Int64) -> [String] {
        var groups: [String: (customer: String, start: Int64, count: Int, cents: Int)] = [:]
        for number in 0..<count {
            let time = start + Int64(number) * 100
            let window = time / 10_000 * 10_000
            guard window + 10_000 <= end else { continue }
            let key = "c\(number % 7) \(window)"
            var group = groups[key] ?? ("c\(number % 7)", window, 0, 0)
            group.count += 1
            group.cents += number % 90 * 100 + 25
            groups[key] = group
        }
        return groups.values.map { group in
            let text = "\(Timestamp(milliseconds: group.start))".replacing("T", with: " ").replacing(".000Z", with: "")
            let cents = group.cents % 100
            return #"{"customerId":"\#(group.customer)","starts":"\#(text)","orders":\#(group.count),"#
                + #""total":\#(group.cents / 100).\#(cents < 10 ? "0" : "")\#(cents)}"#
        }.sorted()
    }

    @Test(arguments: [1 as UInt64, 2, 3]) func outputIsThereOnceOverStopsAndLostCheckpoints(_ seed: UInt64) async throws
    {
        let place = try Place()
        defer { place.remove() }
        for topic in ["orders", "totals"] { try await place.log.createTopic(topic, .init(partitions: 2)) }
        var random = SeededRandom(seed: seed)
        var sent = 0
        for _ in 0..<8 {
            let job = try StreamingJob(
                name: "totals",
                inserts: ScriptBinder.inserts(of: Self.script),
                log: place.log,
                folder: place.folder + "/state",
                settings: .init(
                    parallelism: Int.random(in: 1...3, using: &random),
                    checkpointMilliseconds: 20,
                    roundRecordsMax: 50,
                    gatherMilliseconds: Int64.random(in: 0...30, using: &random)
                ),
                now: { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) }
            )
            let next = sent + Int.random(in: 100...300, using: &random)
            let run = Task { try await job.run() }
            while sent < next {
                let end = min(next, sent + 40)
                _ = try await place.log.append((sent..<end).map(Self.order), to: "orders")
                sent = end
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...15, using: &random)))
            }
            run.cancel()
            try await run.value
            // A crash loses what was done since some checkpoint; the journal has it.
            let names = try Checkpoint.names(in: place.folder + "/state")
            for name in names.suffix(Int.random(in: 0...names.count, using: &random)) {
                try FileManager.default.removeItem(atPath: place.folder + "/state/" + name)
            }
        }
        let last = try StreamingJob(
            name: "totals",
            inserts: ScriptBinder.inserts(of: Self.script),
            log: place.log,
            folder: place.folder + "/state",
            settings: .init(checkpointMilliseconds: 10_000),
            now: { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) }
        )
        let run = Task { try await last.run() }
        // Each partition's newest order is at most 7 orders old; what closed for sure lies a watermark's delay before that.
        let expected = Self.expected(sent, closedBefore: Self.start + Int64(sent - 8) * 100 - 1_000)
        for _ in 0..<500 where try await Self.output(place.log).count < expected.count {
            try await Task.sleep(for: .milliseconds(20))
        }
        run.cancel()
        try await run.value
        let output = try await Self.output(place.log)
        #expect(Set(output).count == output.count, "seed \(seed): a row is there twice")
        #expect(Set(expected).subtracting(output).isEmpty, "seed \(seed)")
        #expect(output.count - expected.count <= 14, "seed \(seed)")
        try await place.log.close()
    }

    /// Checkpoints of version 1 have timestamps of more than 3 digits in milliseconds: with them, they are refused; without, they
    /// are read as they were.
    @Test(arguments: [false, true]) func theFirstVersionHasNoNanoseconds(_ hasNanoseconds: Bool) async throws {
        let place = try Place()
        defer { place.remove() }
        for topic in ["orders", "totals"] { try await place.log.createTopic(topic, .init(partitions: 1)) }
        let count = hasNanoseconds ? "COUNT(DISTINCT CAST(eventTime AS TIMESTAMP_LTZ(6)))" : "COUNT(DISTINCT eventTime)"
        let inserts = try ScriptBinder.inserts(of: Self.script.replacing("COUNT(*)", with: count))
        func job() throws -> StreamingJob {
            try StreamingJob(
                name: "totals",
                inserts: inserts,
                log: place.log,
                folder: place.folder + "/state",
                settings: .init(checkpointMilliseconds: 1),
                now: { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) }
            )
        }
        _ = try await place.log.append((0..<250).map(Self.order), to: "orders")
        let first = try job()
        let run = Task { try await first.run() }
        for _ in 0..<500 where try Checkpoint.names(in: place.folder + "/state").isEmpty {
            try await Task.sleep(for: .milliseconds(10))
        }
        run.cancel()
        try await run.value
        let written = try #require(try Checkpoint.newest(in: place.folder + "/state"))
        #expect(written.hasNanoseconds)
        for name in try Checkpoint.names(in: place.folder + "/state") {
            let file = URL(fileURLWithPath: "\(place.folder)/state/\(name)")
            try CheckpointFileTests.older(1, of: try Data(contentsOf: file)).write(to: file)
        }
        let second = try job()
        let again = Task { try await second.run() }
        let end = Task {
            try await Task.sleep(for: hasNanoseconds ? .seconds(60) : .milliseconds(200))
            again.cancel()
        }
        defer { end.cancel() }
        switch await again.result {
        case .success: #expect(!hasNanoseconds)
        case .failure(let error): #expect(hasNanoseconds && "\(error)".contains("in milliseconds"), "\(error)")
        }
        try await place.log.close()
    }

    /// Customers have no events, so nothing of theirs may hold back what is known of orders.
    @Test func idleTopicHoldsNoOtherTopicBack() async throws {
        let place = try Place()
        defer { place.remove() }
        for topic in ["orders", "others", "totals"] { try await place.log.createTopic(topic, .init(partitions: 2)) }
        let script = Self.script.replacing(
            "FROM TABLE(TUMBLE(TABLE orders,",
            with: "FROM TABLE(TUMBLE(TABLE everything,"
        ).replacing(
            "INSERT INTO",
            with: """
                CREATE TABLE others (
                  customerId STRING, amount DECIMAL(12, 2), eventTime TIMESTAMP_LTZ(3),
                  WATERMARK FOR eventTime AS eventTime - INTERVAL '1' SECOND
                ) WITH ('connector' = 'kafka', 'topic' = 'others', 'scan.startup.mode' = 'earliest-offset', 'format' = 'json',
                  'json.timestamp-format.standard' = 'ISO-8601');
                CREATE VIEW everything AS
                SELECT customerId, amount, eventTime FROM orders UNION ALL SELECT customerId, amount, eventTime FROM others;
                INSERT INTO
                """
        )
        _ = try await place.log.append((0..<300).map(Self.order), to: "orders")
        let job = try StreamingJob(
            name: "totals",
            inserts: ScriptBinder.inserts(of: script),
            log: place.log,
            folder: place.folder + "/state",
            settings: .init(idleMilliseconds: 100),
            now: { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) }
        )
        let run = Task { try await job.run() }
        let expected = Self.expected(300, closedBefore: Self.start + 292 * 100 - 1_000)
        #expect(!expected.isEmpty)
        for _ in 0..<500 where try await Self.output(place.log).count < expected.count {
            try await Task.sleep(for: .milliseconds(20))
        }
        run.cancel()
        try await run.value
        #expect(Set(expected).subtracting(try await Self.output(place.log)).isEmpty)
        try await place.log.close()
    }
}
