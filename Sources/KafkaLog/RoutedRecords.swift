import EventLog

/// Records of one topic with the partition of each.
struct RoutedRecords: Sendable {
    /// The topic, without the namespace.
    let topic: String
    let records: [EventRecord]
    let partitions: [Int32]
    /// What they count against the limits of waiting.
    let bytes: Int

    /// Checks the records and finds their partitions.
    ///
    /// - Throws: `EventLogError` as `EventLog.append`.
    init(
        _ records: [EventRecord],
        topic: String,
        partitions count: Int,
        producer: Producer?,
        spread: Int
    ) throws(EventLogError) {
        if records.count > EventLogLimits.recordsPerAppendMax {
            throw .appendTooLarge("it holds more than \(EventLogLimits.recordsPerAppendMax) records")
        }
        var router = try RecordRouter(topic: topic, partitions: count, producer: producer, spread: spread)
        var partitions: [Int32] = []
        partitions.reserveCapacity(records.count)
        var bytes = 0
        for record in records {
            partitions.append(Int32(try router.partition(of: record)))
            bytes += record.bytes
            if producer != nil, let sequence = record.sequence, sequence < 0 {
                throw .invalidRecord("its sequence \(sequence) is below 0: Kafka keeps sequences as offsets")
            }
        }
        if bytes > EventLogLimits.appendBytesMax {
            throw .appendTooLarge("it holds more than \(EventLogLimits.appendBytesMax) bytes")
        }
        self.topic = topic
        self.records = records
        self.partitions = partitions
        self.bytes = bytes
    }

    /// Those of another that are at these places.
    init(_ other: RoutedRecords, keeping places: [Int]) {
        topic = other.topic
        records = places.map { other.records[$0] }
        partitions = places.map { other.partitions[$0] }
        bytes = other.bytes
    }
}
