import EventLog
import Primitives
import Synchronization

/// A log that stops taking transactions of a topic, as one does whose machine ends.
final class FailingLog: EventLog {
    private let log: any EventLog
    private let topic: String
    /// The transactions of the topic that it still takes.
    private let left = Mutex(Int.max)

    init(_ log: any EventLog, topic: String) {
        self.log = log
        self.topic = topic
    }

    /// Takes this many more transactions of the topic, and then no more of any.
    func fail(after transactions: Int) { left.withLock { $0 = transactions } }

    func append(_ transaction: LogTransaction) async throws -> [EventPosition] {
        let isOfTopic = transaction.parts.contains { $0.topic == topic }
        let isTaken = left.withLock { left in
            if left <= 0 { return false }
            if isOfTopic { left -= 1 }
            return true
        }
        guard isTaken else { throw EventLogError.failed("the machine ended") }
        return try await log.append(transaction)
    }

    func createTopic(_ name: String, _ configuration: TopicConfiguration) async throws {
        try await log.createTopic(name, configuration)
    }

    func topics() async throws -> [String] { try await log.topics() }

    func describe(_ topic: String) async throws -> TopicDescription { try await log.describe(topic) }

    func append(_ records: [EventRecord], to topic: String, producer: Producer?) async throws -> [EventPosition] {
        try await log.append(records, to: topic, producer: producer)
    }

    func claim(group: String) async throws { try await log.claim(group: group) }

    func lastSequences(of producer: Producer, in topic: String) async throws -> [Int: Int64] {
        try await log.lastSequences(of: producer, in: topic)
    }

    func read(_ source: TopicPartition, from offset: Int64, _ options: ReadOptions) async throws -> EventBatch {
        try await log.read(source, from: offset, options)
    }

    func waitForRecords(at offsets: [TopicPartition: Int64]) async throws {
        try await log.waitForRecords(at: offsets)
    }

    func firstOffset(in source: TopicPartition, at time: Timestamp) async throws -> Int64? {
        try await log.firstOffset(in: source, at: time)
    }

    func join(
        group: String,
        topics: [String],
        _ body: @escaping @Sendable (TopicPartition) async throws -> Void
    ) async throws {
        try await log.join(group: group, topics: topics, body)
    }

    func commit(_ offsets: [TopicPartition: Int64], group: String) async throws {
        try await log.commit(offsets, group: group)
    }

    func committed(group: String) async throws -> [TopicPartition: Int64] { try await log.committed(group: group) }

    func groups() async throws -> [String] { try await log.groups() }

    func enforceRetention(now: Timestamp) async throws -> Int64 { try await log.enforceRetention(now: now) }

    func close() async throws { try await log.close() }
}
