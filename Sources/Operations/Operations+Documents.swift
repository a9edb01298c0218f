import Domain
import Primitives
import Storage

extension Operations {
    /// Creates a resource (POST). Orders, cancellations and customers follow rules of their own; all else is checked
    /// against its schema and stored.
    public func create(
        _ kind: ResourceKind,
        _ body: JSON,
        _ context: RequestContext
    ) async throws -> Result<Answer, Refusal> {
        guard kind.schema.offers.contains(.create) else { return .failure(Self.notOffered("POST", kind)) }
        do {
            let document = try checked(body, kind)
            let request = context.idempotencyKey == nil ? "" : "POST \(kind) \(body.text)"
            switch kind {
            case .productOrder: return try await createOrder(document, request, context)
            case .cancelProductOrder: return try await createCancellation(document, request, context)
            default: return try await createDocument(kind, document, request, context)
            }
        } catch let refusal as Refusal {
            return .failure(refusal)
        }
    }

    /// Checks a request's body against its schema and drops what the server assigns.
    func checked(_ body: JSON, _ kind: ResourceKind) throws(Refusal) -> JSONObject {
        let schema = kind.schema
        guard var document = body.object else {
            throw Refusal(.malformed, "wrongType", "the body must be an object, not \(body.kind)")
        }
        for attribute in schema.mandatory where (document[attribute] ?? .null) == .null {
            throw Refusal(.malformed, "missingAttribute", "\(attribute) is missing")
        }
        for member in document.members where member.value == .null { document[member.key] = nil }
        try schema.api.types.check(document, is: schema.typeName)
        for attribute in schema.assigned where attribute != "id" { document[attribute] = nil }
        return document
    }

    private func createDocument(
        _ kind: ResourceKind,
        _ document: JSONObject,
        _ request: String,
        _ context: RequestContext
    ) async throws -> Result<Answer, Refusal> {
        let wanted = try newKey(kind, document, context)
        let scope = kind.schema.placement == .operator ? Identifier.zero : wanted.customer
        let answer = try await changeOnce(context, scope: scope, request: request) { change in
            var key = wanted
            if kind.schema.placement == .customer {
                let number = try change.nextNumber(kind, customer: key.customer)
                key = ResourceKey(kind, CustomerScopedID(customer: key.customer, number: number))
            }
            let document = Self.completed(document, key, now: change.now)
            var columns: [String: Value] = [:]
            if kind == .customer {
                columns = ["home_region": .text(change.settings.region), "epoch": .integer(1)]
            }
            do {
                let resource = try change.insert(key, document, columns: columns)
                if kind == .customer { try CustomerIndex.write(document, key.customer, change.transaction) }
                return resource
            } catch StorageError.duplicate(table: key.table.name, _) {
                throw Refusal(.conflict, "idTaken", "there is a \(kind.rawValue) with id \(key.id)")
            }
        }
        if kind.schema.placement == .operator { catalogue.invalidate() }
        return answer
    }

