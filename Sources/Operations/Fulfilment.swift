import Domain
import Logging
import Primitives
import Storage
import Synchronization

/// Carries orders from acknowledged to their end: decomposes items into services, has them activated, creates the
/// products that customers then own, assesses cancellations, and hands what fails to the fall-out queue.
///
/// What is due stands in the orders' rows (`due_at`), so nothing is forgotten over a crash; a step that was done twice
/// finds the order moved on and does nothing.
public struct Fulfilment: Sendable {
    /// Orders looked up at once.
    public static let batchMax = 128
    /// Steps that wait for a commit at once while callers are quiet.
    public static let stepsMax = 32
    /// The same while callers write: a commit holds up whoever orders meanwhile, and taking orders goes before fulfilling them.
    public static let stepsMaxBesideCallers = 1
    /// The longest it sleeps without being told of work, in milliseconds.
    static let idleMilliseconds: Int64 = 500

    let operations: Operations
    let port: ProvisioningPort

    /// Fulfilment of the orders of these operations through this port.
    public init(_ operations: Operations, port: ProvisioningPort) {
        self.operations = operations
        self.port = port
    }

    /// Works until the task is cancelled.
    public func run() async throws {
        var seen = operations.callerChanges.load(ordering: .relaxed)
        while !Task.isCancelled {
            let changes = operations.callerChanges.load(ordering: .relaxed)
            do {
                let worked = try await workOff(atOnce: changes == seen ? Self.stepsMax : Self.stepsMaxBesideCallers)
                seen = changes
                if worked == 0 { await operations.fulfilmentSignal.wait(milliseconds: Self.idleMilliseconds) }
            } catch StorageError.closed {
                return
            } catch let error where !(error is CancellationError) {
                // The store may be away for a while; what is due stands in it.
                operations.logger.error("fulfilment waits", metadata: ["error": "\(error)"])
                try await Task.sleep(for: .milliseconds(Self.idleMilliseconds))
            }
        }
    }

