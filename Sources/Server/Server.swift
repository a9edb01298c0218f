import Domain
import EventLog
import HTTPAPI
import Hummingbird
import HummingbirdCore
import Logging
import Metrics
import NIOCore
import Operations
import Primitives
import ServiceLifecycle
import Synchronization
import UnixSignals

/// The program at work: API, relay, hub, fulfilment and upkeep over one set of backends, in one group that starts and
/// stops in order.
public struct Server: Sendable {
    /// How long stopping may take, in seconds; a process of its own is ended then.
    public static let stopSecondsMax = 10
    /// How much of that services may take before they are cancelled, in seconds.
    static let serviceStopSecondsMax = 7

    let settings: ServerSettings
    let surroundings: Surroundings
    let logger: Logger
    let backends: Backends

    /// Opens the backends of these settings.
    ///
    /// - Throws: what `Backends.open` throws.
    public init(_ settings: ServerSettings, surroundings: Surroundings, logger: Logger) async throws {
        self.settings = settings
        self.surroundings = surroundings
        self.logger = logger
        backends = try await Backends.open(settings, surroundings: surroundings, logger: logger)
    }

    /// Serves until asked to stop (SIGINT, SIGTERM) or until the task is cancelled, then finishes what was accepted and
    /// closes the backends.
    ///
    /// - Parameters:
    ///   - works: whether fulfilment and hub deliveries run; a command that only borrows the API leaves them out.
    ///   - extra: runs beside the other services, such as demonstration traffic.
    ///   - guest: runs beside the other services; when it returns, all stop.
    ///   - started: called once with the API's address when it answers.
    public func run(
        works: Bool = true,
        extra: [any Service] = [],
        guest: (any Service)? = nil,
        signals: [UnixSignal] = [.sigint, .sigterm],
        started: @escaping @Sendable (String) async throws -> Void
    ) async throws {
        let metrics = PrometheusRegistry.installed
        let feed = LiveFeed()
        let relay = OutboxRelay(backends.operations, log: backends.log)
        let leases = Leases(backends)
        let probe = HealthProbe(backends)
        await probe.look()
        let jobs = try makeJobs()
        let responder = buildRouter(
            operations: backends.operations,
            settings: httpSettings,
            feed: feed,
            readiness: { probe.health + leases.health },
            topics: TopicAccess(backends.log, partitions: settings.number("log.partitions")),
            jobs: jobs.map { JobAccess($0) },
            sql: SQLAccess(backends.log, now: surroundings.now),
            metrics: metrics,
            backup: { [backends, surroundings] directory in
                do {
                    try await Backup.write(backends, relay: relay, to: directory, now: surroundings.now()) { _ in }
                } catch let error as BackupError {
                    throw Refusal(.conflict, "backup", error.description)
                }
            },
            surroundings: surroundings,
            logger: logger
        )
        let api = application(responder, started)
        var services: [any Service] = [Loop("relay") { try await leases.relay.whileHeld { try await relay.run() } }]
        services.append(Loop("health") { try await probe.run() })
        services += feedServices(feed)
        services.append(Loop("upkeep") { try await upkeep() })
        if works { services += workServices(jobs, leases) }
        services.append(api)
        services += extra
        // The last to start is the first to stop: streams end before the API waits for its connections.
        let limit = signals.isEmpty ? nil : StopLimit(seconds: Double(Self.stopSecondsMax), logger: logger)
        defer { limit?.end() }
        services.append(StreamEnd(responder: responder, limit: limit))
        var members = services.map { ServiceGroupConfiguration.ServiceConfiguration(service: $0) }
        if let guest { members.append(.init(service: guest, successTerminationBehavior: .gracefullyShutdownGroup)) }
        var configuration = ServiceGroupConfiguration(
            services: members,
            gracefulShutdownSignals: signals,
            logger: logger
        )
        configuration.maximumGracefulShutdownDuration = .seconds(Self.serviceStopSecondsMax)
        let group = ServiceGroup(configuration: configuration)
        do {
            try await group.run()
        } catch {
            try await backends.close()
            throw error
        }
        if leases.relay.isHeld { while try await relay.relayOnce() > 0 {} }
        try await leases.release()
        try await backends.close()
    }

    /// What does the work that requests and events leave behind.
    private func workServices(_ jobs: JobSupervisor?, _ leases: Leases) -> [any Service] {
        let port = ProvisioningPort.builtIn(failurePercent: settings.number("fulfilment.failurePercent"))
        let fulfilment = Fulfilment(backends.operations, port: port)
        let poster = WebhookPoster(
            allowPrivate: settings.flag("hub.allowPrivateCallbacks"),
            timeoutMilliseconds: settings.number("hub.timeoutMilliseconds")
        )
        let hub = HubDelivery(backends.operations, log: backends.log) { await poster.post($0) }
        let alerts = AlertIntake(backends.operations, log: backends.log)
        var services: [any Service] = [
            Loop("fulfilment") { try await leases.fulfilment.whileHeld { try await fulfilment.run() } },
            Loop("hub") { try await hub.run() },
            Loop("fraud alerts") { try await alerts.run() },
        ]
        if let jobs {
            let figures = JobFigures(jobs: jobs, now: surroundings.now)
            services.append(Loop("jobs") { try await jobs.run() })
            services.append(Loop("job figures") { try await figures.run() })
        }
        return services
    }

