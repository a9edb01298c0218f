import Foundation
import Primitives
import Testing

@testable import Commands

/// The prompt over a running server, and rules run over the past, as a user drives them.
@Suite(.serialized) struct PromptTests {
    private static func withProgram(_ body: (Program, [String]) async throws -> Void) async throws {
        let data = Program.directory()
        let program = try await Program(data: data)
        defer {
            program.stop()
            try? FileManager.default.removeItem(atPath: data)  // why: temporary
        }
        try await body(program, ["--url", program.url])
    }

    private static func produce(_ lines: [String], to topic: String, _ url: [String]) throws {
        let produced = try Program.run(
            ["produce", topic, "--key-field", "customerId"] + url,
            input: lines.joined(separator: "\n") + "\n"
        )
        #expect(produced.status == 0, "\(produced.errors)")
    }

    private static func orders(_ count: Int) -> [String] {
        (0..<count).map { number in
            let time = Timestamp(milliseconds: 1_795_244_400_000 + Int64(number) * 1_000)
            return #"{"eventId":"e\#(number)","type":"ProductOrderCreateEvent","orderId":"o\#(number)","#
                + #""customerId":"c\#(number % 4)","amount":\#(number * 10),"currency":"EUR","eventTime":"\#(time)"}"#
        }
    }

    @Test func pipedStatementsShareWhatTheyDeclare() async throws {
        try await Self.withProgram { program, url in
            try Self.produce(Self.orders(20), to: "bss.order.events", url)
            let input = """
                -- a comment with a ; in it
                CREATE VIEW mine AS
                  SELECT customerId, amount, 'a;b' AS text FROM order_events
                  WHERE currency = 'EUR';
                SELECT customerId, SUM(amount) AS total FROM mine
                GROUP BY customerId;
                \\d mine
                SELECT text FROM mine WHERE amount = 190
                """
            let shown = try Program.run(["sql"] + url, input: input)
            #expect(shown.status == 0, "\(shown.errors)")
            for customer in 0..<4 {
                let total = stride(from: customer, to: 20, by: 4).reduce(0) { $0 + $1 * 10 }
                #expect(shown.output.contains("c\(customer)"), "\(shown.output)")
                #expect(shown.output.contains("\(total).000"), "\(shown.output)")
            }
            #expect(shown.output.contains("(4 rows)") && shown.output.contains("DECIMAL(18, 3)"))
            #expect(shown.output.hasSuffix("a;b \n(1 row)\n") || shown.output.hasSuffix("a;b\n(1 row)\n"))
            let json = try Program.run(
                ["sql", "-e", "SELECT COUNT(*) AS orders FROM order_events", "--format", "json"] + url
            )
            #expect(json.output == #"{"orders":20}"# + "\n")
            let since = try Program.run(
                ["sql", "-e", "SELECT orderId FROM order_events;", "--since", "0s", "--format", "json"] + url
            )
            #expect(since.status == 0 && since.output == "")
        }
    }

    @Test func whatIsWrongIsSaidAndEndsAScript() async throws {
        try await Self.withProgram { program, url in
            let wrong = try Program.run(["sql"] + url, input: "SELECT 1;\nSELECT * FROM order_event;\nSELECT 2;\n")
            #expect(wrong.status == 1)
            #expect(wrong.output.contains("(1 row)") && !wrong.output.contains("2"))
            #expect(wrong.errors.contains("order_event") && wrong.errors.contains("^~~~"))
            let insert = try Program.run(
                ["sql", "-e", "INSERT INTO fraud_alerts (rule) SELECT type FROM order_events"] + url
            )
            #expect(insert.status == 1 && insert.errors.contains("bss job submit"))
            let nobody = try Program.run(["sql", "-e", "SELECT 1", "--url", "http://127.0.0.1:1"])
            #expect(nobody.status == 1 && nobody.errors.contains("bss start"))
            let none = try Program.run(["sql", "-e", "SELECT 1", "--data", "/nonexistent/bss"])
            #expect(none.status == 1 && none.errors.contains("no server runs"))
        }
    }

    @Test func interruptEndsTheQueryAndNotThePrompt() async throws {
        try await Self.withProgram { program, url in
            try Self.produce(Self.orders(3), to: "bss.order.events", url)
            let process = Process()
            process.executableURL = Program.executable
            process.arguments = ["sql"] + url
            let (input, output) = (Pipe(), Pipe())
            process.standardInput = input
            process.standardOutput = output
            process.standardError = FileHandle.nullDevice
            try process.run()
            let statements = """
                SET 'execution.runtime-mode' = 'streaming';
                SELECT orderId FROM order_events WHERE amount = 20;
                SET 'execution.runtime-mode' = 'batch';
                SELECT 'still there' AS words;

                """
            try input.fileHandleForWriting.write(contentsOf: Data(statements.utf8))
            var seen = ""
            while !seen.contains("+I[o2]") {
                let data = output.fileHandleForReading.availableData
                guard !data.isEmpty else { break }
                seen += String(decoding: data, as: UTF8.self)
            }
            #expect(seen.contains("op[orderId]"))
            Foundation.kill(process.processIdentifier, SIGINT)
            try input.fileHandleForWriting.close()
            seen += String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
            process.waitUntilExit()
            #expect(seen.contains("still there") && process.terminationStatus == 0, "\(seen)")
        }
    }

