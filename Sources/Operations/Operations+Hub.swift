import Crypto
import Domain
import Primitives
import Storage

extension Operations {
    /// Registers a listener for the events of an API (TMF630: POST hub). The secret, with which deliveries are signed, is
    /// shown only here.
    public func subscribe(
        _ api: OpenAPI,
        callback: String,
        query: String,
        _ context: RequestContext
    ) async throws -> Result<(Subscription, secret: String), Refusal> {
        do throws(Refusal) {
            try CallbackAddress.check(callback, allowPrivate: settings.allowPrivateCallbacks)
            _ = try HubQuery(query)
        } catch {
            return .failure(error)
        }
        let id = surroundings.identifier().description
        let secret = "whsec_" + hexadecimal((0..<4).flatMap { _ in Self.bytes(of: surroundings.random()) })
        let result = try await change(context, scope: .zero) { change in
            let count = try change.transaction.count(Schema.subscriptions, .all([]))
            guard count < OperationLimits.subscriptionsMax else {
                throw Refusal(.conflict, "limitReached", "there are \(count) subscriptions, the most that can be")
            }
            let row = Row(
                Schema.subscriptions,
                [
                    .text(id), .text(api.rawValue), .text(callback), .text(query), .text(secret),
                    .text(Subscription.State.active.rawValue), .integer(change.now.milliseconds),
                    .integer(change.now.milliseconds), .null,
                ]
            )
            try change.transaction.insert(row)
            try change.audit(
                customer: .zero,
                action: "hub.subscribe",
                path: "\(api.basePath)/hub/\(id)",
                version: 1,
                callback
            )
            return Subscription(row: row)
        }
        return result.map { ($0, secret) }
    }

    private static func bytes(of value: UInt64) -> [UInt8] { withUnsafeBytes(of: value) { Array($0) } }

    /// The registrations of an API; of all APIs without one.
    public func subscriptions(_ api: OpenAPI?) async throws -> [Subscription] {
        try await storage.read { transaction in
            try transaction.rows(
                Schema.subscriptions,
                Query(
                    api.map { .equals("api", .text($0.rawValue)) } ?? .all([]),
                    limit: OperationLimits.subscriptionsMax
                )
            ).map { Subscription(row: $0) }
        }
    }

    /// A registration.
    public func subscription(_ api: OpenAPI, _ id: String) async throws -> Result<Subscription, Refusal> {
        let row = try await storage.read { try $0.row(Schema.subscriptions, key: [.text(id)]) }
        guard let row, row["api"].text == api.rawValue else { return .failure(.notFound("subscription", id)) }
        return .success(Subscription(row: row))
    }

    /// Ends a registration (TMF630: DELETE hub).
    public func unsubscribe(
        _ api: OpenAPI,
        _ id: String,
        _ context: RequestContext
    ) async throws -> Result<Void, Refusal> {
        let result = try await change(context, scope: .zero) { change in
            guard let row = try change.transaction.row(Schema.subscriptions, key: [.text(id)]),
                row["api"].text == api.rawValue
            else { throw Refusal.notFound("subscription", id) }
            _ = try change.transaction.delete(Schema.subscriptions, key: [.text(id)])
            _ = try change.transaction.delete(Schema.deliveryAttempts, where: .equals("subscription_id", .text(id)))
            try change.audit(
                customer: .zero,
                action: "hub.unsubscribe",
                path: "\(api.basePath)/hub/\(id)",
                version: 1,
                ""
            )
        }
        return result
    }

    /// Stops deliveries; events wait in the log.
    public func pauseSubscription(_ id: String, _ context: RequestContext) async throws -> Result<Subscription, Refusal>
    {
        try await setSubscription(id, ["state": .text(Subscription.State.paused.rawValue)], "hub.pause", context)
    }

    /// Goes on with deliveries where they stopped, or, to send again, from `since`.
    public func resumeSubscription(
        _ id: String,
        since: Timestamp? = nil,
        _ context: RequestContext
    ) async throws -> Result<Subscription, Refusal> {
        var columns: [String: Value] = ["state": .text(Subscription.State.active.rawValue)]
        if let since {
            columns["start_at"] = .integer(since.milliseconds)
            columns["started_partitions"] = .null
        }
        return try await setSubscription(id, columns, "hub.resume", context)
    }

    private func setSubscription(
        _ id: String,
        _ columns: [String: Value],
        _ action: String,
        _ context: RequestContext
    ) async throws -> Result<Subscription, Refusal> {
        let result = try await change(context, scope: .zero) { change in
            let changed = try change.transaction.update(
                Schema.subscriptions,
                key: [.text(id)],
                set: columns.map { ($0.key, $0.value) },
                where: .all([])
            )
            guard changed, let row = try change.transaction.row(Schema.subscriptions, key: [.text(id)]) else {
                throw Refusal.notFound("subscription", id)
            }
            try change.audit(customer: .zero, action: action, path: "hub/\(id)", version: 1, "")
            return Subscription(row: row)
        }
        return result
    }

    /// The newest delivery attempts of a registration, newest first.
    public func attempts(of id: String, limit: Int) async throws -> Result<[DeliveryAttempt], Refusal> {
        try await storage.read { transaction in
            guard try transaction.row(Schema.subscriptions, key: [.text(id)]) != nil else {
                return .failure(.notFound("subscription", id))
            }
            return .success(
                try transaction.rows(
                    Schema.deliveryAttempts,
                    Query(
                        .equals("subscription_id", .text(id)),
                        order: [Ordering("sequence", ascending: false)],
                        limit: min(limit, OperationLimits.attemptsKeptMax)
                    )
                ).map { row in
                    DeliveryAttempt(
                        subscriptionID: id,
                        eventID: row["event_id"].text!,
                        at: Timestamp(milliseconds: row["at"].integer!),
                        status: row["status"].integer.map { Int($0) },
                        failure: row["failure"].text,
                        milliseconds: row["milliseconds"].integer!
                    )
                }
            )
        }
    }

    /// Adds to the attempt log, and forgets what is beyond `OperationLimits.attemptsKeptMax`.
    func log(_ attempt: DeliveryAttempt) async throws {
        try await storage.write { transaction in
            let sequence = try transaction.insert(
                Row(
                    Schema.deliveryAttempts,
                    [
                        .null, .text(attempt.subscriptionID), .text(attempt.eventID), .integer(attempt.at.milliseconds),
                        attempt.status.map { .integer(Int64($0)) } ?? .null, attempt.failure.map(Value.text) ?? .null,
                        .integer(attempt.milliseconds),
                    ]
                )
            )
            guard sequence % 100 == 0 else { return }
            let mine = Condition.equals("subscription_id", .text(attempt.subscriptionID))
            let oldest = try transaction.rows(
                Schema.deliveryAttempts,
                Query(
                    mine,
                    order: [Ordering("sequence", ascending: false)],
                    offset: OperationLimits.attemptsKeptMax,
                    limit: 1
                )
            )
            guard let horizon = oldest.first?["sequence"] else { return }
            _ = try transaction.delete(
                Schema.deliveryAttempts,
                where: .all([mine, .range("sequence", from: nil, to: horizon, upToIncluding: true)])
            )
        }
    }
}

extension Subscription {
    init(row: Row) {
        self.init(
            id: row["id"].text!,
            api: OpenAPI(rawValue: row["api"].text!)!,
            callback: row["callback"].text!,
            query: row["query"].text!,
            state: State(rawValue: row["state"].text!)!,
            createdAt: Timestamp(milliseconds: row["created_at"].integer!)
        )
    }
}
