import EventLog
import Primitives

/// The part of one append that goes to one partition.
struct PartitionDraft: Sendable {
    let place: TopicPartition
    var batches: [BatchDraft] = []
    /// Which records of the append these are.
    var records: [Int] = []

    /// Sorts records into partitions and encodes them.
    ///
    /// `spread` is where records without a key go next; with a producer their sequence decides instead, so that a
    /// record that is sent again goes where it went before.
    static func drafts(
        of records: [EventRecord],
        topic: String,
        partitions: Int,
        producer: Producer?,
        first: Int,
        now: Timestamp,
        spread: inout Int
    ) throws(EventLogError) -> [PartitionDraft] {
        var drafts: [PartitionDraft?] = Array(repeating: nil, count: partitions)
        var last: Int64?
        for (index, record) in records.enumerated() {
            try EventLogLimits.check(record)
            if producer != nil {
                guard let sequence = record.sequence else {
                    throw .invalidRecord("it has a producer but no sequence")
                }
                if let last, sequence <= last { throw .sequenceNotRising(previous: last, next: sequence) }
                last = sequence
            }
            let partition = try Self.partition(
                of: record,
                topic: topic,
                partitions: partitions,
                idempotent: producer != nil,
                spread: &spread
            )
            if drafts[partition] == nil { drafts[partition] = PartitionDraft(place: TopicPartition(topic, partition)) }
            drafts[partition]!.append(
                record,
                index: first + index,
                timestamp: record.timestamp ?? now,
                idempotent: producer != nil
            )
        }
        return drafts.compactMap { $0 }
    }

    private static func partition(
        of record: EventRecord,
        topic: String,
        partitions: Int,
        idempotent: Bool,
        spread: inout Int
    ) throws(EventLogError) -> Int {
        if let partition = record.partition {
            guard (0..<partitions).contains(partition) else {
                throw .unknownPartition(TopicPartition(topic, partition))
            }
            return partition
        }
        if let key = record.key { return Partitioner.partition(of: key, partitions: partitions) }
        if idempotent, let sequence = record.sequence {
            return Int(UInt64(bitPattern: sequence) % UInt64(partitions))
        }
        spread = (spread + 1) % partitions
        return spread
    }

    private mutating func append(_ record: EventRecord, index: Int, timestamp: Timestamp, idempotent: Bool) {
        records.append(index)
        if batches.isEmpty || batches[batches.count - 1].bytes.count >= SegmentLogConfiguration.batchBytes {
            batches.append(BatchDraft())
        }
        batches[batches.count - 1].append(
            record,
            timestamp: timestamp.milliseconds,
            sequence: idempotent ? record.sequence : nil
        )
    }
}
