import Domain
import Primitives
import Storage

/// An order that people must see to.
public struct FalloutEntry: Sendable, Hashable {
    /// The order, in state held or pending.
    public let order: Resource
    /// Its state.
    public let state: OrderState
    /// What blocks it.
    public let reason: String
    /// Since when.
    public let since: Timestamp
    /// How long, in milliseconds.
    public let ageMilliseconds: Int64
    /// Who sees to it; nil if nobody yet.
    public let assignee: String?
    /// How often provisioning was tried.
    public let attempts: Int
}

extension Operations {
    /// The fall-out queue: orders that are held or pending, the longest-waiting first.
    public func fallout(limit: Int) async throws -> [FalloutEntry] {
        let now = surroundings.now()
        return try await storage.read { transaction in
            try transaction.rows(
                Schema.orders,
                Query(
                    .isNotNull("blocked_since"),
                    order: [Ordering("blocked_since")],
                    limit: min(limit, OperationLimits.pageMax)
                )
            ).map { row in
                let since = Timestamp(milliseconds: row["blocked_since"].integer!)
                return FalloutEntry(
                    order: Resource(.productOrder, row: row),
                    state: OrderState(rawValue: row["state"].text!)!,
                    reason: row["reason"].text ?? "",
                    since: since,
                    ageMilliseconds: now - since,
                    assignee: row["assignee"].text,
                    attempts: Int(row["attempts"].integer!)
                )
            }
        }
    }

    /// Takes a blocked order up again: provisioning is tried afresh.
    public func retryOrder(
        _ id: String,
        reason: String,
        _ context: RequestContext
    ) async throws -> Result<Resource, Refusal> {
        let result = try await blocked(id, context) { change, draft in
            try draft.move(to: .inProgress, reason: "retried: \(reason)")
            draft.setOpenItems(.inProgress)
            return ["due_at": .integer(change.now.milliseconds), "attempts": .integer(0)]
        }
        fulfilmentSignal.notify()
        return result
    }

    /// Takes what blocks an order as done by hand: its open items complete without provisioning.
    public func skipOrder(
        _ id: String,
        reason: String,
        _ context: RequestContext
    ) async throws -> Result<Resource, Refusal> {
        guard let key = ResourceKey(.productOrder, id: id) else { return .failure(.notFound("productOrder", id)) }
        let row = try await storage.read(scope: key.scope) { try $0.row(key.table, key: key.values) }
        guard let row else { return .failure(.notFound("productOrder", id)) }
        let ids = OrderDraft(key, row).items.compactMap(\.offeringID)
        let offerings = try await catalogue.offerings(Set(ids), storage)
        return try await blocked(id, context) { change, draft in
            try draft.move(to: .inProgress, reason: "skipped: \(reason)")
            for item in draft.items where !(draft.itemStates[item.id] ?? .acknowledged).isFinal {
                try Decomposition.complete(item, &draft, offerings, change)
            }
            try draft.finishIfDone(at: change.now)
            return ["due_at": .null]
        }
    }

    /// Says who sees to a blocked order.
    public func assignOrder(
        _ id: String,
        to assignee: String,
        _ context: RequestContext
    ) async throws -> Result<Resource, Refusal> {
        guard !assignee.isEmpty, assignee.utf8.count <= 100 else {
            return .failure(Refusal(.malformed, "invalidValue", "assignee must have 1 to 100 bytes"))
        }
        return try await blocked(id, context) { _, _ in ["assignee": .text(assignee)] }
    }

    private func blocked(
        _ id: String,
        _ context: RequestContext,
        _ body: @escaping @Sendable (Change, inout OrderDraft) throws -> [String: Value]
    ) async throws -> Result<Resource, Refusal> {
        guard let key = ResourceKey(.productOrder, id: id) else { return .failure(.notFound("productOrder", id)) }
        return try await change(context, scope: key.customer) { change in
            var draft = try change.order(key)
            guard draft.state.isFallout else {
                throw Refusal(
                    .conflict,
                    "notInFallout",
                    "the order is \(draft.state.rawValue), not held or pending",
                    message: "list the fall-out queue with GET /bss/v1/fallout"
                )
            }
            let columns = try body(change, &draft)
            return try draft.save(change, columns: columns)
        }
    }
}
