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
    case customers
    case overview
    case shards
    case backup
    case keys
    case key
    case topics
    case topic
    case records
    case feed
    case metrics
    case console
    case health
    case readiness

    /// The methods that it offers; HEAD comes with GET.
    var methods: [String] {
        switch self {
        case .collection, .hub, .keys, .topics, .records: ["GET", "HEAD", "POST"]
        case .resource(let kind): kind.schema.isChangeable ? ["GET", "HEAD", "PATCH", "DELETE"] : ["GET", "HEAD"]
        case .subscription: ["GET", "HEAD", "DELETE"]
        case .pause, .resume, .listener, .retry, .skip, .assign, .backup: ["POST"]
        case .key: ["DELETE"]
        case .attempts, .fallout, .history, .audit, .customers, .overview, .shards, .topic, .feed, .metrics, .console,
            .health,
            .readiness:
            ["GET", "HEAD"]
        }
    }
}
