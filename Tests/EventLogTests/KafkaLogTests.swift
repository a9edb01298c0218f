import EventLog
import Foundation
import KafkaLog
import Primitives
import TestBroker
import Testing

/// What only the Kafka log has: takeover between processes, transaction marks, many readers of one partition.
@Suite("Kafka log", .enabled(if: TestBroker.program != nil), .timeLimit(.minutes(20)))
struct KafkaLogTests {
    private static func open(_ folder: TemporaryFolder) async throws -> any EventLog {
        try await LogImplementation.kafka.open(folder) { LogImplementation.noon }
    }

    private static func transaction(_ value: String, group: String) -> LogTransaction {
        var transaction = LogTransaction()
        transaction.append([record("k", value)], to: "t")
        transaction.commit([TopicPartition("t", 0): 1], group: group)
        return transaction
    }

    @Test func theLastClaimantOfAGroupAloneMayAppend() async throws {
        let folder = try TemporaryFolder()
        let (old, new) = (try await Self.open(folder), try await Self.open(folder))
        try await old.createTopic("t", TopicConfiguration(partitions: 1))
        try await old.claim(group: "job")
        _ = try await old.append(Self.transaction("1", group: "job"))
        try await new.claim(group: "job")
        for value in ["2", "3"] {
            await #expect {
                _ = try await old.append(Self.transaction(value, group: "job"))
            } throws: { error in
                guard case .failed(let reason)? = error as? EventLogError else { return false }
                return reason.contains("took over")
            }
        }
        _ = try await new.append(Self.transaction("4", group: "job"))
        _ = try await old.append(Self.transaction("5", group: "other"))
        #expect(try await new.texts("t") == [["1", "4", "5"]])
        try await old.claim(group: "job")
        _ = try await old.append(Self.transaction("6", group: "job"))
        #expect(try await new.texts("t") == [["1", "4", "5", "6"]])
        try await old.close()
        try await new.close()
    }

    @Test func anIdleReaderLeavesABrokerAloneThatDoesNotHoldFetches() async throws {
        let broker = try TestBroker()
        let configuration = KafkaConfiguration(
            brokers: broker.address,
            instance: "reader",
            fetchPauseMilliseconds: TestBroker.fetchPauseMilliseconds
        )
        let log = try await KafkaLog.open(
            configuration,
            now: { LogImplementation.noon },
            logger: LogImplementation.quiet
        )
        try await log.createTopic("t", TopicConfiguration(partitions: 1))
        _ = try await log.append([record("k", "1")], to: "t")
        #expect(try await log.texts("t") == [["1"]])
        let before = try Self.processorSeconds(broker)
        try await Task.sleep(for: .seconds(2))
        // Without a pause it is asked thousands of times a second, which takes it most of a core.
        #expect(try Self.processorSeconds(broker) - before < 0.3)
        _ = try await log.append([record("k", "2")], to: "t")
        #expect(try await log.texts("t") == [["1", "2"]])
        try await log.close()
        try broker.stop()
    }

    /// The processor time that a broker has taken.
    private static func processorSeconds(_ broker: TestBroker) throws -> Double {
        let fields =
            try String(contentsOfFile: "/proc/\(broker.processID)/stat", encoding: .utf8)
            .split(separator: ")").last?.split(separator: " ") ?? []
        // proc(5): utime and stime are fields 14 and 15; two are before the name's end.
        return Double(fields[11...12].compactMap { Int($0) }.reduce(0, +)) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    @Test(arguments: [1 as UInt64, 2, 3])
    func sendersThatRelieveOneAnotherDoubleNothing(_ seed: UInt64) async throws {
        let folder = try TemporaryFolder()
        var random = SeededRandom(seed: seed)
        var logs = [try await Self.open(folder), try await Self.open(folder)]
        try await logs[0].createTopic("t", TopicConfiguration(partitions: 3))
        let relay = Producer("relay")
        var acknowledged: Int64 = 0
        for _ in 0..<30 {
            let which = Int.random(in: 0...1, using: &random)
            // A sender resends from anywhere it is sure of.
            let first = max(1, acknowledged + 1 - Int64.random(in: 0...20, using: &random))
            let last = acknowledged + Int64.random(in: 1...20, using: &random)
            let records = (first...last).map { record("k\($0 % 5)", "\($0)", sequence: $0) }
            do {
                _ = try await logs[which].append(records, to: "t", producer: relay)
                acknowledged = last
            } catch EventLogError.failed {
                // Relieved by the other; as the relay it tries again, which takes over.
                _ = try await logs[which].append(records, to: "t", producer: relay)
                acknowledged = last
            }
            if Int.random(in: 0..<6, using: &random) == 0 {
                // Dropped without being closed, as a process that is killed.
                logs[which] = try await Self.open(folder)
            }
        }
        let texts = try await logs[0].texts("t").joined().compactMap { Int64($0) }
        #expect(texts.sorted() == Array(1...acknowledged), "seed \(seed)")
        #expect(try await logs[1].groups().isEmpty, "the sequences' group is not for users")
        for log in logs { try await log.close() }
    }

    @Test func marksOfTransactionsAreSteppedOver() async throws {
        let folder = try TemporaryFolder()
        let log = try await Self.open(folder)
        try await log.createTopic("t", TopicConfiguration(partitions: 1))
        let source = TopicPartition("t", 0)
        for number in 0..<5 { _ = try await log.append(Self.transaction("\(number)", group: "g")) }
        let events = try await log.all(source)
        #expect(events.map(\.text) == ["0", "1", "2", "3", "4"])
        let end = try await log.describe("t").partitions[0]
        #expect(end.endOffset > 5 && end.lastStableOffset == end.endOffset)
        let batch = try await log.read(source, from: events[4].offset + 1)
        #expect(batch.events.isEmpty && batch.nextOffset == end.endOffset && batch.endOffset == end.endOffset)
        // Waiting at the mark must not return for the mark, only for the next record.
        let waiting = Task { try await log.waitForRecords(at: [source: events[4].offset + 1]) }
        _ = try await log.append([record("k", "5")], to: "t")
        try await waiting.value
        #expect(try await log.read(source, from: events[4].offset + 1).events.map(\.text) == ["5"])
        try await log.close()
    }

    @Test func moreReadersThanPlacesAllReadEverything() async throws {
        let folder = try TemporaryFolder()
        let log = try await Self.open(folder)
        try await log.createTopic("t", TopicConfiguration(partitions: 1))
        let source = TopicPartition("t", 0)
        for part in 0..<10 {
            _ = try await log.append((0..<500).map { record(nil, "\(part * 500 + $0)") }, to: "t")
        }
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for reader in 0..<20 {
                group.addTask {
                    let start = Int64(reader) * 200
                    let values = try await log.all(source, from: start, ReadOptions(records: 97 + reader))
                    return values.map(\.offset) == Array(start..<5_000)
                }
            }
            for try await isWhole in group { #expect(isWhole) }
        }
        try await log.close()
    }

    @Test func aDeploymentSeesOnlyItsNamespace() async throws {
        let (one, other) = (try TemporaryFolder(), try TemporaryFolder())
        let (log, foreign) = (try await Self.open(one), try await Self.open(other))
        try await log.createTopic("mine", TopicConfiguration(partitions: 1))
        try await foreign.createTopic("theirs", TopicConfiguration(partitions: 1))
        try await foreign.commit([TopicPartition("theirs", 0): 0], group: "g")
        #expect(try await log.topics() == ["mine"])
        #expect(try await log.groups().isEmpty)
        await #expect(throws: EventLogError.unknownTopic("theirs")) { try await log.describe("theirs") }
        try await log.close()
        try await foreign.close()
    }
}
