import Domain
import Hummingbird
import Operations
import Primitives

extension APIResponder {
    func assignCase(_ call: Call) async throws -> Response {
        let body = try await optionalObject(call)
        // Without a name the case is taken by who asks.
        let assignee = try Self.text("assignee", body) ?? call.actor.name
        let reason = try Self.text("reason", body)
        return Self.answer(
            try await operations.assignCase(call.parameter, to: assignee, reason: reason, try call.context()).get()
        )
    }

    func reviewCase(_ call: Call) async throws -> Response {
        let reason = try Self.text("reason", try await optionalObject(call))
        return Self.answer(
            try await operations.reviewCase(call.parameter, reason: reason, try call.context()).get()
        )
    }

    func decideCase(_ call: Call) async throws -> Response {
        let body = try await call.object()
        guard let decision = body["decision"]?.string.flatMap(FraudCaseState.init) else {
            throw Refusal(
                .malformed,
                "missingAttribute",
                "decision must be confirmed, falsePositive or inconclusive"
            )
        }
        let holdsOrders: Bool
        switch body["holdOrders"] ?? .null {
        case .null: holdsOrders = false
        case .bool(let value): holdsOrders = value
        case let other: throw Refusal(.malformed, "wrongType", "holdOrders must be a boolean, not \(other.kind)")
        }
        return Self.answer(
            try await operations.decideCase(
                call.parameter,
                decision,
                reason: try Self.text("reason", body),
                holdsOrders: holdsOrders,
                try call.context()
            ).get()
        )
    }

    func closeCase(_ call: Call) async throws -> Response {
        let reason = try Self.text("reason", try await optionalObject(call))
        return Self.answer(
            try await operations.closeCase(call.parameter, reason: reason, try call.context()).get()
        )
    }

    func noteCase(_ call: Call) async throws -> Response {
        guard let text = try Self.text("text", try await call.object()) else {
            throw Refusal(.malformed, "missingAttribute", "text is missing")
        }
        return Self.answer(try await operations.noteCase(call.parameter, text: text, try call.context()).get())
    }

    func fraudAlerts(_ call: Call) async throws -> Response {
        let parameters = try call.parameters()
        var state: FraudAlertEntry.State?
        if let name = try parameters["state"] {
            state = FraudAlertEntry.State(rawValue: name)
            guard state != nil else {
                let names = FraudAlertEntry.State.allCases.map(\.rawValue).joined(separator: ", ")
                throw Refusal(.malformed, "invalidParameter", "state must be one of \(names)")
            }
        }
        let alerts = try await operations.fraudAlerts(
            state: state,
            rule: try parameters["rule"],
            limit: try parameters.listLimit()
        )
        return .json(
            .ok,
            .array(
                alerts.map { alert in
                    [
                        "state": .string(alert.state.rawValue), "takenAt": .string(alert.takenAt.description),
                        "caseId": alert.caseID.map(JSON.string) ?? .null, "assessment": .string(alert.assessment),
                        "alert": .object(alert.document),
                    ]
                }
            )
        )
    }

    func fraudReport(_ call: Call) async throws -> Response {
        let reports = try await operations.fraudReport(since: try call.parameters().time("since"))
        return .json(
            .ok,
            .array(
                reports.map { report in
                    [
                        "rule": .string(report.rule), "shadow": .bool(report.isShadow),
                        "alerts": .integer(Int64(report.alerts)),
                        "alertsPerDay": Self.number(report.alertsPerDay, decimals: 2),
                        "confirmed": .integer(Int64(report.confirmed)),
                        "falsePositive": .integer(Int64(report.falsePositive)),
                        "inconclusive": .integer(Int64(report.inconclusive)),
                        "precision": report.precision.map { Self.number($0, decimals: 4) } ?? .null,
                        "recall": report.recall.map { Self.number($0, decimals: 4) } ?? .null,
                        "caught": .integer(Int64(report.caught)), "frauds": .integer(Int64(report.frauds)),
                        "meanMillisecondsToDetect": .integer(report.meanMilliseconds),
                        "slowestMillisecondsToDetect": .integer(report.slowestMilliseconds),
                    ]
                }
            )
        )
    }

    private static func number(_ value: Double, decimals: Int) -> JSON {
        var unit: Int64 = 1
        for _ in 0..<decimals { unit *= 10 }
        let scaled = Int64((value * Double(unit)).rounded())
        let text = Decimal64(coefficient: scaled, scale: decimals).description
        return .number(JSONNumber(validated: text))
    }

    /// The body as an object; one that is left out has no attributes.
    private func optionalObject(_ call: Call) async throws -> JSONObject {
        do {
            return try await call.object()
        } catch let refusal as Refusal where refusal.code == "missingBody" {
            return JSONObject()
        }
    }

    /// A text of a body; nil where it is left out.
    private static func text(_ attribute: String, _ body: JSONObject) throws(Refusal) -> String? {
        switch body[attribute] ?? .null {
        case .null: return nil
        case .string(let text) where (1...OperationLimits.noteBytesMax).contains(text.utf8.count): return text
        default:
            throw Refusal(
                .malformed,
                "invalidValue",
                "\(attribute) must be a string of 1 to \(OperationLimits.noteBytesMax) bytes"
            )
        }
    }

    private static func answer(_ answer: Answer) -> Response {
        .json(.ok, bytes: ByteBuffer(string: answer.resource.text), headers: headers(of: answer))
    }
}
