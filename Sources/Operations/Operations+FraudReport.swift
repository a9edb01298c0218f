import Domain
import Primitives
import Storage

/// An alert that was taken in, and what became of it.
public struct FraudAlertEntry: Sendable, Hashable {
    /// What became of an alert.
    public enum State: String, CaseIterable, Sendable {
        /// Its case awaits a decision.
        case open
        /// Its rule is only being tried out: there is no case.
        case shadow
        /// Its case was decided so.
        case confirmed, falsePositive, inconclusive
    }

    /// What became of it.
    public let state: State
    /// The alert as it came.
    public let document: JSONObject
    /// When it was taken in.
    public let takenAt: Timestamp
    /// The id of its case; nil for a shadow alert.
    public let caseID: String?
    /// The path of its risk assessment.
    public let assessment: String
}

/// How well a rule does.
public struct FraudRuleReport: Sendable, Hashable {
    /// The rule, all its versions.
    public let rule: String
    /// Whether this line is about its shadow alerts.
    public let isShadow: Bool
    /// Its alerts.
    public fileprivate(set) var alerts = 0
    /// Alerts labelled as right.
    public fileprivate(set) var confirmed = 0
    /// Alerts labelled as wrong.
    public fileprivate(set) var falsePositive = 0
    /// Alerts of which it could not be told.
    public fileprivate(set) var inconclusive = 0
    /// Customers with confirmed fraud, by whatever rule, on whom this rule alerted.
    public fileprivate(set) var caught = 0
    /// Customers with confirmed fraud.
    public fileprivate(set) var frauds = 0
    /// Days from the rule's first alert of the period to now, at least one.
    public fileprivate(set) var days = 1.0
    /// The longest time from the event to the alert's being taken in, in milliseconds.
    public fileprivate(set) var slowestMilliseconds: Int64 = 0
    fileprivate var totalMilliseconds: Int64 = 0
    fileprivate var first = Int64.max

    fileprivate init(rule: String, isShadow: Bool) {
        self.rule = rule
        self.isShadow = isShadow
    }

    /// Confirmed alerts among those decided either way; nil if there are none.
    public var precision: Double? {
        confirmed + falsePositive > 0 ? Double(confirmed) / Double(confirmed + falsePositive) : nil
    }
    /// Frauds caught among all; nil if there are none.
    public var recall: Double? { frauds > 0 ? Double(caught) / Double(frauds) : nil }
    /// Alerts a day.
    public var alertsPerDay: Double { Double(alerts) / days }
    /// The mean time from the event to the alert's being taken in, in milliseconds.
    public var meanMilliseconds: Int64 { alerts > 0 ? totalMilliseconds / Int64(alerts) : 0 }
}

extension Operations {
    /// Alerts that were taken in, newest first.
    public func fraudAlerts(
        state: FraudAlertEntry.State? = nil,
        rule: String? = nil,
        limit: Int
    ) async throws -> [FraudAlertEntry] {
        var conditions: [Condition] = []
        switch state {
        case nil: break
        case .open: conditions += [.isNull("label"), .equals("shadow", .integer(0))]
        case .shadow: conditions += [.equals("shadow", .integer(1))]
        case let decided?: conditions += [.equals("label", .text(decided.rawValue))]
        }
        if let rule { conditions.append(.equals("rule", .text(rule))) }
        let query = Query(
            .all(conditions),
            order: [Ordering("event_time", ascending: false)],
            limit: min(limit, OperationLimits.pageMax)
        )
        return try await storage.read { try $0.rows(Schema.fraudAlerts, query) }.map { FraudAlertEntry(row: $0) }
    }

    /// How well each rule does, from the alerts that happened since a time and the decisions on them: rules in shadow beside
    /// those in force, by name.
    ///
    /// A fraud is a customer with a confirmed alert. A rule caught it if it alerted on that customer, in shadow too.
    public func fraudReport(since: Timestamp? = nil) async throws -> [FraudRuleReport] {
        let lines = try await storage.read { transaction in
            try transaction.aggregate(
                Schema.fraudAlerts,
                [.count, .sum("detected_ms"), .maximum("detected_ms"), .minimum("event_time")],
                groupBy: ["customer_id", "rule", "shadow", "label"],
                where: since.map { .range("event_time", from: .integer($0.milliseconds), to: nil) } ?? .all([])
            )
        }
        let confirmed = Value.text(FraudCaseState.confirmed.rawValue)
        let frauds = Set(lines.filter { $0[3] == confirmed }.compactMap { $0[0].identifier })
        struct Line: Hashable {
            let rule: String
            let isShadow: Bool
        }
        var reports: [Line: FraudRuleReport] = [:]
        var caught: [Line: Set<Identifier>] = [:]
        for values in lines {
            let line = Line(rule: values[1].text!, isShadow: values[2] == .integer(1))
            var report = reports[line] ?? FraudRuleReport(rule: line.rule, isShadow: line.isShadow)
            let count = Int(values[4].integer!)
            report.alerts += count
            switch values[3].text.flatMap(FraudCaseState.init) {
            case .confirmed?: report.confirmed += count
            case .falsePositive?: report.falsePositive += count
            case .inconclusive?: report.inconclusive += count
            default: break
            }
            report.totalMilliseconds += values[5].integer!
            report.slowestMilliseconds = max(report.slowestMilliseconds, values[6].integer!)
            report.first = min(report.first, values[7].integer!)
            reports[line] = report
            if let customer = values[0].identifier, frauds.contains(customer) {
                caught[line, default: []].insert(customer)
            }
        }
        let now = surroundings.now().milliseconds
        return reports.map { line, report in
            var report = report
            report.caught = caught[line]?.count ?? 0
            report.frauds = frauds.count
            report.days = max(1, Double(now - report.first) / 86_400_000)
            return report
        }.sorted { ($0.rule, $0.isShadow ? 1 : 0) < ($1.rule, $1.isShadow ? 1 : 0) }
    }
}

extension FraudAlertEntry {
    init(row: Row) {
        let isShadow = row["shadow"] == .integer(1)
        state = isShadow ? .shadow : row["label"].text.flatMap(State.init) ?? .open
        // why: what is stored was parsed when it came
        guard let document = try? JSON(parsing: row["body"].text!).object else {
            preconditionFailure("stored alert \(row["alert_id"].text!) is not a JSON object")
        }
        self.document = document
        takenAt = Timestamp(milliseconds: row["taken_at"].integer!)
        let customer = row["customer_id"].identifier!
        caseID = row["case_number"].integer.map { CustomerScopedID(customer: customer, number: $0).description }
        let kind: ResourceKind = row["order_id"] == .null ? .partyRoleRiskAssessment : .productOrderRiskAssessment
        assessment = FraudAlert.assessment(of: row["alert_id"].text!, customer: customer, kind).path
    }
}
