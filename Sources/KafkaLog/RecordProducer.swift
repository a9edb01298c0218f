import CRDKafka
import EventLog
import Foundation
import Logging
import Primitives
import Synchronization

/// Appends outside transactions: one idempotent producer for all callers, so that their records share batches.
final class RecordProducer: Sendable {
    private let handle: KafkaHandle
    private let calls: BlockingCalls
    private let configuration: KafkaConfiguration
    private let isStopped = Atomic(false)

    /// - Throws: `EventLogError.invalidConfiguration`.
    init(_ configuration: KafkaConfiguration, calls: BlockingCalls, logger: Logger) throws {
        self.configuration = configuration
        self.calls = calls
        handle = try KafkaHandle(
            RD_KAFKA_PRODUCER,
            configuration,
            Self.properties(configuration) + [("enable.idempotence", "true")],
            reportsDelivery: true,
            logger: logger
        )
        // A thread, since librdkafka reports only to who calls it and waits.
        let thread = Thread { [weak self] in
            while let producer = self, !producer.isStopped.load(ordering: .relaxed) {
                rd_kafka_poll(producer.handle.pointer, Self.pollMilliseconds)
            }
        }
        thread.name = "bss-kafka-reports"
        thread.start()
    }

    /// How long one wait for reports lasts before the thread looks whether it is still needed.
    private static let pollMilliseconds: Int32 = 200

    /// What producers of both kinds have in common.
    static func properties(_ configuration: KafkaConfiguration) -> [(String, String)] {
        [
            ("acks", "all"), ("retry.backoff.ms", "50"), ("compression.codec", configuration.compression.rawValue),
            ("linger.ms", String(KafkaConfiguration.lingerMilliseconds)),
            ("message.timeout.ms", String(configuration.timeoutMilliseconds)),
            ("message.max.bytes", String(EventLogLimits.recordBytesMax + KafkaConfiguration.recordOverheadBytes)),
            ("queue.buffering.max.messages", String(KafkaConfiguration.queuedRecordsMax)),
            ("queue.buffering.max.kbytes", String(EventLogLimits.waitingBytesMax / 512)),
        ]
    }

    /// The records' offsets, once every broker that has to has them.
    ///
    /// - Throws: `EventLogError.failed`; some of the records may be there then.
    func append(_ routed: RoutedRecords, now: Timestamp) async throws -> [Int64?] {
        let name = configuration.namespace + routed.topic
        let (topic, isNew) = topicPointer(name)
        if isNew { try await learn(topic) }
        let delivery = Delivery(records: routed.records.count)
        for (index, record) in routed.records.enumerated() {
            var code = RD_KAFKA_RESP_ERR__QUEUE_FULL
            // The queue empties, or its records time out: so this ends.
            while code == RD_KAFKA_RESP_ERR__QUEUE_FULL {
                code = delivery.enqueue(
                    record,
                    index,
                    partition: routed.partitions[index],
                    topic: topic.pointer,
                    handle: handle.pointer,
                    now: now
                )
                if code == RD_KAFKA_RESP_ERR__QUEUE_FULL { await Self.pause() }
            }
            if code != RD_KAFKA_RESP_ERR_NO_ERROR {
                delivery.abandon(routed.records.count - index, because: code)
                break
            }
        }
        await delivery.wait()
        if let fault = delivery.fault {
            throw KafkaFault(fault).error("append to \(routed.topic)", topic: routed.topic)
        }
        return delivery.offsets
    }

    // @unchecked: librdkafka's objects may be used from any thread.
    private struct TopicPointer: @unchecked Sendable {
        let pointer: OpaquePointer
    }

    private func topicPointer(_ name: String) -> (TopicPointer, isNew: Bool) {
        let (pointer, isNew) = handle.topic(name)
        return (TopicPointer(pointer: pointer), isNew)
    }

    /// Asks for the topic's partitions now: librdkafka's own asking would hold its first records for up to a second.
    private func learn(_ topic: TopicPointer) async throws {
        try await calls.run { [handle, configuration] in
            var metadata: UnsafePointer<rd_kafka_metadata>?
            _ = rd_kafka_metadata(
                handle.pointer,
                0,
                topic.pointer,
                &metadata,
                Int32(configuration.timeoutMilliseconds)
            )
            if let metadata { rd_kafka_metadata_destroy(metadata) }
        }
    }

    private static func pause() async {
        // why: an append that has begun completes even if its task is cancelled
        await Task.detached {
            try? await Task.sleep(for: .milliseconds(KafkaConfiguration.queueFullMilliseconds))  // why: never cancelled
        }.value
    }

    /// Delivers what was accepted, or gives up on it; then ends.
    func close() {
        if rd_kafka_flush(handle.pointer, KafkaConfiguration.closeMilliseconds) != RD_KAFKA_RESP_ERR_NO_ERROR {
            giveUp()
        }
        isStopped.store(true, ordering: .relaxed)
    }

    /// Fails what is not delivered yet, and waits for nothing.
    func giveUp() {
        rd_kafka_purge(handle.pointer, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT)
        rd_kafka_flush(handle.pointer, KafkaConfiguration.closeMilliseconds)
        isStopped.store(true, ordering: .relaxed)
    }
}
