import EventLog
import Foundation
import Logging
import Primitives
import SegmentLog
import StreamSQL
import Testing

@testable import StreamRuntime

/// Queries over topics of a real log, which show rows and keep nothing.
@Suite struct StreamingQueryTests {
    private static let declaration = """
        CREATE TABLE orders (
          number BIGINT, customerId STRING, amount DECIMAL(12, 2), eventTime TIMESTAMP_LTZ(3),
          WATERMARK FOR eventTime AS eventTime - INTERVAL '1' SECOND
        ) WITH ('connector' = 'kafka', 'topic' = 'orders', 'format' = 'json',
          'json.timestamp-format.standard' = 'ISO-8601');
        CREATE TABLE files (a STRING) WITH ('connector' = 'filesystem', 'path' = '/etc/passwd', 'format' = 'raw');
        """
    private static let start: Int64 = 1_795_244_400_000

    private static func plan(_ query: String) throws -> LogicalPlan {
        let source = declaration + query
        var binder = ScriptBinder()
        var plan: LogicalPlan?
        for statement in try Script(parsing: source).statements {
            if case .query(let bound) = try binder.bind(statement, source: source) { plan = bound }
        }
        return try #require(plan)
    }

    /// An order a second, of seven customers.
    private static func order(_ number: Int, partition: Int) -> EventRecord {
        let time = Timestamp(milliseconds: start + Int64(number) * 1_000)
        let value =
            #"{"number":\#(number),"customerId":"c\#(number % 7)","amount":\#(number % 90).25,"eventTime":"\#(time)"}"#
        return EventRecord(key: nil, value: Array(value.utf8), timestamp: time, partition: partition)
    }

