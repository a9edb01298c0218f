import Foundation
import Primitives
import Testing

/// `bss fraud` against a server, as an analyst uses it.
@Suite(.serialized) struct FraudCommandTests {
    private static let alert = #"""
        {"type":"FraudAlertEvent","alertId":"a1","eventId":"a1","customerId":"cust-1","orderId":null,"rule":"velocity",
        "ruleVersion":1,"severity":"warning","score":70,"observed":9,"threshold":5,"shadow":false}
        """#.replacing("\n", with: "")

    private func run(
        _ arguments: [String],
        _ program: Program
    ) throws -> (status: Int32, output: String, errors: String) {
        try Program.run(["fraud"] + arguments + ["--url", program.url])
    }

    @Test func aCaseIsWorkedOnToItsEnd() async throws {
        let data = Program.directory()
        defer { try? FileManager.default.removeItem(atPath: data) }  // why: temporary
        let program = try await Program(data: data)
        defer { program.stop() }
        let produced = try Program.run(
            ["produce", "bss.fraud.alerts", "--url", program.url],
            input: Self.alert + "\n"
        )
        #expect(produced.status == 0, "\(produced.errors)")
        var cases: [JSON] = []
        for _ in 0..<200 where cases.isEmpty {
            cases = try await program.ask("GET", "/bss/v1/fraud/cases").json.array ?? []
            if cases.isEmpty { try await Task.sleep(for: .milliseconds(50)) }
        }
        let id = try #require(cases.first?["id"]?.string)
        let listed = try run(["cases"], program)
        #expect(listed.status == 0 && listed.output.contains(id) && listed.output.contains("cust-1"))
        #expect(try run(["cases", "--state", "closed", "--format", "json"], program).output.isEmpty)
        #expect(try run(["alerts", "--state", "open"], program).output.contains("velocity v1"))
        let early = try run(["confirm", id], program)
        #expect(early.status == 1)
        #expect(early.errors.contains("the case cannot go from new to confirmed"))
        #expect(early.errors.contains("allowed: assigned"))
        #expect(try run(["assign", id, "--to", "ann"], program).output == "case \(id) is assigned, with ann\n")
        #expect(try run(["review", id], program).output == "case \(id) is inReview\n")
        let stale = try run(["dismiss", id, "--if-version", "1"], program)
        #expect(stale.status == 1 && stale.errors.contains("is at version 3, not 1"))
        #expect(try run(["note", id, "called back"], program).output == "noted on case \(id)\n")
        let confirmed = try run(["confirm", id, "--hold", "--why", "stolen card"], program)
        #expect(confirmed.output == "case \(id) is confirmed\n", "\(confirmed.errors)")
        #expect(try run(["close", id], program).output == "case \(id) is closed\n")
        let shown = try run(["show", id], program).output
        #expect(shown.contains("stolen card") && shown.contains("called back") && shown.contains("threshold 5"))
        let report = try run(["report", "--format", "json"], program)
        let line = try JSON(parsing: report.output.trimmingCharacters(in: .newlines))
        #expect(line["rule"] == "velocity" && line["confirmed"] == 1 && line["frauds"] == 1)
        #expect(try run(["report"], program).output.contains("100 %"))
    }

    @Test func wrongUsageIsExplained() throws {
        for (arguments, word) in [
            (["cases", "--state", "odd"], "inReview"), (["alerts", "--state", "odd"], "falsePositive"),
            (["report", "--since", "soon"], "2026-11-21"), (["cases", "--limit", "0"], "1 to 1000"),
            (["confirm"], "case"),
        ] {
            let answer = try Program.run(["fraud"] + arguments)
            #expect(answer.status == 64 && answer.errors.contains(word), "\(arguments): \(answer.errors)")
        }
        for verb in ["cases", "alerts", "assign", "review", "confirm", "dismiss", "close", "note", "show", "report"] {
            let help = try Program.run(["fraud", verb, "--help"])
            #expect(help.status == 0 && help.output.contains("Example"), "\(verb)")
        }
    }
}
