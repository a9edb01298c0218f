import CRDKafka
import EventLog
import Foundation

/// librdkafka's C API by itself, with what it needs and nothing more: the yardstick of the Kafka log.
struct RawKafka {
    let brokers: String
    let topic: String
    let partitions: Int

    private static let pollEvery = 1_000
    private static let timeoutMilliseconds: Int32 = 60_000
    private static let batch = 2_000

    private func client(_ kind: rd_kafka_type_t, _ properties: [(String, String)]) throws -> OpaquePointer {
        var text = [CChar](repeating: 0, count: 256)
        let conf = rd_kafka_conf_new()
        for (name, value) in [("bootstrap.servers", brokers)] + properties {
            guard rd_kafka_conf_set(conf, name, value, &text, text.count) == RD_KAFKA_CONF_OK else {
                throw BenchmarkFailure("librdkafka does not take \(name)")
            }
        }
        guard let client = rd_kafka_new(kind, conf, &text, text.count) else { throw BenchmarkFailure("no client") }
        return client
    }

    /// Seconds to produce so many records of these bytes, acknowledged.
    func produce(_ count: Int, value: [UInt8], compression: String) throws -> Double {
        let client = try client(
            RD_KAFKA_PRODUCER,
            [
                ("enable.idempotence", "true"), ("compression.codec", compression), ("linger.ms", "2"),
                ("queue.buffering.max.messages", "2000000"), ("queue.buffering.max.kbytes", "1000000"),
            ]
        )
        defer { rd_kafka_destroy(client) }
        let topic = rd_kafka_topic_new(client, topic, nil)
        defer { rd_kafka_topic_destroy(topic) }
        var metadata: UnsafePointer<rd_kafka_metadata>?
        rd_kafka_metadata(client, 0, topic, &metadata, Self.timeoutMilliseconds)
        rd_kafka_metadata_destroy(metadata)
        let begun = ContinuousClock.now
        for number in 0..<count {
            let key = Array("customer-\(number % 10_000)".utf8)
            let code = value.withUnsafeBytes { bytes in
                rd_kafka_produce(
                    topic,
                    Int32(number % partitions),
                    RD_KAFKA_MSG_F_COPY,
                    UnsafeMutableRawPointer(mutating: bytes.baseAddress),
                    bytes.count,
                    key,
                    key.count,
                    nil
                )
            }
            guard code == 0 else { throw BenchmarkFailure("librdkafka's queue is full") }
            if number % Self.pollEvery == 0 { rd_kafka_poll(client, 0) }
        }
        guard rd_kafka_flush(client, Self.timeoutMilliseconds) == RD_KAFKA_RESP_ERR_NO_ERROR else {
            throw BenchmarkFailure("records were not acknowledged")
        }
        return (ContinuousClock.now - begun) / .seconds(1)
    }

    /// Seconds to have so many records in hand, from the topic's beginning.
    func consume(_ count: Int) throws -> Double {
        let client = try client(
            RD_KAFKA_CONSUMER,
            [
                ("receive.message.max.bytes", "1000000000"), ("queued.min.messages", "20000"),
                ("enable.auto.commit", "false"), ("fetch.wait.max.ms", "50"),
            ]
        )
        defer { rd_kafka_destroy(client) }
        let topic = rd_kafka_topic_new(client, topic, nil)
        defer { rd_kafka_topic_destroy(topic) }
        let queue = rd_kafka_queue_new(client)
        defer { rd_kafka_queue_destroy(queue) }
        let begun = ContinuousClock.now
        for partition in 0..<partitions { rd_kafka_consume_start_queue(topic, Int32(partition), 0, queue) }
        defer { for partition in 0..<partitions { rd_kafka_consume_stop(topic, Int32(partition)) } }
        var messages = [UnsafeMutablePointer<rd_kafka_message_t>?](repeating: nil, count: Self.batch)
        var seen = 0
        while seen < count {
            let taken = rd_kafka_consume_batch_queue(queue, Self.timeoutMilliseconds, &messages, Self.batch)
            guard taken > 0 else { throw BenchmarkFailure("records do not come") }
            for index in 0..<taken {
                if messages[index]!.pointee.err == RD_KAFKA_RESP_ERR_NO_ERROR { seen += 1 }
                rd_kafka_message_destroy(messages[index])
            }
        }
        return (ContinuousClock.now - begun) / .seconds(1)
    }
}
