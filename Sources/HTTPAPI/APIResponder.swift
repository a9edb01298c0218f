import Domain
import Hummingbird
import Logging
import Operations
import Primitives

/// The API over HTTP: TM Forum's resources and hubs, the extensions under /bss/v1, health, metrics and the console.
///
/// One value answers every request of a Hummingbird application; tests run it through `HummingbirdTesting`. It routes by
/// itself, so that unknown paths (404) and methods (405) get TM Forum's error body, and so that a request costs no more
/// than it must.
public struct APIResponder: HTTPResponder {
    /// What comes with a request.
    public typealias Context = ConnectionContext

    let operations: Operations
    let settings: HTTPSettings
    let feed: LiveFeed
    let readiness: @Sendable () async -> [ComponentHealth]
    let topics: TopicAccess?
    let jobs: JobAccess?
    let sql: SQLAccess?
    let metrics: PrometheusRegistry
    let backup: @Sendable (String) async throws -> Void
    let surroundings: Surroundings
    let logger: Logger
    let streams = StreamStop()
    let console = ConsolePage()
    private let routes = RouteTable()
    private let requestMetrics: RequestMetrics
    private let limiter: RateLimiter?

    init(
        operations: Operations,
        settings: HTTPSettings,
        feed: LiveFeed,
        readiness: @escaping @Sendable () async -> [ComponentHealth],
        topics: TopicAccess?,
        jobs: JobAccess?,
        sql: SQLAccess?,
        metrics: PrometheusRegistry,
        backup: @escaping @Sendable (String) async throws -> Void,
        surroundings: Surroundings,
        logger: Logger
    ) {
        self.operations = operations
        self.settings = settings
        self.feed = feed
        self.readiness = readiness
        self.topics = topics
        self.jobs = jobs
        self.sql = sql
        self.metrics = metrics
        self.backup = backup
        self.surroundings = surroundings
        self.logger = logger
        requestMetrics = RequestMetrics(registry: metrics)
        limiter = settings.requestsPerSecond.map { RateLimiter(perSecond: $0, burst: settings.requestBurst) }
    }

    /// Ends the answers that follow something for ever, and those to come: call it first when the server stops.
    public func endStreams() {
        feed.finish()
        streams.stop()
    }

    /// Answers a request. Throws only what tells Hummingbird that the connection is broken.
    public func respond(to request: Request, context: ConnectionContext) async throws -> Response {
        let start = ContinuousClock.now
        let requestID = RequestID.accepted(request.headers[.requestID]) ?? surroundings.identifier().description
        var route: RouteTable.Route?
        var response: Response
        do {
            response = try await answer(request, context, requestID, &route)
        } catch let refusal as Refusal {
            response = refusal.response
        } catch let limit as RateLimited {
            response = limit.response
        } catch let broken as BrokenRequest {
            throw broken.underlying
        } catch {
            logger.error(
                "request failed",
                metadata: [
                    "request": "\(requestID)", "method": "\(request.method)",
                    "route": "\(route?.template ?? "unknown")",
                    "error": "\(error)",
                ]
            )
            response = .error(
                .internalServerError,
                code: "internal",
                reason: "the server could not do it",
                message: "it is in the log under request id \(requestID)"
            )
        }
        response.headers[.requestID] = requestID
        if request.method == .head { response = response.createHeadResponse() }
        let duration = ContinuousClock.now - start
        requestMetrics.record(route, request.method, response.status, duration)
        log(request, route, requestID, response.status, duration)
        return response
    }

    private func log(
        _ request: Request,
        _ route: RouteTable.Route?,
        _ requestID: String,
        _ status: HTTPResponse.Status,
        _ duration: Duration
    ) {
        let level: Logger.Level = status.kind == .successful ? .debug : .info
        guard logger.logLevel <= level else { return }
        logger.log(
            level: level,
            "request",
            metadata: [
                "request": "\(requestID)", "method": "\(request.method)", "route": "\(route?.template ?? "unknown")",
                "status": "\(status.code)", "microseconds": "\(duration / .microseconds(1))",
            ]
        )
    }

    private func answer(
        _ request: Request,
        _ context: ConnectionContext,
        _ requestID: String,
        _ route: inout RouteTable.Route?
    ) async throws -> Response {
        let target = Substring(request.head.path ?? "/").prefix { $0 != "#" }
        let pathEnd = target.firstIndex(of: "?") ?? target.endIndex
        let path = target[..<pathEnd]
        let found = try routes.route(for: path)
        route = found?.route
        let isRead = request.method == .get || request.method == .head
        let permission = found.map { Permission($0.route.endpoint, isWrite: !isRead) } ?? .read
        let actor = try await actor(request, permission)
        if let limiter, permission != .open {
            let caller = settings.requiresKeys ? actor.name : context.remoteAddress()
            if let seconds = limiter.take(caller) { throw RateLimited(seconds: seconds) }
        }
        guard let found else {
            throw Refusal(.notFound, "unknownPath", "there is nothing at \(path.prefix(200))")
        }
        let endpoint = found.route.endpoint
        guard endpoint.methods.contains(request.method.rawValue) else {
            return .error(
                .methodNotAllowed,
                code: "methodNotAllowed",
                reason: "\(request.method.rawValue.prefix(40)) is not offered here",
                message: nil,
                headers: [.allow: endpoint.methods.joined(separator: ", ")]
            )
        }
        return try await dispatch(
            Call(
                request: request,
                method: request.method == .head ? .get : request.method,
                endpoint: endpoint,
                parameter: found.parameter,
                path: String(path),
                queryText: pathEnd == target.endIndex ? "" : String(target[target.index(after: pathEnd)...]),
                requestID: requestID,
                actor: actor,
                bodyBytesMax: settings.bodyBytesMax
            )
        )
    }

