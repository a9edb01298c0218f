import EventLog
import HTTPAPI
import Operations
import Storage
import Synchronization

/// Whether store and log can do their work. They are looked at all the time, so that who asks is answered at once, also
/// while one of them hangs, and however often is asked.
final class HealthProbe: Sendable {
    /// Between two looks, in milliseconds.
    static let pauseMilliseconds = 1_000
    /// A look that takes longer means that the part is not ready, in milliseconds.
    static let answerMillisecondsMax = 3_000

    private enum Part: CaseIterable {
        case storage
        case log
    }

    private struct Finding: Sendable {
        var components: [ComponentHealth] = []
        /// Since when the look that is under way has had no answer.
        var waitingSince: ContinuousClock.Instant?
    }

    private let backends: Backends
    private let clock = ContinuousClock()
    private let findings = Mutex<[Part: Finding]>([:])

    init(_ backends: Backends) { self.backends = backends }

    /// Looks until the task is cancelled.
    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for part in Part.allCases {
                group.addTask {
                    while true {
                        try await Task.sleep(for: .milliseconds(Self.pauseMilliseconds))
                        await self.look(at: part)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// Looks at everything once.
    func look() async { for part in Part.allCases { await look(at: part) } }

    /// What the last look found, or that there has been no answer since.
    var health: [ComponentHealth] {
        let (now, findings) = (clock.now, findings.withLock { $0 })
        return Part.allCases.flatMap { part -> [ComponentHealth] in
            let finding = findings[part] ?? Finding()
            guard let since = finding.waitingSince, now - since > .milliseconds(Self.answerMillisecondsMax) else {
                return finding.components
            }
            let seconds = Int((now - since) / .seconds(1))
            return [ComponentHealth(name: "\(part)", isReady: false, detail: "no answer for \(seconds) s")]
        }
    }

    private func look(at part: Part) async {
        findings.withLock { $0[part, default: Finding()].waitingSince = clock.now }
        let components: [ComponentHealth]
        do {
            switch part {
            case .storage: components = try await storage()
            case .log: components = try await log()
            }
        } catch {
            components = [ComponentHealth(name: "\(part)", isReady: false, detail: "\(error)")]
        }
        findings.withLock { $0[part] = Finding(components: components) }
    }

    private func storage() async throws -> [ComponentHealth] {
        let waiting = try await backends.operations.eventsWaiting()
        return [
            ComponentHealth(name: "storage", isReady: true, detail: backends.storageKind),
            ComponentHealth(name: "outbox", isReady: true, detail: "\(waiting) events"),
        ]
    }

    private func log() async throws -> [ComponentHealth] {
        _ = try await backends.log.topics()
        return [ComponentHealth(name: "log", isReady: true, detail: backends.logKind)]
    }
}
