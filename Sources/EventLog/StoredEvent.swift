import Primitives

/// A record as it was read from the log.
public struct StoredEvent: Hashable, Sendable {
    /// The topic it is in.
    public let topic: String
    /// The partition it is in.
    public let partition: Int
    /// Its place in the partition, from 0.
    public let offset: Int64
    /// What decided the partition; nil if nothing did.
    public let key: [UInt8]?
    /// The content.
    public let value: [UInt8]
    /// Whether there is no value, not even an empty one. See `EventRecord.isTombstone`.
    public let isTombstone: Bool
    /// Named values beside the content, in order.
    public let headers: [EventHeader]
    /// When it happened, or when the log took it if the producer did not say.
    public let timestamp: Timestamp

    /// A record with these parts.
    public init(
        topic: String,
        partition: Int,
        offset: Int64,
        key: [UInt8]?,
        value: [UInt8],
        headers: [EventHeader],
        timestamp: Timestamp,
        isTombstone: Bool = false
    ) {
        self.isTombstone = isTombstone
        self.topic = topic
        self.partition = partition
        self.offset = offset
        self.key = key
        self.value = value
        self.headers = headers
        self.timestamp = timestamp
    }

    /// The value of the first header with this name.
    public func header(_ name: String) -> [UInt8]? { headers.first { $0.name == name }?.value }
}
