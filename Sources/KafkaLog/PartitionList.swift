import CRDKafka
import EventLog

/// librdkafka's list of partitions with an offset each.
final class PartitionList {
    private let pointer: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>
    private let ownsPointer: Bool

    /// A list of these partitions, whose topics get the namespace.
    init(_ offsets: [TopicPartition: Int64], namespace: String) {
        pointer = rd_kafka_topic_partition_list_new(Int32(offsets.count))
        ownsPointer = true
        for (place, offset) in offsets {
            rd_kafka_topic_partition_list_add(pointer, namespace + place.topic, Int32(place.partition)).pointee.offset =
                offset
        }
    }

    /// A look at a list that somebody else owns.
    init(borrowing pointer: UnsafePointer<rd_kafka_topic_partition_list_t>) {
        self.pointer = UnsafeMutablePointer(mutating: pointer)
        ownsPointer = false
    }

    /// Lets librdkafka look at the list, which lives at least as long.
    func withPointer<Success>(
        _ body: (UnsafeMutablePointer<rd_kafka_topic_partition_list_t>) throws -> Success
    ) rethrows -> Success {
        try withExtendedLifetime(self) { try body(pointer) }
    }

    deinit { if ownsPointer { rd_kafka_topic_partition_list_destroy(pointer) } }

    /// Each partition of the namespace with its offset.
    ///
    /// - Throws: `KafkaFault` if one of them failed.
    func offsets(namespace: String) throws -> [TopicPartition: Int64] {
        var offsets: [TopicPartition: Int64] = [:]
        for index in 0..<Int(pointer.pointee.cnt) {
            let element = pointer.pointee.elems[index]
            let topic = String(cString: element.topic)
            guard topic.hasPrefix(namespace) else { continue }
            guard element.err == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaFault(element.err) }
            offsets[TopicPartition(String(topic.dropFirst(namespace.count)), Int(element.partition))] = element.offset
        }
        return offsets
    }
}
