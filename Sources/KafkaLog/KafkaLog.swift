import CRDKafka
import EventLog
import Logging
import Primitives
import Synchronization

/// The event log on a Kafka cluster, over librdkafka.
///
/// * Appends outside transactions share one idempotent producer (`RecordProducer`); transactions and appends with a producer's
///   sequences go through a `TransactionalSender` for each producer or group, which is where exactly-once comes from.
/// * Reads see committed records only, at either isolation. Transaction marks take offsets, so offsets have gaps; a batch's
///   `nextOffset` steps over them.
/// * Nothing is polled: librdkafka calls when records come in (`QueueSignal`), and brokers hold fetches that have no answer.
/// * The brokers delete by the topics' retention themselves, and do not say how many bytes a partition takes.
/// * Times before 1970-01-01T00:00:00.001Z are stored as that one: Kafka has no earlier ones.
public final class KafkaLog: EventLog {
    private let configuration: KafkaConfiguration
    private let now: @Sendable () -> Timestamp
    private let logger: Logger
    private let calls: BlockingCalls
    private let handle: KafkaHandle
    private let topicDirectory: TopicDirectory
    private let groupOffsets: GroupOffsets
    private let lanes: ReaderLanes
    private let producer: RecordProducer
    private let backlog = Backlog()
    private let state = Mutex(State())

    private struct State {
        var readers: [TopicPartition: PartitionReader] = [:]
        var senders: [String: TransactionalSender] = [:]
        /// Where each topic's last record without a key went.
        var spread: [String: Int] = [:]
        var waiting = 0
        /// What wakes the members of groups, to see that the log is closed.
        var members: [ObjectIdentifier: QueueSignal] = [:]
    }

    private init(
        _ configuration: KafkaConfiguration,
        now: @escaping @Sendable () -> Timestamp,
        logger: Logger
    ) throws {
        self.configuration = configuration
        self.now = now
        self.logger = logger
        calls = BlockingCalls("bss-kafka-calls", atOnce: KafkaConfiguration.callsMax)
        handle = try KafkaHandle(
            RD_KAFKA_CONSUMER,
            configuration,
            [("isolation.level", "read_uncommitted"), ("enable.auto.commit", "false")],
            logger: logger
        )
        let first = try ReaderLanes.consumer(configuration, logger: logger)
        topicDirectory = TopicDirectory(configuration, handle: handle, committedHandle: first)
        groupOffsets = GroupOffsets(
            handle: handle,
            namespace: configuration.namespace,
            timeoutMilliseconds: configuration.timeoutMilliseconds
        )
        lanes = ReaderLanes(configuration, first: first, topics: topicDirectory, calls: calls, logger: logger)
        producer = try RecordProducer(configuration, calls: calls, logger: logger)
    }

    /// Connects to a cluster. `now` stamps the records that carry no time.
    ///
    /// - Throws: `EventLogError.invalidConfiguration`, `.failed` if no broker answers.
    public static func open(
        _ configuration: KafkaConfiguration,
        now: @escaping @Sendable () -> Timestamp,
        logger: Logger
    ) async throws -> KafkaLog {
        if let reason = configuration.namespace.isEmpty
            ? nil : EventLogLimits.refusal(ofTopicName: configuration.namespace + "t")
        {
            throw EventLogError.invalidConfiguration("the namespace '\(configuration.namespace)': \(reason)")
        }
        let log = try KafkaLog(configuration, now: now, logger: logger)
        _ = try await log.topics()
        return log
    }

    /// Asks the cluster's controller for a topic, and waits until it can be written to.
    public func createTopic(_ name: String, _ configuration: TopicConfiguration) async throws {
        try backlog.checkOpen()
        if let reason = EventLogLimits.refusal(ofTopicName: name) {
            throw EventLogError.invalidTopicName(name, reason: reason)
        }
        if self.configuration.namespace.utf8.count + name.utf8.count > EventLogLimits.topicNameMax {
            throw EventLogError.invalidTopicName(name, reason: "with the namespace it is too long")
        }
        guard (1...EventLogLimits.partitionsMax).contains(configuration.partitions) else {
            throw EventLogError.invalidConfiguration("partitions must be 1 to \(EventLogLimits.partitionsMax)")
        }
        guard configuration.retentionMilliseconds ?? 0 >= 0, configuration.retentionBytes ?? 0 >= 0 else {
            throw EventLogError.invalidConfiguration("retention cannot be negative")
        }
        let directory = topicDirectory
        try await calls.run { try directory.create(name, configuration) }
    }

