import Domain
import Primitives
import Storage

extension Operations {
    /// Takes in an alert: its assessment, and unless its rule is only being tried out its case. Says whether it was new.
    func take(_ alert: FraudAlert) async throws -> Result<Bool, Refusal> {
        try await change(RequestContext(actor: .system, requestID: alert.id), scope: alert.customer) { change in
            let key: [Value] = [.identifier(alert.customer), .text(alert.id)]
            guard try change.transaction.row(Schema.fraudAlerts, key: key) == nil else { return false }
            var fraudCase: FraudCaseDraft?
            if !alert.isShadow {
                var draft = try change.openCase(for: alert)
                draft.add(alert)
                _ = try draft.save(change)
                fraudCase = draft
            }
            _ = try change.insert(alert.assessment, alert.assessmentDocument(case: fraudCase?.key))
            try change.transaction.insert(
                Row(
                    Schema.fraudAlerts,
                    key + [
                        .text(alert.rule), .integer(alert.ruleVersion), .integer(alert.isShadow ? 1 : 0),
                        alert.orderID.map(Value.text) ?? .null, fraudCase?.key.values[1] ?? .null, .null,
                        .integer(alert.eventTime.milliseconds), .integer(change.now.milliseconds),
                        .integer(max(0, change.now - alert.eventTime)), .text(JSON.object(alert.document).text),
                    ]
                )
            )
            return true
        }
    }

    /// Says who sees to a case.
    public func assignCase(
        _ id: String,
        to assignee: String,
        reason: String?,
        _ context: RequestContext
    ) async throws -> Result<Answer, Refusal> {
        guard (1...100).contains(assignee.utf8.count) else {
            return .failure(Refusal(.malformed, "invalidValue", "assignee must have 1 to 100 bytes"))
        }
        return try await changeCase(id, "assign \(assignee) \(reason ?? "")", context) { change, draft in
            try draft.assign(to: assignee, reason: reason ?? "assigned to \(assignee)", change)
        }
    }

    /// Begins to look into a case that is assigned.
    public func reviewCase(
        _ id: String,
        reason: String?,
        _ context: RequestContext
    ) async throws -> Result<Answer, Refusal> {
        try await changeCase(id, "review \(reason ?? "")", context) { change, draft in
            try draft.move(to: .inReview, reason: reason ?? "review began", change)
        }
    }

    /// Decides on a case in review: its alerts are labelled, their assessments take the decision as their status. With
    /// `holdsOrders` the orders of a confirmed case are held, as far as they have not ended.
    public func decideCase(
        _ id: String,
        _ decision: FraudCaseState,
        reason: String?,
        holdsOrders: Bool,
        _ context: RequestContext
    ) async throws -> Result<Answer, Refusal> {
        guard decision.isDecision else {
            return .failure(
                Refusal(
                    .malformed,
                    "invalidValue",
                    "decision cannot be \(decision.rawValue)",
                    message: "allowed: confirmed, falsePositive, inconclusive"
                )
            )
        }
        guard decision == .confirmed || !holdsOrders else {
            return .failure(
                Refusal(.conflict, "nothingToHold", "only the orders of a confirmed case can be held")
            )
        }
        let request = "decide \(decision.rawValue) \(holdsOrders) \(reason ?? "")"
        return try await changeCase(id, request, context) { change, draft in
            try draft.move(to: decision, reason: reason ?? "decided: \(decision.rawValue)", change)
            try change.label(draft, decision)
            guard holdsOrders else { return }
            var hold: [JSON] = []
            for order in draft.orders {
                let state = try change.hold(order, reason: "fraud case \(draft.key.id) confirmed: \(reason ?? "")")
                var entry = JSONObject([
                    ("productOrder", ["id": .string(order.id), "href": .string(order.path)]),
                    ("isHeld", .bool(state == .held)),
                ])
                entry["state"] = state.map { .string($0.rawValue) }
                hold.append(.object(entry))
            }
            draft.document["hold"] = .array(hold)
        }
    }

