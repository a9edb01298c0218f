import ArgumentParser
import Primitives
import Server
import TerminalKit

struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Check and show the settings.",
        subcommands: [ConfigShow.self, ConfigCheck.self],
        defaultSubcommand: ConfigShow.self
    )
}

struct ConfigShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show every setting, its value and where that came from; secrets are hidden.",
        discussion: """
            Each setting can be given in a JSON file (--config), in the environment, or by a flag of bss start.

            Example: BSS_HTTP_PORT=9000 bss config show
            """
    )

    @OptionGroup var server: ServerOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let settings = try await server.settings()
        output.show(
            [.text("setting"), .text("value"), .text("from"), .text("variable"), .text("meaning")],
            settings.entries.map { entry in
                let value = entry.setting.isSecret && !entry.value.isEmpty ? "(hidden)" : entry.value
                let json: JSON = [
                    "setting": .string(entry.setting.key), "value": .string(value), "source": .string(entry.source),
                    "variable": .string(entry.setting.variable), "meaning": .string(entry.setting.summary),
                ]
                return ([entry.setting.key, value, entry.source, entry.setting.variable, entry.setting.summary], json)
            }
        )
    }
}

struct ConfigCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check the settings; the exit status is 78 if anything is wrong.",
        discussion: "Example: bss config check --config bss.json"
    )

    @OptionGroup var server: ServerOptions

    func run() async throws {
        _ = try await server.settings()
        Terminal.write("the configuration is right\n")
    }
}
