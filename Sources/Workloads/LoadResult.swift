/// What became of the requests of a load.
public struct LoadCounts: Sendable, Hashable {
    /// Answered with 2xx.
    public var acknowledged = 0
    /// Answered with 3xx or 4xx, by status; 429 is the server's limit and no failure.
    public var refused: [Int: Int] = [:]
    /// Answered with 5xx, by status.
    public var serverErrors: [Int: Int] = [:]
    /// Not answered in time.
    public var timeouts = 0
    /// No connection, or one that broke.
    public var connectionErrors = 0
    /// Due, but not sent, since too many were unanswered.
    public var notSent = 0
    /// Sent and not answered yet; 0 at the end.
    public var inFlight = 0

    /// Nothing yet.
    public init() {}

    /// Answered with 3xx or 4xx.
    public var refusedTotal: Int { refused.values.reduce(0, +) }
    /// Answered with 5xx, not answered, or not connected.
    public var failed: Int { serverErrors.values.reduce(0, +) + timeouts + connectionErrors }
    /// All that went out.
    public var sent: Int { acknowledged + refusedTotal + failed + inFlight }
}

/// How far a load has come.
public struct LoadProgress: Sendable, Hashable {
    /// What is being done.
    public enum Phase: String, Sendable, Hashable {
        /// Catalogue and customers are created.
        case preparing
        /// Requests are sent.
        case running
        /// The last answers are waited for.
        case draining
    }

    /// What is being done.
    public let phase: Phase
    /// How much of the phase is done: customers created, or requests due so far.
    public let done: Int
    /// How much there is to do in the phase.
    public let total: Int
    /// What became of the requests so far.
    public let counts: LoadCounts
}

/// What a load came to.
public struct LoadResult: Sendable, Hashable {
    /// What became of the requests.
    public let counts: LoadCounts
    /// Requests that were due.
    public let scheduled: Int
    /// Seconds from the first request being due to the last answer, or to the end of the schedule if that is later.
    public let seconds: Double
    /// Requests acknowledged a second.
    public let achievedRate: Double
    /// Orders acknowledged.
    public let ordersAcknowledged: Int
    /// Acknowledged orders, from when they were due.
    public let orders: LatencySummary
    /// Acknowledged reads, from when they were due.
    public let reads: LatencySummary
    /// How late the generator itself sent: where this is high, the client's machine was the limit.
    public let lateness: LatencySummary
}
