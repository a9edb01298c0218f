import ArgumentParser
import Foundation
import Playground
import Primitives
import Server
import Synchronization
import TerminalKit
import Verification

struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check a running deployment: more than 60 expectations, each with what was found.",
        discussion: """
            It creates customers, orders, topics and a job of its own, named "bss verify"; with --read-only it writes nothing and
            skips what would. What does not apply to what runs is skipped, with the reason. Exit status 1 if any check fails.

            Examples:
              bss verify                                       the server of ./data
              bss verify --playground --destructive            all of a playground, killing parts of it
              bss verify --url https://bss.example --read-only --only observability
              bss verify --format junit > verify.xml
            """
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table
        case json
        case junit
    }

    @Option(help: ArgumentHelp("The address of a server; more than once if several share rows.", valueName: "url"))
    var url: [String] = []
    @Option(help: ArgumentHelp("The data directory of a server or a playground.", valueName: "dir")) var data: String?
    @Flag(help: "Verify the playground that runs here, with everything in it.") var playground = false
    @Option(help: "The port offset of the playground.") var portOffset = 0
    @Option(help: ArgumentHelp("The cluster's coordinator, postgres://user@host:port/database.", valueName: "url"))
    var postgres: String?
    @Option(help: ArgumentHelp("A Kafka broker, host:port.", valueName: "address")) var kafka: String?
    @Option(help: ArgumentHelp("Flink's REST API.", valueName: "url")) var flink: String?
    @Option(help: ArgumentHelp("The edge.", valueName: "url")) var envoy: String?
    @Option(help: ArgumentHelp("Envoy's administration.", valueName: "url")) var envoyAdmin: String?
    @Option(help: ArgumentHelp("Prometheus.", valueName: "url")) var prometheus: String?
    @Option(help: ArgumentHelp("Alertmanager.", valueName: "url")) var alertmanager: String?
    @Option(help: ArgumentHelp("Only this group of checks; more than once for several.", valueName: "group"))
    var only: [String] = []
    @Flag(help: "Write nothing.") var readOnly = false
    @Flag(help: "Also kill components of the playground and see them come back.") var destructive = false
    @Option(help: "How to show the results.") var format: Format = .table
    @Flag(help: "Show only what failed, and the counts.") var quiet = false

    func validate() throws {
        for name in only where CheckGroup(rawValue: name) == nil {
            let names = CheckGroup.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--only \(name): the groups are \(names).")
        }
        guard !destructive || playground else { throw ValidationError("--destructive goes with --playground.") }
        guard !destructive || !readOnly else {
            throw ValidationError("--destructive and --read-only exclude each other.")
        }
    }

    func run() async throws {
        let target = try await target()
        let verifier = Verifier(
            target,
            groups: Set(only.compactMap { CheckGroup(rawValue: $0) }),
            surroundings: .system
        )
        let bar = ProgressBar("verifying", quiet: quiet)
        let done = Counter()
        let count = Double(verifier.count)
        let results = try await verifier.run { result in
            bar.update(Double(done.next()) / count, note: "\(result.group.rawValue).\(result.name)")
        }
        bar.finish()
        show(results)
        if VerificationReport.count(results, .failed) > 0 { throw ExitCode.failure }
    }

    private func show(_ results: [CheckResult]) {
        switch format {
        case .json: for result in results { Terminal.write(VerificationReport.json(result).text + "\n") }
        case .junit: Terminal.write(VerificationReport.junit(results))
        case .table: Terminal.write(table(results))
        }
    }

    private func table(_ results: [CheckResult]) -> String {
        let style = Style.of(descriptor: STDOUT_FILENO)
        let mark: [CheckResult.Verdict: String] = [.passed: "✓", .failed: "✗", .skipped: "–"]
        var text = ""
        for group in CheckGroup.allCases {
            let members = results.filter { $0.group == group && (!quiet || $0.verdict == .failed) }
            guard !members.isEmpty else { continue }
            text += "\n" + style.bold(group.rawValue) + "\n"
            for result in members {
                let line = "\(mark[result.verdict] ?? "") \(result.expectation)"
                switch result.verdict {
                case .passed: text += "  \(style.green(line))  \(style.faint(result.finding))\n"
                case .failed: text += "  \(style.red(line))\n      found: \(result.finding)\n"
                case .skipped: text += "  \(style.faint(line + "  skipped: " + result.finding))\n"
                }
            }
        }
        let counts = [CheckResult.Verdict.passed, .failed, .skipped].map {
            "\(VerificationReport.count(results, $0)) \($0.rawValue)"
        }
        return text + "\n\(results.count) checks: \(counts.joined(separator: ", "))\n"
    }

    // MARK: What is verified

    private func target() async throws -> VerificationTarget {
        let settings = try await ServerSettings.load(environment: ProcessInfo.processInfo.environment, file: nil)
        var target = playground ? try playgroundTarget() : try serverTarget(settings)
        target.key = settings.text("client.key")
        target.isReadOnly = readOnly
        target.postgres = postgres ?? target.postgres
        target.kafka = kafka ?? target.kafka
        target.flink = flink ?? target.flink
        target.envoy = envoy ?? target.envoy
        target.envoyAdmin = envoyAdmin ?? target.envoyAdmin
        target.prometheus = prometheus ?? target.prometheus
        target.alertmanager = alertmanager ?? target.alertmanager
        return target
    }

    private func serverTarget(_ settings: ServerSettings) throws -> VerificationTarget {
        let directory = data ?? settings.text("data.directory")
        guard let first = url.first ?? ServerInfo.running(in: directory)?.url else {
            throw NoServer(directory: directory)
        }
        var target = VerificationTarget(server: Self.trimmed(first))
        if url.count > 1 {
            target.servers = url.map(Self.trimmed)
            target.isShared = true
        }
        return target
    }

    private static func trimmed(_ url: String) -> String { url.hasSuffix("/") ? String(url.dropLast()) : url }

    private func playgroundTarget() throws -> VerificationTarget {
        let directory = data.map { PlaygroundDirectory($0) } ?? .standard(offset: portOffset)
        guard let state = try PlaygroundState.read(in: directory.path), state.isReady else {
            throw PlaygroundError(
                "no playground is ready in \(directory.path)",
                hint: "begin one with: bss playground up"
            )
        }
        let names = Set(state.members.map(\.name))
        let ports = Ports(offset: state.portOffset)
        func address(_ component: String, _ port: Int) -> String? {
            names.contains(component) ? "http://127.0.0.1:\(port)" : nil
        }
        let servers = (1...Ports.servers).compactMap { address("bss-\($0)", ports.server($0)) }
        guard let first = servers.first else { throw PlaygroundError("the playground has no server of bss") }
        var target = VerificationTarget(server: first)
        target.servers = servers
        target.isShared = state.isShared
        if names.contains("coordinator") {
            let secrets = directory.path + "/secrets/pgpass"
            target.postgres = "postgres://postgres@127.0.0.1:\(ports.coordinator)/bss?passfile=\(secrets)"
        }
        target.kafka = names.contains("kafka") ? "127.0.0.1:\(ports.kafka)" : nil
        target.flink = address("flink-jobmanager", ports.flink)
        target.envoy = address("envoy", ports.envoy)
        target.envoyAdmin = address("envoy", ports.envoyAdmin)
        target.prometheus = address("prometheus", ports.prometheus)
        target.alertmanager = address("alertmanager", ports.alertmanager)
        if destructive { target.breaker = Self.breaker(directory, names) }
        return target
    }

    private static func breaker(_ directory: PlaygroundDirectory, _ names: Set<String>) -> VerificationTarget.Breaker {
        VerificationTarget.Breaker(
            components: names,
            crash: { try await Supervisor.crash($0, in: directory, staysDown: false) },
            state: { name in
                let member = try PlaygroundState.read(in: directory.path)?.members.first { $0.name == name }
                guard let member else { throw PlaygroundError("there is no component \(name) any more") }
                return (member.phase == .ready && member.process?.isRunning == true, member.restarts)
            }
        )
    }
}

/// Counts from 1.
private final class Counter: Sendable {
    private let value = Mutex(0)

    func next() -> Int {
        value.withLock {
            $0 += 1
            return $0
        }
    }
}
