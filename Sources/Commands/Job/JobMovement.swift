import FlinkGateway
import Primitives
import TerminalKit

/// A job's way from the built-in engine to Flink, or back. Nothing is kept of it but what the server and Flink know anyway, so that
/// it can be taken up again wherever it ended.
struct JobMovement: Sendable {
    let name: String
    let server: BSSClient
    let cluster: FlinkCluster
    let runner: FlinkCluster.Runner
    let settings: [String: String]
    let options: [String: String]
    let since: String?
    let seconds: Int

    /// Between two comparisons, in milliseconds.
    private static let pauseMilliseconds = 1_000

    private var path: String { "/bss/v1/jobs/\(BSSClient.escaped(name))" }
    private var rehearsalPrefix: String { "\(name) rehearsal " }

    /// The engine's job goes on on Flink.
    func toFlink() async throws {
        let here = try await server.json("GET", path)
        guard here["rehearsal"]?.integer == nil else {
            throw ErrorReport(
                "\(name) is on its way to the built-in engine",
                hint: "finish that first: bss job move \(name) --to builtin"
            )
        }
        guard let script = here["script"]?.string else {
            throw ErrorReport("the server does not know \(name)'s script")
        }
        let all = try await cluster.jobs()
        if let running = all.first(where: { $0.name == name && !$0.hasEnded }) {
            guard here["state"]?.string == "stopped", here["movedTo"]?.string == cluster.url else {
                throw ErrorReport("\(name) runs on \(cluster.url) already", why: "its id is \(running.id)")
            }
            Terminal.write("\(name) runs on \(cluster.url) already, id \(running.id)\n")
            return
        }
        var savepoint: String?
        var number: Int64
        if let (known, found) = try await interrupted(all, wasMoved: here["movedTo"]?.string != nil) {
            number = found
            savepoint = known
        } else {
            let prepared = try await prepare(all)
            number = prepared["number"]?.integer ?? 0
            let elsewhere = try place(prepared)
            say("\(name) rehearses on \(cluster.url)")
            let rehearsal = rehearsalPrefix + "\(number)"
            _ = try await submit(script, as: rehearsal, number, elsewhere, topics: "rehearsalTopics")
        }
        if savepoint == nil {
            try await waitUntilCovered(number, "rehearsing")
            say("stopping the built-in \(name)")
            try await stop(movedTo: cluster.url)
            do {
                try await waitUntilCovered(number, "catching up")
            } catch {
                try await server.json("POST", "\(path)/restart", body: ["rehearsal": .null])
                try await cluster.cancel(cluster.job(rehearsalPrefix + "\(number)"))
                throw error
            }
            savepoint = try await cluster.stop(cluster.job(rehearsalPrefix + "\(number)"))
        }
        try await promote(number)
        let id = try await submit(script, as: name, number, place(rehearse("compare", number)), savepoint: savepoint)
        Terminal.write("\(name) runs on \(cluster.url), id \(id)\n")
    }

    /// A rehearsal to begin: the one that was prepared already, unless Flink has run it.
    private func prepare(_ jobs: [FlinkJob]) async throws -> JSON {
        let prepared = try await rehearse("prepare", nil)
        let number = prepared["number"]?.integer ?? 0
        let id = FlinkSubmission.jobID(rehearsalPrefix + "\(number)", number)
        guard jobs.contains(where: { $0.id == id && $0.hasEnded }) else { return prepared }
        return try await rehearse("prepare", nil, isAfresh: true)
    }

    /// The rehearsal of a move that was interrupted, and its savepoint if it was stopped already: its number tells where it
    /// wrote. A stopped one counts only while the job itself has not been begun behind it.
    private func interrupted(_ jobs: [FlinkJob], wasMoved: Bool) async throws -> (savepoint: String?, number: Int64)? {
        let last = jobs.first { $0.name == name || $0.name.hasPrefix(rehearsalPrefix) }
        guard let last, let number = Int64(last.name.dropFirst(rehearsalPrefix.count)) else { return nil }
        guard last.hasEnded else { return (nil, number) }
        guard wasMoved, last.state == "FINISHED",
            let savepoint = try await cluster.details(of: last).lastSavepoint?.path
        else { return nil }
        return (savepoint, number)
    }

