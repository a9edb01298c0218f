import ArgumentParser
import Primitives
import TerminalKit

struct TopicDescribe: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "describe",
        abstract: "Show a topic's partitions.",
        discussion: "Example: bss topic describe bss.order.events"
    )

    @Argument(help: "The topic.") var topic: String
    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let description = try await server.withClient {
            try await $0.json("GET", "/bss/v1/topics/\(BSSClient.escaped(topic))")
        }
        output.show(
            [.number("partition"), .number("earliest"), .number("end"), .number("size")],
            (description["partitions"]?.array ?? []).map { partition in
                let cells = [
                    String(partition["partition"]?.integer ?? 0), String(partition["earliestOffset"]?.integer ?? 0),
                    String(partition["endOffset"]?.integer ?? 0), Readable.bytes(partition["bytes"]?.integer ?? 0),
                ]
                return (cells, partition)
            }
        )
    }
}
