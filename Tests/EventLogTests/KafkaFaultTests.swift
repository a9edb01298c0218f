import CRDKafka
import EventLog
import Foundation
import KafkaLog
import Logging
import Primitives
import Testing

/// What the Kafka log does when brokers fail, dawdle and change, on librdkafka's mock cluster.
@Suite("Kafka log: faults", .serialized, .timeLimit(.minutes(20)))
struct KafkaFaultTests {
    private static func withLog(
        _ body: (KafkaLog, MockCluster) async throws -> Void
    ) async throws {
        let cluster = try MockCluster()
        cluster.createTopic("t")
        let log = try await KafkaLog.open(
            cluster.configuration,
            now: { LogImplementation.noon },
            logger: LogImplementation.quiet
        )
        try await body(log, cluster)
        try await log.close()
    }

    private static func records(_ range: Range<Int>, sequences: Bool = false) -> [EventRecord] {
        range.map { record("k\($0 % 11)", "\($0)", sequence: sequences ? Int64($0) : nil) }
    }

    /// The values in a topic of three partitions.
    private static func values(_ log: KafkaLog) async throws -> [String] {
        var values: [String] = []
        for partition in 0..<3 {
            values += try await log.all(TopicPartition("t", partition)).map(\.text)
        }
        return values
    }

    @Test func errorsOfProducingAreRetriedWithoutDoubling() async throws {
        try await Self.withLog { log, cluster in
            _ = try await log.append(Self.records(0..<10), to: "t")
            cluster.fail(
                .produce,
                [
                    RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION, RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT,
                    RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS, RD_KAFKA_RESP_ERR__TRANSPORT,
                ]
            )
            let positions = try await log.append(Self.records(10..<500), to: "t")
            #expect(positions.count == 490 && positions.allSatisfy { $0.offset != nil })
            #expect(try await Self.values(log).sorted() == (0..<500).map(String.init).sorted())
        }
    }

