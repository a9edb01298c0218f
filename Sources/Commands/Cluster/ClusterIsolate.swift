import ArgumentParser
import Domain
import PostgresStorage
import Primitives
import TerminalKit

struct ClusterIsolate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "isolate",
        abstract: "Give a customer a shard of its own, and with --to a node, online.",
        discussion: """
            For the customer whose orders outweigh all others: bss shards names the hottest ones.

            Example: bss cluster isolate 01890a5d-ac96-774b-bcce-b302099a8057 --to 127.0.0.1:5440
            """
    )

    @Argument(help: "The id of the customer, or of one of its orders.") var customer: String
    @Option(help: ArgumentHelp("The node to move the new shard to.", valueName: "host:port")) var to: NodeAddress?
    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        guard let id = CustomerScopedID(customer)?.customer ?? Identifier(customer) else {
            throw ErrorReport(
                "\(customer) is no id of a customer or an order",
                hint: "a customer's id is a UUID; an order's is its customer's id, '-' and a number",
                status: 64
            )
        }
        let bar = ProgressBar("isolating \(id)")
        defer { bar.finish() }
        let (shard, wasAlone) = try await database.withCluster { cluster in
            let isolated = try await cluster.isolate(id) { bar.update($0 / 2, note: $1) }
            if let to { try await cluster.move(shard: isolated.shard, to: to) { bar.update(0.5 + $0 / 2, note: $1) } }
            return isolated
        }
        bar.update(1)
        let place = to.map { " on \($0)" } ?? ""
        Terminal.write("customer \(id) has shard \(shard) to itself\(wasAlone ? " already" : "")\(place)\n")
    }
}
