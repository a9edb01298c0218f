import Primitives

/// A record on its way into the log.
public struct EventRecord: Hashable, Sendable {
    /// What decides the partition and is kept in order; nil spreads records over the partitions.
    public var key: [UInt8]?
    /// The content, at most `EventLogLimits.recordBytesMax` together with key and headers.
    public var value: [UInt8]
    /// Whether there is no value, not even an empty one: in a topic that holds a table, the key's row is gone. Kafka: a
    /// tombstone, a record whose value is null.
    public var isTombstone = false
    /// Named values beside the content, in order; a name may repeat.
    public var headers: [EventHeader]
    /// When it happened; nil takes the log's clock at the append.
    public var timestamp: Timestamp?
    /// Its place in the producer's own order; strictly rising within a producer, required with one and unused without.
    public var sequence: Int64?
    /// The partition to go to, past the partitioner; nil lets the key decide.
    public var partition: Int?

    /// A record with these parts.
    public init(
        key: [UInt8]?,
        value: [UInt8],
        headers: [EventHeader] = [],
        timestamp: Timestamp? = nil,
        sequence: Int64? = nil,
        partition: Int? = nil
    ) {
        self.key = key
        self.value = value
        self.headers = headers
        self.timestamp = timestamp
        self.sequence = sequence
        self.partition = partition
    }

    /// A record without value, which takes a key's row away.
    public static func tombstone(key: [UInt8], timestamp: Timestamp? = nil, partition: Int? = nil) -> EventRecord {
        var record = EventRecord(key: key, value: [], timestamp: timestamp, partition: partition)
        record.isTombstone = true
        return record
    }

    /// The bytes that count against `EventLogLimits.recordBytesMax`.
    @inlinable
    public var bytes: Int {
        var total = (key?.count ?? 0) + value.count
        for header in headers { total += header.name.utf8.count + header.value.count }
        return total
    }
}