    /// The names of all topics of the namespace, sorted, without Kafka's own.
    public func topics() async throws -> [String] {
        try backlog.checkOpen()
        let directory = topicDirectory
        return try await calls.run { try directory.names() }
    }

    /// Asks the brokers for a topic's partitions, offsets and configuration; bytes and segments are 0.
    public func describe(_ topic: String) async throws -> TopicDescription {
        try backlog.checkOpen()
        let directory = topicDirectory
        let description = try await calls.run { try directory.describe(topic) }
        lanes.reached(
            Dictionary(
                uniqueKeysWithValues: description.partitions.map {
                    (TopicPartition(topic, $0.partition), $0.lastStableOffset)
                }
            )
        )
        return description
    }

    /// Waits for all brokers that have to have the records. With a producer they are one transaction.
    public func append(
        _ records: [EventRecord],
        to topic: String,
        producer sender: Producer?
    ) async throws -> [EventPosition] {
        try backlog.checkOpen()
        if let sender {
            var transaction = LogTransaction(producer: sender)
            transaction.append(records, to: topic)
            return try await append(transaction)
        }
        let routed = try await route(records, topic: topic, producer: nil)
        if records.isEmpty { return [] }
        try backlog.enter(routed.bytes)
        defer { backlog.leave(routed.bytes) }
        let offsets = try await producer.append(routed, now: now())
        return positions([routed], offsets)
    }

    /// Commits a Kafka transaction under the transactional id of its producer, else of the first of its groups by name, else
    /// of this process.
    public func append(_ transaction: LogTransaction) async throws -> [EventPosition] {
        try backlog.checkOpen()
        var draft = TransactionalSender.Draft(offsets: transaction.offsets, producer: transaction.producer)
        var (count, bytes) = (0, 0)
        for part in transaction.parts {
            let routed = try await route(part.records, topic: part.topic, producer: transaction.producer)
            draft.parts.append(routed)
            count += part.records.count
            bytes += routed.bytes
        }
        if count > EventLogLimits.recordsPerAppendMax {
            throw EventLogError.appendTooLarge("it holds more than \(EventLogLimits.recordsPerAppendMax) records")
        }
        if bytes > EventLogLimits.appendBytesMax {
            throw EventLogError.appendTooLarge("it holds more than \(EventLogLimits.appendBytesMax) bytes")
        }
        for (group, offsets) in transaction.offsets { try await check(offsets, group: group) }
        if count == 0, draft.offsets.isEmpty { return [] }
        try backlog.enter(bytes)
        defer { backlog.leave(bytes) }
        let sender = try sender(of: transaction.producer, group: draft.offsets.keys.min())
        return positions(draft.parts, try await sender.append(draft, now: now()))
    }

    /// Takes over the transactional id that transactions with offsets of the group have.
    public func claim(group: String) async throws {
        try backlog.checkOpen()
        try check(group)
        try await sender(of: nil, group: group).claim()
    }

    /// The offsets of the producer's group; see `TransactionalSender`.
    public func lastSequences(of producer: Producer, in topic: String) async throws -> [Int: Int64] {
        _ = try await partitions(of: topic)
        let offsets = try await committedOffsets(GroupOffsets.group(of: producer))
        var sequences: [Int: Int64] = [:]
        for (place, sequence) in offsets where place.topic == topic { sequences[place.partition] = sequence }
        return sequences
    }