    private func makeJobs() throws -> JobSupervisor? {
        guard settings.flag("jobs.enabled") else { return nil }
        return try JobSupervisor(
            log: backends.log,
            directory: backends.directory,
            settings: settings,
            now: surroundings.now,
            logger: logger
        )
    }

    private func application(
        _ responder: APIResponder,
        _ started: @escaping @Sendable (String) async throws -> Void
    ) -> some ApplicationProtocol {
        let host = settings.text("http.host")
        return Application(
            responder: responder,
            server: .http1(configuration: .init(idleTimeout: .seconds(60))),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: settings.number("http.port")),
                serverName: "bss",
                backlog: 1_024,
                availableConnectionsDelegate: MaximumAvailableConnections(settings.number("http.connectionsMax"))
            ),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? 0
                do {
                    try await started("http://\(host.contains(":") ? "[\(host)]" : host):\(port)")
                } catch {
                    logger.error("after the start", metadata: ["error": "\(error)"])
                }
            },
            logger: logger
        )
    }

    private var httpSettings: HTTPSettings {
        let rate = settings.number("http.requestsPerSecond")
        return HTTPSettings(
            bodyBytesMax: settings.number("http.bodyBytesMax"),
            pageMax: settings.number("http.pageMax"),
            requestsPerSecond: rate == 0 ? nil : rate,
            requestBurst: max(1, rate),
            connectionsMax: settings.number("http.connectionsMax"),
            requiresKeys: settings.requiresKeys,
            version: ProgramVersion.current
        )
    }

    private func feedServices(_ feed: LiveFeed) -> [any Service] {
        let publisher = FeedPublisher(backends: backends, feed: feed, counts: EventCounts())
        return [
            Loop("feed orders") { try await publisher.publishOrders() },
            Loop("feed customers") { try await publisher.countEvents(of: Topic.customer) },
            Loop("feed snapshots") { [surroundings] in try await publisher.publishSnapshots(now: surroundings.now) },
        ]
    }

    /// Forgets what is too old, every minute.
    private func upkeep() async throws {
        while true {
            try await Task.sleep(for: .seconds(60))
            do {
                _ = try await backends.log.enforceRetention(now: surroundings.now())
                _ = try await backends.operations.forgetOldKeys()
            } catch let error where !(error is CancellationError) {
                logger.error("upkeep failed", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Runs `body` with the address of a server that lives only as long.
    public static func withServer<Result: Sendable>(
        _ settings: ServerSettings,
        surroundings: Surroundings,
        logger: Logger,
        works: Bool = true,
        _ body: @escaping @Sendable (String) async throws -> Result
    ) async throws -> Result {
        let server = try await Server(settings, surroundings: surroundings, logger: logger)
        let (addresses, address) = AsyncStream.makeStream(of: String.self)
        let guest = Guest(addresses: addresses, body: body)
        try await server.run(works: works, guest: guest, signals: []) { address.yield($0) }
        guard let result = guest.result else { throw CancellationError() }
        return try result.get()
    }
}

/// Work that the server is run for: when it is done, the group stops in order.
private final class Guest<Success: Sendable>: Service {
    private let addresses: AsyncStream<String>
    private let body: @Sendable (String) async throws -> Success
    private let state = Mutex<Result<Success, any Error>?>(nil)

    init(addresses: AsyncStream<String>, body: @escaping @Sendable (String) async throws -> Success) {
        self.addresses = addresses
        self.body = body
    }

    /// What came of it; nil if the server stopped before.
    var result: Result<Success, any Error>? { state.withLock { $0 } }

    func run() async throws {
        for await url in addresses {
            let result: Result<Success, any Error>
            do { result = .success(try await body(url)) } catch { result = .failure(error) }
            state.withLock { $0 = result }
            return
        }
    }
}

/// A loop that runs beside the others until the group stops.
private struct Loop: Service, CustomStringConvertible {
    let description: String
    let body: @Sendable () async throws -> Void

    init(_ name: String, _ body: @escaping @Sendable () async throws -> Void) {
        description = name
        self.body = body
    }

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await body() }
        } catch is CancellationError {
            return
        }
    }
}

/// Ends the answers that would go on for ever as soon as the group begins to stop, and starts to count the time.
private struct StreamEnd: Service {
    let responder: APIResponder
    let limit: StopLimit?

    func run() async throws {
        do { try await gracefulShutdown() } catch is CancellationError {}
        limit?.begin()
        responder.endStreams()
    }
}
