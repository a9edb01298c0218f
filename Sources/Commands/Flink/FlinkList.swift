import ArgumentParser
import FlinkGateway
import Primitives
import TerminalKit

struct FlinkList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the jobs on the cluster.")

    @Flag(help: "Only those that have not ended.") var running = false
    @OptionGroup var cluster: FlinkOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let jobs = try await cluster.withCluster { cluster, _ in try await cluster.jobs() }
        output.show(
            [.text("job"), .text("state"), .text("tasks"), .text("since"), .number("for"), .text("id")],
            jobs.filter { !running || !$0.hasEnded }.map { job in
                let tasks = job.tasks.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
                let cells = [
                    job.name, job.state, tasks.joined(separator: ", "), job.start.description,
                    Readable.duration(seconds: Double(job.milliseconds) / 1_000), job.id,
                ]
                return (cells, job.json)
            }
        )
    }
}

extension FlinkJob {
    /// The job for programs.
    var json: JSON {
        [
            "name": .string(name), "state": .string(state), "id": .string(id), "start": .string(start.description),
            "milliseconds": .integer(milliseconds),
            "tasks": .object(JSONObject(tasks.sorted { $0.key < $1.key }.map { ($0.key, .integer($0.value)) })),
        ]
    }
}
