import ArgumentParser
import Foundation
import Playground
import TerminalKit

struct PlaygroundLogs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs",
        abstract: "Show the end of a component's log.",
        discussion: """
            Examples:
              bss playground logs worker-1
              bss playground logs bss-1 --follow
            """
    )

    @Argument(help: "A component, as bss playground status names it.") var component: String
    @OptionGroup var options: PlaygroundOptions
    @Option(help: "How many lines.") var lines = 50
    @Flag(help: "Go on with what is added, until Ctrl-C.") var follow = false

    func run() async throws {
        let state = try options.state()
        guard state.members.contains(where: { $0.name == component }) else {
            throw ErrorReport(
                "there is no component \(component)",
                hint: "there are \(state.members.map(\.name).joined(separator: ", "))",
                status: 64
            )
        }
        let path = options.directory.log(component)
        let file = FileHandle(forReadingAtPath: path)
        let shown = try file?.seekToEnd() ?? 0
        let text = LogFile.end(path, lines: lines)
        if !text.isEmpty { Terminal.write(text + "\n") }
        guard follow, let file else { return }
        try file.seek(toOffset: shown)
        while true {
            let more = try file.readToEnd() ?? Data()
            if !more.isEmpty { Terminal.write(String(decoding: more, as: UTF8.self)) }
            try await Task.sleep(for: .milliseconds(200))
        }
    }
}