    /// Sets a producer's sequences, as they are in a log that was copied.
    func setLastSequences(_ sequences: [TopicPartition: Int64], of producer: Producer) async throws {
        if sequences.isEmpty { return }
        let groups = groupOffsets
        try await calls.run {
            do {
                try groups.commit(sequences, group: GroupOffsets.group(of: producer))
            } catch let fault as KafkaFault {
                throw fault.error("set the sequences of producer \(producer.name)")
            }
        }
    }

    private func partitions(of topic: String) async throws -> Int {
        try backlog.checkOpen()
        if let known = topicDirectory.partitions(of: topic) { return known }
        let directory = topicDirectory
        return try await calls.run { try directory.lookUp(topic) }
    }

    private func check(_ place: TopicPartition) async throws {
        if (0..<(try await partitions(of: place.topic))).contains(place.partition) { return }
        // It may have come since the topic was looked up.
        let directory = topicDirectory
        let count = try await calls.run { try directory.lookUp(place.topic) }
        guard (0..<count).contains(place.partition) else { throw EventLogError.unknownPartition(place) }
    }

    private func route(_ records: [EventRecord], topic: String, producer: Producer?) async throws -> RoutedRecords {
        let count = try await partitions(of: topic)
        let spread = state.withLock { state in
            let spread = state.spread[topic] ?? 0
            state.spread[topic] = (spread + records.count) % count
            return spread
        }
        return try RoutedRecords(records, topic: topic, partitions: count, producer: producer, spread: spread)
    }

    private func sender(of producer: Producer?, group: String?) throws -> TransactionalSender {
        let id = producer.map { "producer.\($0.name)" } ?? group.map { "group.\($0)" } ?? configuration.instance
        return try state.withLock { state in
            if let known = state.senders[id] { return known }
            if state.senders.count >= KafkaConfiguration.senderMax {
                throw EventLogError.limitReached("\(KafkaConfiguration.senderMax) producers and jobs append already")
            }
            let sender = TransactionalSender(
                configuration,
                transactionalID: id,
                resumes: group == nil || producer != nil,
                offsets: groupOffsets,
                logger: logger
            )
            state.senders[id] = sender
            return sender
        }
    }

    /// The places of records by their offsets, which readers may count on from now on.
    private func positions(_ parts: [RoutedRecords], _ offsets: [Int64?]) -> [EventPosition] {
        var positions: [EventPosition] = []
        positions.reserveCapacity(offsets.count)
        var ends: [TopicPartition: Int64] = [:]
        for part in parts {
            var reached: [Int32: Int64] = [:]
            for partition in part.partitions {
                let offset = offsets[positions.count]
                positions.append(EventPosition(partition: Int(partition), offset: offset))
                if let offset { reached[partition] = offset + 1 }
            }
            for (partition, end) in reached { ends[TopicPartition(part.topic, Int(partition))] = end }
        }
        lanes.reached(ends)
        return positions
    }

    /// Reads what was fetched ahead, and fetches more.
    public func read(
        _ source: TopicPartition,
        from offset: Int64,
        _ options: ReadOptions
    ) async throws -> EventBatch {
        try await check(source)
        return try await reader(of: source).read(from: offset, options)
    }

    private func reader(of source: TopicPartition) -> PartitionReader {
        state.withLock { state in
            if let reader = state.readers[source] { return reader }
            let reader = PartitionReader(source, lanes: lanes)
            state.readers[source] = reader
            return reader
        }
    }

    /// Returns when a broker has sent a record at or after one of these offsets.
    public func waitForRecords(at offsets: [TopicPartition: Int64]) async throws {
        for place in offsets.keys { try await check(place) }
        try state.withLock { state in
            if state.waiting >= EventLogLimits.followersMax {
                throw EventLogError.limitReached("\(EventLogLimits.followersMax) readers wait already")
            }
            state.waiting += 1
        }
        defer { state.withLock { $0.waiting -= 1 } }
        let readers = offsets.map { (reader: reader(of: $0.key), offset: $0.value) }
        while true {
            try Task.checkCancellation()
            try backlog.checkOpen()
            let wakeup = Wakeup()
            var isReady = false
            for (reader, offset) in readers where !isReady {
                isReady = try await reader.hasRecord(at: offset, wakeup: wakeup)
            }
            if !isReady { _ = await wakeup.waitOrCancellation() }
            for (reader, _) in readers { await reader.forget(wakeup) }
            if isReady { return }
        }
    }

