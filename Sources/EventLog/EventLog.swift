import Primitives

/// Topics of partitioned, ordered, durable records, with Kafka's meaning of partition, offset, key and group.
///
/// An append is acknowledged only when its records will survive kill -9 and power loss; a reader sees only such
/// records. Every implementation passes the same conformance suite.
public protocol EventLog: Sendable {
    /// Adds an empty topic, durable on return.
    ///
    /// - Throws: `EventLogError.topicExists`, `.invalidTopicName`, `.invalidConfiguration`, `.limitReached`.
    func createTopic(_ name: String, _ configuration: TopicConfiguration) async throws

    /// The names of all topics, sorted.
    func topics() async throws -> [String]

    /// A topic's configuration and partitions.
    ///
    /// - Throws: `EventLogError.unknownTopic`.
    func describe(_ topic: String) async throws -> TopicDescription

    /// Adds records to a topic and returns, once they are durable, where each one is.
    ///
    /// Records of one key keep their order. With a `producer`, each partition remembers the producer's last sequence
    /// and drops a record whose sequence is not above it: after a crash the producer resends from wherever it is sure
    /// of, and every record is in the log once. A call that has begun completes even if its task is cancelled.
    ///
    /// - Throws: `EventLogError.unknownTopic`, `.recordTooLarge`, `.invalidRecord`, `.appendTooLarge`,
    ///   `.sequenceNotRising`, `.overloaded`, `.failed`, `.closed`. After `.failed` it is unknown what was kept.
    func append(_ records: [EventRecord], to topic: String, producer: Producer?) async throws -> [EventPosition]

    /// Adds a transaction's records and commits its offsets, all or none, for every read-committed reader and across
    /// crashes. Returns the positions of its records, in order of addition. In Kafka they may become visible partition by
    /// partition, within moments.
    ///
    /// - Throws: as `append(_:to:producer:)`.
    func append(_ transaction: LogTransaction) async throws -> [EventPosition]

    /// Makes this log the only one that may append transactions which commit offsets of `group`: what an earlier claimant
    /// has under way is ended first, and its later transactions fail. A job calls it before it reads where it is.
    func claim(group: String) async throws

    /// The last sequence of a producer in each partition of a topic that has records of it.
    ///
    /// The partitions of a plain append are not one unit in a crash, so a sender resumes after the smallest sequence
    /// that it knows acknowledged, not after the largest that it finds here.
    func lastSequences(of producer: Producer, in topic: String) async throws -> [Int: Int64]

    /// Reads records from `offset` on; returns at once, with none if there are none yet. What this log has acknowledged or
    /// described is there; records of other processes may come a moment later.
    ///
    /// - Throws: `EventLogError.offsetOutOfRange`, `.unknownTopic`, `.unknownPartition`, `.corrupt`, `.closed`.
    func read(_ source: TopicPartition, from offset: Int64, _ options: ReadOptions) async throws -> EventBatch

    /// As `read`, for a reader of many records: without an object for each, and on the caller's executor.
    nonisolated(nonsending) func readBlock(
        _ source: TopicPartition,
        from offset: Int64,
        _ options: ReadOptions
    ) async throws -> RecordBlock

    /// Returns when one of these partitions has a readable record at or after the offset given for it, without
    /// polling: the writer wakes the waiter.
    ///
    /// - Throws: `CancellationError` when the task is cancelled, `EventLogError.closed` when the log is.
    func waitForRecords(at offsets: [TopicPartition: Int64]) async throws

    /// The first offset whose timestamp is at or after `time`; nil if there is none yet.
    func firstOffset(in source: TopicPartition, at time: Timestamp) async throws -> Int64?

    /// Takes part in a consumer group: runs `body` for each partition of these topics that the group gives this member, side
    /// by side, until the task is cancelled; then the group's other members have them.
    ///
    /// A partition is one member's at a time. When it goes to another member, its body is cancelled, and it is handed on once
    /// that has returned. A body that returns by itself leaves the partition with this member, and idle. A member that dies is
    /// replaced after a while, which is the log's to say. Membership moves no offset: `body` goes on from what the
    /// group has committed, and commits.
    ///
    /// - Throws: `CancellationError` when the task is cancelled, `EventLogError.closed` when the log is; `.unknownTopic`,
    ///   `.invalidName`, `.failed`; and what a body throws that was not cancelled, after the other bodies have returned. What a
    ///   cancelled body throws is not looked at.
    func join(
        group: String,
        topics: [String],
        _ body: @escaping @Sendable (TopicPartition) async throws -> Void
    ) async throws

    /// Stores where a consumer group is, durable on return; each is the next offset that it wants to read.
    ///
    /// - Throws: `EventLogError.unknownTopic`, `.unknownPartition`, `.invalidName`, `.limitReached`.
    func commit(_ offsets: [TopicPartition: Int64], group: String) async throws

    /// Where a consumer group is; empty if it never committed.
    func committed(group: String) async throws -> [TopicPartition: Int64]

    /// The names of all consumer groups, sorted.
    func groups() async throws -> [String]

    /// Deletes what the topics' retention no longer keeps, as of `now`. Returns how many bytes that freed.
    func enforceRetention(now: Timestamp) async throws -> Int64

    /// Finishes what was accepted, wakes the waiters, then refuses further calls with `EventLogError.closed`.
    func close() async throws
}

extension EventLog {
    /// Nothing to do where only one process can have the log open.
    public func claim(group: String) async throws {}

    /// Reads, and makes a block of what came.
    public nonisolated(nonsending) func readBlock(
        _ source: TopicPartition,
        from offset: Int64,
        _ options: ReadOptions
    ) async throws -> RecordBlock {
        RecordBlock(try await read(source, from: offset, options))
    }

    /// Adds records without a producer's sequences.
    public func append(_ records: [EventRecord], to topic: String) async throws -> [EventPosition] {
        try await append(records, to: topic, producer: nil)
    }

    /// Reads with the default bounds.
    public func read(_ source: TopicPartition, from offset: Int64) async throws -> EventBatch {
        try await read(source, from: offset, ReadOptions())
    }

    /// Adds a topic unless one has its name; says whether it did.
    public func createTopicIfAbsent(_ name: String, _ configuration: TopicConfiguration) async throws -> Bool {
        do {
            try await createTopic(name, configuration)
            return true
        } catch EventLogError.topicExists {
            return false
        }
    }

    /// The records of a topic from these offsets on, and then every new one as it comes; the sequence never ends by
    /// itself. A partition that is left out starts at its oldest record.
    public func follow(
        _ topic: String,
        from offsets: [Int: Int64] = [:],
        _ options: ReadOptions = ReadOptions()
    ) -> EventFeed {
        EventFeed(log: self, options: options) {
            try await describe(topic).partitions.map {
                (TopicPartition(topic, $0.partition), offsets[$0.partition] ?? $0.earliestOffset)
            }
        }
    }

    /// The records of a partition from an offset on, and then every new one as it comes; the sequence never ends by itself.
    public func follow(
        _ source: TopicPartition,
        from offset: Int64,
        _ options: ReadOptions = ReadOptions()
    ) -> EventFeed {
        EventFeed(log: self, options: options) { [(source, offset)] }
    }

    /// Where a group goes on in a partition: where it committed, or at the oldest record if that is later.
    public func position(of group: String, in source: TopicPartition) async throws -> Int64 {
        let committed = try await committed(group: group)[source] ?? 0
        do {
            _ = try await read(source, from: committed, ReadOptions(records: 1))
            return committed
        } catch EventLogError.offsetOutOfRange(_, _, let earliest, _) where committed < earliest {
            return earliest
        }
    }
}
