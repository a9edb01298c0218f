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
    /// `spread` is the partition that the last record without a key went to.
    static func drafts(
        of records: [EventRecord],
        topic: String,
        partitions: Int,
        producer: Producer?,
        first: Int,
        now: Timestamp,
        spread: Int
    ) throws(EventLogError) -> [PartitionDraft] {
        var drafts: [PartitionDraft?] = Array(repeating: nil, count: partitions)
        var router = try RecordRouter(topic: topic, partitions: partitions, producer: producer, spread: spread)
        for (index, record) in records.enumerated() {
            let partition = try router.partition(of: record)
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
