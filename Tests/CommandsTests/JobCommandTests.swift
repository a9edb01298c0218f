import Foundation
import Primitives
import Testing

/// Stream jobs in the running program: submitted, watched, stopped, saved, begun again at another parallelism, and killed.
@Suite struct JobCommandTests {
    static let script = """
        SET 'execution.checkpointing.interval' = '200 ms';
        CREATE TABLE payments (
          payer STRING, amount DECIMAL(12, 2), paidAt TIMESTAMP_LTZ(3),
          WATERMARK FOR paidAt AS paidAt - INTERVAL '1' SECOND
        ) WITH ('connector' = 'kafka', 'topic' = 'test.payments', 'scan.startup.mode' = 'earliest-offset',
          'format' = 'json', 'json.timestamp-format.standard' = 'ISO-8601', 'json.ignore-parse-errors' = 'true');
        CREATE TABLE totals (payer STRING, starts TIMESTAMP(3), n BIGINT, total DECIMAL(38, 2))
        WITH ('connector' = 'kafka', 'topic' = 'test.totals', 'key.format' = 'raw', 'key.fields' = 'payer',
          'format' = 'json', 'json.encode.decimal-as-plain-number' = 'true');
        INSERT INTO totals
        SELECT payer, window_start, COUNT(*), SUM(amount)
        FROM TABLE(TUMBLE(TABLE payments, DESCRIPTOR(paidAt), INTERVAL '10' SECOND))
        GROUP BY payer, window_start, window_end;
        """

    /// Payments of some tenths of a second, four payers in turn.
    static func payments(_ range: Range<Int>) -> String {
        range.map { number in
            let time = Timestamp(milliseconds: 1_795_244_400_000 + Int64(number) * 100)
            return #"{"payer":"p\#(number % 4)","amount":\#(number % 50).5,"paidAt":"\#(time)"}"#
        }.joined(separator: "\n")
    }

    /// The windows that are over once the payments of so many tenths of a second are in, as `payer start count total`.
    static func windows(_ count: Int) -> Set<String> {
        var windows: [String: (n: Int, tenths: Int)] = [:]
        for number in 0..<count where (number / 100 + 1) * 10_000 <= (count - 1) * 100 - 1_000 {
            let key = "p\(number % 4) \(number / 100)"
            let old = windows[key] ?? (0, 0)
            windows[key] = (old.n + 1, old.tenths + number % 50 * 10 + 5)
        }
        return Set(windows.map { "\($0) \($1.n) \($1.tenths / 10).\($1.tenths % 10)0" })
    }

    static func run(_ arguments: [String], _ program: Program, input: String? = nil) throws -> String {
        let result = try Program.run(arguments + ["--url", program.url], input: input)
        #expect(result.status == 0, "\(arguments): \(result.errors)")
        return result.output
    }

    /// What is in the topic of totals, in the form of `windows`.
    private static func totals(_ program: Program) throws -> [String] {
        let lines = try run(
            ["consume", "test.totals", "--from-beginning", "--max-messages", "100000", "--format", "json"],
            program
        )
        return try lines.split(separator: "\n").map { line in
            let record = try JSON(parsing: Array(line.utf8))
            let value = record["value"]?["payer"] == nil ? record : record["value"] ?? .null
            let text = value["starts"]?.string?.replacing(" ", with: "T") ?? ""
            let start = Timestamp(text.contains(".") ? text + "Z" : text + ".000Z")
            let window = ((start?.milliseconds ?? 0) - 1_795_244_400_000) / 10_000
            let total = value["total"]?.number?.text ?? ""
            return "\(value["payer"]?.string ?? "") \(window) \(value["n"]?.integer ?? 0) \(total)"
        }
    }

