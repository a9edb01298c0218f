import Domain
import Hummingbird
import Operations
import Primitives

extension APIResponder {
    func fallout(_ call: Call) async throws -> Response {
        let entries = try await operations.fallout(limit: try call.parameters().listLimit())
        var bytes = Array("[".utf8)
        for (index, entry) in entries.enumerated() {
            let head: JSON = [
                "orderId": .string(entry.order.id), "state": .string(entry.state.rawValue),
                "reason": .string(entry.reason), "since": .string(entry.since.description),
                "ageMilliseconds": .integer(entry.ageMilliseconds),
                "assignee": entry.assignee.map(JSON.string) ?? .null, "attempts": .integer(Int64(entry.attempts)),
            ]
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes += head.utf8.dropLast()
            bytes += Array(",\"order\":".utf8) + Array(entry.order.text.utf8) + [UInt8(ascii: "}")]
        }
        bytes.append(UInt8(ascii: "]"))
        return .json(.ok, bytes: ByteBuffer(bytes: bytes))
    }

    func retry(_ call: Call) async throws -> Response {
        let reason = try await text("reason", call)
        return Self.answer(try await operations.retryOrder(call.parameter, reason: reason, try call.context()).get())
    }

    func skip(_ call: Call) async throws -> Response {
        let reason = try await text("reason", call)
        return Self.answer(try await operations.skipOrder(call.parameter, reason: reason, try call.context()).get())
    }

    func assign(_ call: Call) async throws -> Response {
        let assignee = try await text("assignee", call)
        return Self.answer(try await operations.assignOrder(call.parameter, to: assignee, try call.context()).get())
    }

    private func text(_ attribute: String, _ call: Call) async throws -> String {
        let body = try await call.object()
        guard let text = body[attribute]?.string, !text.isEmpty, text.utf8.count <= 1_000 else {
            throw Refusal(.malformed, "missingAttribute", "\(attribute) must be a string of 1 to 1000 bytes")
        }
        return text
    }

    private static func answer(_ resource: Resource) -> Response {
        .json(
            .ok,
            bytes: ByteBuffer(string: resource.text),
            headers: [.eTag: EntityTag.text(resource.version)]
        )
    }

    func history(_ call: Call) async throws -> Response {
        let steps = try await operations.history(ofOrder: call.parameter).get()
        return .json(
            .ok,
            .array(
                steps.map { step in
                    [
                        "at": .string(step.at.description), "from": step.from.map { .string($0.rawValue) } ?? .null,
                        "to": .string(step.to.rawValue), "actor": .string(step.actor), "reason": .string(step.reason),
                    ]
                }
            )
        )
    }

    func audit(_ call: Call) async throws -> Response {
        let parameters = try call.parameters()
        let after = try parameters.integer("after", in: 0...Int64.max) ?? 0
        let page = try await operations.audit(
            customer: call.parameter,
            after: after,
            limit: try parameters.listLimit()
        ).get()
        return .json(
            .ok,
            [
                "isIntact": .bool(page.isIntact), "firstBroken": page.firstBroken.map(JSON.integer) ?? .null,
                "entries": .array(
                    page.entries.map { entry in
                        // The text, not its meaning, is what the hash covers: it is shown as it is stored.
                        [
                            "sequence": .integer(entry.sequence), "text": .string(entry.text),
                            "hash": .string(entry.hash),
                        ]
                    }
                ),
            ]
        )
    }

    func customers(_ call: Call) async throws -> Response {
        let parameters = try call.parameters()
        guard let search = try parameters["search"], !search.isEmpty else {
            throw Refusal(
                .malformed,
                "missingParameter",
                "search is missing",
                message: "?search= a name, an e-mail or a phone number"
            )
        }
        let found = try await operations.searchCustomers(search, limit: try parameters.listLimit())
        return .json(.ok, bytes: ByteBuffer(string: "[\(found.map(\.text).joined(separator: ","))]"))
    }

    func overview() async throws -> Response {
        let overview = try await operations.overview()
        return .json(
            .ok,
            [
                "version": .string(settings.version), "customers": .integer(Int64(overview.customers)),
                "orders": .integer(Int64(overview.orders)),
                "ordersByState": .object(
                    JSONObject(overview.ordersByState.map { ($0.state.rawValue, .integer(Int64($0.count))) })
                ),
                "products": .integer(Int64(overview.products)), "fallout": .integer(Int64(overview.fallout)),
                "outboxWaiting": .integer(Int64(overview.outboxWaiting)),
            ]
        )
    }

    func shards() async throws -> Response {
        let shards = try await operations.shards()
        return .json(
            .ok,
            .array(
                shards.map { shard in
                    [
                        "node": shard.node.map(JSON.string) ?? .null,
                        "id": shard.id.map(JSON.integer) ?? .null,
                        "shard": .integer(Int64(shard.shard)), "fromToken": .integer(Int64(shard.tokens.lowerBound)),
                        "toToken": .integer(Int64(shard.tokens.upperBound)),
                        "customers": .integer(Int64(shard.customers)), "orders": .integer(Int64(shard.orders)),
                        "bytes": .integer(shard.bytes),
                        "hottest": .array(
                            shard.hottest.map { customer in
                                [
                                    "customer": .string(customer.customer.description),
                                    "orders": .integer(Int64(customer.orders)), "bytes": .integer(customer.bytes),
                                ]
                            }
                        ),
                    ]
                }
            )
        )
    }

    /// Writes a backup beside the running server; answers when it is whole.
    func takeBackup(_ call: Call) async throws -> Response {
        let body = try await call.object()
        guard let directory = body["directory"]?.string, directory.hasPrefix("/"), directory.utf8.count <= 1_000 else {
            throw Refusal(
                .malformed,
                "missingAttribute",
                "directory must be an absolute path on the server that does not exist yet"
            )
        }
        try await backup(directory)
        return .json(.created, ["directory": .string(directory)])
    }

    func keys(_ call: Call) async throws -> Response {
        if call.method == .get { return .json(.ok, .array(try await operations.keys().map(Self.json))) }
        let body = try await call.object()
        guard let name = body["name"]?.string, !name.isEmpty else {
            throw Refusal(.malformed, "missingAttribute", "name is missing or not a string")
        }
        guard let role = body["role"]?.string.flatMap(Role.init(rawValue:)) else {
            let roles = Role.allCases.map(\.rawValue).joined(separator: ", ")
            throw Refusal(.malformed, "invalidValue", "role must be one of \(roles)")
        }
        let (key, secret) = try await operations.createKey(name: name, role: role, try call.context()).get()
        guard case .object(var answer) = Self.json(key) else { preconditionFailure("not an object") }
        answer["secret"] = .string(secret)
        return .json(
            .created,
            .object(answer),
            headers: [.location: "/bss/v1/keys/\(key.id)", .cacheControl: "no-store"]
        )
    }

    func revoke(_ call: Call) async throws -> Response {
        .json(.ok, Self.json(try await operations.revokeKey(call.parameter, try call.context()).get()))
    }

    private static func json(_ key: KeyDescription) -> JSON {
        [
            "id": .string(key.id), "name": .string(key.name), "role": .string(key.role.rawValue),
            "createdAt": .string(key.createdAt.description),
            "revokedAt": key.revokedAt.map { .string($0.description) } ?? .null,
        ]
    }
}
