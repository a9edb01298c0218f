import ArgumentParser
import Primitives
import TerminalKit

struct TopicCreate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Create a topic.",
        discussion: "Example: bss topic create my.events --partitions 6 --retention-hours 24"
    )

    @Argument(help: "The topic.") var topic: String
    @Option(help: "How many partitions; the settings' number unless given.") var partitions: Int?
    @Option(help: "How long records are kept; for ever unless given.") var retentionHours: Int64?
    @OptionGroup var server: ServerOptions

    func run() async throws {
        var body = JSONObject([("name", .string(topic))])
        body["partitions"] = partitions.map { .integer(Int64($0)) }
        body["retentionMilliseconds"] = retentionHours.map { .integer($0 * 3_600_000) }
        let request = JSON.object(body)
        let created = try await server.withClient { try await $0.json("POST", "/bss/v1/topics", body: request) }
        Terminal.write("created \(topic) with \(created["partitions"]?.array?.count ?? 0) partitions\n")
    }
}
