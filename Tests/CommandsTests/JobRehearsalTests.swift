import Foundation
import Primitives
import Testing

/// What a move of a job is made of, on the running program: a rehearsal that writes aside, its comparison with what the job has
/// written, and what is added when it takes over. scripts/test-flink-kafka moves jobs to real Flink and back.
@Suite struct JobRehearsalTests {
    private static let rehearsal = "/bss/v1/jobs/totals/rehearsal"

    private static func step(_ body: String, _ program: Program) async throws -> JSON {
        let answer = try await program.ask("POST", rehearsal, body)
        #expect(answer.status == 200, "\(answer.json)")
        return answer.json
    }

    /// Waits until the rehearsal has everything, and so much more; answers the comparison.
    private static func comparison(ahead: Int64, number: Int64, _ program: Program) async throws -> JSON {
        var found = JSON.null
        for _ in 0..<300 {
            found = try await step(#"{"step":"compare","number":\#(number)}"#, program)
            if found["missing"] == 0, found["ahead"] == .integer(ahead) { break }
            try await Task.sleep(for: .milliseconds(100))
        }
        return found
    }

    @Test func aRehearsalTakesOverWithNothingLostOrDoubled() async throws {
        let data = Program.directory()
        defer { try? FileManager.default.removeItem(atPath: data) }  // why: temporary
        let program = try await Program(data: data)
        defer { program.stop() }
        for topic in ["test.payments", "test.totals"] {
            _ = try JobCommandTests.run(["topic", "create", topic, "--partitions", "1"], program)
        }
        _ = try JobCommandTests.run(["produce", "test.payments"], program, input: JobCommandTests.payments(0..<700))
        _ = try JobCommandTests.run(["job", "submit", "totals", "-"], program, input: JobCommandTests.script)
        let before = JobCommandTests.windows(700)
        try await JobCommandTests.expect(before, program)

        let prepared = try await Self.step(#"{"step":"prepare"}"#, program)
        let number = try #require(prepared["number"]?.integer)
        #expect(prepared["elsewhere"] == .null, "nobody else reads the files of this log")
        let empty = try await Self.step(#"{"step":"compare","number":\#(number)}"#, program)
        #expect(empty["written"] == .integer(Int64(before.count)) && empty["missing"] == empty["written"])
        #expect(empty["examples"]?.array?.count == 3)
        let later = #"{"step":"compare","number":\#(number),"since":"2100-01-01T00:00:00.000Z"}"#
        #expect(try await Self.step(later, program)["written"] == 0, "what was before counts as done")

        // Moved away, it is not begun here by mistake.
        let stop = try await program.ask("POST", "/bss/v1/jobs/totals/stop", #"{"movedTo":"the moon"}"#)
        #expect(stop.status == 200)
        let refused = try Program.run(["job", "restart", "totals", "--url", program.url])
        #expect(refused.status == 1 && refused.errors.contains("runs on the moon"))
        #expect(try JobCommandTests.run(["job", "list"], program).contains("on the moon"))

        let begun = try await program.ask(
            "POST",
            "/bss/v1/jobs/totals/restart",
            #"{"rehearsal":\#(number),"discardState":true}"#
        )
        #expect(begun.status == 200)
        let covered = try await Self.comparison(ahead: 0, number: number, program)
        #expect(covered["missing"] == 0 && covered["ahead"] == 0)
        _ = try JobCommandTests.run(
            ["produce", "test.payments"],
            program,
            input: JobCommandTests.payments(700..<1_000)
        )
        let new = Int64(JobCommandTests.windows(1_000).count - before.count)
        let ahead = try await Self.comparison(ahead: new, number: number, program)
        #expect(ahead["missing"] == 0 && ahead["ahead"] == .integer(new))
        try await JobCommandTests.expect(before, program)

        let promotion = #"{"step":"promote","number":\#(number)}"#
        #expect(try await program.ask("POST", Self.rehearsal, promotion).status == 409, "it still writes")
        _ = try JobCommandTests.run(["job", "stop", "totals"], program)
        #expect(try await Self.step(promotion, program)["promoted"] == .integer(new))
        #expect(try await Self.step(promotion, program)["promoted"] == 0, "done again, it adds nothing")
        try await JobCommandTests.expect(JobCommandTests.windows(1_000), program)

        let onward = try await program.ask("POST", "/bss/v1/jobs/totals/restart", #"{"rehearsal":null}"#)
        #expect(onward.status == 200)
        _ = try JobCommandTests.run(
            ["produce", "test.payments"],
            program,
            input: JobCommandTests.payments(1_000..<1_300)
        )
        try await JobCommandTests.expect(JobCommandTests.windows(1_300), program)
    }

    @Test func movesThatCannotBeAreRefused() async throws {
        let data = Program.directory()
        defer { try? FileManager.default.removeItem(atPath: data) }  // why: temporary
        let program = try await Program(data: data)
        defer { program.stop() }
        let runner = data + "/runner.jar"
        try Data([1]).write(to: URL(fileURLWithPath: runner))
        func errors(_ arguments: [String]) throws -> String {
            let result = try Program.run(["job", "move", "fraud-detection"] + arguments + ["--url", program.url])
            #expect(result.status != 0)
            return result.errors
        }
        let nowhere = ["--to", "flink", "--flink", "http://127.0.0.1:1"]
        #expect(try errors(nowhere + ["--runner", runner]).contains("no Flink answers at http://127.0.0.1:1"))
        #expect(try errors(nowhere + ["--runner", data + "/none.jar"]).contains("scripts/flink/install"))
        #expect(
            try errors(["--to", "builtin", "--since", "yesterday", "--runner", runner]).contains("no time such as")
        )
        let loop = """
            CREATE TABLE t (a STRING) WITH ('connector' = 'kafka', 'topic' = 'test.loop', 'format' = 'json');
            INSERT INTO t SELECT a FROM t;
            """
        _ = try JobCommandTests.run(["topic", "create", "test.loop", "--partitions", "1"], program)
        _ = try JobCommandTests.run(["job", "submit", "loop", "-"], program, input: loop)
        let refused = try await program.ask("POST", "/bss/v1/jobs/loop/rehearsal", #"{"step":"prepare"}"#)
        #expect(refused.status == 409 && refused.json["code"] == "readsOwnOutput")
    }
}
