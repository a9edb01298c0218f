import EventLog
import Foundation
import Logging
import Primitives
import SegmentLog
import StreamSQL
import Testing

@testable import StreamRuntime

/// A job with slices of so many groups that its checkpoints share them, stopped, crashed and begun again.
@Suite struct SharedStateTests {
    private static let customers = 4_200
    private static let seconds = 7
    private static let start: Int64 = 1_795_244_400_000
    private static let script = """
        CREATE TABLE orders (
          customerId STRING, eventTime TIMESTAMP_LTZ(3), WATERMARK FOR eventTime AS eventTime
        ) WITH ('connector' = 'kafka', 'topic' = 'orders', 'scan.startup.mode' = 'earliest-offset', 'format' = 'json',
          'json.timestamp-format.standard' = 'ISO-8601');
        CREATE TABLE totals (customerId STRING, ends TIMESTAMP(3), orders BIGINT) WITH ('connector' = 'kafka',
          'topic' = 'totals', 'format' = 'json');
        INSERT INTO totals
        SELECT customerId, window_end, COUNT(*)
        FROM TABLE(HOP(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '1' SECOND, INTERVAL '4' SECOND))
        GROUP BY customerId, window_start, window_end;
        """

    /// One order of each customer in each second.
    private static func orders(second: Int) -> [EventRecord] {
        (0..<customers).map { customer in
            let time = Timestamp(milliseconds: start + Int64(second * 1_000 + customer * 999 / customers))
            let value = #"{"customerId":"c\#(customer)","eventTime":"\#(time)"}"#
            return EventRecord(key: Array("c\(customer)".utf8), value: Array(value.utf8))
        }
    }

    private static func job(_ log: any EventLog, _ folder: String, parallelism: Int) throws -> StreamingJob {
        try StreamingJob(
            name: "totals",
            inserts: ScriptBinder.inserts(of: script),
            log: log,
            folder: folder,
            settings: .init(
                parallelism: parallelism,
                checkpointMilliseconds: 1,
                roundRecordsMax: 700,
                gatherMilliseconds: 0
            ),
            now: { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) }
        )
    }

    private static func shared(in folder: String) throws -> Set<String> {
        try Checkpoint.names(in: folder).reduce(into: []) {
            $0.formUnion(try #require(Checkpoint.sharedNames(of: $1, in: folder)))
        }
    }

    /// Whether each customer's count is there once for each window that has ended.
    private static func check(_ log: any EventLog) async throws {
        var counts: [String: Int] = [:]
        var offset: Int64 = 0
        while true {
            let batch = try await log.read(TopicPartition("totals", 0), from: offset)
            if batch.events.isEmpty { break }
            for event in batch.events { counts[String(decoding: event.value, as: UTF8.self), default: 0] += 1 }
            offset = batch.nextOffset
        }
        // Windows before the fourth have fewer orders.
        #expect(counts.values.allSatisfy { $0 == 1 })
        for end in 1...seconds {
            let time = "\(Timestamp(milliseconds: start + Int64(end) * 1_000))".dropLast(5)
            let rows = counts.keys.filter { $0.contains(time.replacing("T", with: " ")) || $0.contains(time) }
            #expect(rows.count == customers, "the window until second \(end)")
            #expect(rows.allSatisfy { $0.hasSuffix("\"orders\":\(min(end, 4))}") }, "the window until second \(end)")
        }
    }

    @Test(arguments: [1, 2]) func outputIsThereOnce(_ parallelism: Int) async throws {
        let place = FileManager.default.temporaryDirectory.path + "/bss-shared-\(UUID().uuidString)"
        let folder = place + "/state"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: place) }  // why: temporary
        let log = try SegmentLog.open(
            directory: place + "/log",
            configuration: SegmentLogConfiguration(gatherMilliseconds: 0),
            now: { Timestamp(milliseconds: 0) },
            logger: Logger(label: "test")
        )
        for topic in ["orders", "totals"] { try await log.createTopic(topic, .init(partitions: 1)) }
        var shared: Set<String> = []
        for second in 0..<Self.seconds {
            let job = try Self.job(log, folder, parallelism: parallelism)
            let run = Task { try await job.run() }
            let records = Self.orders(second: second)
            for part in stride(from: 0, to: records.count, by: 700) {
                _ = try await log.append(Array(records[part..<part + 700]), to: "orders")
                for _ in 0..<500 where try await job.metrics().recordsBehind > 0 {
                    try await Task.sleep(for: .milliseconds(5))
                }
            }
            run.cancel()
            try await run.value
            let names = try Checkpoint.names(in: folder)
            shared.formUnion(try Self.shared(in: folder))
            // A crash loses the newest checkpoints; the files that they share with older ones are there.
            for name in names.suffix(second % 3) { try FileManager.default.removeItem(atPath: folder + "/" + name) }
        }
        #expect(shared.count > 4)
        // No file of the runs before is left that no checkpoint has.
        let last = try Self.job(log, folder, parallelism: 3 - parallelism)
        let run = Task { try await last.run() }
        for second in Self.seconds..<Self.seconds + 2 {
            for record in Self.orders(second: second).prefix(5) {
                let checkpoints = try await last.metrics().checkpoints
                _ = try await log.append([record], to: "orders")
                for _ in 0..<500 where try await last.metrics().checkpoints == checkpoints {
                    try await Task.sleep(for: .milliseconds(5))
                }
            }
        }
        #expect(try !Self.shared(in: folder).isEmpty)
        let savepoint = place + "/savepoint"
        try FileManager.default.createDirectory(atPath: savepoint, withIntermediateDirectories: true)
        try await last.savepoint(into: savepoint)
        #expect(try Checkpoint.newest(in: savepoint) != nil)
        #expect(try Self.shared(in: savepoint).isEmpty, "a savepoint has all state itself")
        run.cancel()
        try await run.value
        #expect(Set(try Checkpoint.names(in: folder, prefix: SharedState.prefix)) == (try Self.shared(in: folder)))

        try await Self.check(log)
        try await log.close()
    }
}
