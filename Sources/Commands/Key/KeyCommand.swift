import ArgumentParser
import Operations
import Primitives
import TerminalKit

struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Create, list and revoke API keys.",
        subcommands: [KeyCreate.self, KeyList.self, KeyRevoke.self],
        defaultSubcommand: KeyList.self
    )

    static let columns: [TextTable.Column] = [
        .text("id"), .text("name"), .text("role"), .text("created"), .text("revoked"),
    ]

    static func row(_ key: JSON) -> (cells: [String], json: JSON) {
        let cells = ["id", "name", "role", "createdAt", "revokedAt"].map { key[$0]?.string ?? "" }
        return (cells, key)
    }
}

extension Role: ExpressibleByArgument {}

struct KeyCreate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Create an API key and show its secret, once.",
        discussion: "Example: bss key create web-shop --role machine"
    )

    @Argument(help: "Whose key it is; shown in the audit trail.") var name: String
    @Option(help: "What it may do: admin, agent, analyst, read-only or machine.") var role: Role
    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let request: JSON = ["name": .string(name), "role": .string(role.rawValue)]
        let key = try await server.withClient { try await $0.json("POST", "/bss/v1/keys", body: request) }
        output.show(
            [.text("id"), .text("role"), .text("secret")],
            [
                ([key["id"]?.string ?? "", role.rawValue, key["secret"]?.string ?? ""], key)
            ]
        )
        Terminal.writeError("The secret is shown only now. Send it as: Authorization: Bearer SECRET\n")
    }
}

struct KeyList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the API keys.")

    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let keys = try await server.withClient { try await $0.json("GET", "/bss/v1/keys") }
        output.show(KeyCommand.columns, (keys.array ?? []).map(KeyCommand.row))
    }
}

struct KeyRevoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "revoke", abstract: "Make an API key useless.")

    @Argument(help: "The key's id, from bss key list.") var id: String
    @OptionGroup var server: ServerOptions

    func run() async throws {
        try await server.withClient { try await $0.json("DELETE", "/bss/v1/keys/\(BSSClient.escaped(id))") }
        Terminal.write("revoked \(id)\n")
    }
}
