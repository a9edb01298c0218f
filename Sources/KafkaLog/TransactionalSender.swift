import CRDKafka
import EventLog
import Logging
import Primitives

/// Appends in transactions of one transactional id, one at a time. The brokers end what an earlier process with the same id
/// has under way, and refuse it from then on.
///
/// A producer's last sequence in each partition is kept as an offset of a consumer group of its own, committed in the same
/// transaction as the records: so both are there or neither, after a crash at any point. The sequences are read once the
/// transactional id is taken over, when no older transaction can end any more. What Kafka forgets after
/// `offsets.retention.minutes` (seven days) without a commit is the limit of this memory.
// @unchecked: every variable is used on the sender's own queue of calls only.
final class TransactionalSender: @unchecked Sendable {
    /// A transaction as it is handed over.
    struct Draft: Sendable {
        var parts: [RoutedRecords] = []
        var offsets: [String: [TopicPartition: Int64]] = [:]
        var producer: Producer?
    }

    private let configuration: KafkaConfiguration
    private let transactionalID: String
    /// Whether it may take the id over again by itself: a producer whose sequences are kept may, a job has to look first where
    /// the other one left off.
    private let resumes: Bool
    private let offsets: GroupOffsets
    private let logger: Logger
    private let calls: BlockingCalls
    private var handle: KafkaHandle?
    private var wasFenced = false
    /// The last sequence in each partition; nil until they are read.
    private var sequences: [TopicPartition: Int64]?

    init(
        _ configuration: KafkaConfiguration,
        transactionalID: String,
        resumes: Bool,
        offsets: GroupOffsets,
        logger: Logger
    ) {
        self.configuration = configuration
        self.transactionalID = configuration.namespace + transactionalID
        self.resumes = resumes
        self.offsets = offsets
        self.logger = logger
        calls = BlockingCalls("bss-kafka-\(transactionalID)", atOnce: 1)
    }

    /// Takes the transactional id over from whoever has it.
    ///
    /// - Throws: `EventLogError.failed`.
    func claim() async throws {
        try await calls.run { [self] in
            drop()
            wasFenced = false
            _ = try open()
        }
    }

    /// Commits a transaction; the offset of each record, nil for those that the producer's sequences show to be there.
    ///
    /// - Throws: `EventLogError.failed`. A producer may append the same again; it is unknown whether anything was kept.
    func append(_ draft: Draft, now: Timestamp) async throws -> [Int64?] {
        try await calls.run { [self] in
            if wasFenced, !resumes { throw fenced() }
            do {
                return try commit(draft, now: now)
            } catch let fault as KafkaFault {
                drop()
                if fault.isFenced {
                    wasFenced = true
                    throw fenced()
                }
                throw fault.error("a transaction of \(transactionalID)")
            }
        }
    }

    /// Ends it; what it has under way is aborted.
    func close() async {
        // why: nothing in it throws
        try? await calls.run { [self] in drop() }
    }

    private func fenced() -> EventLogError {
        .failed(
            "another process took over the transactional id \(transactionalID): of those that run the same job or relay on"
                + " one Kafka only the last one started may append"
        )
    }

    private func drop() {
        handle?.destroy()
        handle = nil
        sequences = nil
    }

    private var timeout: Int32 { Int32(configuration.timeoutMilliseconds) }

    private func open() throws -> KafkaHandle {
        if let handle { return handle }
        let properties = [
            ("transactional.id", transactionalID),
            ("transaction.timeout.ms", String(KafkaConfiguration.transactionTimeoutMilliseconds)),
        ]
        var common = RecordProducer.properties(configuration)
        // librdkafka wants a record's time to be within the transaction's.
        common.removeAll { $0.0 == "message.timeout.ms" }
        let handle = try KafkaHandle(
            RD_KAFKA_PRODUCER,
            configuration,
            common + properties,
            reportsDelivery: true,
            logger: logger
        )
        do {
            try retrying { KafkaFault(rd_kafka_init_transactions(handle.pointer, timeout)) }
        } catch {
            handle.destroy()
            throw error
        }
        self.handle = handle
        return handle
    }

    /// Makes a call again while the brokers say that this may help, and time is left.
    private func retrying(_ call: () -> KafkaFault?) throws {
        let deadline = ContinuousClock.now + .milliseconds(configuration.timeoutMilliseconds)
        while let fault = call() {
            guard fault.isRetriable, ContinuousClock.now < deadline else { throw fault }
        }
    }

