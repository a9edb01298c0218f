import Domain
import EventLog
import Foundation
import HTTPAPI
import Logging
import Operations
import Primitives
import SegmentLog
import Testing

@testable import Server

/// Queries over the topics by HTTP.
@Suite struct SQLTests {
    private static let time = Timestamp(milliseconds: 1_795_244_400_000)

    /// Runs a body with an API over a log of ten orders, two of each customer.
    private static func run(
        _ settings: HTTPSettings = HTTPSettings(),
        _ body: @escaping @Sendable (@escaping TestAPI.Ask, SegmentLog) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/bss-sql-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }  // why: temporary
        let log = try SegmentLog.open(
            directory: folder,
            configuration: SegmentLogConfiguration(gatherMilliseconds: 0),
            now: { time },
            logger: Logger(label: "test")
        )
        try await log.createTopic(Topic.order, .init(partitions: 2))
        let orders = (0..<10).map { number in
            let happened = time + Int64(number) * 1_000
            let value =
                #"{"eventId":"e\#(number)","type":"ProductOrderCreateEvent","customerId":"c\#(number % 5)","#
                + #""amount":\#(number).50,"currency":"EUR","eventTime":"\#(happened)"}"#
            return EventRecord(key: Array("c\(number % 5)".utf8), value: Array(value.utf8), timestamp: happened)
        }
        _ = try await log.append(orders, to: Topic.order)
        try await TestAPI.with(settings, sql: SQLAccess(log, now: { time })) { try await body($0.ask, log) }
        try await log.close()
    }

    private static func lines(_ answer: TestAPI.Answer) throws -> [JSON] {
        try answer.bytes.split(separator: UInt8(ascii: "\n")).map { try JSON(parsing: Array($0)) }
    }

    private static func body(_ script: String, _ more: [(String, JSON)] = []) -> String {
        JSON.object(JSONObject([("script", .string(script))] + more)).text
    }

    @Test func aQueryShowsTypedRows() async throws {
        try await Self.run { ask, _ in
            let script = """
                SET 'table.local-time-zone' = 'UTC';
                SELECT eventId, amount, amount > 5 AS dear, status, happened FROM order_events WHERE eventId = 'e7';
                """
            let answer = try await ask("POST", "/bss/v1/sql", Self.body(script), [:])
            #expect(answer.status == 200)
            #expect(answer.header("content-type") == "application/x-ndjson;charset=utf-8")
            let lines = try Self.lines(answer)
            #expect(lines.count == 2)
            #expect(lines[0]["follow"] == false)
            #expect(
                lines[0]["columns"]?.array?.map { $0["name"]?.string }
                    == ["eventId", "amount", "dear", "status", "happened"]
            )
            #expect(lines[0]["columns"]?.array?[1]["type"] == "DECIMAL(18, 3)")
            let row = #"{"kind":"+I","row":["e7",7.500,true,null,"2026-11-21 07:00:07.000"]}"#
            #expect(lines[1].text == row)
        }
    }

    @Test func finalRowsPlansAndDeclarationsAreShown() async throws {
        try await Self.run { ask, _ in
            let declarations =
                "CREATE VIEW totals AS SELECT customerId, SUM(amount) AS total FROM order_events GROUP BY customerId;"
            let script = "SELECT * FROM totals WHERE customerId = 'c1'; EXPLAIN SELECT * FROM totals; SHOW TABLES;"
            let answer = try await ask(
                "POST",
                "/bss/v1/sql",
                Self.body(script, [("declarations", .string(declarations))]),
                [:]
            )
            let lines = try Self.lines(answer)
            #expect(lines[1].text == #"{"kind":"+I","row":["c1",8.000]}"#)
            #expect(lines[2]["text"]?.string?.contains("GroupAggregate") == true)
            #expect(
                lines[4...].map { $0["row"]?.array?.first?.string }
                    == ["analytics_events", "customer_events", "fraud_alerts", "order_events", "totals"]
            )
        }
    }

    @Test func theScriptsOwnTableStandsForThePredefined() async throws {
        try await Self.run { ask, _ in
            let script = """
                CREATE TABLE order_events (customerId STRING) WITH (
                  'connector' = 'kafka', 'topic' = 'bss.order.events', 'format' = 'json');
                SELECT * FROM order_events;
                """
            let lines = try Self.lines(try await ask("POST", "/bss/v1/sql", Self.body(script), [:]))
            #expect(lines.count == 11 && lines[1]["row"]?.array?.count == 1)
        }
    }

    @Test func aDryRunAnswersWhatWouldBeWritten() async throws {
        try await Self.run { ask, log in
            let script = """
                CREATE TABLE fraud_alerts (rule STRING, customerId STRING, score DECIMAL(5, 2)) WITH (
                  'connector' = 'kafka', 'topic' = 'bss.fraud.alerts', 'format' = 'json');
                INSERT INTO fraud_alerts (customerId, rule) SELECT customerId, 'dear' FROM order_events WHERE amount > 8;
                INSERT INTO fraud_alerts SELECT 'cheap', customerId, amount FROM order_events WHERE amount < 1;
                """
            let refused = try await ask("POST", "/bss/v1/sql", Self.body(script), [:])
            #expect(refused.status == 400 && refused.json["code"] == "invalidSQL")
            #expect(refused.json["message"]?.string?.contains("bss job submit") == true)
            let lines = try Self.lines(
                try await ask("POST", "/bss/v1/sql", Self.body(script, [("dryRun", true)]), [:])
            )
            #expect(lines[0]["table"] == "fraud_alerts" && lines[0]["columns"]?.array?.count == 3)
            #expect(
                Set(lines[1...].map { $0["row"]?.text })
                    == [#"["dear","c3",null]"#, #"["dear","c4",null]"#, #"["cheap","c0",0.50]"#]
            )
            #expect(try await log.topics() == [Topic.order])
        }
    }

    @Test func whatIsWrongIsSaidWithItsPlace() async throws {
        try await Self.run { ask, _ in
            func answer(_ script: String, _ more: [(String, JSON)] = []) async throws -> TestAPI.Answer {
                try await ask("POST", "/bss/v1/sql", Self.body(script, more), [:])
            }
            let unknown = try await answer("SELECT *\nFROM order_event;")
            #expect(unknown.status == 400 && unknown.json["code"] == "invalidSQL")
            let message = try #require(unknown.json["message"]?.string)
            #expect(message.hasPrefix("sql:2:6: name error:") && message.contains("\nFROM order_event;\n     ^~~~"))
            let file =
                "CREATE TABLE f (a STRING) WITH ('connector' = 'filesystem', 'path' = '/etc/passwd', 'format' = 'raw');"
            let read = try await answer(file + "SELECT * FROM f;")
            #expect(read.status == 400 && read.json["code"] == "queryFailed")
            #expect(try await answer("SELECT * FROM fraud_alerts;").status == 404)
            #expect(try await answer("SELECT 1", [("since", "yesterday")]).json["code"] == "invalidValue")
            #expect(try await answer("SELECT 1", [("follow", "yes")]).json["code"] == "wrongType")
            #expect(try await ask("POST", "/bss/v1/sql", "{}", [:]).json["code"] == "missingAttribute")
            let long = String(repeating: " ", count: HTTPLimits.sqlBytesMax)
            #expect(try await answer("SELECT 1" + long).status == 413)
            #expect(try await ask("GET", "/bss/v1/sql", nil, [:]).status == 405)
        }
    }

    @Test func aFaultOnTheWayEndsTheLines() async throws {
        try await Self.run { ask, _ in
            let script = "SELECT CAST(eventId AS INT) AS number FROM order_events;"
            let answer = try await ask("POST", "/bss/v1/sql", Self.body(script), [:])
            let lines = try Self.lines(answer)
            #expect(answer.status == 200 && lines[0]["columns"] != nil)
            #expect(lines.last?["error"]?["code"] == "queryFailed")
        }
    }

    @Test func placesForQueriesAreGivenBack() async throws {
        try await Self.run { ask, _ in
            for _ in 0..<SQLAccess.queriesMax * 3 {
                let good = try await ask("POST", "/bss/v1/sql", Self.body("SELECT 1;"), [:])
                let bad = try await ask("POST", "/bss/v1/sql", Self.body("SELECT 1 FROM x;"), [:])
                #expect(good.status == 200 && bad.status == 400)
            }
        }
        let slots = QuerySlots(max: 2)
        var taken = [slots.take(), slots.take()]
        #expect(taken.allSatisfy { $0 != nil } && slots.take() == nil)
        taken.removeLast()
        #expect(slots.take() != nil)
    }
}
