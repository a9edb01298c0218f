import ArgumentParser
import Foundation
import Playground

struct PlaygroundCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "playground",
        abstract: "The distributed deployment as processes of this machine.",
        discussion: """
            A PostgreSQL or Citus cluster of a coordinator and three workers, PgBouncer, a Kafka broker, Flink, two servers of bss,
            Envoy, Prometheus with its alerts and exporters. What is not installed is named and left out.

            Examples:
              bss playground up --install       all of it; what is missing is installed first
              bss playground up --detach --port-offset 10000
              bss playground status
              bss playground kill worker-2      it crashes, and is begun again
              bss verify --playground           more than 60 checks of it
              bss playground down
            """,
        subcommands: [
            PlaygroundUp.self, PlaygroundStatus.self, PlaygroundDown.self, PlaygroundLogs.self, PlaygroundKill.self,
            PlaygroundStart.self, PlaygroundRender.self,
        ]
    )
}

/// Which playground a command is about.
struct PlaygroundOptions: ParsableArguments {
    @Option(help: "What is added to every port of the reference deployment.") var portOffset = 0

    @Option(help: ArgumentHelp("Where components keep their data; kept at the end.", valueName: "dir"))
    var data: String?

    func validate() throws {
        guard (0...Ports.offsetMax).contains(portOffset) else {
            throw ValidationError("--port-offset must be 0 to \(Ports.offsetMax).")
        }
    }

    var directory: PlaygroundDirectory { data.map { PlaygroundDirectory($0) } ?? .standard(offset: portOffset) }

    /// The state of the playground that is meant.
    ///
    /// - Throws: `PlaygroundError` if none runs.
    func state() throws -> PlaygroundState {
        guard let state = try PlaygroundState.read(in: directory.path) else {
            throw PlaygroundError(
                "no playground runs in \(directory.path)",
                hint:
                    "begin one with: bss playground up; one with other ports or data is named by --port-offset or --data"
            )
        }
        return state
    }

    /// These options as words of a command line.
    var words: [String] {
        (portOffset == 0 ? [] : ["--port-offset", "\(portOffset)"]) + (data == nil ? [] : ["--data", directory.path])
    }
}

extension ProgramSearch {
    /// This machine.
    static var system: ProgramSearch {
        let environment = ProcessInfo.processInfo.environment
        let own = Bundle.main.executablePath ?? CommandLine.arguments[0]
        return ProgramSearch(
            executable: own,
            home: environment["HOME"] ?? FileManager.default.homeDirectoryForCurrentUser.path,
            path: (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").map(String.init),
            // why: a folder that is not there is empty
            contents: { (try? FileManager.default.contentsOfDirectory(atPath: $0)) ?? [] },
            exists: { FileManager.default.fileExists(atPath: $0) }
        )
    }

    /// The deployment with what is installed here.
    func deployment(_ directory: PlaygroundDirectory, offset: Int, backends: Deployment.Backends) -> Deployment {
        var programs: [Program: String] = [:]
        for program in Program.allCases { programs[program] = find(program) }
        return Deployment(
            directory: directory.path,
            ports: Ports(offset: offset),
            programs: programs,
            hasCitus: programs[.postgres].map(hasCitus) ?? false,
            backends: backends
        )
    }
}
