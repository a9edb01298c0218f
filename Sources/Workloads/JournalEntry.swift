import Primitives

/// A write that a workload sent, and what it knows of its outcome.
public struct JournalEntry: Sendable, Hashable {
    /// What was to be created.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A customer; its reference is its name.
        case customer
        /// A product order; its reference is its `externalId`.
        case order
    }

    /// What the client knows.
    public enum Outcome: Sendable, Hashable {
        /// Sent and never answered, or answered with 5xx: it may have happened, but once at most.
        case unknown
        /// Answered with 2xx and this id: it must be there, once.
        case acknowledged(id: String)
        /// Answered with this 4xx status: it must not be there.
        case refused(status: Int)
    }

    /// What was to be created.
    public let kind: Kind
    /// The idempotency key that it was sent with.
    public let key: Identifier
    /// What names the write in the server's data: unique to it, and at most 15 bytes where memory matters.
    public let reference: String
    /// How many items the order has; 0 for a customer.
    public let itemCount: Int
    /// What the client knows of the outcome.
    public var outcome: Outcome

    /// An entry.
    public init(kind: Kind, key: Identifier, reference: String, itemCount: Int, outcome: Outcome = .unknown) {
        self.kind = kind
        self.key = key
        self.reference = reference
        self.itemCount = itemCount
        self.outcome = outcome
    }
}
