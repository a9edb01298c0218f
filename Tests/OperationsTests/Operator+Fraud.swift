import Domain
import EventLog
import Operations
import Primitives

extension Operator {
    /// An analyst's request.
    func context(analyst: String, key: String? = nil, version: Int64? = nil) -> RequestContext {
        RequestContext(
            actor: Actor(name: analyst, role: .analyst),
            requestID: "r2",
            idempotencyKey: key,
            expectedVersion: version
        )
    }

    /// Puts a record into the topic of alerts.
    func produce(_ text: String, key: String) async throws {
        _ = try await log.append(
            [EventRecord(key: Array(key.utf8), value: Array(text.utf8), headers: [], timestamp: nil)],
            to: Topic.fraud
        )
    }

    /// Puts an alert into its topic, as the jobs write them.
    func alert(
        _ id: String,
        customer: String,
        order: String? = nil,
        rule: String = "high-value",
        more: [String: JSON] = [:]
    ) async throws {
        var alert = JSONObject([
            ("type", "FraudAlertEvent"), ("alertId", .string(id)), ("eventId", .string(id)),
            ("customerId", .string(customer)), ("orderId", order.map(JSON.string) ?? .null), ("rule", .string(rule)),
            ("ruleVersion", 1), ("severity", "critical"), ("score", .number(JSONNumber(validated: "85.50"))),
            ("scoreParts", "value=60;tenure=25.5"), ("observed", 12_000), ("threshold", 10_000), ("currency", .null),
            ("windowStart", .null), ("windowEnd", .null), ("evidence", "e1,e2"), ("shadow", false),
            ("eventTime", .string(now.description)),
        ])
        for (name, value) in more { alert[name] = value }
        try await produce(JSON.object(alert).text, key: customer)
    }

    /// Lets the intake take in what is there; says how many records it read.
    func takeAlerts() async throws -> Int {
        let intake = AlertIntake(operations, log: log)
        var count = 0
        while true {
            let more = try await intake.takeOnce()
            if more == 0 { return count }
            count += more
        }
    }
}
