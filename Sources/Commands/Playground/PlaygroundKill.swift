import ArgumentParser
import Playground

struct PlaygroundKill: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kill",
        abstract: "Kill a component with all that it began, as a crash would; it is begun again after a pause.",
        discussion: """
            Examples:
              bss playground kill worker-2
              bss playground kill worker-2 --stay-down     until: bss playground start worker-2
            """
    )

    @Argument(help: "A component, as bss playground status names it.") var component: String
    @OptionGroup var options: PlaygroundOptions
    @Flag(help: "It is not begun again.") var stayDown = false

    func run() async throws {
        try await Supervisor.crash(component, in: options.directory, staysDown: stayDown)
    }
}

struct PlaygroundStart: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Begin a component again that was killed with --stay-down."
    )

    @Argument(help: "A component, as bss playground status names it.") var component: String
    @OptionGroup var options: PlaygroundOptions

    func run() async throws { try Supervisor.release(component, in: options.directory) }
}
