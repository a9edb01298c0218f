import ArgumentParser
import Foundation
import Playground
import TerminalKit

struct PlaygroundRender: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render",
        abstract: "Write the configuration of the reference deployment that follows from the program.",
        discussion: """
            Prometheus with its alerts, Envoy, Alertmanager and the Grafana dashboards; deploy/ of the sources holds them.

            Example:
              bss playground render deploy
            """
    )

    @Argument(help: "The directory to write into.") var directory: String

    func run() async throws {
        for file in ReferenceDeployment.files {
            let path = URL(fileURLWithPath: directory).appendingPathComponent(file.path)
            try FileManager.default.createDirectory(
                at: path.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(file.text.utf8).write(to: path)
            Terminal.write(file.path + "\n")
        }
    }
}