    private func commit(_ draft: Draft, now: Timestamp) throws -> [Int64?] {
        var attempts = 0
        while true {
            attempts += 1
            let handle = try open()
            var draft = draft
            let isKnown = try dropKnown(&draft)
            let count = draft.parts.reduce(0) { $0 + $1.records.count }
            if count == 0, draft.offsets.isEmpty { return isKnown.map { _ in nil } }
            let delivery = Delivery(records: count)
            do {
                try attempt(draft, delivery, handle, now: now)
            } catch let fault as KafkaFault {
                // Records that still wait are reported at the latest while the transaction is aborted, or never.
                let isAborted =
                    fault.needsAbort && KafkaFault(rd_kafka_abort_transaction(handle.pointer, timeout)) == nil
                guard isAborted, delivery.isSettled else {
                    drop()
                    throw fault
                }
                if attempts >= KafkaConfiguration.transactionAttemptsMax { throw fault }
                logger.warning("a transaction is tried again", metadata: ["error": "\(fault.text)"])
                continue
            }
            remember(draft)
            var offsets = delivery.offsets.makeIterator()
            return isKnown.map { $0 ? nil : offsets.next() }
        }
    }

    /// Takes the records away that the producer's sequences show to be there; which of all they are.
    private func dropKnown(_ draft: inout Draft) throws -> [Bool] {
        guard let producer = draft.producer else {
            return draft.parts.flatMap { $0.records.map { _ in false } }
        }
        var sequences = try self.sequences ?? offsets.committed(GroupOffsets.group(of: producer))
        self.sequences = sequences
        var isKnown: [Bool] = []
        for (number, part) in draft.parts.enumerated() {
            var keep: [Int] = []
            for (index, record) in part.records.enumerated() {
                let place = TopicPartition(part.topic, Int(part.partitions[index]))
                let isNew = record.sequence! > sequences[place] ?? -1
                isKnown.append(!isNew)
                if isNew {
                    sequences[place] = record.sequence!
                    keep.append(index)
                }
            }
            if keep.count < part.records.count { draft.parts[number] = RoutedRecords(part, keeping: keep) }
        }
        if isKnown.contains(false) {
            // All of a topic's, so that those of partitions without traffic do not age.
            let topics = Set(draft.parts.map(\.topic))
            draft.offsets[GroupOffsets.group(of: producer)] = sequences.filter { topics.contains($0.key.topic) }
        }
        return isKnown
    }

    private func remember(_ draft: Draft) {
        guard let producer = draft.producer, let committed = draft.offsets[GroupOffsets.group(of: producer)] else {
            return
        }
        sequences?.merge(committed) { _, new in new }
    }

    private func attempt(_ draft: Draft, _ delivery: Delivery, _ handle: KafkaHandle, now: Timestamp) throws {
        if let fault = KafkaFault(rd_kafka_begin_transaction(handle.pointer)) { throw fault }
        var index = 0
        for part in draft.parts where !part.records.isEmpty {
            let topic = try topic(configuration.namespace + part.topic, handle)
            for (number, record) in part.records.enumerated() {
                var code = RD_KAFKA_RESP_ERR__QUEUE_FULL
                while code == RD_KAFKA_RESP_ERR__QUEUE_FULL {
                    code = delivery.enqueue(
                        record,
                        index,
                        partition: part.partitions[number],
                        topic: topic,
                        handle: handle.pointer,
                        now: now
                    )
                    if code == RD_KAFKA_RESP_ERR__QUEUE_FULL {
                        rd_kafka_poll(handle.pointer, KafkaConfiguration.queueFullMilliseconds)
                    }
                }
                if code != RD_KAFKA_RESP_ERR_NO_ERROR {
                    delivery.abandon(delivery.count - index, because: code)
                    var fault = KafkaFault(code)
                    fault.needsAbort = true
                    throw fault
                }
                index += 1
            }
        }
        for (group, offsets) in draft.offsets.sorted(by: { $0.key < $1.key }) {
            try send(offsets, group: configuration.namespace + group, handle)
        }
        try retrying { KafkaFault(rd_kafka_commit_transaction(handle.pointer, timeout)) }
        guard delivery.isSettled, delivery.fault == nil else {
            throw KafkaFault(delivery.fault ?? RD_KAFKA_RESP_ERR__STATE)
        }
    }

    private func topic(_ name: String, _ handle: KafkaHandle) throws -> OpaquePointer {
        let (topic, isNew) = handle.topic(name)
        guard isNew else { return topic }
        // Asks for the partitions now: librdkafka's own asking would hold the first records for up to a second.
        var metadata: UnsafePointer<rd_kafka_metadata>?
        _ = rd_kafka_metadata(handle.pointer, 0, topic, &metadata, timeout)
        if let metadata { rd_kafka_metadata_destroy(metadata) }
        return topic
    }

    private func send(_ offsets: [TopicPartition: Int64], group: String, _ handle: KafkaHandle) throws {
        guard !offsets.isEmpty else { return }
        let list = PartitionList(offsets, namespace: configuration.namespace)
        let metadata = rd_kafka_consumer_group_metadata_new(group)
        defer { rd_kafka_consumer_group_metadata_destroy(metadata) }
        try retrying {
            list.withPointer {
                KafkaFault(rd_kafka_send_offsets_to_transaction(handle.pointer, $0, metadata, timeout))
            }
        }
    }
}
