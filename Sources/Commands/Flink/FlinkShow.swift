import ArgumentParser
import FlinkGateway
import Primitives
import TerminalKit

struct FlinkShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a job's vertices: throughput, back-pressure, watermarks, and its checkpoints."
    )

    @OptionGroup var job: FlinkJobArgument
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let details = try await job.cluster.withCluster { [name = job.job] cluster, _ in
            try await cluster.details(of: cluster.job(name))
        }
        if output.format == .json { return Terminal.write(details.json.text + "\n") }
        Terminal.write(details.headline)
        output.show(
            [
                .text("vertex"), .text("state"), .number("tasks"), .number("in"), .number("in/s"), .number("out"),
                .number("out/s"), .number("busy"), .number("back-pressure"), .number("pending"), .number("late"),
                .text("watermark"), .number("lag"),
            ],
            details.vertices.map { vertex in
                let cells = [
                    vertex.name, vertex.state, "\(vertex.parallelism)", Self.count(vertex.recordsIn),
                    Self.rate(vertex.recordsInPerSecond), Self.count(vertex.recordsOut),
                    Self.rate(vertex.recordsOutPerSecond), Self.share(vertex.busy), Self.share(vertex.backPressure),
                    Self.count(vertex.pendingRecords), Self.count(vertex.lateRecords),
                    vertex.watermark?.description ?? "",
                    vertex.watermark.map { Readable.duration(seconds: Double(details.now - $0) / 1_000) } ?? "",
                ]
                return (cells, .null)
            }
        )
    }

    private static func count(_ number: Int64?) -> String { number.map(String.init) ?? "" }

    private static func rate(_ number: Double?) -> String { number.map { tenths($0) } ?? "" }

    private static func share(_ share: Double?) -> String { share.map { tenths($0 * 100) + " %" } ?? "" }

    private static func tenths(_ number: Double) -> String {
        let tenths = Int64((number * 10).rounded())
        return "\(tenths / 10).\(abs(tenths % 10))"
    }
}

extension FlinkJobDetails {
    /// What there is to say before the vertices.
    var headline: String {
        var text = "\(job.name) is \(job.state) since \(job.start), id \(job.id)\n"
        text += "checkpoints: \(checkpointsCompleted) completed, \(checkpointsFailed) failed"
        if let last = lastCheckpoint {
            text += "; the newest at \(last.time), \(Readable.bytes(last.bytes)), durable after \(last.milliseconds) ms"
        }
        text += "\n"
        if let path = lastSavepoint?.path { text += "savepoint: \(path)\n" }
        if let lag = watermarkLag {
            text += "event time is \(Readable.duration(seconds: Double(lag) / 1_000)) behind the clock\n"
        }
        if let lastFailure { text += "last failure: \(lastFailure)\n" }
        return text
    }

    /// All of it for programs.
    var json: JSON {
        guard case .object(let summary) = job.json else { return .null }
        let more: [(String, JSON)] = [
            ("watermark", watermark.map { .string($0.description) } ?? .null),
            ("watermarkLagMilliseconds", watermarkLag.map(JSON.integer) ?? .null),
            ("checkpointsCompleted", .integer(checkpointsCompleted)),
            ("checkpointsFailed", .integer(checkpointsFailed)),
            ("lastCheckpoint", lastCheckpoint.map(\.json) ?? .null),
            ("lastSavepoint", lastSavepoint.map(\.json) ?? .null),
            ("lastFailure", lastFailure.map(JSON.string) ?? .null), ("vertices", .array(vertices.map(\.json))),
        ]
        return .object(JSONObject(summary.members.map { ($0.key, $0.value) } + more))
    }
}

extension FlinkJobDetails.Checkpoint {
    fileprivate var json: JSON {
        [
            "id": .integer(id), "time": .string(time.description), "milliseconds": .integer(milliseconds),
            "bytes": .integer(bytes), "path": path.map(JSON.string) ?? .null,
        ]
    }
}

extension FlinkVertex {
    fileprivate var json: JSON {
        func number(_ value: Double?) -> JSON { value.map { .number(JSONNumber(validated: "\($0)")) } ?? .null }
        return [
            "id": .string(id), "name": .string(name), "state": .string(state), "parallelism": .integer(parallelism),
            "recordsIn": recordsIn.map(JSON.integer) ?? .null, "recordsOut": recordsOut.map(JSON.integer) ?? .null,
            "recordsInPerSecond": number(recordsInPerSecond), "recordsOutPerSecond": number(recordsOutPerSecond),
            "busy": number(busy), "backPressure": number(backPressure),
            "pendingRecords": pendingRecords.map(JSON.integer) ?? .null,
            "lateRecords": lateRecords.map(JSON.integer) ?? .null,
            "watermark": watermark.map { .string($0.description) } ?? .null,
        ]
    }
}
