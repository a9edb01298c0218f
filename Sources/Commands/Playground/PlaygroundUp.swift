import ArgumentParser
import Foundation
import Logging
import Playground
import Primitives
import Server
import ServiceLifecycle
import TerminalKit
import UnixSignals

struct PlaygroundUp: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up",
        abstract: "Start the deployment; Ctrl-C stops all of it.",
        discussion: """
            Examples:
              bss playground up
              bss playground up --detach --data ./playground     goes on in the background, data kept
              bss playground up --without flink --without envoy
            """
    )

    @OptionGroup var options: PlaygroundOptions
    @Flag(help: "Return when all is ready; stop it with: bss playground down.") var detach = false
    @Flag(help: "First install what is missing (apt, and pip into ~/.cache/bss/venv).") var install = false
    @Flag(help: "Show nothing but errors.") var quiet = false
    @Option(help: ArgumentHelp("A component, or a program with all its components, to leave out.", valueName: "name"))
    var without: [String] = []

    func run() async throws {
        let search = ProgramSearch.system
        let names = Set(search.deployment(options.directory, offset: 0, backends: .embedded).components.map(\.name))
        for name in without where !names.contains(name) && Program(rawValue: name) == nil {
            throw ErrorReport(
                "there is no component \(name)",
                hint: "there are \(names.sorted().joined(separator: ", "))",
                status: 64
            )
        }
        if install { try await Installation(search: search, without: Set(without)).run() }
        if let state = try PlaygroundState.read(in: options.directory.path), state.supervisor.isRunning {
            throw ErrorReport(
                "a playground runs already, process \(state.supervisor.id)",
                hint: "see it with: bss playground status, stop it with: bss playground down"
            )
        }
        if detach { try await runDetached() } else { try await runHere(search) }
    }

    // MARK: Here

    private func runHere(_ search: ProgramSearch) async throws {
        try options.directory.take()
        try await Supervisor.sweep(options.directory)
        let deployment = search.deployment(options.directory, offset: options.portOffset, backends: backends(search))
        let plan = deployment.plan(unwanted: Set(without))
        let display = PlaygroundDisplay(quiet: quiet)
        display.show(plan.leftOut)
        let service = PlaygroundService(
            supervisor: Supervisor(deployment, plan) { display.show($0) },
            banner: PlaygroundDisplay.banner(deployment, plan, isThrownAway: options.data == nil, words: options.words),
            display: display
        )
        var logger = Logger(label: "bss.playground")
        logger.logLevel = .critical
        let group = ServiceGroup(
            services: [service],
            gracefulShutdownSignals: [.sigint, .sigterm, .sighup],
            logger: logger
        )
        do {
            try await group.run()
        } catch {
            if options.data == nil { try options.directory.remove() }
            throw error
        }
        if options.data == nil { try options.directory.remove() }
    }

    /// Servers share the cluster and the broker where both are there; else each keeps its own files.
    private func backends(_ search: ProgramSearch) -> Deployment.Backends {
        let needed: Set<String> = ["postgres", "coordinator", "noida-db", "kafka"]
        let workers = Set((1...Ports.workers).map { "worker-\($0)" })
        let isThere = search.find(.postgres) != nil && search.find(.kafka) != nil
        return isThere && needed.union(workers).isDisjoint(with: without) ? .shared : .embedded
    }

    // MARK: In the background

    private func runDetached() async throws {
        let log = FileManager.default.temporaryDirectory.path + "/bss-playground-\(UUID().uuidString).log"
        try Data().write(to: URL(fileURLWithPath: log))
        defer { try? FileManager.default.removeItem(atPath: log) }  // why: a temporary file
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            ["setsid", ProgramSearch.system.find(.bss) ?? "bss", "playground", "up"] + options.words
            + without.flatMap { ["--without", $0] }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
        process.standardError = process.standardOutput
        try process.run()
        let display = PlaygroundDisplay(quiet: quiet)
        while process.isRunning {
            if let state = try PlaygroundState.read(in: options.directory.path) {
                display.show(state)
                if state.isReady {
                    let text = FileManager.default.contents(atPath: log).map { String(decoding: $0, as: UTF8.self) }
                    display.finish()
                    if !quiet { Terminal.write(text ?? "") }
                    return
                }
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        display.finish()
        Terminal.writeError(LogFile.end(log, lines: 60) + "\n")
        throw ExitCode(process.terminationStatus)
    }
}

/// The playground from its start to its end.
private struct PlaygroundService: Service {
    let supervisor: Supervisor
    let banner: Banner
    let display: PlaygroundDisplay

    func run() async throws {
        let outcome: Result<Void, any Error>
        do {
            try await cancelWhenGracefulShutdown {
                try await supervisor.up(password: Self.password())
                display.finish()
                display.show(banner)
                try await supervisor.watch()
            }
            outcome = .success(())
        } catch is CancellationError {
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        display.finish()
        try await supervisor.down()
        display.finish()
        try outcome.get()
    }

    /// 128 random bits in hexadecimal.
    private static func password() -> String {
        let bits = (Surroundings.system.random(), Surroundings.system.random())
        return String(bits.0, radix: 16) + String(bits.1, radix: 16)
    }
}
