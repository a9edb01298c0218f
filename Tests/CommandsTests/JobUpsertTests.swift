import Foundation
import Primitives
import Testing

/// A job over tables that change, in the running program, killed again and again: every change of a result is in the topic
/// once, and what the topic holds at the end is what the inputs say.
@Suite struct JobUpsertTests {
    private static let script = """
        SET 'execution.checkpointing.interval' = '200 ms';
        CREATE TABLE accounts (id STRING, plan STRING, PRIMARY KEY (id) NOT ENFORCED)
        WITH ('connector' = 'upsert-kafka', 'topic' = 'test.accounts', 'key.format' = 'raw', 'value.format' = 'json',
          'value.fields-include' = 'EXCEPT_KEY');
        CREATE TABLE movements (account STRING, amount BIGINT)
        WITH ('connector' = 'kafka', 'topic' = 'test.movements', 'format' = 'json');
        CREATE TABLE sums (account STRING, n BIGINT, total BIGINT, PRIMARY KEY (account) NOT ENFORCED)
        WITH ('connector' = 'upsert-kafka', 'topic' = 'test.sums', 'key.format' = 'raw', 'value.format' = 'json');
        CREATE TABLE plans (plan STRING, n BIGINT, total BIGINT, PRIMARY KEY (plan) NOT ENFORCED)
        WITH ('connector' = 'upsert-kafka', 'topic' = 'test.plans', 'key.format' = 'raw', 'value.format' = 'json',
          'value.fields-include' = 'EXCEPT_KEY');
        INSERT INTO sums SELECT account, COUNT(*), SUM(amount) FROM movements GROUP BY account;
        INSERT INTO plans
        SELECT a.plan, COUNT(*), SUM(m.amount) FROM movements AS m JOIN accounts AS a ON m.account = a.id GROUP BY a.plan;
        """
    private static let topics = ["test.accounts", "test.movements", "test.sums", "test.plans"]
    private static let steps = 5
    private static let movementsOfStep = 200
    private static let accounts = 7

    /// The plans of the accounts after a step; an account without one is deleted. The last one's plan goes with it.
    private static func plan(of account: Int, after step: Int) -> String? {
        if account == accounts - 1 { return step < 3 ? "X" : nil }
        return (account + step) % 4 == 0 ? nil : ["S", "M", "L"][(account * 2 + step) % 3]
    }

    private static func accountLines(_ step: Int) -> String {
        (0..<accounts).map { account in
            let value = plan(of: account, after: step).map { #"{"plan":"\#($0)"}"# } ?? "null"
            return #"{"key":"a\#(account)","value":\#(value)}"#
        }.joined(separator: "\n")
    }

    private static func account(of movement: Int) -> Int { movement * 5 % accounts }

    private static func movementLines(_ step: Int) -> String {
        (step * movementsOfStep..<(step + 1) * movementsOfStep).map {
            #"{"account":"a\#(account(of: $0))","amount":\#($0 % 50)}"#
        }.joined(separator: "\n")
    }

    /// The records of a topic by key, in their order; nil for one without value.
    private static func records(_ topic: String, _ program: Program) throws -> [String: [JSON?]] {
        let arguments = ["consume", topic, "--from-beginning", "--max-messages", "100000", "--format", "json"]
        let result = try Program.run(arguments + ["--url", program.url], input: nil)
        #expect(result.status == 0, "\(result.errors)")
        var records: [String: [JSON?]] = [:]
        for line in result.output.split(separator: "\n") {
            let record = try JSON(parsing: Array(line.utf8))
            let value = record["value"]
            records[record["key"]?.string ?? "", default: []].append(value == .null ? nil : value)
        }
        return records
    }

    /// What the topic of plans should hold at the end.
    private static func expectedPlans() -> [String: String] {
        var sums: [String: (n: Int, total: Int)] = [:]
        for movement in 0..<steps * movementsOfStep {
            guard let plan = plan(of: account(of: movement), after: steps - 1) else { continue }
            let old = sums[plan] ?? (0, 0)
            sums[plan] = (old.n + 1, old.total + movement % 50)
        }
        return sums.mapValues { "\($0.n) \($0.total)" }
    }

    private static func plans(_ program: Program) throws -> [String: String] {
        try records("test.plans", program).compactMapValues { values in
            (values.last ?? nil).map { "\($0["n"]?.integer ?? 0) \($0["total"]?.integer ?? 0)" }
        }
    }

    private static func countsOfAll(_ program: Program) throws -> Int {
        try records("test.sums", program).values.reduce(0) { $0 + $1.count }
    }

    @Test func everyChangeIsThereOnceAfterKills() async throws {
        let data = Program.directory()
        defer { try? FileManager.default.removeItem(atPath: data) }  // why: temporary
        var program = try await Program(data: data)
        for topic in Self.topics {
            _ = try Program.run(["topic", "create", topic, "--partitions", "2", "--url", program.url], input: nil)
        }
        let submitted = try Program.run(["job", "submit", "sums", "-", "--url", program.url], input: Self.script)
        #expect(submitted.status == 0, "\(submitted.errors)")
        for step in 0..<Self.steps {
            for (topic, lines) in [("accounts", Self.accountLines(step)), ("movements", Self.movementLines(step))] {
                let path = "/bss/v1/topics/test.\(topic)/records?envelope=\(topic == "accounts")"
                #expect(try await program.ask("POST", path, lines).status == 201)
            }
            try await Task.sleep(for: .milliseconds(step * 70))
            program.kill()
            program = try await Program(data: data)
        }
        for _ in 0..<300 {
            if try Self.countsOfAll(program) == Self.steps * Self.movementsOfStep,
                try Self.plans(program) == Self.expectedPlans()
            {
                break
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(try Self.plans(program) == Self.expectedPlans())
        let sums = try Self.records("test.sums", program)
        #expect(sums.count == Self.accounts)
        for (account, values) in sums {
            let counts = values.map { $0?["n"]?.integer ?? 0 }
            #expect(
                counts == (1...max(1, values.count)).map(Int64.init),
                "\(account): a change is there twice, or is not"
            )
        }
        let gone = try #require(try Self.records("test.plans", program)["X"])
        #expect(gone.count > 1 && gone.last == .some(nil), "the plan X is not deleted")
        #expect(program.stop() == 0)
    }
}
