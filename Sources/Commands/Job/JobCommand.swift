import ArgumentParser
import Foundation
import Primitives
import TerminalKit

struct JobCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "job",
        abstract: "See to the stream jobs: Flink SQL over the topics, exactly once.",
        discussion: """
            Examples:
              bss job list
              bss job show fraud-detection
              bss job submit my-totals totals.sql --parallelism 2
              bss job savepoint my-totals
              bss job restart my-totals --parallelism 4
            """,
        subcommands: [
            JobList.self, JobShow.self, JobSubmit.self, JobStop.self, JobSavepoint.self, JobRestart.self, JobMove.self,
            JobRemove.self,
        ],
        defaultSubcommand: JobList.self
    )
}

/// What the verbs on one job share.
struct NamedJob: ParsableArguments {
    @Argument(help: "The job's name.") var name: String
    @OptionGroup var server: ServerOptions

    var path: String { "/bss/v1/jobs/\(BSSClient.escaped(name))" }

    func post(_ verb: String, _ body: JSON = [:]) async throws -> JSON {
        try await server.withClient { try await $0.json("POST", "\(path)/\(verb)", body: body) }
    }
}

struct JobList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the jobs.")

    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let jobs = try await server.withClient { try await $0.json("GET", "/bss/v1/jobs") }
        output.show(
            [
                .text("job"), .text("state"), .number("workers"), .number("in"), .number("out"), .number("behind"),
                .number("late"), .text("watermark"), .number("busy"), .text("checkpoint"),
            ],
            (jobs.array ?? []).map { job in
                let cells = [
                    job["name"]?.string ?? "", Self.state(job), Self.number(job, "parallelism"),
                    Self.number(job, "recordsIn"), Self.number(job, "recordsOut"), Self.number(job, "recordsBehind"),
                    Self.number(job, "lateRows"), job["watermark"]?.string ?? "", Self.busy(job),
                    job["lastCheckpoint"]?["time"]?.string ?? "",
                ]
                return (cells, job)
            }
        )
    }

    /// Its state, and that it is not quite what it seems.
    static func state(_ job: JSON) -> String {
        let state = job["state"]?.string ?? ""
        if job["rehearsal"]?.integer != nil, state != "stopped" { return "rehearsing" }
        return job["movedTo"]?.string.map { "on \($0)" } ?? state
    }

    static func number(_ job: JSON, _ name: String) -> String { job[name]?.integer.map(String.init) ?? "" }

    /// The share of its time that a job was at work.
    static func busy(_ job: JSON) -> String {
        guard let busy = job["busyMilliseconds"]?.integer, let idle = job["idleMilliseconds"]?.integer,
            let pressed = job["backPressuredMilliseconds"]?.integer, busy + idle + pressed > 0
        else { return "" }
        let permille = busy * 1_000 / (busy + idle + pressed)
        return "\(permille / 10).\(permille % 10) %"
    }
}

struct JobShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a job's operators, checkpoints and script."
    )

    @OptionGroup var job: NamedJob
    @OptionGroup var output: OutputOptions
    @Flag(help: "Show the script only.") var script = false

    func run() async throws {
        let found = try await job.server.withClient { try await $0.json("GET", job.path) }
        if script { return Terminal.write((found["script"]?.string ?? "") + "\n") }
        let operators = found["operators"]?.array ?? []
        if output.format == .json { return Terminal.write(found.text + "\n") }
        Terminal.write("\(job.name) is \(found["state"]?.string ?? "")")
        Terminal.write(" since \(found["since"]?.string ?? "")\n")
        if let failure = found["failure"]?.string { Terminal.write("last failure: \(failure)\n") }
        if let checkpoint = found["lastCheckpoint"], checkpoint != .null {
            Terminal.write(
                "checkpoint: \(checkpoint["time"]?.string ?? ""), \(JobList.number(checkpoint, "bytes")) bytes,"
                    + " durable after \(JobList.number(checkpoint, "milliseconds")) ms,"
                    + " operators stood still for \(JobList.number(checkpoint, "stallMilliseconds")) ms\n"
            )
        }
        let savepoints = (found["savepoints"]?.array ?? []).compactMap(\.string)
        if !savepoints.isEmpty { Terminal.write("savepoints: \(savepoints.joined(separator: ", "))\n") }
        output.show(
            [
                .text("operator"), .number("rows in"), .number("rows out"), .number("bytes"), .number("late"),
                .number("keys"), .number("state bytes"), .number("busy ms"), .text("watermark"),
            ],
            operators.map { step in
                let cells = [
                    step["name"]?.string ?? "", JobList.number(step, "rowsIn"), JobList.number(step, "rowsOut"),
                    JobList.number(step, "bytes"), JobList.number(step, "lateRows"), JobList.number(step, "keys"),
                    JobList.number(step, "stateBytes"), JobList.number(step, "busyMilliseconds"),
                    step["watermark"]?.string ?? "",
                ]
                return (cells, step)
            }
        )
    }
}

