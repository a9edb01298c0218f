import Foundation
import Playground
import Synchronization
import TerminalKit

/// What the person at the terminal sees of a playground coming and going: a bar on a terminal, lines elsewhere.
final class PlaygroundDisplay: Sendable {
    private let isQuiet: Bool
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let bars = Mutex<[String: ProgressBar]>([:])

    init(quiet: Bool) { isQuiet = quiet }

    func show(_ leftOut: [Plan.LeftOut]) {
        guard !isQuiet else { return }
        for component in leftOut where component.reason != "not wanted" {
            let remedy = component.remedy.isEmpty ? "" : " (\(component.remedy))"
            Terminal.writeError("left out: \(component.name): \(component.reason)\(remedy)\n")
        }
    }

    func show(_ event: Supervisor.Event) {
        guard !isQuiet else { return }
        switch event {
        case .starting: break
        case .ready(let name, let count, let total):
            line("ready: \(name)", "starting", Double(count) / Double(total), name)
        case .ended(let name, let how): Terminal.writeError("\(isTerminal ? "\r\u{1B}[K" : "")\(name) \(how)\n")
        case .stopping(let name, let count, let total):
            line("stopping: \(name)", "stopping", Double(count) / Double(total), name)
        }
    }

    /// How far a playground in the background has come.
    func show(_ state: PlaygroundState) {
        guard !isQuiet, isTerminal else { return }
        let ready = state.members.filter { $0.phase == .ready }
        let name = state.members.first { $0.phase == .starting }?.name ?? ""
        bar("starting").update(Double(ready.count) / Double(state.members.count), note: name)
    }

    private func line(_ text: String, _ title: String, _ fraction: Double, _ note: String) {
        if isTerminal { bar(title).update(fraction, note: note) } else { Terminal.writeError(text + "\n") }
    }

    private func bar(_ title: String) -> ProgressBar {
        bars.withLock { bars in
            if let bar = bars[title] { return bar }
            let bar = ProgressBar(title, quiet: isQuiet)
            bars[title] = bar
            return bar
        }
    }

    /// Ends the bar that is shown.
    func finish() {
        bars.withLock { bars in
            for bar in bars.values { bar.finish() }
            bars = [:]
        }
    }

    func show(_ banner: Banner) {
        if !isQuiet { Terminal.write(banner.render(style: .of(descriptor: STDOUT_FILENO))) }
    }

    /// Where everything is, and lines to paste.
    static func banner(_ deployment: Deployment, _ plan: Plan, isThrownAway: Bool, words: [String]) -> Banner {
        let ports = deployment.ports
        let names = Set(plan.components.map(\.name))
        func url(_ port: Int) -> String { "http://127.0.0.1:\(port)" }
        let cluster = deployment.hasCitus ? "Citus" : "PostgreSQL (no Citus here)"
        let places: [(component: String, name: String, value: String)] = [
            ("bss-1", "Console", deployment.serverURL(1)), ("bss-2", "Second server", deployment.serverURL(2)),
            ("envoy", "Edge", url(ports.envoy)),
            (
                "coordinator", cluster,
                "127.0.0.1:\(ports.coordinator), workers \(ports.worker(1)) to \(ports.worker(Ports.workers))"
            ),
            ("pgbouncer", "PgBouncer", "127.0.0.1:\(ports.pgbouncer)"), ("kafka", "Kafka", "127.0.0.1:\(ports.kafka)"),
            ("flink-jobmanager", "Flink", url(ports.flink)), ("prometheus", "Prometheus", url(ports.prometheus)),
            ("alertmanager", "Alertmanager", url(ports.alertmanager)),
        ]
        let options = words.map { " " + $0 }.joined()
        var lines: [String] = []
        if names.contains("coordinator") {
            lines.append(
                "PGPASSFILE=\(deployment.passwordFile) psql -h 127.0.0.1 -p \(ports.coordinator) -U postgres bss"
            )
        }
        if names.contains("kafka") { lines.append("kcat -b 127.0.0.1:\(ports.kafka) -L") }
        lines += ["bss verify --playground\(options)", "bss playground status\(options)"]
        lines.append("bss playground down\(options)")
        var facts = places.filter { names.contains($0.component) }.map { (name: $0.name, value: $0.value) }
        let isShared = deployment.backends == .shared && names.contains("bss-1")
        facts.append(
            ("Rows and events", isShared ? "in the cluster and the broker" : "of each server in its own files")
        )
        let kept = isThrownAway ? ", thrown away at the end; keep it with --data ./playground" : ""
        facts.append(("Data", deployment.directory + kept))
        return Banner("The playground is running", facts: facts, lines: lines)
    }
}