    @Test func rulesAreRunOverThePastAndPublishNothing() async throws {
        try await Self.withProgram { program, url in
            try Self.produce(Self.orders(20), to: "bss.order.events", url)
            let rule = """
                CREATE TABLE fraud_alerts (
                  alertId STRING, customerId STRING, rule STRING, severity STRING, score DECIMAL(5, 2)
                ) WITH ('connector' = 'kafka', 'topic' = 'bss.fraud.alerts', 'format' = 'json');
                INSERT INTO fraud_alerts
                SELECT eventId, customerId, 'dear', CASE WHEN amount > 150 THEN 'critical' ELSE 'warning' END, 60
                FROM order_events WHERE amount >= 100;
                """
            let file = Program.directory() + ".sql"
            defer { try? FileManager.default.removeItem(atPath: file) }  // why: temporary
            try Data(rule.utf8).write(to: URL(fileURLWithPath: file))
            let tested = try Program.run(["fraud", "backtest", file, "--format", "json"] + url)
            #expect(tested.status == 0, "\(tested.errors)")
            let lines = try tested.output.split(separator: "\n").map { try JSON(parsing: String($0)) }
            #expect(lines[0]["rule"] == "dear" && lines[0]["alerts"]?.integer == 10)
            #expect(lines[0]["warning"]?.integer == 6 && lines[0]["critical"]?.integer == 4)
            #expect(lines[0]["customers"]?.integer == 4 && lines[0]["precision"] == .null)
            #expect(lines.count == 5 && lines[1]["alerts"]?.integer == 3)
            let topics = try await program.ask("GET", "/bss/v1/topics/bss.fraud.alerts")
            let ends = topics.json["partitions"]?.array?.map { $0["endOffset"]?.integer ?? -1 } ?? [-1]
            #expect(ends.allSatisfy { $0 == 0 })
            let nothing = try Program.run(["fraud", "backtest", "-"] + url, input: "SELECT 1;")
            #expect(nothing.status == 1 && nothing.errors.contains("inserts nothing"))
        }
    }

    @Test func decisionsGivePrecisionAndRecall() throws {
        var backtest = Backtest()
        for (customer, decision) in [
            ("a", "confirmed"), ("b", "falsePositive"), ("c", "confirmed"), ("a", "falsePositive"),
            ("d", "inconclusive"),
        ] {
            backtest.label(
                ["decision": .string(decision), "relatedParty": [["id": .string(customer)]]]
            )
        }
        backtest.take([
            "table": "t",
            "columns": [["name": "alertId"], ["name": "customerId"], ["name": "rule"], ["name": "score"]],
        ])
        for (id, customer, rule, score) in [
            ("1", "a", "r", 20), ("2", "b", "r", 40), ("2", "b", "r", 40), ("3", "x", "s", 90), ("4", "a", "s", 30),
        ] as [(String, String, String, Int64)] {
            backtest.take(
                ["table": "t", "row": [.string(id), .string(customer), .string(rule), .integer(score)]]
            )
        }
        let lines = backtest.lines
        #expect(lines.map(\.name) == ["r", "s", "all"] && lines.map(\.alerts) == [2, 2, 4])
        #expect(lines.map(\.precision) == [0.5, 1, 0.5] && lines.map(\.recall) == [0.5, 0.5, 0.5])
        let customers = backtest.customers
        #expect(customers.map(\.id) == ["a", "b", "x"] && customers.map(\.score) == ["30", "40", "90"])
        #expect(customers.map(\.decision) == ["confirmed", "falsePositive", nil] && customers[0].rules == "r, s")
    }

    @Test(arguments: [
        ("SELECT 1", false), ("SELECT 1;", true), ("SELECT 1; -- done;", true), ("SELECT ';'", false),
        ("SELECT ';", false), ("SELECT 'it''s;';", true), ("SELECT `;", false), ("-- only;", false), ("/* ; */", false),
        ("/* ;", false), ("SELECT 1 /* x */;\n\n", true), ("SELECT * FROM;", true),
        ("EXECUTE STATEMENT SET BEGIN INSERT INTO a SELECT 1;", false),
        ("EXECUTE STATEMENT SET BEGIN INSERT INTO a SELECT 1; END;", true), (";", true), ("", false),
    ]) func theEndOfAStatementIsSeen(_ text: String, _ isWhole: Bool) {
        #expect(StatementEnd.isReached(in: text) == isWhole)
    }
}