    /// Flink's job goes on on the built-in engine.
    func toEngine() async throws {
        let here = try await server.json("GET", path)
        let running = try await cluster.jobs().first { $0.name == name && !$0.hasEnded }
        let number: Int64
        let isStopped = here["state"]?.string == "stopped"
        // A rehearsal that stands still beside a running job was given up.
        if let known = here["rehearsal"]?.integer, running == nil || !isStopped {
            number = known
        } else {
            guard running != nil else {
                throw ErrorReport(
                    "\(name) does not run on \(cluster.url)",
                    hint: "see what does with: bss flink list; begin it here with: bss job restart \(name)"
                )
            }
            guard isStopped else {
                throw ErrorReport(
                    "\(name) runs on both sides",
                    why: "everything it writes is doubled",
                    hint: "stop one of them: bss job stop \(name), or bss flink stop \(name)"
                )
            }
            number = try await rehearse("prepare", nil)["number"]?.integer ?? 0
            say("\(name) rehearses on the built-in engine")
            try await restart(rehearsal: .integer(number), discardsState: true)
        }
        if let running {
            try await waitUntilCovered(number, "rehearsing")
            say("stopping \(name) on \(cluster.url)")
            let savepoint = try await cluster.stop(running)
            say("its state there: \(savepoint)")
            do {
                try await waitUntilCovered(number, "catching up")
            } catch {
                try await stop(movedTo: cluster.url)
                let elsewhere = try await place(rehearse("compare", number))
                _ = try await submit(here["script"]?.string ?? "", as: name, number, elsewhere, savepoint: savepoint)
                throw error
            }
        } else {
            try await waitUntilCovered(number, "catching up")
        }
        try await stop(movedTo: nil)
        try await promote(number)
        try await restart(rehearsal: .null, discardsState: false)
        Terminal.write("\(name) runs on the built-in engine\n")
    }

    /// Waits until the rehearsal has all that the job has written.
    private func waitUntilCovered(_ number: Int64, _ phase: String) async throws {
        let bar = ProgressBar("\(name) \(phase)")
        defer { bar.finish() }
        let start = ContinuousClock.now
        while true {
            let begun = ContinuousClock.now
            let found = try await rehearse("compare", number)
            let (missing, written) = (found["missing"]?.integer ?? 0, found["written"]?.integer ?? 0)
            if missing == 0 { return bar.update(1) }
            bar.update(Double(written - missing) / Double(max(1, written)), note: "\(missing) records to come")
            guard ContinuousClock.now - start < .seconds(seconds) else {
                let examples = (found["examples"]?.array ?? []).compactMap(\.string).joined(separator: "\n       ")
                throw ErrorReport(
                    "\(name) was not moved: the other side did not write \(missing) of its \(written) records",
                    why: "such as\n       \(examples)",
                    hint: "it may need longer (--timeout), or its input is gone, or the records depend on the clock;"
                        + " --since TIME leaves out those from before"
                )
            }
            let pause = max(.milliseconds(Self.pauseMilliseconds), ContinuousClock.now - begun)
            try await Task.sleep(for: pause)
        }
    }

    private func promote(_ number: Int64) async throws {
        let promoted = try await rehearse("promote", number)["promoted"]?.integer ?? 0
        say("\(promoted) records were added")
    }

    private func rehearse(_ step: String, _ number: Int64?, isAfresh: Bool = false) async throws -> JSON {
        let body: JSON = [
            "step": .string(step), "number": number.map(JSON.integer) ?? .null,
            "since": since.map(JSON.string) ?? .null, "afresh": .bool(isAfresh),
        ]
        return try await server.json("POST", "\(path)/rehearsal", body: body)
    }

    private func stop(movedTo: String?) async throws {
        try await server.json("POST", "\(path)/stop", body: ["movedTo": movedTo.map(JSON.string) ?? .null])
    }

    private func restart(rehearsal: JSON, discardsState: Bool) async throws {
        let body: JSON = ["rehearsal": rehearsal, "discardState": .bool(discardsState)]
        try await server.json("POST", "\(path)/restart", body: body)
    }

    private func submit(
        _ script: String,
        as pipeline: String,
        _ number: Int64,
        _ elsewhere: JSON,
        topics: String = "topics",
        savepoint: String? = nil
    ) async throws -> String {
        let names = elsewhere[topics]?.object?.members ?? []
        let submission = FlinkSubmission(
            script: script,
            settings: settings.merging(["pipeline.name": pipeline]) { $1 },
            options: options.merging(["properties.bootstrap.servers": elsewhere["brokers"]?.string ?? ""]) { given, _ in
                given
            },
            topics: Dictionary(names.map { ($0.key, $0.value.string ?? "") }, uniquingKeysWith: { $1 }),
            savepoint: savepoint,
            jobID: FlinkSubmission.jobID(pipeline, number)
        )
        return try await cluster.submit(submission, by: runner)
    }

    /// How Flink reads and writes the server's topics.
    private func place(_ answer: JSON) throws -> JSON {
        if let place = answer["elsewhere"], place != .null { return place }
        throw ErrorReport(
            "Flink cannot read the events of \(server.url)",
            why: "they are in files of its own",
            hint: "keep them in Kafka: log.kind=kafka, see docs/flink.md"
        )
    }

    private func say(_ text: String) { Terminal.writeError(text + "\n") }
}
