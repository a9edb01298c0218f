import Domain
import Primitives
import Storage

/// How the work on fraud stands.
public struct FraudOverview: Sendable, Hashable {
    /// Cases that await a decision.
    public let open: Int
    /// Those of them that nobody sees to yet.
    public let unassigned: Int
    /// Those of them with a critical alert.
    public let critical: Int
    /// Alerts whose event was in the last 24 hours, those in shadow left out.
    public let alertsOfTheDay: Int
    /// The cases that await a decision, the longest-waiting first.
    public let longestWaiting: [Resource]
}

extension Operations {
    /// How the work on fraud stands, with at most `cases` of the open cases.
    public func fraudOverview(cases: Int) async throws -> FraudOverview {
        let day = surroundings.now() + -86_400_000
        let open = Self.isOpen
        return try await storage.read { transaction in
            FraudOverview(
                open: try transaction.count(Schema.fraudCases, open),
                unassigned: try transaction.count(
                    Schema.fraudCases,
                    .equals("state", .text(FraudCaseState.new.rawValue))
                ),
                critical: try transaction.count(
                    Schema.fraudCases,
                    .all([open, .equals("severity", .text(FraudAlert.Severity.critical.rawValue))])
                ),
                alertsOfTheDay: try transaction.count(
                    Schema.fraudAlerts,
                    .all([
                        .range("event_time", from: .integer(day.milliseconds), to: nil),
                        .equals("shadow", .integer(0)),
                    ])
                ),
                longestWaiting: try Self.openCases(transaction, limit: cases)
            )
        }
    }

    /// Cases that await a decision, the longest-waiting first.
    public func openCases(limit: Int) async throws -> [Resource] {
        try await storage.read { try Self.openCases($0, limit: limit) }
    }

    private static let isOpen = Condition.oneOf(
        "state",
        FraudCaseState.allCases.filter(\.isOpen).map { .text($0.rawValue) }
    )

    private static func openCases(_ transaction: any ReadTransaction, limit: Int) throws -> [Resource] {
        try transaction.rows(
            Schema.fraudCases,
            Query(isOpen, order: [Ordering("created_at")], limit: min(limit, OperationLimits.pageMax))
        ).map { Resource(.fraudCase, row: $0) }
    }
}
