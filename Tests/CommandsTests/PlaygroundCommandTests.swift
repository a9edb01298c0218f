import Foundation
import Primitives
import Testing

/// The playground and its verification as a user drives them, with the real programs that are installed here.
@Suite(.serialized) struct PlaygroundCommandTests {
    /// A playground without Flink, whose start alone takes half a minute, on ports that are free.
    private struct Playground {
        let data: String
        let options: [String]
        let offset: Int

        static func up(data: String) throws -> Playground {
            var last = ""
            for attempt in 0..<5 {
                // Clear of the ports that the system gives to outgoing connections.
                let offset = 9_000 + (Int(getpid()) * 37 + attempt * 1_613) % 7_000
                let options = ["--data", data, "--port-offset", "\(offset)"]
                let result = try Program.run(["playground", "up", "--detach", "--without", "flink"] + options)
                if result.status == 0 {
                    #expect(result.output.contains("The playground is running"))
                    return Playground(data: data, options: options, offset: offset)
                }
                last = result.errors
                guard last.contains("are in use") else { break }
            }
            throw NotUp(why: last)
        }

        struct NotUp: Error {
            let why: String
        }

        func run(_ words: String...) throws -> (status: Int32, output: String, errors: String) {
            try Program.run(["playground"] + words + options)
        }

        func components() throws -> [String: JSON] {
            let status = try run("status", "--format", "json")
            #expect(status.status == 0, "\(status.errors)")
            let rows = try status.output.split(separator: "\n").map { try JSON(parsing: String($0)) }
            return Dictionary(uniqueKeysWithValues: rows.map { ($0["name"]?.string ?? "", $0) })
        }

        /// The processes of the components, and the one that keeps them.
        func processes() throws -> [Int32] {
            let data = FileManager.default.contents(atPath: data + "/playground.json") ?? Data()
            let state = try JSON(parsing: data)
            let all = [state["supervisor"]] + (state["components"]?.array ?? []).map { $0["process"] }
            return all.compactMap { $0?["id"]?.integer }.map { Int32($0) }
        }

        func waitForEnd(of processes: [Int32]) async throws -> [Int32] {
            var left = processes
            // A server whose database went before it tries for half a minute to put its last events into the log.
            for _ in 0..<600 where !left.isEmpty {
                left = left.filter { process in
                    let path = "/proc/\(process)/stat"
                    guard let stat = FileManager.default.contents(atPath: path) else { return false }
                    return !String(decoding: stat, as: UTF8.self).contains(") Z ")
                }
                try await Task.sleep(for: .milliseconds(100))
            }
            return left
        }
    }

    private func withPlayground(_ body: (Playground) async throws -> Void) async throws {
        let data = Program.directory()
        defer { try? FileManager.default.removeItem(atPath: data) }  // why: temporary
        let playground = try Playground.up(data: data)
        do {
            try await body(playground)
        } catch {
            _ = try playground.run("down")
            throw error
        }
        _ = try playground.run("down")
    }

    @Test func comesUpIsVerifiedSurvivesACrashAndGoes() async throws {
        try await withPlayground { playground in
            let components = try playground.components()
            #expect(components.count >= 16)
            for (name, row) in components where !name.hasPrefix("flink") {
                #expect(row["state"] == "ready", "\(name): \(row.text)")
            }
            #expect(components["flink-jobmanager"]?["state"] == "left out")
            #expect(components["worker-3"]?["ports"]?.array == [.integer(Int64(5_439 + playground.offset))])

            let taken = try playground.run("up")
            #expect(taken.status == 1 && taken.errors.contains("runs already"))
            let other = try Program.run(
                ["playground", "up", "--data", playground.data + "-other", "--port-offset", "\(playground.offset)"]
            )
            #expect(
                other.status == 1 && other.errors.contains("\(5_436 + playground.offset)  coordinator"),
                "\(other.errors)"
            )
            try? FileManager.default.removeItem(atPath: playground.data + "-other")  // why: temporary

            // Figures are measured by the test of the embedded program.
            let groups = ["storage", "sharding", "events", "streams", "recovery", "edge", "observability"]
            let verified = try Program.run(
                ["verify", "--playground", "--destructive", "--data", playground.data, "--format", "json"]
                    + groups.flatMap { ["--only", $0] }
            )
            try Self.judge(verified.output, passedAtLeast: 70)

            let log = try playground.run("logs", "worker-3", "--lines", "10000")
            #expect(log.output.contains("database system is ready to accept connections"))
            let processes = try playground.processes()
            #expect(processes.count >= 17)
            let down = try playground.run("down")
            #expect(down.status == 0, "\(down.errors)")
            #expect(try await playground.waitForEnd(of: processes).isEmpty)
            #expect(FileManager.default.fileExists(atPath: playground.data + "/coordinator/data/PG_VERSION"))
        }
    }

    @Test func aKilledSupervisorLeavesNothingBehind() async throws {
        try await withPlayground { playground in
            let processes = try playground.processes()
            kill(try #require(processes.first), SIGKILL)
            #expect(try await playground.waitForEnd(of: processes).isEmpty)
            let status = try playground.run("status")
            #expect(status.status == 1 && status.errors.contains("was killed"))
            #expect(try playground.run("down").status == 0)
            #expect(try playground.run("status").errors.contains("no playground runs"))
        }
    }

    @Test func aDirectoryWithSomethingElseIsLeftAlone() throws {
        let data = Program.directory()
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: data) }  // why: temporary
        try Data("mine".utf8).write(to: URL(fileURLWithPath: data + "/letter"))
        let up = try Program.run(["playground", "up", "--data", data])
        #expect(up.status == 1 && up.errors.contains("holds something else than a playground"), "\(up.errors)")
        #expect(try Program.run(["playground", "down", "--remove", "--data", data]).status == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: data) == ["letter"])
    }

    @Test func theEmbeddedProgramIsVerifiedToo() async throws {
        let data = Program.directory()
        let program = try await Program(data: data)
        defer {
            program.stop()
            try? FileManager.default.removeItem(atPath: data)  // why: temporary
        }
        let verified = try Program.run(["verify", "--data", data, "--format", "json"])
        try Self.judge(verified.output, passedAtLeast: 60)
        let skipped = try Self.results(verified.output).filter { $0["verdict"] == "skipped" }
        #expect(skipped.allSatisfy { $0["finding"]?.string?.isEmpty == false })
        #expect(skipped.contains { $0["finding"] == "no Prometheus here" })

        let reading = try Program.run([
            "verify", "--url", program.url, "--read-only", "--only", "storage", "--format", "junit",
        ])
        #expect(reading.status == 0 && reading.output.contains("<skipped message=\"it would write"))
        program.kill()
        let dead = try Program.run(["verify", "--url", program.url, "--only", "edge"])
        #expect(dead.status == 1 && dead.output.contains("✗") && dead.output.contains("does not answer"))
    }

    private static func results(_ output: String) throws -> [JSON] {
        try output.split(separator: "\n").map { try JSON(parsing: String($0)) }
    }

    /// Everything holds. Figures are measured, but not judged: the tests run side by side on a busy machine, without
    /// optimisation.
    private static func judge(_ output: String, passedAtLeast least: Int) throws {
        let results = try results(output)
        #expect(results.count > 60)
        for result in results where result["verdict"] == "failed" && result["group"] != "performance" {
            Issue.record(
                "\(result["group"]?.string ?? "").\(result["check"]?.string ?? ""): \(result["finding"]?.string ?? "")"
            )
        }
        #expect(results.count { $0["verdict"] == "passed" } >= least)
    }
}
