import ArgumentParser
import Foundation
import HTTPAPI
import Primitives
import TerminalKit

struct Consume: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "consume",
        abstract: "Show the records of a topic.",
        discussion: """
            Without --from-beginning, --offset or --since it starts at the end and follows.

            Examples:
              bss consume bss.order.events --from-beginning --max-messages 3
              bss consume bss.order.events --since 2026-11-21T07:00:00Z --format json
              bss consume bss.order.events --group billing --follow
            """
    )

    @Argument(help: "The topic.") var topic: String
    @Flag(help: "Start at the oldest record.") var fromBeginning = false
    @Option(help: "Start at this offset of each partition read.") var offset: Int64?
    @Option(help: "Start at this time: 2026-11-21T07:00:00Z, or 90s, 15m, 2h ago.") var since: String?
    @Option(help: "Read this partition only.") var partition: Int?
    @Option(help: "End after so many records.") var maxMessages: Int?
    @Option(help: "Go on where this consumer group stands, and commit.") var group: String?
    @Flag(help: "Wait for new records until interrupted.") var follow = false
    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard [fromBeginning, offset != nil, since != nil].filter({ $0 }).count <= 1 else {
            throw ValidationError("Give only one of --from-beginning, --offset and --since.")
        }
        if let since, Self.time(since) == nil {
            throw ValidationError("--since \(since) is neither a time nor a span.")
        }
    }

    /// A time, or a span before now.
    static func time(_ text: String, now: Date = Date()) -> Timestamp? {
        if let time = Timestamp(text) { return time }
        let units: [Character: Int64] = ["s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000]
        guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()), count >= 0 else {
            return nil
        }
        return Timestamp(milliseconds: Int64(now.timeIntervalSince1970 * 1_000)) + -count * unit
    }

    func run() async throws {
        var query: [String] = []
        let startsAtEnd = !fromBeginning && offset == nil && since == nil && group == nil
        if fromBeginning || group != nil { query.append("from=beginning") }
        if let offset { query.append("offset=\(offset)") }
        if let since = since.flatMap({ Self.time($0) }) {
            query.append("since=\(BSSClient.escaped(since.description))")
        }
        if startsAtEnd { query.append("from=end") }
        if let partition { query.append("partition=\(partition)") }
        if let maxMessages { query.append("max=\(maxMessages)") }
        if let group { query.append("group=\(BSSClient.escaped(group))") }
        if follow || startsAtEnd { query.append("follow=true") }
        let path = "/bss/v1/topics/\(BSSClient.escaped(topic))/records?\(query.joined(separator: "&"))"
        let format = output.format
        let style = Style.of(descriptor: STDOUT_FILENO)
        let isWhole = maxMessages != nil || follow || startsAtEnd
        try await server.withClient { client in
            var count = 0
            // The server ends the answer after --max-messages, once the group's offsets are committed.
            try await client.lines(path) { record in
                count += 1
                switch format {
                case .json: Terminal.write(record.text + "\n")
                case .table:
                    let place = "\(record["partition"]?.integer ?? 0)@\(record["offset"]?.integer ?? 0)"
                    let time = record["timestamp"]?.string ?? ""
                    let value = record["value"]?.string ?? (record["value"] ?? .null).text
                    Terminal.write("\(style.faint("\(time) \(place)")) \(value)\n")
                }
            }
            if !isWhole, count == HTTPLimits.recordsReadMax {
                Terminal.writeError(
                    "these are \(count) records, the most of one answer; --max-messages asks for more\n"
                )
            }
        }
    }
}
