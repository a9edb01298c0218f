/// Checks the records of one append and says to which partition each goes: the same rule for every log.
public struct RecordRouter: Sendable {
    private let topic: String
    private let partitions: Int
    private let isIdempotent: Bool
    private var spread: Int
    private var last: Int64?

    /// A router for an append to a topic.
    ///
    /// - Parameters:
    ///   - producer: whose sequences the records carry, if any.
    ///   - spread: the partition that the last record without a key went to; the next goes behind it.
    /// - Throws: `EventLogError.invalidName`.
    public init(topic: String, partitions: Int, producer: Producer?, spread: Int) throws(EventLogError) {
        if let name = producer?.name, name.isEmpty || name.utf8.count > EventLogLimits.producerNameBytesMax {
            throw .invalidName("a producer's name has 1 to \(EventLogLimits.producerNameBytesMax) bytes")
        }
        self.topic = topic
        self.partitions = partitions
        self.spread = spread
        isIdempotent = producer != nil
    }

    /// The partition of the next record. A record without a key goes where its sequence says if it has a producer, so that
    /// sent again it goes where it went before.
    ///
    /// - Throws: `EventLogError.recordTooLarge`, `.invalidRecord`, `.sequenceNotRising`, `.unknownPartition`.
    public mutating func partition(of record: EventRecord) throws(EventLogError) -> Int {
        try EventLogLimits.check(record)
        if isIdempotent {
            guard let sequence = record.sequence else { throw .invalidRecord("it has a producer but no sequence") }
            if let last, sequence <= last { throw .sequenceNotRising(previous: last, next: sequence) }
            last = sequence
        }
        if let partition = record.partition {
            guard (0..<partitions).contains(partition) else {
                throw .unknownPartition(TopicPartition(topic, partition))
            }
            return partition
        }
        if let key = record.key { return Partitioner.partition(of: key, partitions: partitions) }
        if isIdempotent, let sequence = record.sequence {
            return Int(UInt64(bitPattern: sequence) % UInt64(partitions))
        }
        spread = (spread + 1) % partitions
        return spread
    }
}