    /// Closes a case that is decided.
    public func closeCase(
        _ id: String,
        reason: String?,
        _ context: RequestContext
    ) async throws -> Result<Answer, Refusal> {
        try await changeCase(id, "close \(reason ?? "")", context) { change, draft in
            try draft.move(to: .closed, reason: reason ?? "closed", change)
        }
    }

    /// Adds a note to a case, whatever its state.
    public func noteCase(
        _ id: String,
        text: String,
        _ context: RequestContext
    ) async throws -> Result<Answer, Refusal> {
        guard (1...OperationLimits.noteBytesMax).contains(text.utf8.count) else {
            return .failure(
                Refusal(.malformed, "invalidValue", "text must have 1 to \(OperationLimits.noteBytesMax) bytes")
            )
        }
        return try await changeCase(id, "note \(text)", context) { change, draft in
            try draft.add(note: text, change)
        }
    }

    private func changeCase(
        _ id: String,
        _ request: String,
        _ context: RequestContext,
        _ body: @escaping @Sendable (Change, inout FraudCaseDraft) throws -> Void
    ) async throws -> Result<Answer, Refusal> {
        guard let key = ResourceKey(.fraudCase, id: id) else { return .failure(.notFound("fraudCase", id)) }
        return try await changeOnce(context, scope: key.customer, request: "\(key.path) \(request)") { change in
            var draft = FraudCaseDraft(key, try change.existing(key))
            try body(change, &draft)
            return try draft.save(change)
        }
    }
}

extension Change {
    /// The case that takes a customer's alerts of a rule, opened if there is none.
    func openCase(for alert: FraudAlert) throws -> FraudCaseDraft {
        let customer = Value.identifier(alert.customer)
        let open = try transaction.rows(
            Schema.fraudCases,
            Query(.all([.equals("customer_id", customer), .equals("open_rule", .text(alert.rule))]), limit: 1)
        )
        if let row = open.first { return FraudCaseDraft(ResourceKey(.fraudCase, row: row), row) }
        let number = try nextNumber(.fraudCase, customer: alert.customer)
        let key = ResourceKey(.fraudCase, CustomerScopedID(customer: alert.customer, number: number))
        let row = try transaction.row(Schema.table(of: .customer), key: [customer])
        return FraudCaseDraft(key, for: alert, customer: row, at: now)
    }

    /// Labels the alerts of a case with its decision; their assessments, where still there, change their status.
    func label(_ draft: FraudCaseDraft, _ decision: FraudCaseState) throws {
        let alerts = try transaction.rows(
            Schema.fraudAlerts,
            Query(
                .all([.equals("customer_id", draft.key.values[0]), .equals("case_number", draft.key.values[1])]),
                limit: FraudCaseDraft.alertsMax
            )
        )
        for alert in alerts {
            _ = try transaction.update(
                Schema.fraudAlerts,
                key: alert.key,
                set: [("label", .text(decision.rawValue))],
                where: .all([])
            )
            let kind: ResourceKind =
                alert["order_id"] == .null ? .partyRoleRiskAssessment : .productOrderRiskAssessment
            let key = FraudAlert.assessment(of: alert["alert_id"].text!, customer: draft.key.customer, kind)
            guard let row = try transaction.row(key.table, key: key.values) else { continue }
            var document = Resource(kind, row: row).document
            document["status"] = .string(decision.rawValue)
            _ = try update(key, from: row, document, event: .stateChange)
        }
    }

    /// Holds an order that has not ended and is not being cancelled; says in what state it then is, nil if there is none.
    func hold(_ key: ResourceKey, reason: String) throws -> OrderState? {
        guard let row = try transaction.row(key.table, key: key.values) else { return nil }
        var draft = OrderDraft(key, row)
        switch draft.state {
        case .acknowledged, .pending:
            try draft.move(to: .inProgress, reason: "taken up to be held")
            try draft.move(to: .held, reason: reason)
        case .inProgress: try draft.move(to: .held, reason: reason)
        case .held: break
        case .assessingCancellation, .pendingCancellation, .rejected, .cancelled, .completed, .failed, .partial:
            return draft.state
        }
        draft.setOpenItems(.held)
        _ = try draft.save(self, columns: ["reason": .text(reason)])
        return .held
    }
}
