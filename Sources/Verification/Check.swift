/// What a check is about.
public enum CheckGroup: String, Sendable, Hashable, CaseIterable {
    /// Rows and the API over them.
    case storage
    /// Where a customer's rows lie.
    case sharding
    /// The event log.
    case events
    /// The stream jobs.
    case streams
    /// What happens after something broke.
    case recovery
    /// What callers from outside meet.
    case edge
    /// Metrics, alerts, health.
    case observability
    /// How long things take.
    case performance
}

/// One thing that should hold of a deployment, as a value: what is expected, and how to find out.
public struct Check: Sendable {
    /// What it is about.
    public let group: CheckGroup
    /// Its name, unique in its group.
    public let name: String
    /// What should hold.
    public let expectation: String
    /// Finds out; answers what was found if the expectation holds.
    let body: @Sendable (Scene) async throws -> String

    /// The group and the name.
    public var id: String { "\(group.rawValue).\(name)" }

    init(
        _ group: CheckGroup,
        _ name: String,
        _ expectation: String,
        _ body: @escaping @Sendable (Scene) async throws -> String
    ) {
        self.group = group
        self.name = name
        self.expectation = expectation
        self.body = body
    }

    /// Every check, in the order in which they are run.
    public static let all: [Check] =
        storage + orders + sharding + cluster + events + broker + streams + flink + edge + observability + monitoring
        + performance + recovery
}

/// An expectation does not hold.
struct Unmet: Error {
    /// What was found.
    let finding: String

    init(_ finding: String) { self.finding = finding }
}

/// A check does not apply to what is verified.
struct NotApplicable: Error {
    /// Why.
    let reason: String

    init(_ reason: String) { self.reason = reason }
}

/// What came of a check.
public struct CheckResult: Sendable, Hashable {
    /// The outcomes.
    public enum Verdict: String, Sendable, Hashable {
        /// It holds.
        case passed
        /// It does not hold.
        case failed
        /// It does not apply.
        case skipped
    }

    /// What it is about.
    public let group: CheckGroup
    /// The check's name in its group.
    public let name: String
    /// What should hold.
    public let expectation: String
    /// Whether it does.
    public let verdict: Verdict
    /// What was found, or why it does not apply.
    public let finding: String
    /// How long it took, in seconds.
    public let seconds: Double
}
