import ArgumentParser
import Foundation
import Playground
import TerminalKit

struct PlaygroundDown: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "down",
        abstract: "Stop everything, in reverse order, from any terminal.",
        discussion:
            "Only processes that this playground began are ended: each is known by its id and its time of start."
    )

    @OptionGroup var options: PlaygroundOptions
    @Flag(help: "Also remove the data that --data kept.") var remove = false
    @Flag(help: "Show nothing but errors.") var quiet = false

    func run() async throws {
        let directory = options.directory
        if let state = try PlaygroundState.read(in: directory.path) {
            let count = state.members.count
            let bar = ProgressBar("stopping", quiet: quiet)
            state.supervisor.signal(SIGTERM)
            while state.supervisor.isRunning {
                let running = state.members.filter { $0.process?.isRunning == true }
                bar.update(1 - Double(running.count) / Double(count), note: running.last?.name ?? "")
                try await Task.sleep(for: .milliseconds(50))
            }
            // What a supervisor that was killed has left behind.
            if FileManager.default.fileExists(atPath: directory.path) { try await Supervisor.sweep(directory) }
            bar.finish()
        } else if !remove {
            _ = try options.state()
        }
        if remove || options.data == nil { try directory.remove() }
    }
}
