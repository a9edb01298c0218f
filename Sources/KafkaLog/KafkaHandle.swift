import CRDKafka
import EventLog
import Foundation
import Logging
import Synchronization

/// One client of librdkafka. Its threads end some time after it is let go.
// @unchecked: librdkafka's handles may be used from any thread; the pointers never change.
final class KafkaHandle: @unchecked Sendable {
    /// What the callbacks of a handle find; librdkafka has a reference to it until the handle is destroyed.
    private final class Surroundings: Sendable {
        let logger: Logger
        /// The last error that librdkafka told of, which says why no broker can be reached.
        let lastError = Mutex<String?>(nil)

        init(logger: Logger) { self.logger = logger }
    }

    let pointer: OpaquePointer
    private let surroundings: Surroundings
    private let topics = Mutex<[String: SendableTopic]>([:])
    private let isDestroyed = Atomic(false)

    // @unchecked: as the handle.
    private struct SendableTopic: @unchecked Sendable {
        let pointer: OpaquePointer
    }

    /// A client with these properties beside those that all have.
    ///
    /// - Throws: `EventLogError.invalidConfiguration`.
    init(
        _ kind: rd_kafka_type_t,
        _ configuration: KafkaConfiguration,
        _ properties: [(String, String)],
        reportsDelivery: Bool = false,
        tellsAssignments: Bool = false,
        logger: Logger
    ) throws {
        surroundings = Surroundings(logger: logger)
        guard let conf = rd_kafka_conf_new() else { throw EventLogError.failed("no memory for librdkafka") }
        var text = [CChar](repeating: 0, count: 512)
        let standard = [
            ("bootstrap.servers", configuration.brokers), ("client.id", "bss"),
            ("socket.keepalive.enable", "true"), ("log.connection.close", "false"),
            ("topic.metadata.refresh.fast.interval.ms", "100"), ("reconnect.backoff.ms", "50"),
            ("reconnect.backoff.max.ms", "1000"),
            ("receive.message.max.bytes", String(KafkaConfiguration.answerBytesMax)),
        ]
        for (name, value) in try standard + configuration.security.properties() + properties
        where rd_kafka_conf_set(conf, name, value, &text, text.count) != RD_KAFKA_CONF_OK {
            rd_kafka_conf_destroy(conf)
            // why not the text: it may quote the value, which may be a secret
            throw EventLogError.invalidConfiguration("librdkafka does not take the value of \(name)")
        }
        rd_kafka_conf_set_opaque(conf, Unmanaged.passUnretained(surroundings).toOpaque())
        rd_kafka_conf_set_log_cb(conf) { handle, level, facility, line in
            guard let handle, let opaque = rd_kafka_opaque(handle), let line else { return }
            let logger = Unmanaged<Surroundings>.fromOpaque(opaque).takeUnretainedValue().logger
            let facility = facility.map { String(cString: $0) } ?? ""
            logger.log(
                level: level <= 2 ? .error : level <= 4 ? .warning : .debug,
                "\(String(cString: line))",
                metadata: ["kafka": "\(facility)"]
            )
        }
        rd_kafka_conf_set_error_cb(conf) { _, _, line, opaque in
            guard let opaque, let line else { return }
            let reason = String(cString: line)
            Unmanaged<Surroundings>.fromOpaque(opaque).takeUnretainedValue().lastError.withLock { $0 = reason }
        }
        if reportsDelivery {
            rd_kafka_conf_set_dr_msg_cb(conf) { _, message, _ in
                if let message { Delivery.report(message.pointee) }
            }
        }
        if configuration.fetchPauseMilliseconds > 0, kind == RD_KAFKA_CONSUMER {
            FetchPause.install(configuration.fetchPauseMilliseconds, in: conf)
        }
        if tellsAssignments { rd_kafka_conf_set_events(conf, RD_KAFKA_EVENT_REBALANCE) }
        guard let pointer = rd_kafka_new(kind, conf, &text, text.count) else {
            rd_kafka_conf_destroy(conf)
            throw EventLogError.invalidConfiguration(Self.string(text))
        }
        self.pointer = pointer
    }

    /// The text that librdkafka wrote into a buffer.
    static func string(_ text: [CChar]) -> String {
        String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        if isDestroyed.load(ordering: .relaxed) { return }
        let (handle, surroundings) = (SendableTopic(pointer: pointer), surroundings)
        let topics = topics.withLock { $0.values.map { $0 } }
        // A thread, since destroying waits for librdkafka's threads.
        Thread.detachNewThread {
            for topic in topics { rd_kafka_topic_destroy(topic.pointer) }
            rd_kafka_destroy_flags(handle.pointer, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE)
            withExtendedLifetime(surroundings) {}
        }
    }

    /// Ends it now; nobody may use it any more. Waits for librdkafka's threads.
    func destroy() {
        guard !isDestroyed.exchange(true, ordering: .relaxed) else { return }
        for topic in topics.withLock({ $0.values.map { $0 } }) { rd_kafka_topic_destroy(topic.pointer) }
        rd_kafka_destroy_flags(pointer, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE)
    }

    /// Leaves it to the end of the process, where destroying it is not safe; nobody may use it any more.
    func abandon() {
        guard !isDestroyed.exchange(true, ordering: .relaxed) else { return }
        // Its threads go on calling back.
        _ = Unmanaged.passRetained(surroundings)
    }

    /// librdkafka's object for a topic, made once. A producer knows no partitions of a new one yet.
    func topic(_ name: String) -> (topic: OpaquePointer, isNew: Bool) {
        topics.withLock { topics in
            if let known = topics[name] { return (known.pointer, false) }
            guard let made = rd_kafka_topic_new(pointer, name, nil) else {
                preconditionFailure("a topic's name that was checked is refused: \(name)")
            }
            topics[name] = SendableTopic(pointer: made)
            return (made, true)
        }
    }

    /// Serves what waits to be reported, and answers why brokers could not be reached last.
    func lastError() -> String? {
        rd_kafka_poll(pointer, 0)
        return surroundings.lastError.withLock { $0 }
    }
}
