import Crypto
import Primitives
import Storage

/// What was done to a resource, by whom.
public struct AuditEntry: Sendable, Hashable {
    /// Its place in the customer's trail, from 1.
    public let sequence: Int64
    /// When.
    public let at: Timestamp
    /// Who: an API key's name, `local` or `system`.
    public let actor: String
    /// What, as an event type: `ProductOrderCreateEvent`.
    public let action: String
    /// The path of the resource.
    public let resource: String
    /// The resource's version after it.
    public let version: Int64
    /// The request it was part of.
    public let requestID: String
    /// SHA-256 of the resource's document after it.
    public let documentHash: [UInt8]

    /// The text that is stored and hashed.
    var text: String {
        JSON.object(
            JSONObject([
                ("sequence", .integer(sequence)), ("at", .string(at.description)), ("actor", .string(actor)),
                ("action", .string(action)), ("resource", .string(resource)), ("version", .integer(version)),
                ("requestId", .string(requestID)), ("documentHash", .string(hexadecimal(documentHash))),
            ])
        ).text
    }

    /// SHA-256 over the hash of the entry before (nothing for the first) and this entry's text.
    func hash(after previous: [UInt8]) -> [UInt8] { Self.hash(of: text, after: previous) }

    static func hash(of text: String, after previous: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: previous)
        hash.update(data: Array(text.utf8))
        return Array(hash.finalize())
    }
}

/// A stretch of a customer's audit trail.
public struct AuditPage: Sendable, Hashable {
    /// An entry as it is stored.
    public struct Entry: Sendable, Hashable {
        /// Its place in the trail.
        public let sequence: Int64
        /// The entry's JSON text, which its hash covers.
        public let text: String
        /// SHA-256 over the previous entry's hash and `text`, in hexadecimal.
        public let hash: String
    }

    /// The entries, oldest first.
    public let entries: [Entry]
    /// Whether every hash on this page follows from the entry before it.
    public let isIntact: Bool
    /// The sequence of the first entry whose hash is wrong.
    public let firstBroken: Int64?
}

/// Lower-case hexadecimal digits of bytes.
public func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in bytes { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
    return String(decoding: text, as: UTF8.self)
}