    /// Waits until the topic has these windows, then says whether it has each once.
    static func expect(_ windows: Set<String>, _ program: Program) async throws {
        var found: [String] = []
        for _ in 0..<300 {
            found = try totals(program)
            if found.count >= windows.count { break }
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(Set(found) == windows)
        #expect(found.count == windows.count, "a window is there twice")
    }

    @Test func aJobLivesThroughStopsAndKills() async throws {
        let data = Program.directory()
        defer { try? FileManager.default.removeItem(atPath: data) }  // why: temporary
        var program = try await Program(data: data)
        for topic in ["test.payments", "test.totals"] {
            _ = try Self.run(["topic", "create", topic, "--partitions", "1"], program)
        }
        _ = try Self.run(["produce", "test.payments"], program, input: Self.payments(0..<350))
        _ = try Self.run(["job", "submit", "totals", "-"], program, input: Self.script)
        try await Self.expect(Self.windows(350), program)

        // A poison record is counted and set aside, and stops nothing.
        let poison = #"{"value":"{broken"}"#
        let taken = try await program.ask("POST", "/bss/v1/topics/test.payments/records?envelope=true", poison)
        #expect(taken.status == 201)
        _ = try Self.run(["produce", "test.payments"], program, input: Self.payments(350..<700))
        try await Self.expect(Self.windows(700), program)
        let letters = try Self.run(["consume", "bss.dead.letters", "--from-beginning", "--max-messages", "9"], program)
        #expect(letters.contains("{broken"))
        #expect(try Self.run(["job", "show", "totals"], program).contains("WindowAggregate"))

        let savepoint = try Self.run(["job", "savepoint", "totals"], program).trimmingCharacters(in: .newlines)
        #expect(try Self.run(["job", "stop", "totals"], program).contains("stopped"))
        _ = try Self.run(["produce", "test.payments"], program, input: Self.payments(700..<1_000))
        _ = try Self.run(["job", "restart", "totals", "--parallelism", "3"], program)
        try await Self.expect(Self.windows(1_000), program)

        for part in 0..<4 {
            let start = 1_000 + part * 300
            _ = try Self.run(["produce", "test.payments"], program, input: Self.payments(start..<(start + 300)))
            try await Task.sleep(for: .milliseconds(part * 60))
            program.kill()
            program = try await Program(data: data)
        }
        try await Self.expect(Self.windows(2_200), program)

        // An older savepoint: what was appended since is in the log, and not appended again.
        _ = try Self.run(["job", "restart", "totals", "--savepoint", savepoint, "--parallelism", "2"], program)
        _ = try Self.run(["produce", "test.payments"], program, input: Self.payments(2_200..<2_500))
        try await Self.expect(Self.windows(2_500), program)
        let list = try Self.run(["job", "list"], program)
        #expect(list.contains("fraud-detection") && list.contains("totals"))
        var metrics = ""
        for _ in 0..<150 where !metrics.contains("bss_job_operator_rows_in{") {
            metrics = try await program.text("/metrics")
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(metrics.contains("bss_job_operator_rows_in{"))
        #expect(program.stop() == 0)
    }

    @Test func mistakesAreNamed() async throws {
        let data = Program.directory()
        defer { try? FileManager.default.removeItem(atPath: data) }  // why: temporary
        let program = try await Program(data: data)
        func errors(_ arguments: [String], input: String? = nil) throws -> String {
            let result = try Program.run(arguments + ["--url", program.url], input: input)
            #expect(result.status != 0)
            return result.errors
        }
        #expect(try errors(["job", "show", "nothing"]).contains("there is no job 'nothing'"))
        #expect(try errors(["job", "submit", "bad", "-"], input: "INSERT INTO nowhere SELECT 1").contains("nowhere"))
        let values = Self.script + "INSERT INTO totals VALUES ('p', TIMESTAMP '2026-01-01 00:00:00', 1, 2.5);"
        #expect(try errors(["job", "submit", "bad", "-"], input: values).contains("VALUES in a job over topics"))
        #expect(try errors(["job", "submit", "Bad Name", "-"], input: Self.script).contains("a-z"))
        #expect(try errors(["job", "remove", "fraud-detection"]).contains("comes with the program"))
        #expect(try errors(["job", "restart", "fraud-detection", "--parallelism", "99"]).contains("parallelism"))
        program.stop()
    }
}