    /// Asks the brokers' time index.
    public func firstOffset(in source: TopicPartition, at time: Timestamp) async throws -> Int64? {
        try await check(source)
        let directory = topicDirectory
        return try await calls.run { try directory.firstOffset(in: source, at: time) }
    }

    /// A consumer for each member, whose partitions the brokers divide, cooperative and sticky: of those that stay where they
    /// are nothing is noticed. A member that is killed is replaced after six seconds. A process that stands still for longer
    /// has lost its partitions when it goes on, and learns it within a second: until then a partition may have two members.
    public func join(
        group: String,
        topics: [String],
        _ body: @escaping @Sendable (TopicPartition) async throws -> Void
    ) async throws {
        try backlog.checkOpen()
        try check(group)
        for topic in topics { _ = try await partitions(of: topic) }
        let member = try GroupMember(configuration, group: group, logger: logger)
        let id = ObjectIdentifier(member)
        state.withLock { $0.members[id] = member.signal }
        defer { state.withLock { $0.members[id] = nil } }
        try await member.run(topics, whileOpen: backlog, body)
    }

    /// Commits as a consumer without members does.
    public func commit(_ offsets: [TopicPartition: Int64], group: String) async throws {
        try await check(offsets, group: group)
        if offsets.isEmpty { return }
        let groups = groupOffsets
        try await calls.run {
            do {
                try groups.commit(offsets, group: group)
            } catch let fault as KafkaFault {
                throw fault.error("commit the offsets of group \(group)")
            }
        }
    }

    private func check(_ group: String) throws {
        guard (1...EventLogLimits.groupNameBytesMax).contains(group.utf8.count) else {
            throw EventLogError.invalidName("a group's name has 1 to \(EventLogLimits.groupNameBytesMax) bytes")
        }
        if GroupOffsets.isTaken(group) {
            throw EventLogError.invalidName(
                "group names that begin with \(GroupOffsets.producerPrefix) or \(GroupOffsets.memberPrefix) are taken"
            )
        }
    }

    private func check(_ offsets: [TopicPartition: Int64], group: String) async throws {
        try backlog.checkOpen()
        try check(group)
        for place in offsets.keys { try await check(place) }
    }

    /// Where a consumer group is; empty if it never committed, or not for longer than the brokers remember.
    public func committed(group: String) async throws -> [TopicPartition: Int64] {
        try backlog.checkOpen()
        return try await committedOffsets(group)
    }

    private func committedOffsets(_ group: String) async throws -> [TopicPartition: Int64] {
        let groups = groupOffsets
        return try await calls.run {
            do {
                return try groups.committed(group)
            } catch let fault as KafkaFault {
                throw fault.error("ask for the offsets of group \(group)")
            }
        }
    }

    /// The names of all consumer groups of the namespace that have offsets, sorted, without those of producers' sequences.
    public func groups() async throws -> [String] {
        try backlog.checkOpen()
        let groups = groupOffsets
        return try await calls.run {
            do {
                return try groups.groups()
            } catch let fault as KafkaFault {
                throw fault.error("list the consumer groups")
            }
        }
    }

    /// Nothing to do: the brokers delete by themselves.
    public func enforceRetention(now: Timestamp) async throws -> Int64 {
        try backlog.checkOpen()
        return 0
    }

    /// Delivers what was accepted, wakes the waiters, and ends librdkafka's threads.
    public func close() async throws {
        guard !backlog.close() else { throw EventLogError.closed }
        lanes.close()
        let (readers, senders) = state.withLock { state in
            for member in state.members.values { member.fire() }
            return (Array(state.readers.values), Array(state.senders.values))
        }
        for reader in readers { await reader.wakeAll() }
        for sender in senders { await sender.close() }
        try await calls.run { [producer] in producer.close() }
        for reader in readers { try await reader.stop() }
        try await calls.run { [lanes] in lanes.destroy() }
    }
}