struct JobSubmit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit",
        abstract: "Run a script as a job over the topics, or give a job another script.",
        discussion: """
            Its tables have the connector kafka. bss sql check FILE says beforehand whether the script is right.

            Example:
              bss job submit my-totals totals.sql
            """
    )

    @OptionGroup var job: NamedJob
    @Argument(help: "The script, - for standard input.") var file: String
    @Option(help: "How many workers share the keys.") var parallelism: Int?

    func run() async throws {
        let data =
            file == "-" ? FileHandle.standardInput.readDataToEndOfFile() : FileManager.default.contents(atPath: file)
        guard let data else {
            throw ErrorReport("cannot read \(file)", hint: "name a file with Flink SQL, or - for standard input")
        }
        let body: JSON = [
            "name": .string(job.name), "script": .string(String(decoding: data, as: UTF8.self)),
            "parallelism": parallelism.map { .integer(Int64($0)) } ?? .null,
        ]
        _ = try await job.server.withClient { try await $0.json("POST", "/bss/v1/jobs", body: body) }
        Terminal.write("\(job.name) is submitted; bss job show \(job.name) shows how it does\n")
    }
}

struct JobStop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Stop a job, with a last checkpoint, until it is restarted."
    )

    @OptionGroup var job: NamedJob

    func run() async throws {
        let state = try await job.post("stop")["state"]?.string ?? ""
        Terminal.write("\(job.name) is \(state); bss job restart \(job.name) goes on where it ended\n")
    }
}

struct JobSavepoint: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "savepoint",
        abstract: "Write a job's state down under a name of its own."
    )

    @OptionGroup var job: NamedJob

    func run() async throws {
        let name = try await job.post("savepoint")["savepoint"]?.string ?? ""
        Terminal.write("\(name)\n")
        Terminal.writeError("bss job restart \(job.name) --savepoint \(name) begins there\n")
    }
}

struct JobRestart: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restart",
        abstract: "Begin a job again where it ended, or at a savepoint, at any parallelism.",
        discussion: """
            What the job appended since a savepoint stays, and is not appended again: the job's journal says what that was.

            Examples:
              bss job restart my-totals --parallelism 4
              bss job restart my-totals --savepoint 20261121093000000
              bss job restart my-totals --discard-state
            """
    )

    @OptionGroup var job: NamedJob
    @Option(help: "How many workers share the keys.") var parallelism: Int?
    @Option(help: "The savepoint to begin at.") var savepoint: String?
    @Flag(help: "Begin without state, where the script says that a new job begins.") var discardState = false

    func run() async throws {
        let found = try await job.post(
            "restart",
            [
                "parallelism": parallelism.map { .integer(Int64($0)) } ?? .null,
                "savepoint": savepoint.map(JSON.string) ?? .null, "discardState": .bool(discardState),
            ]
        )
        Terminal.write("\(job.name) is \(found["state"]?.string ?? "")\n")
    }
}

struct JobRemove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Forget a job that was submitted, with its state."
    )

    @OptionGroup var job: NamedJob

    func run() async throws {
        _ = try await job.server.withClient { try await $0.json("DELETE", job.path) }
        Terminal.write("\(job.name) is removed\n")
    }
}