    /// Takes the next step of every order that is due, at most `batchMax`, so many at once; says how
    /// many there were.
    @discardableResult
    public func workOff(atOnce steps: Int = stepsMax) async throws -> Int {
        let now = operations.surroundings.now()
        let due = try await operations.storage.read { transaction in
            try transaction.rows(
                Schema.orders,
                Query(
                    .range("due_at", from: nil, to: .integer(now.milliseconds), upToIncluding: true),
                    order: [Ordering("due_at")],
                    limit: Self.batchMax
                )
            )
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, row) in due.enumerated() {
                if index >= steps { try await group.next() }
                group.addTask { try await step(row) }
            }
            try await group.waitForAll()
        }
        return due.count
    }

    private func step(_ row: Row) async throws {
        let key = ResourceKey(.productOrder, row: row)
        let result: Result<Void, Refusal>
        switch OrderState(rawValue: row["state"].text!)! {
        case .acknowledged: result = try await begin(key, row)
        case .inProgress: result = try await provision(key, row)
        case .assessingCancellation, .pendingCancellation: result = try await assessCancellation(key)
        default: result = try await change(key, row["version"]) { _, draft in draft }
        }
        if case .failure(let refusal) = result {
            // Someone else moved the order between our read and our write: the next round sees its new state.
            operations.logger.debug(
                "order step overtaken",
                metadata: ["order": "\(key.id)", "reason": "\(refusal.reason)"]
            )
        }
    }

    /// Changes an order unless it moved on since its row was read; clears `due_at` unless `columns` sets it anew.
    private func change(
        _ key: ResourceKey,
        _ version: Value,
        _ body: @escaping @Sendable (Change, OrderDraft) throws -> OrderDraft,
        columns: [String: Value] = [:]
    ) async throws -> Result<Void, Refusal> {
        let context = RequestContext(
            actor: .system,
            requestID: "fulfilment",
            expectedVersion: version.integer
        )
        return try await operations.change(context, scope: key.customer) { change in
            let draft = try body(change, change.order(key))
            _ = try draft.save(change, columns: columns.merging(["due_at": columns["due_at"] ?? .null]) { $1 })
        }
    }

    private func begin(_ key: ResourceKey, _ row: Row) async throws -> Result<Void, Refusal> {
        let items = OrderDraft(key, row).items
        let offerings = try await operations.catalogue.offerings(
            Set(items.compactMap(\.offeringID)),
            operations.storage
        )
        if let item = items.first(where: { $0.action == .add && $0.offeringID == nil }) {
            let reason = "item \(item.id) names no product offering"
            return try await change(
                key,
                row["version"],
                { _, draft in
                    var draft = draft
                    try draft.move(to: .pending, reason: reason)
                    draft.setOpenItems(.pending)
                    return draft
                },
                columns: ["reason": .text(reason)]
            )
        }
        let due = operations.surroundings.now() + operations.settings.provisioningMilliseconds
        return try await change(
            key,
            row["version"],
            { change, draft in
                var draft = draft
                try draft.move(to: .inProgress, reason: "fulfilment began")
                draft.setOpenItems(.inProgress)
                for item in items { try Decomposition.reserve(item, draft, offerings, change) }
                return draft
            },
            columns: ["due_at": .integer(due.milliseconds), "attempts": .integer(0)]
        )
    }

    private func provision(_ key: ResourceKey, _ row: Row) async throws -> Result<Void, Refusal> {
        let draft = OrderDraft(key, row)
        let states = draft.itemStates
        let open = draft.items.filter { !(states[$0.id] ?? .acknowledged).isFinal }
        let offerings = try await operations.catalogue.offerings(
            Set(open.compactMap(\.offeringID)),
            operations.storage
        )
        let services = try await services(of: key, row, open, offerings)
        let attempt = Int(row["attempts"].integer!) + 1
        var done: [RequestedItem] = []
        var failure: String?
        for item in open {
            // Without an offering there is nothing to activate, nor to own: a person has to say what is meant.
            if item.action == .add, item.offeringID == nil {
                failure = "item \(item.id) names no product offering"
                continue
            }
            let request = ProvisioningRequest(
                orderID: key.id,
                itemID: item.id,
                action: item.action.rawValue,
                serviceIDs: services[item.id] ?? [],
                attempt: attempt
            )
            switch await port.provision(request) {
            case .done: done.append(item)
            case .failed(let reason): failure = "item \(item.id): \(reason)"
            }
        }
        return try await settle(key, row, done: done, failure: failure, attempt: attempt, offerings)
    }

    /// The ids of the services that the open items need, by item. Those of an order that was blocked before fulfilment
    /// began are reserved now.
    private func services(
        of key: ResourceKey,
        _ row: Row,
        _ items: [RequestedItem],
        _ offerings: [String: Offering]
    ) async throws -> [String: [String]] {
        let services = try await operations.storage.read(scope: key.scope) { try Decomposition.services(of: key, $0) }
        let bare = items.filter { item in
            services[item.id] == nil && (item.action == .add || item.action == .modify)
                && item.offeringID.flatMap { offerings[$0] }?.services.isEmpty == false
        }
        guard !bare.isEmpty else { return services }
        let context = RequestContext(
            actor: .system,
            requestID: "fulfilment",
            expectedVersion: row["version"].integer
        )
        return try await operations.change(context, scope: key.customer) { change in
            let draft = try change.order(key)
            for item in bare { try Decomposition.reserve(item, draft, offerings, change) }
            return try Decomposition.services(of: key, change.transaction)
        }.get()
    }

    /// Stores what the network answered: products for what is done, another try or the fall-out queue for what is not.
    private func settle(
        _ key: ResourceKey,
        _ row: Row,
        done: [RequestedItem],
        failure: String?,
        attempt: Int,
        _ offerings: [String: Offering]
    ) async throws -> Result<Void, Refusal> {
        let settings = operations.settings
        var columns: [String: Value] = ["attempts": .integer(Int64(attempt))]
        let falls = failure != nil && attempt >= settings.provisioningAttemptsMax
        if let failure {
            columns["reason"] = .text(failure)
            if !falls {
                let wait = settings.provisioningRetryMilliseconds << Int64(min(attempt - 1, 20))
                columns["due_at"] = .integer((operations.surroundings.now() + wait).milliseconds)
            }
        }
        return try await change(
            key,
            row["version"],
            { change, draft in
                var draft = draft
                for item in done { try Decomposition.complete(item, &draft, offerings, change) }
                if falls, let failure {
                    try draft.move(to: .held, reason: failure)
                    draft.setOpenItems(.held)
                } else {
                    try draft.finishIfDone(at: change.now)
                }
                return draft
            },
            columns: columns
        )
    }

    /// A cancellation is accepted unless an item was already completed: what the customer has must be ended by an order of
    /// its own (TMF622: point of no return).
    private func assessCancellation(_ key: ResourceKey) async throws -> Result<Void, Refusal> {
        let context = RequestContext(actor: .system, requestID: "fulfilment")
        return try await operations.change(context, scope: key.customer) { change in
            var draft = try change.order(key)
            guard draft.state == .assessingCancellation else { return }
            let resume = OrderState(rawValue: draft.row["resume_state"].text ?? "") ?? .inProgress
            var columns: [String: Value] = ["resume_state": .null, "due_at": .null]
            let isAccepted = !draft.itemStates.values.contains(.completed)
            if isAccepted {
                try draft.move(to: .pendingCancellation, reason: "nothing was completed yet")
                try Decomposition.release(key, change)
                draft.setOpenItems(.cancelled)
                try draft.move(to: .cancelled, reason: "services released")
                draft.document["cancellationDate"] = .string(change.now.description)
            } else {
                try draft.move(to: resume, reason: "cancellation denied: an item is already completed")
                if resume == .inProgress { columns["due_at"] = .integer(change.now.milliseconds) }
            }
            _ = try draft.save(change, columns: columns)
            try Self.closeCancellation(of: key, isAccepted: isAccepted, change)
        }
    }

    private static func closeCancellation(of order: ResourceKey, isAccepted: Bool, _ change: Change) throws {
        let table = Schema.table(of: .cancelProductOrder)
        let open = try change.transaction.rows(
            table,
            Query(
                .all([
                    .equals("customer_id", order.values[0]), .equals("order_number", order.values[1]),
                    .equals("state", .text("acknowledged")),
                ]),
                limit: OperationLimits.pageMax
            )
        )
        for row in open {
            let resource = Resource(.cancelProductOrder, row: row)
            var document = resource.document
            document["state"] = isAccepted ? "done" : "terminatedWithError"
            if isAccepted { document["effectiveCancellationDate"] = .string(change.now.description) }
            _ = try change.update(
                ResourceKey(.cancelProductOrder, row: row),
                from: row,
                document,
                event: .stateChange
            )
        }
    }
}
