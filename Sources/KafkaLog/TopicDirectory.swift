import CRDKafka
import EventLog
import Foundation
import Primitives
import Synchronization

/// The topics of the cluster that belong to the namespace. Every call but `partitions` waits: only for threads that may.
final class TopicDirectory: Sendable {
    private let configuration: KafkaConfiguration
    /// Sees the end of what is written, committed or not.
    private let handle: KafkaHandle
    /// Sees the end of what is committed.
    private let committedHandle: KafkaHandle
    private let counts = Mutex<[String: Int]>([:])

    /// How long one look for a new topic lasts before the next, in seconds.
    private static let lookSeconds = 0.02

    init(_ configuration: KafkaConfiguration, handle: KafkaHandle, committedHandle: KafkaHandle) {
        self.configuration = configuration
        self.handle = handle
        self.committedHandle = committedHandle
    }

    private var timeout: Int32 { Int32(configuration.timeoutMilliseconds) }
    private var call: AdminCall {
        AdminCall(handle: handle, timeoutMilliseconds: configuration.timeoutMilliseconds)
    }

    /// How many partitions a topic has, if that was looked up before.
    func partitions(of topic: String) -> Int? { counts.withLock { $0[topic] } }

    /// How many partitions a topic has.
    ///
    /// - Throws: `EventLogError.unknownTopic`, `.failed`.
    func lookUp(_ topic: String) throws -> Int {
        if EventLogLimits.refusal(ofTopicName: configuration.namespace + topic) != nil {
            throw EventLogError.unknownTopic(topic)
        }
        let pointer = handle.topic(configuration.namespace + topic).topic
        let deadline = ContinuousClock.now + .milliseconds(configuration.timeoutMilliseconds)
        while true {
            var metadata: UnsafePointer<rd_kafka_metadata>?
            let code = rd_kafka_metadata(handle.pointer, 0, pointer, &metadata, timeout)
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let metadata else { throw unreachable(code) }
            defer { rd_kafka_metadata_destroy(metadata) }
            guard metadata.pointee.topic_cnt == 1 else { throw EventLogError.unknownTopic(topic) }
            let found = metadata.pointee.topics[0]
            if found.err == RD_KAFKA_RESP_ERR_NO_ERROR, found.partition_cnt > 0 {
                let count = Int(found.partition_cnt)
                counts.withLock { $0[topic] = count }
                return count
            }
            // Without a leader, as while brokers change, there soon is one.
            guard found.err == RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE, ContinuousClock.now < deadline else {
                counts.withLock { $0[topic] = nil }
                throw KafkaFault(found.err).error("look up topic \(topic)", topic: topic)
            }
            Thread.sleep(forTimeInterval: Self.lookSeconds)
        }
    }

    private func unreachable(_ code: rd_kafka_resp_err_t) -> EventLogError {
        let reason = handle.lastError() ?? String(cString: rd_kafka_err2str(code))
        return .failed(
            "no Kafka broker answers at \(configuration.brokers): \(reason); start one, or correct log.brokers, log.tls.* and"
                + " log.sasl.*"
        )
    }

    /// The topics' names, sorted.
    ///
    /// - Throws: `EventLogError.failed`.
    func names() throws -> [String] {
        var metadata: UnsafePointer<rd_kafka_metadata>?
        let code = rd_kafka_metadata(handle.pointer, 1, nil, &metadata, timeout)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let metadata else { throw unreachable(code) }
        defer { rd_kafka_metadata_destroy(metadata) }
        var names: [String] = []
        for index in 0..<Int(metadata.pointee.topic_cnt) {
            let name = String(cString: metadata.pointee.topics[index].topic)
            // Kafka's own begin so.
            guard !name.hasPrefix("__"), name.hasPrefix(configuration.namespace) else { continue }
            names.append(String(name.dropFirst(configuration.namespace.count)))
        }
        return names.sorted()
    }

