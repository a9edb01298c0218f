import EventLog
import Foundation
import KafkaLog
import Primitives
import TestBroker
import Testing

/// An embedded log's topics taken to Kafka.
@Suite("log copy", .enabled(if: TestBroker.program != nil), .timeLimit(.minutes(20)))
struct LogCopyTests {
    private static let relay = Producer("relay")

    private static func sent(_ range: ClosedRange<Int64>) -> [EventRecord] {
        range.map { number in
            var record = record("k\(number % 7)", "\(number)", at: 1_790_000_000_000 + number, sequence: number)
            record.headers = [EventHeader("ce_id", text: "\(number)"), EventHeader("empty", [])]
            record.isTombstone = number % 50 == 0
            if record.isTombstone { record.value = [] }
            return record
        }
    }

    private static func copy(_ log: any EventLog, _ kafka: any EventLog) async throws -> LogCopy.Report {
        try await LogCopy(from: log, to: #require(kafka as? KafkaLog), producers: [relay]).run { _ in }
    }

    @Test func everythingIsThereAfterStopsAndMoreRecords() async throws {
        let folder = try TemporaryFolder()
        let log = try await LogImplementation.segments.open(folder) { LogImplementation.noon }
        try await log.createTopic("a", TopicConfiguration(partitions: 3, retentionMilliseconds: nil, retentionBytes: 9))
        try await log.createTopic("b", TopicConfiguration(partitions: 1))
        _ = try await log.append(Self.sent(1...30_000), to: "a", producer: Self.relay)
        try await log.commit([TopicPartition("a", 0): 17, TopicPartition("a", 2): 3], group: "g")

        let kafka = try await LogImplementation.kafka.open(folder) { LogImplementation.noon }
        // As an earlier run leaves it that was killed in the middle of a batch.
        try await kafka.createTopic("a", log.describe("a").configuration)
        for partition in 0..<2 {
            let source = TopicPartition("a", partition)
            let events = try await log.read(source, from: 0, ReadOptions(records: 700 + partition)).events
            let records = events.map { event in
                var record = EventRecord(
                    key: event.key,
                    value: event.value,
                    headers: event.headers,
                    timestamp: event.timestamp,
                    partition: partition
                )
                record.isTombstone = event.isTombstone
                return record
            }
            _ = try await kafka.append(records, to: "a")
        }
        let report = try await Self.copy(log, kafka)
        #expect(
            report.records == 30_000 - 1_401 && report.recordsBefore == 1_401 && report.topics == 2
                && report.groups == 1
        )
        #expect(report.shiftedTopics.isEmpty)
        try await compare(log, kafka)
        #expect(try await kafka.describe("a").configuration == log.describe("a").configuration)
        #expect(try await kafka.committed(group: "g") == log.committed(group: "g"))

        // The sender goes on in Kafka from anywhere it is sure of.
        let more = try await kafka.append(Self.sent(29_990...30_010), to: "a", producer: Self.relay)
        #expect(more.map { $0.offset == nil } == Array(repeating: true, count: 11) + Array(repeating: false, count: 10))
        await #expect(throws: EventLogError.self) { try await Self.copy(log, kafka) }
        try await log.close()
        try await kafka.close()
    }

    private func compare(_ log: any EventLog, _ kafka: any EventLog) async throws {
        for partition in 0..<3 {
            let source = TopicPartition("a", partition)
            let (here, there) = (try await log.all(source), try await kafka.all(source))
            #expect(here == there)
        }
    }
}
