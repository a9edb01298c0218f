import Storage

extension Schema {
    /// Fraud cases. `open_rule` is the rule while the case takes alerts, so that a customer has at most one such case of
    /// a rule; `alerts` counts those in it.
    static let fraudCases = scoped(
        "fraud_cases",
        extra: [
            .init("rule", .text), .init("open_rule", .text, nullable: true), .init("severity", .text),
            .init("assignee", .text, nullable: true), .init("alerts", .integer),
            .init("decided_at", .integer, nullable: true),
        ],
        indexes: [
            .init(["customer_id", "open_rule"], unique: true, whereNotNull: "open_rule"),
            .init(["state", "created_at"]),
        ]
    )

    /// Alerts that were taken in, whatever became of their assessments: what makes taking them in happen once, and what
    /// reports count. `label` is the decision on the alert's case; `detected_ms` is the time from the event that raised the
    /// alert to its being taken in; `body` is the alert as it came.
    static let fraudAlerts = Table(
        "fraud_alerts",
        distribution: .distributed(by: "customer_id"),
        columns: [
            .init("customer_id", .identifier), .init("alert_id", .text), .init("rule", .text),
            .init("rule_version", .integer), .init("shadow", .integer), .init("order_id", .text, nullable: true),
            .init("case_number", .integer, nullable: true), .init("label", .text, nullable: true),
            .init("event_time", .integer), .init("taken_at", .integer), .init("detected_ms", .integer),
            .init("body", .document),
        ],
        primaryKey: ["customer_id", "alert_id"],
        indexes: [
            .init(["event_time"]), .init(["customer_id", "case_number"], whereNotNull: "case_number"),
        ]
    )
}
