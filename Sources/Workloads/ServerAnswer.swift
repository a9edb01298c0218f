/// What a BSS server answered to one request, as far as a workload looks at it.
public struct ServerAnswer: Sendable, Hashable {
    /// What an answer means to a client that counts.
    public enum Meaning: Sendable, Hashable {
        /// 2xx: done, and durable if it was a write.
        case acknowledged
        /// 3xx and 4xx: the server said no, 429 among them; nothing was changed.
        case refused
        /// 5xx: whether anything was changed is not known.
        case failed
    }

    /// The HTTP status code.
    public let status: Int
    /// The last part of the `Location` header: the id of what was created.
    public let createdID: String?
    /// `Retry-After`, in seconds.
    public let retryAfterSeconds: Int?
    /// `X-Total-Count` of a listing.
    public let totalCount: Int?
    /// The body; empty where the request did not ask to keep it.
    public let body: [UInt8]

    /// An answer.
    public init(
        status: Int,
        createdID: String? = nil,
        retryAfterSeconds: Int? = nil,
        totalCount: Int? = nil,
        body: [UInt8] = []
    ) {
        self.status = status
        self.createdID = createdID
        self.retryAfterSeconds = retryAfterSeconds
        self.totalCount = totalCount
        self.body = body
    }

    /// What the status means to a client that counts.
    public var meaning: Meaning {
        switch status {
        case 200..<300: .acknowledged
        case 500...: .failed
        default: .refused
        }
    }

    /// The id at the end of a `Location`, absolute or not: read from there, the body need not be parsed.
    static func id(fromLocation location: String) -> String? {
        guard let slash = location.utf8.lastIndex(of: UInt8(ascii: "/")) else { return nil }
        let id = location[location.index(after: slash)...]
        return id.isEmpty ? nil : String(id)
    }
}
