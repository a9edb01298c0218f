import EventLog
import Primitives

/// Takes the topics of another log to Kafka: records with keys, headers and times, groups' offsets, producers' sequences.
///
/// A partition is appended in order without transactions, so its offsets have no gaps, and where the copy ends says how far it
/// came: run again after any end, it goes on from there. An offset in Kafka is that of the other log less the offset at which
/// the other log began, which is 0 unless retention has deleted something.
public struct LogCopy: Sendable {
    /// What was done.
    public struct Report: Sendable, Equatable {
        /// Topics that are in Kafka now.
        public var topics = 0
        /// Records that this run took there.
        public var records: Int64 = 0
        /// Records that were there from earlier runs.
        public var recordsBefore: Int64 = 0
        /// Groups whose offsets were taken over.
        public var groups = 0
        /// Topics whose offsets are smaller in Kafka, since retention had deleted from them.
        public var shiftedTopics: [String] = []
    }

    /// Records that are appended at once.
    private static let batchRecords = 10_000
    /// Bytes that are appended at once.
    private static let batchBytes = 8 << 20

    private let source: any EventLog
    private let target: KafkaLog
    private let producers: [Producer]

    /// A copy of everything in `source`, which nobody may write to meanwhile, and the sequences of these producers.
    public init(from source: any EventLog, to target: KafkaLog, producers: [Producer]) {
        self.source = source
        self.target = target
        self.producers = producers
    }

    /// Copies what is not there yet. `progress` hears after every batch how much of everything is there, 0 to 1.
    ///
    /// - Throws: `EventLogError.invalidConfiguration` if a topic in Kafka is not the beginning of the one to be copied, or what
    ///   either log throws.
    public func run(progress: @Sendable (Double) -> Void) async throws -> Report {
        var report = Report()
        var described: [TopicDescription] = []
        for name in try await source.topics() { described.append(try await source.describe(name)) }
        let total = Double(max(1, described.reduce(0) { $0 + $1.records }))
        var starts: [TopicPartition: Int64] = [:]
        for topic in described {
            _ = try await target.createTopicIfAbsent(topic.name, topic.configuration)
            let there = try await target.describe(topic.name)
            guard there.partitions.count == topic.partitions.count else {
                throw EventLogError.invalidConfiguration(
                    "topic '\(topic.name)' has \(there.partitions.count) partitions in Kafka and \(topic.partitions.count)"
                        + " here; delete it there, or copy into another log.namespace"
                )
            }
            for (here, there) in zip(topic.partitions, there.partitions) {
                let place = TopicPartition(topic.name, here.partition)
                starts[place] = here.earliestOffset
                try await checkBeginning(place, here, there)
                report.recordsBefore += there.endOffset
                var next = here.earliestOffset + there.endOffset
                while next < here.endOffset {
                    next = try await copy(place, from: next, &report)
                    progress(Double(report.recordsBefore + report.records) / total)
                }
            }
            if topic.partitions.contains(where: { $0.earliestOffset > 0 }) { report.shiftedTopics.append(topic.name) }
            try await copySequences(topic.name)
            report.topics += 1
        }
        for group in try await source.groups() {
            var offsets: [TopicPartition: Int64] = [:]
            for (place, offset) in try await source.committed(group: group) {
                guard let start = starts[place] else { continue }
                offsets[place] = max(0, offset - start)
            }
            try await target.commit(offsets, group: group)
            report.groups += 1
        }
        return report
    }

    /// Copies a batch of a partition; says where the next begins.
    private func copy(_ place: TopicPartition, from offset: Int64, _ report: inout Report) async throws -> Int64 {
        let batch = try await source.read(
            place,
            from: offset,
            ReadOptions(records: Self.batchRecords, bytes: Self.batchBytes)
        )
        let records = batch.events.map { event in
            var record = EventRecord(
                key: event.key,
                value: event.value,
                headers: event.headers,
                timestamp: event.timestamp,
                partition: place.partition
            )
            record.isTombstone = event.isTombstone
            return record
        }
        _ = try await target.append(records, to: place.topic)
        report.records += Int64(records.count)
        return batch.nextOffset
    }

    /// Refuses a partition in Kafka into which somebody else wrote.
    private func checkBeginning(
        _ place: TopicPartition,
        _ here: TopicDescription.Partition,
        _ there: TopicDescription.Partition
    ) async throws {
        let next = here.earliestOffset + there.endOffset
        // What retention has deleted in Kafka since cannot be compared.
        guard there.endOffset > there.earliestOffset, next > here.earliestOffset else { return }
        var isSame = next <= here.endOffset
        if isSame {
            let original = try await source.read(place, from: next - 1, ReadOptions(records: 1)).events.first
            let copy = try await target.read(place, from: there.endOffset - 1, ReadOptions(records: 1)).events.first
            isSame =
                original?.key == copy?.key && original?.value == copy?.value && original?.headers == copy?.headers
                && original?.isTombstone == copy?.isTombstone
        }
        guard isSame else {
            throw EventLogError.invalidConfiguration(
                "\(place) in Kafka holds other records than this log; delete the topic there, or copy into another"
                    + " log.namespace"
            )
        }
    }

    private func copySequences(_ topic: String) async throws {
        for producer in producers {
            let sequences = try await source.lastSequences(of: producer, in: topic)
            try await target.setLastSequences(
                Dictionary(uniqueKeysWithValues: sequences.map { (TopicPartition(topic, $0.key), $0.value) }),
                of: producer
            )
        }
    }
}
