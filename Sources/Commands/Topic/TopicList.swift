import ArgumentParser
import Primitives
import TerminalKit

struct TopicList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the topics.",
        discussion: "Example: bss topic list --format json"
    )

    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let topics = try await server.withClient { try await $0.json("GET", "/bss/v1/topics") }
        output.show(
            [.text("topic"), .number("partitions"), .number("records"), .number("size")],
            (topics.array ?? []).map { topic in
                let partitions = topic["partitions"]?.array ?? []
                let records = partitions.reduce(Int64(0)) {
                    $0 + ($1["endOffset"]?.integer ?? 0) - ($1["earliestOffset"]?.integer ?? 0)
                }
                let bytes = partitions.reduce(Int64(0)) { $0 + ($1["bytes"]?.integer ?? 0) }
                let cells = [
                    topic["name"]?.string ?? "", String(partitions.count), Readable.count(records),
                    Readable.bytes(bytes),
                ]
                return (cells, topic)
            }
        )
    }
}
