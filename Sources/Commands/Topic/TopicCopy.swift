import ArgumentParser
import Foundation
import KafkaLog
import Logging
import Operations
import Primitives
import SegmentLog
import Server
import TerminalKit

struct TopicCopy: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy",
        abstract: "Take the topics of an embedded deployment to Kafka.",
        discussion: """
            Records keep their keys, headers, times, partitions and, where retention has deleted nothing, their offsets. The
            groups' offsets, the outbox's sequences and the jobs' journals come along, so `bss start` goes on in Kafka where
            it stopped here, on the same data directory. Stop the server first. Run it again after any interruption: it goes
            on where it was.

            Other settings of Kafka (log.protocol, log.sasl.user, log.replicationFactor ...) come from --config and the
            environment, as for bss start.

            Examples:
              bss topic copy --from ./data --to kafka://127.0.0.1:9092
              bss start --data ./data --set log.kind=kafka --set log.brokers=127.0.0.1:9092
            """
    )

    @Option(help: ArgumentHelp("The data directory to copy from.", valueName: "dir")) var from: String
    @Option(
        help: ArgumentHelp(
            "The brokers to copy to; the setting log.brokers unless given.",
            valueName: "kafka://host:port,..."
        )
    )
    var to: String?
    @Option(help: "The setting log.namespace.") var namespace: String?
    @Option(help: ArgumentHelp("A JSON file with settings.", valueName: "file")) var config: String?
    @OptionGroup var output: OutputOptions

    private static let scheme = "kafka://"

    func validate() throws {
        if let to, !to.hasPrefix(Self.scheme) || to.count == Self.scheme.count {
            throw ValidationError("--to \(to): write kafka://host:port,...")
        }
    }

    func run() async throws {
        var flags = ["data.directory": from]
        flags["log.brokers"] = to.map { String($0.dropFirst(Self.scheme.count)) }
        flags["log.namespace"] = namespace
        let settings = try await ServerSettings.load(
            flags: flags,
            environment: ProcessInfo.processInfo.environment,
            file: config
        )
        guard FileManager.default.fileExists(atPath: from + "/log") else { throw NoServer(directory: from) }
        var logger = Logger(label: "bss")
        logger.logLevel = .error
        let surroundings = Surroundings.system
        let source = try SegmentLog.open(directory: from + "/log", now: surroundings.now, logger: logger)
        let target = try await KafkaLog.open(
            settings.kafka(instance: surroundings.identifier().description),
            now: surroundings.now,
            logger: logger
        )
        let bar = ProgressBar("copying records")
        let report = try await LogCopy(from: source, to: target, producers: [OutboxRelay.producer]).run {
            bar.update($0)
        }
        bar.finish()
        try await target.close()
        try await source.close()
        output.show(
            [.number("topics"), .number("records copied"), .number("there before"), .number("groups")],
            [
                (
                    ["\(report.topics)", "\(report.records)", "\(report.recordsBefore)", "\(report.groups)"],
                    .object(
                        JSONObject([
                            ("topics", .integer(Int64(report.topics))), ("records", .integer(report.records)),
                            ("recordsBefore", .integer(report.recordsBefore)),
                            ("groups", .integer(Int64(report.groups))),
                            ("shiftedTopics", .array(report.shiftedTopics.map { .string($0) })),
                        ])
                    )
                )
            ]
        )
        if !report.shiftedTopics.isEmpty {
            Terminal.writeError(
                "offsets are smaller in Kafka in \(report.shiftedTopics.joined(separator: ", ")): retention had deleted the"
                    + " first records here; discard the state of jobs that read them (bss job)\n"
            )
        }
    }
}
