import Crypto
import Domain
import Primitives
import Storage
import Synchronization

/// What is known of an access key; never its secret.
public struct KeyDescription: Sendable, Hashable {
    /// The public part of the key.
    public let id: String
    /// Whose it is: shown in the audit trail.
    public let name: String
    /// What it may do.
    public let role: Role
    /// When it was made.
    public let createdAt: Timestamp
    /// When it was revoked; nil while it is good.
    public let revokedAt: Timestamp?
}

/// The good keys, by the hash of their secret.
struct KeyRing {
    /// How long they serve before they are read again, so that another process's revocation takes hold.
    static let staleMilliseconds: Int64 = 2_000

    var actors: [[UInt8]: Actor] = [:]
    var readAt: Timestamp?
}

extension Operations {
    /// Bytes of a key's name.
    private static let keyNameBytesMax = 100

    /// Makes an access key. The secret is shown only here; the store keeps its SHA-256.
    public func createKey(
        name: String,
        role: Role,
        _ context: RequestContext
    ) async throws -> Result<(KeyDescription, secret: String), Refusal> {
        guard !name.isEmpty, name.utf8.count <= Self.keyNameBytesMax else {
            return .failure(Refusal(.malformed, "invalidValue", "name must have 1 to \(Self.keyNameBytesMax) bytes"))
        }
        let words = [surroundings.random(), surroundings.random(), surroundings.random(), surroundings.random()]
        let bytes = words.flatMap { word in withUnsafeBytes(of: word) { Array($0) } }
        let id = hexadecimal(bytes[..<4])
        let secret = "bss_\(id)_\(hexadecimal(bytes[4...]))"
        let hash = Array(SHA256.hash(data: Array(secret.utf8)))
        let result = try await change(context, scope: .zero) { change in
            try change.transaction.insert(
                Row(
                    Schema.apiKeys,
                    [
                        .text(id), .text(name), .text(role.rawValue), .bytes(hash), .integer(change.now.milliseconds),
                        .null,
                    ]
                )
            )
            try change.audit(
                customer: .zero,
                action: "key.create",
                path: "/bss/v1/keys/\(id)",
                version: 1,
                "\(name) \(role.rawValue)"
            )
            return KeyDescription(id: id, name: name, role: role, createdAt: change.now, revokedAt: nil)
        }
        keyRing.withLock { $0.readAt = nil }
        return result.map { ($0, secret) }
    }

    /// All keys, revoked ones included.
    public func keys() async throws -> [KeyDescription] {
        try await storage.read { transaction in
            try transaction.rows(Schema.apiKeys, Query(limit: OperationLimits.pageMax)).map { Self.description($0) }
        }
    }

    private static func description(_ row: Row) -> KeyDescription {
        KeyDescription(
            id: row["id"].text!,
            name: row["name"].text!,
            role: Role(rawValue: row["role"].text!)!,
            createdAt: Timestamp(milliseconds: row["created_at"].integer!),
            revokedAt: row["revoked_at"].integer.map { Timestamp(milliseconds: $0) }
        )
    }

    /// Makes a key useless, at once in this process and after `KeyRing.staleMilliseconds` in others.
    public func revokeKey(_ id: String, _ context: RequestContext) async throws -> Result<KeyDescription, Refusal> {
        let result = try await change(context, scope: .zero) { change in
            guard let row = try change.transaction.row(Schema.apiKeys, key: [.text(id)]) else {
                throw Refusal.notFound("key", id)
            }
            guard row["revoked_at"] == .null else { return Self.description(row) }
            _ = try change.transaction.update(
                Schema.apiKeys,
                key: [.text(id)],
                set: [("revoked_at", .integer(change.now.milliseconds))],
                where: .all([])
            )
            try change.audit(customer: .zero, action: "key.revoke", path: "/bss/v1/keys/\(id)", version: 2, "")
            return Self.description(try change.transaction.row(Schema.apiKeys, key: [.text(id)])!)
        }
        keyRing.withLock { $0.readAt = nil }
        return result
    }

    /// Who presents this secret; nil if nobody does. Looks into memory, and into the store every
    /// `KeyRing.staleMilliseconds`.
    public func authenticate(bearer secret: String) async throws -> Actor? {
        let now = surroundings.now()
        let isStale = keyRing.withLock { ring in
            guard let readAt = ring.readAt else { return true }
            return now - readAt > KeyRing.staleMilliseconds
        }
        if isStale {
            let rows = try await storage.read { transaction in
                try transaction.rows(Schema.apiKeys, Query(.isNull("revoked_at"), limit: OperationLimits.pageMax))
            }
            keyRing.withLock { ring in
                ring.actors = Dictionary(
                    uniqueKeysWithValues: rows.map {
                        ($0["hash"].bytes!, Actor(name: $0["name"].text!, role: Role(rawValue: $0["role"].text!)!))
                    }
                )
                ring.readAt = now
            }
        }
        // Looked up by hash: how long that takes says nothing of the secret.
        let hash = Array(SHA256.hash(data: Array(secret.utf8)))
        return keyRing.withLock { $0.actors[hash] }
    }
}
