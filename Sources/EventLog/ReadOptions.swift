/// How much a read may return, and of what.
public struct ReadOptions: Hashable, Sendable {
    /// Which records a reader may see, as in Kafka's `isolation.level`.
    public enum Isolation: Sendable, Hashable {
        /// Only records outside transactions and of committed transactions.
        case readCommitted
        /// Records of open and aborted transactions may appear too, where the log keeps them readable.
        case readUncommitted
    }

    /// The most records that are returned.
    public var records: Int
    /// The most bytes of keys, values and headers that are returned; one record is returned even if it is larger.
    public var bytes: Int
    /// Which records are seen.
    public var isolation: Isolation

    /// Options with these bounds.
    public init(records: Int = 500, bytes: Int = 1 << 20, isolation: Isolation = .readCommitted) {
        self.records = records
        self.bytes = bytes
        self.isolation = isolation
    }
}