    /// Makes a topic, and waits until it can be written to.
    ///
    /// - Throws: `EventLogError.topicExists`, `.invalidConfiguration`, `.failed`.
    func create(_ topic: String, _ wanted: TopicConfiguration) throws {
        var text = [CChar](repeating: 0, count: 256)
        var request = rd_kafka_NewTopic_new(
            configuration.namespace + topic,
            Int32(wanted.partitions),
            Int32(configuration.replicationFactor),
            &text,
            text.count
        )
        guard request != nil else {
            throw EventLogError.invalidConfiguration(KafkaHandle.string(text))
        }
        defer { rd_kafka_NewTopic_destroy(request) }
        for (name, value) in [
            ("retention.ms", wanted.retentionMilliseconds ?? -1), ("retention.bytes", wanted.retentionBytes ?? -1),
        ] { rd_kafka_NewTopic_set_config(request, name, String(value)) }
        rd_kafka_NewTopic_set_config(request, "cleanup.policy", "delete")
        do {
            try call.run(
                RD_KAFKA_ADMIN_OP_CREATETOPICS,
                { rd_kafka_CreateTopics(handle.pointer, &request, 1, $0, $1) },
                take: { event in
                    var count = 0
                    let results = rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event), &count)
                    guard count == 1, let result = results?[0] else { return }
                    let code = rd_kafka_topic_result_error(result)
                    if code != RD_KAFKA_RESP_ERR_NO_ERROR { throw KafkaFault(code) }
                }
            )
        } catch let fault as KafkaFault {
            throw fault.error("create topic \(topic)", topic: topic)
        }
        let deadline = ContinuousClock.now + .milliseconds(configuration.timeoutMilliseconds)
        while true {
            do {
                _ = try lookUp(topic)
                return
            } catch EventLogError.unknownTopic where ContinuousClock.now < deadline {
                // The brokers have not all heard of it.
                Thread.sleep(forTimeInterval: Self.lookSeconds)
            }
        }
    }

    /// A topic as it is now.
    ///
    /// - Throws: `EventLogError.unknownTopic`, `.failed`.
    func describe(_ topic: String) throws -> TopicDescription {
        let count = try lookUp(topic)
        let earliest = try offsets(of: topic, count, at: Int64(RD_KAFKA_OFFSET_BEGINNING), handle)
        let stable = try offsets(of: topic, count, at: Int64(RD_KAFKA_OFFSET_END), committedHandle)
        // After the stable ones, so that they are never above it.
        let ends = try offsets(of: topic, count, at: Int64(RD_KAFKA_OFFSET_END), handle)
        return TopicDescription(
            name: topic,
            configuration: try self.configuration(of: topic, partitions: count),
            partitions: (0..<count).map { partition in
                TopicDescription.Partition(
                    partition: partition,
                    earliestOffset: earliest[partition],
                    endOffset: ends[partition],
                    lastStableOffset: stable[partition],
                    bytes: 0,
                    segments: 0
                )
            }
        )
    }

    private func configuration(of topic: String, partitions: Int) throws -> TopicConfiguration {
        var request = rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, configuration.namespace + topic)
        defer { rd_kafka_ConfigResource_destroy(request) }
        var found = TopicConfiguration(partitions: partitions, retentionMilliseconds: nil, retentionBytes: nil)
        do {
            try call.run(
                RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS,
                { rd_kafka_DescribeConfigs(handle.pointer, &request, 1, $0, $1) },
                take: { event in
                    var count = 0
                    let resources = rd_kafka_DescribeConfigs_result_resources(
                        rd_kafka_event_DescribeConfigs_result(event),
                        &count
                    )
                    guard count == 1, let resource = resources?[0] else { return }
                    let code = rd_kafka_ConfigResource_error(resource)
                    if code != RD_KAFKA_RESP_ERR_NO_ERROR { throw KafkaFault(code) }
                    let entries = rd_kafka_ConfigResource_configs(resource, &count)
                    for index in 0..<count {
                        guard let entry = entries?[index], let value = rd_kafka_ConfigEntry_value(entry) else {
                            continue
                        }
                        let number = Int64(String(cString: value)).flatMap { $0 < 0 ? nil : $0 }
                        switch String(cString: rd_kafka_ConfigEntry_name(entry)) {
                        case "retention.ms": found.retentionMilliseconds = number
                        case "retention.bytes": found.retentionBytes = number
                        default: break
                        }
                    }
                }
            )
        } catch let fault as KafkaFault {
            throw fault.error("describe topic \(topic)", topic: topic)
        }
        return found
    }

    private func offsets(of topic: String, _ count: Int, at time: Int64, _ handle: KafkaHandle) throws -> [Int64] {
        let places = (0..<count).map { TopicPartition(topic, $0) }
        let found = try offsets(Dictionary(uniqueKeysWithValues: places.map { ($0, time) }), handle)
        return places.map { found[$0] ?? 0 }
    }

    private func offsets(_ times: [TopicPartition: Int64], _ handle: KafkaHandle) throws -> [TopicPartition: Int64] {
        try whileLeadersMove(of: times.keys.first?.topic) {
            let list = PartitionList(times, namespace: configuration.namespace)
            let code = list.withPointer { rd_kafka_offsets_for_times(handle.pointer, $0, timeout) }
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaFault(code) }
            return try list.offsets(namespace: configuration.namespace)
        }
    }

    /// Asks again while partitions move from one leader to another.
    private func whileLeadersMove<Success>(of topic: String?, _ ask: () throws -> Success) throws -> Success {
        let deadline = ContinuousClock.now + .milliseconds(configuration.timeoutMilliseconds)
        while true {
            do {
                return try ask()
            } catch let fault as KafkaFault {
                guard fault.isPassing, ContinuousClock.now < deadline else {
                    throw fault.error("ask for offsets", topic: topic)
                }
                Thread.sleep(forTimeInterval: Self.lookSeconds)
                // Makes librdkafka forget the leaders that it knows of.
                _ = try names()
            }
        }
    }

    /// The first offset of a partition whose time is at or after this one.
    ///
    /// - Throws: `EventLogError.failed`.
    func firstOffset(in source: TopicPartition, at time: Timestamp) throws -> Int64? {
        // Below 0 the protocol has other meanings.
        let found = try offsets([source: max(0, time.milliseconds)], committedHandle)[source] ?? -1
        return found >= 0 ? found : nil
    }

    /// The oldest offset of a partition and its end, committed or not.
    ///
    /// - Throws: `EventLogError.failed`.
    func bounds(of source: TopicPartition) throws -> (earliest: Int64, end: Int64) {
        var (earliest, end): (Int64, Int64) = (0, 0)
        try whileLeadersMove(of: source.topic) {
            let code = rd_kafka_query_watermark_offsets(
                handle.pointer,
                configuration.namespace + source.topic,
                Int32(source.partition),
                &earliest,
                &end,
                timeout
            )
            if code != RD_KAFKA_RESP_ERR_NO_ERROR { throw KafkaFault(code) }
        }
        return (earliest, end)
    }
}