    private static let localActor = Actor(name: "local", role: .admin)

    /// Who asks, and whether they may.
    private func actor(_ request: Request, _ permission: Permission) async throws -> Actor {
        guard settings.requiresKeys, permission != .open else { return Self.localActor }
        guard let header = request.headers[.authorization] else {
            throw Refusal(
                .unauthenticated,
                "missingKey",
                "this server needs an API key",
                message: "send it as Authorization: Bearer bss_...; bss key create makes one"
            )
        }
        let words = header.split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0].lowercased() == "bearer",
            let actor = try await operations.authenticate(bearer: String(words[1]))
        else { throw Refusal(.unauthenticated, "unknownKey", "the API key is not known or was revoked") }
        guard permission.isGranted(to: actor.role) else {
            throw Refusal(.forbidden, "forbidden", "the role \(actor.role.rawValue) may not do this")
        }
        return actor
    }

    private func dispatch(_ call: Call) async throws -> Response {
        switch call.endpoint {
        case .collection(let kind): try await collection(kind, call)
        case .resource(let kind): try await resource(kind, call)
        case .hub(let api): try await hub(api, call)
        case .subscription(let api): try await subscription(api, call)
        case .pause(let api): try await pause(api, call)
        case .resume(let api): try await resume(api, call)
        case .attempts(let api): try await attempts(api, call)
        case .listener: try await listener(call)
        case .fallout: try await fallout(call)
        case .retry: try await retry(call)
        case .skip: try await skip(call)
        case .assign: try await assign(call)
        case .history: try await history(call)
        case .audit: try await audit(call)
        case .assignCase: try await assignCase(call)
        case .reviewCase: try await reviewCase(call)
        case .decideCase: try await decideCase(call)
        case .closeCase: try await closeCase(call)
        case .noteCase: try await noteCase(call)
        case .fraudAlerts: try await fraudAlerts(call)
        case .fraudReport: try await fraudReport(call)
        case .customers: try await customers(call)
        case .overview: try await overview()
        case .shards: try await shards()
        case .backup: try await takeBackup(call)
        case .keys: try await keys(call)
        case .key: try await revoke(call)
        case .topics: try await topicList(call)
        case .topic: try await topic(call)
        case .records: try await records(call)
        case .sql: try await query(call)
        case .jobs: try await jobList(call)
        case .job: try await job(call)
        case .stopJob: try await stopJob(call)
        case .savepointJob: try await savepointJob(call)
        case .restartJob: try await restartJob(call)
        case .rehearseJob: try await rehearseJob(call)
        case .feed: liveFeed(call)
        case .metrics: metricsText()
        case .console: console.response
        case .health: .json(.ok, ["status": "ok"])
        case .readiness: await readyz()
        }
    }
}

/// The API as an application's responder.
///
/// - Parameters:
///   - operations: the use cases behind it.
///   - settings: limits and whether keys are needed; the server applies those about connections and headers.
///   - feed: what the console shows live; the server publishes to it.
///   - readiness: asked by every `/readyz`.
///   - topics: the event log; nil answers 404 for topics.
///   - jobs: the stream jobs; nil answers 404 for jobs.
///   - sql: queries over the topics; nil answers 404 for them.
///   - metrics: where request metrics go and `/metrics` comes from.
///   - backup: writes a backup into a directory that does not exist yet.
///   - surroundings: the clock and randomness for request ids.
///   - logger: for the access log and failures.
public func buildRouter(
    operations: Operations,
    settings: HTTPSettings,
    feed: LiveFeed,
    readiness: @escaping @Sendable () async -> [ComponentHealth],
    topics: TopicAccess?,
    jobs: JobAccess? = nil,
    sql: SQLAccess? = nil,
    metrics: PrometheusRegistry,
    backup: @escaping @Sendable (String) async throws -> Void,
    surroundings: Surroundings,
    logger: Logger
) -> APIResponder {
    APIResponder(
        operations: operations,
        settings: settings,
        feed: feed,
        readiness: readiness,
        topics: topics,
        jobs: jobs,
        sql: sql,
        metrics: metrics,
        backup: backup,
        surroundings: surroundings,
        logger: logger
    )
}
