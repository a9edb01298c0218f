import Crypto
import Domain
import Primitives
import Storage

/// One write transaction with what every change needs: the rows it changes, their events and their audit entries all
/// become durable together or not at all. Confined to the transaction's closure.
final class Change {
    let transaction: any WriteTransaction
    let context: RequestContext
    let now: Timestamp
    let settings: OperationSettings
    private let identifier: () -> Identifier

    init(
        _ transaction: any WriteTransaction,
        _ context: RequestContext,
        settings: OperationSettings,
        surroundings: Surroundings
    ) {
        self.transaction = transaction
        self.context = context
        self.settings = settings
        now = surroundings.now()
        identifier = surroundings.identifier
    }

    /// The next number of a customer's resources of this kind.
    func nextNumber(_ kind: ResourceKind, customer: Identifier) throws -> Int64 {
        let newest = try transaction.rows(
            Schema.table(of: kind),
            Query(
                .equals("customer_id", .identifier(customer)),
                order: [Ordering("customer_id", ascending: false), Ordering("number", ascending: false)],
                limit: 1
            )
        )
        return (newest.first?["number"].integer ?? 0) + 1
    }

    /// Adds a new resource: its row, its `...CreateEvent` and its audit entry. `columns` are those that only this
    /// kind's table has.
    func insert(_ key: ResourceKey, _ document: JSONObject, columns: [String: Value] = [:]) throws -> Resource {
        let text = JSON.object(document).text
        var values = key.values
        values += [
            name(of: document), state(of: document, key.kind), .integer(now.milliseconds), .integer(now.milliseconds),
            .integer(1), .text(text),
        ]
        for column in key.table.columns.dropFirst(values.count) { values.append(columns[column.name] ?? .null) }
        try transaction.insert(Row(key.table, values))
        let resource = Resource(kind: key.kind, id: key.id, version: 1, text: text)
        try record(.create, resource, document, key, state: state(of: document, key.kind), columns)
        return resource
    }

    /// Replaces a resource's document under the next version: its row, its event and its audit entry. `before` is the
    /// document that a patch was applied to.
    func update(
        _ key: ResourceKey,
        from row: Row,
        _ document: JSONObject,
        event: EventKind,
        columns: [String: Value] = [:],
        before: JSONObject? = nil
    ) throws -> Resource {
        let version = row["version"].integer! + 1
        let text = JSON.object(document).text
        var changes: [(column: String, value: Value)] = [
            ("name", name(of: document)), ("state", state(of: document, key.kind)),
            ("updated_at", .integer(now.milliseconds)), ("version", .integer(version)), ("body", .text(text)),
        ]
        for (column, value) in columns { changes.append((column, value)) }
        guard
            try transaction.update(
                key.table,
                key: key.values,
                set: changes,
                where: .equals("version", row["version"])
            )
        else { preconditionFailure("\(key.path) changed inside its own transaction") }
        let resource = Resource(kind: key.kind, id: key.id, version: version, text: text)
        var all = columns
        for column in ["amount", "currency", "customer_since"] where all[column] == nil && key.kind == .productOrder {
            all[column] = row[column]
        }
        let changed = before.map { Event.changes(from: $0, to: document, key.kind.schema) } ?? []
        try record(event, resource, document, key, state: state(of: document, key.kind), all, changed: changed)
        return resource
    }

    /// Removes a resource.
    func remove(_ key: ResourceKey, _ row: Row) throws {
        guard try transaction.delete(key.table, key: key.values) else {
            preconditionFailure("\(key.path) vanished inside its own transaction")
        }
        let resource = Resource(key.kind, row: row)
        var columns: [String: Value] = [:]
        if key.kind == .productOrder { columns["customer_since"] = row["customer_since"] }
        try record(.delete, resource, resource.document, key, state: row["state"], columns)
    }

    private func name(of document: JSONObject) -> Value {
        for attribute in ["name", "tradingName", "familyName"] {
            if let name = document[attribute]?.string { return .text(name) }
        }
        return .null
    }

    private func state(of document: JSONObject, _ kind: ResourceKind) -> Value {
        document[kind.schema.stateAttribute]?.string.map(Value.text) ?? .null
    }

    private func record(
        _ kind: EventKind,
        _ resource: Resource,
        _ document: JSONObject,
        _ key: ResourceKey,
        state: Value,
        _ columns: [String: Value],
        changed: [String] = []
    ) throws {
        let isParty = [.customer, .individual, .organization].contains(key.kind)
        let event = Event(
            id: identifier(),
            kind: kind,
            resource: resource,
            state: state.text,
            customer: key.customer,
            time: now,
            amount: columns["amount"]?.integer,
            currency: columns["currency"]?.text,
            customerSince: columns["customer_since"]?.integer.map { Timestamp(milliseconds: $0) },
            phone: isParty ? Event.phone(of: document) : nil,
            changed: changed,
            region: settings.region,
            requestID: context.requestID
        )
        let value = event.value
        guard value.utf8.count <= OperationLimits.eventBytesMax else {
            throw Refusal(
                .tooLarge,
                "resourceTooLarge",
                "the resource's event would have \(value.utf8.count) bytes, more than \(OperationLimits.eventBytesMax)"
            )
        }
        try transaction.insert(
            Row(
                Schema.outbox,
                [
                    .null, .identifier(key.customer), .text(key.kind.schema.topic), .text(event.key),
                    .identifier(event.id), .text(event.type), .integer(now.milliseconds), .text(value),
                ]
            )
        )
        try audit(
            customer: key.customer,
            action: event.type,
            path: resource.path,
            version: resource.version,
            resource.text
        )
    }

    /// Publishes a further event about an order as it was just stored.
    func announce(_ kind: EventKind, _ resource: Resource, _ draft: OrderDraft) throws {
        try record(
            kind,
            resource,
            draft.document,
            draft.key,
            state: .text(draft.state.rawValue),
            ["customer_since": draft.row["customer_since"]]
        )
    }

    /// Adds an entry to a customer's audit trail. Its hash covers the entry before it.
    func audit(customer: Identifier, action: String, path: String, version: Int64, _ text: String) throws {
        let last = try transaction.rows(
            Schema.audit,
            Query(
                .equals("customer_id", .identifier(customer)),
                order: [Ordering("customer_id", ascending: false), Ordering("sequence", ascending: false)],
                limit: 1
            )
        ).first
        let sequence = (last?["sequence"].integer ?? 0) + 1
        let entry = AuditEntry(
            sequence: sequence,
            at: now,
            actor: context.actor.name,
            action: action,
            resource: path,
            version: version,
            requestID: context.requestID,
            documentHash: Array(SHA256.hash(data: Array(text.utf8)))
        )
        try transaction.insert(
            Row(
                Schema.audit,
                [
                    .identifier(customer), .integer(sequence), .text(entry.text),
                    .bytes(entry.hash(after: last?["hash"].bytes ?? [])),
                ]
            )
        )
    }
}
