import ArgumentParser
import Foundation
import Logging
import Primitives
import Server
import TerminalKit
import Workloads

struct Start: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Start the server: API, event log, stream jobs, fulfilment, hub and console.",
        discussion: """
            Examples:
              bss start --demo                        an operator at work, thrown away at the end
              bss start --data ./mine --port 9000     an operator of your own
              bss start --demo --speed 60             an hour in a minute
              BSS_STORAGE_URL=postgresql://bss@db/bss bss start --set storage.kind=postgres
                                                      rows in PostgreSQL
            """
    )

    @Option(help: ArgumentHelp("Where rows and events are kept.", valueName: "dir")) var data: String?
    @Option(help: "The port to listen on; 0 takes any free one.") var port: Int?
    @Option(help: "The address to listen on; other than loopback needs API keys.") var host: String?
    @Option(help: ArgumentHelp("A JSON file with settings.", valueName: "file")) var config: String?
    @Flag(help: "Switch API keys off also where the address is not loopback.") var withoutKeys = false
    @Flag(help: "Seed a catalogue and let customers sign up, order, change and cancel.") var demo = false
    @Option(help: "Orders and sign-ups of the demonstration per second.") var demoRate: Double = 4
    @Option(help: "How many times as fast as real time the demonstration runs.") var speed: Int = 1
    @Option(help: ArgumentHelp("Another setting, as key=value; see bss config show.", valueName: "key=value"))
    var set: [String] = []

    func validate() throws {
        guard (1...3_600).contains(speed) else { throw ValidationError("--speed must be 1 to 3600.") }
        guard speed == 1 || demo else { throw ValidationError("--speed goes with --demo.") }
        guard demoRate > 0, demoRate <= 1_000 else {
            throw ValidationError("--demo-rate must be above 0, at most 1000.")
        }
        for pair in set where !pair.contains("=") { throw ValidationError("--set \(pair): write key=value.") }
    }

    func run() async throws {
        let isThrownAway = demo && data == nil
        let directory = data ?? (demo ? FileManager.default.temporaryDirectory.path + "/bss-demo-\(getpid())" : nil)
        let settings = try await settings(directory)
        try Port.check(settings)
        try raiseOpenFiles()
        let logger = JSONLogHandler.logger(level: settings.text("log.level"))
        let surroundings =
            speed == 1 ? Surroundings.system : .accelerated(speed: Int64(speed), from: Surroundings.system.now())
        let server = try await Server(settings, surroundings: surroundings, logger: logger)
        let path = settings.text("data.directory")
        let demonstration = demo ? DemoService(rate: demoRate, speed: speed, logger: logger) : nil
        let banner = Self.banner(settings, isThrownAway: isThrownAway, demo: demo)
        try await server.run(extra: demonstration.map { [$0] } ?? []) { url in
            try ServerInfo(url: url, processID: getpid()).write(in: path)
            if isatty(STDOUT_FILENO) == 1 {
                Terminal.write(banner(url).render(style: .of(descriptor: STDOUT_FILENO)))
            } else {
                logger.notice("started", metadata: ["url": "\(url)", "data": "\(path)"])
            }
            await demonstration?.begin(url)
        }
        if isThrownAway {
            try FileManager.default.removeItem(atPath: path)
        } else {
            try ServerInfo.remove(in: path)
        }
    }

    private func settings(_ directory: String?) async throws(SettingsError) -> ServerSettings {
        var flags: [String: String] = [:]
        for pair in set {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            flags[String(sides[0])] = String(sides[1])
        }
        if let directory { flags["data.directory"] = directory }
        if let port { flags["http.port"] = String(port) }
        if let host { flags["http.host"] = host }
        if withoutKeys { flags["access.keys"] = "off" }
        return try await ServerSettings.load(
            flags: flags,
            environment: ProcessInfo.processInfo.environment,
            file: config
        )
    }

    private static func banner(
        _ settings: ServerSettings,
        isThrownAway: Bool,
        demo: Bool
    ) -> @Sendable (String) -> Banner {
        let path = settings.text("data.directory")
        let keys = settings.requiresKeys ? "needed (bss key create)" : "off"
        return { url in
            let data = isThrownAway ? "\(path), thrown away at the end; keep it with --data ./mine" : path
            return Banner(
                demo ? "BSS is running, with a telecom operator at work" : "BSS is running",
                facts: [
                    ("Console", url), ("API", "\(url)/tmf-api"), ("Metrics", "\(url)/metrics"), ("Data", data),
                    ("API keys", keys), ("Stop", "Ctrl-C"),
                ],
                lines: [
                    "curl '\(url)/tmf-api/productOrderingManagement/v4/productOrder?limit=3&sort=-orderDate'",
                    "bss consume bss.order.events --follow --url \(url)",
                    "bss job list --url \(url)",
                    "bss fraud cases --url \(url)",
                ]
            )
        }
    }

    /// Every partition holds files open: takes as many as the system gives.
    private func raiseOpenFiles() throws {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur < limit.rlim_max
        else { return }
        limit.rlim_cur = limit.rlim_max
        guard setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            throw ErrorReport("the limit of open files cannot be raised to \(limit.rlim_max)")
        }
    }
}
