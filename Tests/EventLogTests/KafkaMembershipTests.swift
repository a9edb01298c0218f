import CRDKafka
import EventLog
import Foundation
import KafkaLog
import Primitives
import TestBroker
import Testing

/// What only members in Kafka do: they are killed, and topics grow under them.
@Suite("Kafka log: members", .enabled(if: TestBroker.program != nil), .timeLimit(.minutes(20)))
struct KafkaMembershipTests {
    @Test func whatAKilledMemberHadGoesToTheOthers() async throws {
        // noida-db does not notice members that are killed; the mock cluster does.
        let cluster = try MockCluster()
        cluster.createTopic("t", partitions: 6)
        let brokers = cluster.configuration.brokers
        let log = try await KafkaLog.open(
            cluster.configuration,
            now: { LogImplementation.noon },
            logger: LogImplementation.quiet
        )
        let ledger = MembershipLedger()
        let survivor = Task { try await ledger.member("survivor", log, group: "g", topic: "t") }
        defer { survivor.cancel() }
        try await ledger.wait { $0.shares == ["survivor": 6] }
        async let killed: Void = { () async in
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [brokers = brokers as String] in
                // It must not outlive a test that was ended from outside.
                alarm(120)
                let configuration = KafkaConfiguration(brokers: brokers, instance: "child")
                let log = try await KafkaLog.open(
                    configuration,
                    now: { LogImplementation.noon },
                    logger: LogImplementation.quiet
                )
                try await log.join(group: "g", topics: ["t"]) { source in
                    let position = try await log.position(of: "g", in: source)
                    for try await batch in log.follow(source, from: position, ReadOptions(records: 1)) {
                        // One that is neither handled nor committed.
                        if batch.events[0].text.hasPrefix("kill") { kill(getpid(), SIGKILL) }
                        try await log.commit([source: batch.nextOffset], group: "g")
                    }
                }
            }
        }()
        try await ledger.wait { $0.shares == ["survivor": 3] }
        func send(_ text: String) async throws {
            let records = (0..<6).map { (number: Int) in
                EventRecord(key: nil, value: Array("\(text)\(number)".utf8), partition: number)
            }
            _ = try await log.append(records, to: "t")
        }
        try await send("a")
        try await ledger.wait { $0.handled.count == 3 }
        try await send("kill")
        await killed
        try await send("b")
        try await ledger.wait { $0.shares == ["survivor": 6] && $0.handled.count >= 18 }
        // The mock cluster does not tell what was committed: what the killed one had is read from its beginning.
        #expect(ledger.handled.count == 18 && Set(ledger.handled).count == 18, "none is missed")
        survivor.cancel()
        await #expect(throws: CancellationError.self) { try await survivor.value }
        try await log.close()
    }

    @Test func partitionsThatAreAddedFindAMember() async throws {
        let folder = try TemporaryFolder()
        let log = try await LogImplementation.kafka.open(folder) { LogImplementation.noon }
        try await log.createTopic("t", TopicConfiguration(partitions: 2))
        let ledger = MembershipLedger()
        let member = Task { try await ledger.member("only", log, group: "g", topic: "t") }
        defer { member.cancel() }
        try await ledger.wait { $0.shares == ["only": 2] }
        try Self.grow(folder.name + ".t", to: 3)
        try await ledger.wait { $0.shares == ["only": 3] }
        let later = try await LogImplementation.kafka.open(folder) { LogImplementation.noon }
        _ = try await later.append([EventRecord(key: nil, value: Array("new".utf8), partition: 2)], to: "t")
        try await ledger.wait { $0.handled == ["new"] }
        member.cancel()
        await #expect(throws: CancellationError.self) { try await member.value }
        try await later.close()
        try await log.close()
    }

    private static func grow(_ topic: String, to partitions: Int) throws {
        var text = [CChar](repeating: 0, count: 256)
        let conf = rd_kafka_conf_new()
        let address = try #require(TestBroker.shared).address
        #expect(rd_kafka_conf_set(conf, "bootstrap.servers", address, &text, text.count) == RD_KAFKA_CONF_OK)
        let handle = try #require(rd_kafka_new(RD_KAFKA_PRODUCER, conf, &text, text.count))
        let queue = rd_kafka_queue_new(handle)
        defer {
            rd_kafka_queue_destroy(queue)
            rd_kafka_destroy(handle)
        }
        var request = rd_kafka_NewPartitions_new(topic, partitions, &text, text.count)
        defer { rd_kafka_NewPartitions_destroy(request) }
        rd_kafka_CreatePartitions(handle, &request, 1, nil, queue)
        let event = rd_kafka_queue_poll(queue, 30_000)
        defer { rd_kafka_event_destroy(event) }
        #expect(rd_kafka_event_error(event) == RD_KAFKA_RESP_ERR_NO_ERROR)
    }
}
