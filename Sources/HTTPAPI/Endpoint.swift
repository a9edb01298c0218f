import Domain

/// What a path leads to.
enum Endpoint: Sendable, Hashable {
    case collection(ResourceKind)
    case resource(ResourceKind)
    case hub(OpenAPI)
    case subscription(OpenAPI)
    case pause(OpenAPI)
    case resume(OpenAPI)
    case attempts(OpenAPI)
    case listener(OpenAPI)
    case fallout
    case retry
    case skip
    case assign
    case history
    case audit
    case assignCase
    case reviewCase
    case decideCase
    case closeCase
    case noteCase
    case fraudAlerts
    case fraudReport
    case customers
    case overview
    case shards
    case backup
    case keys
    case key
    case topics
    case topic
    case records
    case sql
    case jobs
    case job
    case stopJob
    case savepointJob
    case restartJob
    case rehearseJob
    case feed
    case metrics
    case console
    case health
    case readiness

    /// The methods that it offers; HEAD comes with GET.
    var methods: [String] {
        switch self {
        case .collection(let kind): ["GET", "HEAD"] + (kind.schema.offers.contains(.create) ? ["POST"] : [])
        case .hub, .keys, .topics, .records, .jobs: ["GET", "HEAD", "POST"]
        case .resource(let kind):
            ["GET", "HEAD"] + (kind.schema.offers.contains(.patch) ? ["PATCH"] : [])
                + (kind.schema.offers.contains(.delete) ? ["DELETE"] : [])
        case .subscription: ["GET", "HEAD", "DELETE"]
        case .pause, .resume, .listener, .retry, .skip, .assign, .backup, .assignCase, .reviewCase, .decideCase,
            .closeCase, .noteCase, .sql:
            ["POST"]
        case .stopJob, .savepointJob, .restartJob, .rehearseJob: ["POST"]
        case .job: ["GET", "HEAD", "DELETE"]
        case .key: ["DELETE"]
        case .attempts, .fallout, .history, .audit, .fraudAlerts, .fraudReport, .customers, .overview, .shards, .topic,
            .feed, .metrics, .console,
            .health,
            .readiness:
            ["GET", "HEAD"]
        }
    }
}