    /// The id of a new resource: the caller's own where it may choose, else a fresh one.
    private func newKey(
        _ kind: ResourceKind,
        _ document: JSONObject,
        _ context: RequestContext
    ) throws(Refusal) -> ResourceKey {
        switch kind.schema.placement {
        case .operator:
            guard let id = document["id"]?.string else {
                return ResourceKey(kind, operatorID: freshIdentifier(context).description)
            }
            let isPlain = id.utf8.allSatisfy {
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
            guard isPlain, let key = ResourceKey(kind, id: id) else {
                throw Refusal(
                    .malformed,
                    "invalidId",
                    "id cannot be \"\(id.prefix(100))\"",
                    message: "letters, digits, '-', '_' and '.', at most \(OperationLimits.idBytesMax)"
                )
            }
            return key
        case .itself:
            guard let id = document["id"]?.string else { return ResourceKey(kind, freshIdentifier(context)) }
            guard let key = ResourceKey(kind, id: id) else {
                throw Refusal(.malformed, "invalidId", "id must be a UUID", message: "or leave it out")
            }
            return key
        case .customer:
            let customer = try CustomerReference.owner(of: document, kind.schema)
            return ResourceKey(kind, CustomerScopedID(customer: customer, number: 1))
        }
    }

    /// A fresh id; under an idempotency key one that follows from it, so that a retry looks in the same shard.
    private func freshIdentifier(_ context: RequestContext) -> Identifier {
        guard let key = context.idempotencyKey else { return surroundings.identifier() }
        return Identifier(named: "\(context.actor.name):\(key)", in: .keyNamespace)
    }

    /// The stored form of a new document: id and href first, defaults and times set.
    static func completed(_ document: JSONObject, _ key: ResourceKey, now: Timestamp) -> JSONObject {
        let schema = key.kind.schema
        var result = JSONObject([("id", .string(key.id)), ("href", .string(key.path))])
        for member in document.members where member.key != "id" { result[member.key] = member.value }
        if result[schema.stateAttribute] == nil { result[schema.stateAttribute] = schema.initialState.map(JSON.string) }
        if let created = schema.creationAttribute { result[created] = .string(now.description) }
        if let updated = schema.updateAttribute { result[updated] = .string(now.description) }
        if result["@type"] == nil { result["@type"] = .string(schema.typeName) }
        if key.kind == .productOfferingPrice, result["priceType"] == nil { result["priceType"] = "recurring" }
        return result
    }

    /// Reads a resource by its id (GET): one row of one shard.
    public func read(_ kind: ResourceKind, id: String) async throws -> Result<Resource, Refusal> {
        guard let key = ResourceKey(kind, id: id) else { return .failure(.notFound(kind.rawValue, id)) }
        let row = try await storage.read(scope: key.scope) { try $0.row(key.table, key: key.values) }
        guard let row else { return .failure(.notFound(kind.rawValue, id)) }
        return .success(Resource(kind, row: row))
    }

    /// Changes a resource by a JSON merge-patch (RFC 7386; TMF630: PATCH).
    public func patch(
        _ kind: ResourceKind,
        id: String,
        _ patch: JSON,
        _ context: RequestContext
    ) async throws -> Result<Answer, Refusal> {
        let schema = kind.schema
        guard schema.offers.contains(.patch) else { return .failure(Self.notOffered("PATCH", kind)) }
        guard let changes = patch.object else {
            return .failure(Refusal(.malformed, "wrongType", "the body must be an object, not \(patch.kind)"))
        }
        for member in changes.members where schema.assigned.contains(member.key) {
            return .failure(Refusal(.malformed, "notPatchable", "\(member.key) cannot be changed"))
        }
        guard let key = ResourceKey(kind, id: id) else { return .failure(.notFound(kind.rawValue, id)) }
        let request = context.idempotencyKey == nil ? "" : "PATCH \(key.path) \(patch.text)"
        let answer = try await changeOnce(context, scope: key.customer, request: request) { change in
            let row = try change.existing(key)
            let before = Resource(kind, row: row).document
            var after = JSON.object(before).merging(patch: patch).object!
            for attribute in schema.mandatory where after[attribute] == nil {
                throw Refusal(.malformed, "missingAttribute", "\(attribute) cannot be removed")
            }
            try schema.api.types.check(after, is: schema.typeName)
            if kind == .productOrder { return try OrderPatch.apply(changes, before, after, key, row, change) }
            if after == before { return Resource(kind, row: row) }
            let event = try Self.checkedTransition(from: before, to: after, schema)
            if let updated = schema.updateAttribute { after[updated] = .string(change.now.description) }
            let resource = try change.update(key, from: row, after, event: event, before: before)
            if kind == .customer {
                try CustomerIndex.replace(before, after, key.customer, change.transaction)
            }
            return resource
        }
        if schema.placement == .operator { catalogue.invalidate() }
        if kind == .productOrder { fulfilmentSignal.notify() }
        return answer
    }

    /// Whether a patch changes the state, and whether it may.
    private static func checkedTransition(
        from before: JSONObject,
        to after: JSONObject,
        _ schema: ResourceSchema
    ) throws(Refusal) -> EventKind {
        let old = before[schema.stateAttribute]?.string
        let new = after[schema.stateAttribute]?.string
        guard old != new else { return .attributeChange }
        if let old, let new, let allowed = schema.transitions[old.filter { $0 != " " }], !allowed.contains(new) {
            throw Refusal(
                .conflict,
                "illegalTransition",
                "\(schema.stateAttribute) cannot go from \(old) to \(new)",
                message: allowed.isEmpty ? "\(old) is final" : "allowed: \(allowed.sorted().joined(separator: ", "))"
            )
        }
        return .stateChange
    }

    /// Removes a resource (DELETE).
    public func delete(
        _ kind: ResourceKind,
        id: String,
        _ context: RequestContext
    ) async throws -> Result<Void, Refusal> {
        guard kind.schema.offers.contains(.delete) else { return .failure(Self.notOffered("DELETE", kind)) }
        guard let key = ResourceKey(kind, id: id) else { return .failure(.notFound(kind.rawValue, id)) }
        let result = try await change(context, scope: key.customer) { change in
            let row = try change.existing(key)
            switch kind {
            case .customer: try CustomerIndex.refuseDeletionWhileInUse(key.customer, change.transaction)
            case .productOrder:
                guard OrderState(rawValue: row["state"].text!)!.isFinal else {
                    throw Refusal(
                        .conflict,
                        "orderNotFinal",
                        "an order in state \(row["state"].text!) cannot be deleted",
                        message: "cancel it with POST cancelProductOrder first"
                    )
                }
                _ = try change.transaction.delete(
                    Schema.orderItems,
                    where: .all([.equals("customer_id", key.values[0]), .equals("number", key.values[1])])
                )
            default: break
            }
            try change.remove(key, row)
            if kind == .customer {
                try CustomerIndex.remove(Resource(kind, row: row).document, key.customer, change.transaction)
            }
        }
        if kind.schema.placement == .operator { catalogue.invalidate() }
        return result
    }

    private static func notOffered(_ method: String, _ kind: ResourceKind) -> Refusal {
        Refusal(.notAllowed, "notAllowed", "\(kind.rawValue) does not offer \(method)")
    }
}

extension Change {
    /// The row of a resource that must be there, at the version that the request expects.
    func existing(_ key: ResourceKey) throws -> Row {
        guard let row = try transaction.row(key.table, key: key.values) else {
            throw Refusal.notFound(key.kind.rawValue, key.id)
        }
        if let expected = context.expectedVersion, row["version"].integer != expected {
            throw Refusal(
                .preconditionFailed,
                "versionMismatch",
                "\(key.kind.rawValue) is at version \(row["version"].integer!), not \(expected)",
                message: "read it again, then repeat the change with its ETag in If-Match"
            )
        }
        return row
    }
}