    @Test func whatCannotBeRetriedIsSaid() async throws {
        try await Self.withLog { log, cluster in
            _ = try await log.append(Self.records(0..<1), to: "t")
            cluster.fail(.produce, [RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED])
            await #expect {
                try await log.append([record("k", "v")], to: "t")
            } throws: { error in
                guard case .failed(let reason)? = error as? EventLogError else { return false }
                return reason.contains("does not allow")
            }
        }
    }

    @Test func aBrokerThatGoesAndComesLosesNothing() async throws {
        try await Self.withLog { log, cluster in
            async let sent: Void = {
                for batch in 0..<40 {
                    _ = try await log.append(Self.records(batch * 25..<(batch + 1) * 25), to: "t")
                }
            }()
            for broker: Int32 in [1, 2, 3] {
                cluster.setDown(broker)
                try await Task.sleep(for: .milliseconds(200))
                cluster.setUp(broker)
            }
            try await sent
            #expect(try await Self.values(log).sorted() == (0..<1_000).map(String.init).sorted())
        }
    }

    @Test func aLeaderThatMovesIsFollowedByWritersAndReaders() async throws {
        try await Self.withLog { log, cluster in
            // Not `follow`, which describes the topic: the mock cluster has no administration.
            async let followed: [String] = {
                var positions = Dictionary(uniqueKeysWithValues: (0..<3).map { (TopicPartition("t", $0), Int64(0)) })
                var seen: [String] = []
                while seen.count < 300 {
                    try await log.waitForRecords(at: positions)
                    for source in positions.keys.sorted() {
                        let batch = try await log.read(source, from: positions[source]!)
                        positions[source] = batch.nextOffset
                        seen += batch.events.map(\.text)
                    }
                }
                return seen
            }()
            for round in 0..<12 {
                for partition: Int32 in 0..<3 {
                    cluster.lead("t", partition, by: (Int32(round) + partition) % 3 + 1)
                }
                _ = try await log.append(Self.records(round * 25..<(round + 1) * 25), to: "t")
            }
            #expect(try await followed.sorted() == (0..<300).map(String.init).sorted())
        }
    }

    @Test func slowBrokersOnlyTakeLonger() async throws {
        try await Self.withLog { log, cluster in
            cluster.setRoundTrip(milliseconds: 100)
            _ = try await log.append(Self.records(0..<200), to: "t")
            #expect(try await Self.values(log).count == 200)
        }
    }

    @Test func aTransactionOutlivesTheErrorsThatMayPass() async throws {
        try await Self.withLog { log, cluster in
            let relay = Producer("relay")
            _ = try await log.append(Self.records(0..<10, sequences: true), to: "t", producer: relay)
            cluster.fail(
                .addPartitionsToTransaction,
                [RD_KAFKA_RESP_ERR_CONCURRENT_TRANSACTIONS, RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS]
            )
            cluster.fail(.addOffsetsToTransaction, [RD_KAFKA_RESP_ERR_NOT_COORDINATOR])
            cluster.fail(.commitTransactionOffsets, [RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS])
            cluster.fail(.endTransaction, [RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE])
            cluster.fail(.produce, [RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION])
            let positions = try await log.append(Self.records(5..<60, sequences: true), to: "t", producer: relay)
            #expect(positions.prefix(5).allSatisfy { $0.offset == nil })
            #expect(positions.dropFirst(5).allSatisfy { $0.offset != nil })
            #expect(try await Self.values(log).sorted() == (0..<60).map(String.init).sorted())
        }
    }

    @Test func aTransactionThatFailsIsSaidAndTheNextOneWorks() async throws {
        try await Self.withLog { log, cluster in
            var transaction = LogTransaction()
            transaction.append(Self.records(0..<10), to: "t")
            cluster.fail(.addPartitionsToTransaction, [RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED])
            do {
                _ = try await log.append(transaction)
                Issue.record("a transaction that is not allowed was committed")
            } catch EventLogError.failed {}
            let positions = try await log.append(transaction)
            #expect(positions.allSatisfy { $0.offset != nil })
        }
    }

    @Test func noBrokerIsSaidWithWhatToDo() async throws {
        await #expect {
            try await KafkaLog.open(
                KafkaConfiguration(brokers: "127.0.0.1:1", instance: "x", timeoutMilliseconds: 1_000),
                now: { LogImplementation.noon },
                logger: LogImplementation.quiet
            )
        } throws: { error in
            guard case .failed(let reason)? = error as? EventLogError else { return false }
            return reason.contains("127.0.0.1:1") && reason.contains("log.brokers")
        }
    }

    @Test func secretsComeFromFilesAndAreNotSaid() async throws {
        let folder = try TemporaryFolder()
        try "hunter2\n".write(toFile: folder.path + "/password", atomically: true, encoding: .utf8)
        let security = KafkaSecurity(.sasl, mechanism: .plain, user: "bss", passwordFile: folder.path + "/password")
        var said: [String] = []
        do {
            _ = try await KafkaLog.open(
                KafkaConfiguration(
                    brokers: "127.0.0.1:1",
                    instance: "x",
                    security: security,
                    timeoutMilliseconds: 500
                ),
                now: { LogImplementation.noon },
                logger: LogImplementation.quiet
            )
        } catch {
            said.append("\(error)")
        }
        let missing = KafkaSecurity(.saslOverTLS, user: "bss", passwordFile: folder.path + "/none")
        for security in [missing, KafkaSecurity(.saslOverTLS), KafkaSecurity(.tls, authorityFile: "/none")] {
            await #expect {
                try await KafkaLog.open(
                    KafkaConfiguration(brokers: "127.0.0.1:1", instance: "x", security: security),
                    now: { LogImplementation.noon },
                    logger: LogImplementation.quiet
                )
            } throws: { error in
                said.append("\(error)")
                return if case .invalidConfiguration = error as? EventLogError { true } else { false }
            }
        }
        #expect(said.count == 4 && !said.joined().contains("hunter2"))
    }
}
