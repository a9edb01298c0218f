import EventLog
import KafkaLog
import Logging
import Primitives

extension Check {
    static let broker: [Check] = [
        Check(.events, "kafka", "the Kafka broker takes a record and gives it back, to the byte") { scene in
            try await scene.withBroker { log in
                let topic = "bss.verify.\(scene.surroundings.identifier())"
                _ = try await log.createTopicIfAbsent(topic, TopicConfiguration(partitions: 3))
                let key = Array("verify".utf8)
                let value = Array(#"{"type":"test","customerId":"cust-123","amount":100.0}"#.utf8)
                let record = EventRecord(key: key, value: value, headers: [EventHeader("ce_id", Array("1".utf8))])
                let positions = try await log.append([record], to: topic)
                let position = try Scene.only(positions)
                let expected = Partitioner.partition(of: key, partitions: 3)
                try require(position.partition == expected, "partition \(position.partition), not \(expected)")
                let source = TopicPartition(topic, position.partition)
                let events = try await log.read(source, from: position.offset ?? 0).events
                try require(
                    events.first?.value == value && events.first?.key == key,
                    "\(events.count) records came back"
                )
                return "partition \(expected) by murmur2"
            }
        },
        Check(
            .events,
            "kafka-topics",
            "the program's topics are in the broker, with six partitions or as many as the server says"
        ) { scene in
            try scene.needsSharedRows()
            return try await scene.withBroker { log in
                let count = try await scene.partitions("bss.order.events")
                for topic in Scene.topics {
                    let found = try await log.describe(topic).partitions.count
                    try require(found == count, "\(topic) has \(found)")
                }
                return "\(Scene.topics.count) topics of \(count) partitions"
            }
        },
        Check(.events, "kafka-order", "the order's events are in the broker, in the partition of murmur2, in order") {
            scene in
            try scene.needsSharedRows()
            let order = try await scene.order()
            return try await scene.withBroker { log in
                let key = Array(order.customer.id.description.utf8)
                let count = try await log.describe("bss.order.events").partitions.count
                let partition = Partitioner.partition(of: key, partitions: count)
                let events = try await Scene.events(log, "bss.order.events", partition, since: scene.began) {
                    $0.key == key
                }
                // why: what is no JSON is no event of the program
                let values = events.compactMap { try? JSON(parsing: $0.value) }.filter {
                    $0["orderId"] == .string(order.id)
                }
                let states = values.compactMap { $0["status"]?.string }
                try require(states == ["acknowledged", "inProgress", "completed"], "\(states)")
                let ids = events.compactMap { $0.header("ce_id") }
                try require(ids.count == events.count, "\(events.count - ids.count) records without ce_id")
                return "partition \(partition) of \(count): \(states.joined(separator: ", "))"
            }
        },
    ]
}

extension Scene {
    /// Runs `body` with the broker.
    ///
    /// - Throws: `NotApplicable` if no address is known.
    nonisolated func withBroker(_ body: (KafkaLog) async throws -> String) async throws -> String {
        let brokers = try address(\.kafka, "Kafka")
        if target.isReadOnly { throw NotApplicable("it would write, and --read-only was given") }
        var logger = Logger(label: "bss.verify")
        logger.logLevel = .critical
        let configuration = KafkaConfiguration(
            brokers: brokers,
            instance: surroundings.identifier().description,
            timeoutMilliseconds: 10_000
        )
        let log = try await KafkaLog.open(configuration, now: surroundings.now, logger: logger)
        let finding: String
        do {
            finding = try await body(log)
        } catch {
            try await log.close()
            throw error
        }
        try await log.close()
        return finding
    }

    /// The one position of an append.
    static func only(_ positions: [EventPosition]) throws -> EventPosition {
        guard positions.count == 1, let position = positions.first else { throw Unmet("\(positions.count) positions") }
        return position
    }

    /// The records of a partition since a time that are wanted.
    static func events(
        _ log: KafkaLog,
        _ topic: String,
        _ partition: Int,
        since time: Timestamp,
        _ isWanted: (StoredEvent) -> Bool
    ) async throws -> [StoredEvent] {
        let source = TopicPartition(topic, partition)
        guard var offset = try await log.firstOffset(in: source, at: time) else { return [] }
        var found: [StoredEvent] = []
        while true {
            let batch = try await log.read(source, from: offset)
            found += batch.events.filter(isWanted)
            guard batch.nextOffset > offset, batch.nextOffset < batch.endOffset else { return found }
            offset = batch.nextOffset
        }
    }
}
