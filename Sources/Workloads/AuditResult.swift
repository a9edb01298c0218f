/// Something that an audit found wrong.
public struct AuditFinding: Sendable, Hashable {
    /// What is wrong.
    public enum Problem: String, Sendable, Hashable, CaseIterable {
        /// Acknowledged, and not there.
        case missing
        /// There more than once.
        case doubled
        /// Acknowledged, and there with another id, reference or number of items.
        case different
        /// Refused, and there nevertheless.
        case unexpected
        /// The server did not say, in several tries.
        case unreadable
    }

    /// What is wrong.
    public let problem: Problem
    /// The write.
    public let entry: JournalEntry
    /// What was expected and what was found.
    public let detail: String
}

/// What an audit came to.
public struct AuditResult: Sendable, Hashable {
    /// Findings that are kept in full; all are counted.
    public static let findingsMax = 100

    /// Writes that were looked at.
    public private(set) var checked = 0
    /// Acknowledged writes that are there once, as sent.
    public private(set) var confirmed = 0
    /// Writes of unknown outcome that turned out to be done, once.
    public private(set) var unknownDone = 0
    /// Writes of unknown outcome that turned out not to be done.
    public private(set) var unknownNotDone = 0
    /// Refused writes that are rightly not there.
    public private(set) var refusedAbsent = 0
    /// How many findings there are of each problem.
    public private(set) var problems: [AuditFinding.Problem: Int] = [:]
    /// The first findings, at most `findingsMax`.
    public private(set) var findings: [AuditFinding] = []

    /// Nothing looked at yet.
    public init() {}

    /// Whether nothing is wrong.
    public var isClean: Bool { problems.isEmpty }

    /// How many findings there are of a problem.
    public func count(_ problem: AuditFinding.Problem) -> Int { problems[problem] ?? 0 }

    mutating func add(_ verdict: AuditVerdict, _ entry: JournalEntry) {
        checked += 1
        switch verdict {
        case .confirmed: confirmed += 1
        case .unknownDone: unknownDone += 1
        case .unknownNotDone: unknownNotDone += 1
        case .refusedAbsent: refusedAbsent += 1
        case .problem(let problem, let detail):
            problems[problem, default: 0] += 1
            if findings.count < Self.findingsMax {
                findings.append(AuditFinding(problem: problem, entry: entry, detail: detail))
            }
        }
    }
}

/// What an audit thinks of one write.
enum AuditVerdict: Sendable, Hashable {
    case confirmed
    case unknownDone
    case unknownNotDone
    case refusedAbsent
    case problem(AuditFinding.Problem, detail: String)
}
