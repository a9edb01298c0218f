import CRDKafka
import EventLog
import Foundation

/// The offsets that consumer groups have committed. Every call waits: only for threads that may.
struct GroupOffsets: Sendable {
    let handle: KafkaHandle
    let namespace: String
    let timeoutMilliseconds: Int

    /// What begins the names of the groups that hold producers' sequences.
    static let producerPrefix = "bss.producer."

    /// What begins the names of the groups that have members. They are apart from those that have offsets, since in a
    /// group with members only these may commit, and only offsets of what is theirs.
    static let memberPrefix = "bss.members."

    /// The pause before offsets are asked for again that a transaction is about to change.
    private static let unstableSeconds = 0.01

    /// The group that holds a producer's last sequences as offsets.
    static func group(of producer: Producer) -> String { producerPrefix + producer.name }

    /// Whether a group's name is one of this program's own.
    static func isTaken(_ group: String) -> Bool { group.hasPrefix(producerPrefix) || group.hasPrefix(memberPrefix) }

    private var call: AdminCall { AdminCall(handle: handle, timeoutMilliseconds: timeoutMilliseconds) }

    /// Where a group is. Waits for transactions that are being committed.
    ///
    /// - Throws: `KafkaFault`.
    func committed(_ group: String) throws -> [TopicPartition: Int64] {
        var request = rd_kafka_ListConsumerGroupOffsets_new(namespace + group, nil)
        defer { rd_kafka_ListConsumerGroupOffsets_destroy(request) }
        let deadline = ContinuousClock.now + .milliseconds(timeoutMilliseconds)
        while true {
            do {
                return try call.run(
                    RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPOFFSETS,
                    requireStable: true,
                    { rd_kafka_ListConsumerGroupOffsets(handle.pointer, &request, 1, $0, $1) },
                    take: { event in
                        var count = 0
                        guard
                            let groups = rd_kafka_ListConsumerGroupOffsets_result_groups(
                                rd_kafka_event_ListConsumerGroupOffsets_result(event),
                                &count
                            ), count == 1
                        else { return [:] }
                        try check(groups[0])
                        guard let list = rd_kafka_group_result_partitions(groups[0]) else { return [:] }
                        return try PartitionList(borrowing: list).offsets(namespace: namespace).filter { $0.value >= 0 }
                    }
                )
            } catch let fault as KafkaFault
                where fault.code == RD_KAFKA_RESP_ERR_UNSTABLE_OFFSET_COMMIT && ContinuousClock.now < deadline
            {
                Thread.sleep(forTimeInterval: Self.unstableSeconds)
            }
        }
    }

    /// Sets where a group is.
    ///
    /// - Throws: `KafkaFault`.
    func commit(_ offsets: [TopicPartition: Int64], group: String) throws {
        var request = PartitionList(offsets, namespace: namespace).withPointer {
            rd_kafka_AlterConsumerGroupOffsets_new(namespace + group, $0)
        }
        defer { rd_kafka_AlterConsumerGroupOffsets_destroy(request) }
        try call.run(
            RD_KAFKA_ADMIN_OP_ALTERCONSUMERGROUPOFFSETS,
            { rd_kafka_AlterConsumerGroupOffsets(handle.pointer, &request, 1, $0, $1) },
            take: { event in
                var count = 0
                guard
                    let groups = rd_kafka_AlterConsumerGroupOffsets_result_groups(
                        rd_kafka_event_AlterConsumerGroupOffsets_result(event),
                        &count
                    ), count == 1
                else { return }
                try check(groups[0])
                guard let list = rd_kafka_group_result_partitions(groups[0]) else { return }
                _ = try PartitionList(borrowing: list).offsets(namespace: namespace)
            }
        )
    }

    /// The names of all groups of the namespace, sorted.
    ///
    /// - Throws: `KafkaFault`.
    func groups() throws -> [String] {
        try call.run(
            RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPS,
            { rd_kafka_ListConsumerGroups(handle.pointer, $0, $1) },
            take: { event in
                var count = 0
                let listings = rd_kafka_ListConsumerGroups_result_valid(
                    rd_kafka_event_ListConsumerGroups_result(event),
                    &count
                )
                return (0..<count).compactMap { index in
                    let name = String(cString: rd_kafka_ConsumerGroupListing_group_id(listings?[index]))
                    guard name.hasPrefix(namespace) else { return nil }
                    let group = String(name.dropFirst(namespace.count))
                    return Self.isTaken(group) ? nil : group
                }.sorted()
            }
        )
    }

    private func check(_ group: OpaquePointer?) throws {
        guard let group, let error = rd_kafka_group_result_error(group) else { return }
        throw KafkaFault(rd_kafka_error_code(error))
    }
}