    private static func withLog(_ body: (SegmentLog) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/bss-query-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }  // why: temporary
        let log = try SegmentLog.open(
            directory: folder,
            configuration: SegmentLogConfiguration(gatherMilliseconds: 0),
            now: { Timestamp(milliseconds: start) },
            logger: Logger(label: "test")
        )
        try await log.createTopic("orders", .init(partitions: 2))
        try await body(log)
        try await log.close()
    }

    private static func query(
        _ text: String,
        _ log: SegmentLog,
        _ settings: StreamingQuery.Settings = .init(follows: false, roundRecordsMax: 50)
    ) async throws -> StreamingQuery {
        let output = StreamingQuery.Output(name: "query", plan: try plan(text))
        let query = try StreamingQuery(
            [output],
            log: log,
            settings: settings,
            now: { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) }
        )
        try await query.open()
        return query
    }

    private static func rows(_ query: StreamingQuery) async throws -> [StreamingQuery.Row] {
        var rows: [StreamingQuery.Row] = []
        while let more = try await query.next() { rows += more }
        return rows
    }

    private static let windows = """
        SELECT customerId, CAST(COUNT(*) AS STRING) AS orders
        FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(eventTime), INTERVAL '1' MINUTE))
        GROUP BY customerId, window_start, window_end;
        """

    @Test(arguments: [1 as UInt64, 2, 3]) func whatIsThereIsCountedOnceHoweverItLiesInThePartitions(
        _ seed: UInt64
    ) async throws {
        try await Self.withLog { log in
            var random = SeededRandom(seed: seed)
            let count = Int.random(in: 300...900, using: &random)
            // Skewed: one partition has all but a few, and the few may lie anywhere in time.
            let records = (0..<count).map {
                Self.order($0, partition: UInt64.random(in: 0..<40, using: &random) == 0 ? 1 : 0)
            }
            _ = try await log.append(records, to: "orders")
            let query = try await Self.query(Self.windows, log)
            // What comes after the beginning does not count.
            _ = try await log.append([Self.order(count, partition: 0)], to: "orders")
            var expected: [String: Int] = [:]
            for number in 0..<count {
                let minute = (Self.start + Int64(number) * 1_000) / 60_000
                expected["c\(number % 7) \(minute)", default: 0] += 1
            }
            let rows = try await Self.rows(query)
            #expect(rows.allSatisfy { $0.kind == .insert }, "seed \(seed)")
            let found = rows.map { "\($0.cells[0] ?? "") \($0.cells[1] ?? "")" }.sorted()
            let wanted = expected.map { "\($0.key.split(separator: " ")[0]) \($0.value)" }.sorted()
            #expect(found == wanted, "seed \(seed)")
        }
    }

    @Test func ofAnUpdatingQueryOnlyTheFinalRowsAreShown() async throws {
        try await Self.withLog { log in
            _ = try await log.append((0..<700).map { Self.order($0, partition: $0 % 2) }, to: "orders")
            let query = try await Self.query(
                "SELECT customerId, COUNT(*) AS orders FROM orders GROUP BY customerId;",
                log
            )
            let rows = try await Self.rows(query)
            #expect(rows.allSatisfy { $0.kind == .insert })
            #expect(rows.map(\.cells).sorted { ($0[0] ?? "") < ($1[0] ?? "") } == (0..<7).map { ["c\($0)", "100"] })
        }
    }

    @Test func aTopNIsShownInItsOrder() async throws {
        try await Self.withLog { log in
            _ = try await log.append((0..<90).map { Self.order($0, partition: $0 % 2) }, to: "orders")
            let query = try await Self.query(
                """
                SELECT number, amount FROM (
                  SELECT *, ROW_NUMBER() OVER (ORDER BY amount DESC) AS place FROM orders
                ) WHERE place <= 3;
                """,
                log
            )
            let rows = try await Self.rows(query)
            #expect(rows.map { $0.cells[0] } == ["89", "88", "87"])
        }
    }

    @Test func itBeginsAtATime() async throws {
        try await Self.withLog { log in
            _ = try await log.append((0..<100).map { Self.order($0, partition: $0 % 2) }, to: "orders")
            var settings = StreamingQuery.Settings(follows: false)
            settings.since = Timestamp(milliseconds: Self.start + 90_000)
            let rows = try await Self.rows(try await Self.query("SELECT number FROM orders;", log, settings))
            #expect(Set(rows.map { $0.cells[0] }) == Set((90..<100).map { "\($0)" }))
        }
    }

    @Test func oneThatFollowsShowsEveryChangeAndEndsByCancellation() async throws {
        try await Self.withLog { log in
            _ = try await log.append([Self.order(0, partition: 0)], to: "orders")
            let query = try await Self.query(
                "SELECT COUNT(*) AS orders FROM orders;",
                log,
                .init(follows: true, idleMilliseconds: 10)
            )
            var seen: [String] = []
            for number in 1...3 {
                for row in try #require(try await query.next()) { seen.append("\(row.kind) \(row.cells[0] ?? "")") }
                _ = try await log.append([Self.order(number, partition: number % 2)], to: "orders")
            }
            #expect(seen == ["insert 1", "updateBefore 1", "updateAfter 2", "updateBefore 2", "updateAfter 3"])
            let reader = Task { while try await query.next() != nil {} }
            reader.cancel()
            await #expect(throws: CancellationError.self) { try await reader.value }
        }
    }

    @Test func anAnswerHasALimit() async throws {
        try await Self.withLog { log in
            _ = try await log.append((0..<100).map { Self.order($0, partition: $0 % 2) }, to: "orders")
            for text in ["SELECT number FROM orders;", "SELECT number, COUNT(*) FROM orders GROUP BY number;"] {
                let settings = StreamingQuery.Settings(follows: false, rowsMax: 99)
                let query = try await Self.query(text, log, settings)
                await #expect(throws: SourceError.self, "\(text)") { try await Self.rows(query) }
                let enough = try await Self.query(text, log, .init(follows: false, rowsMax: 100))
                #expect(try await Self.rows(enough).count == 100)
            }
        }
    }

    @Test(arguments: [true, false]) func valuesNeedNoTopic(_ follows: Bool) async throws {
        try await Self.withLog { log in
            let query = try await Self.query("SELECT 1 + 1, 'x';", log, .init(follows: follows))
            #expect(try await Self.rows(query).map(\.cells) == [["2", "x"]])
        }
    }

    @Test func filesAreNotRead() async throws {
        try await Self.withLog { log in
            await #expect(throws: SourceError.self) { _ = try await Self.query("SELECT * FROM files;", log) }
        }
    }

    @Test func anUnknownTopicIsSaid() async throws {
        try await Self.withLog { log in
            let text = "CREATE TABLE gone (a STRING) WITH ('connector' = 'kafka', 'topic' = 'gone', 'format' = 'raw'); "
            await #expect(throws: EventLogError.unknownTopic("gone")) {
                _ = try await Self.query(text + "SELECT * FROM gone;", log)
            }
        }
    }
}
