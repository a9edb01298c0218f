import EventLog
import Foundation
import Primitives
import Testing

/// What every event log does: records, reading, topics.
@Suite("event log: records", .timeLimit(.minutes(20)))
struct LogConformanceTests {
    @Test(arguments: LogImplementation.all)
    func recordsComeBackAsTheyWereAppended(_ implementation: LogImplementation) async throws {
        try await implementation.withLog { log, _ in
            // Old records are kept for ever: brokers look at their times.
            try await log.createTopic("orders", TopicConfiguration(retentionMilliseconds: nil))
            let full = EventRecord(
                key: Array("c-1".utf8),
                value: Array("{}".utf8),
                headers: [
                    EventHeader("ce_type", text: "created"), EventHeader("", []), EventHeader("ce_type", text: "2"),
                ],
                timestamp: implementation.earliestTime
            )
            let bare = EventRecord(key: nil, value: [], partition: 3)
            let positions = try await log.append([full, bare], to: "orders")
            let expected = Partitioner.partition(of: Array("c-1".utf8), partitions: 6)
            #expect(
                positions == [EventPosition(partition: expected, offset: 0), EventPosition(partition: 3, offset: 0)]
            )
            let first = try #require(try await log.read(TopicPartition("orders", expected), from: 0).events.first)
            #expect(first.key == full.key && first.value == full.value && first.headers == full.headers)
            #expect(first.timestamp == full.timestamp && first.topic == "orders" && first.partition == expected)
            let second = try #require(try await log.read(TopicPartition("orders", 3), from: 0).events.first)
            #expect(second.key == nil && second.value.isEmpty && second.headers.isEmpty)
            #expect(second.timestamp == LogImplementation.noon, "no time of its own: the log's clock")
        }
    }

    @Test(arguments: LogImplementation.all)
    func noValueIsNotAnEmptyOne(_ implementation: LogImplementation) async throws {
        try await implementation.withLog { log, _ in
            try await log.createTopic("t", TopicConfiguration(retentionMilliseconds: nil))
            var withHeader = EventRecord.tombstone(key: [1], timestamp: Timestamp(milliseconds: 7), partition: 0)
            withHeader.headers = [EventHeader("h", text: "x")]
            let records = [
                EventRecord(key: [1], value: [], partition: 0), withHeader,
                EventRecord(key: [1], value: [2], partition: 0), .tombstone(key: [], partition: 0),
            ]
            _ = try await log.append(records, to: "t")
            let events = try await log.all(TopicPartition("t", 0))
            #expect(events.map(\.isTombstone) == [false, true, false, true])
            #expect(events.map(\.value) == [[], [], [2], []] && events.map(\.key) == [[1], [1], [1], []])
            #expect(events[1].headers == withHeader.headers && events[1].timestamp.milliseconds == 7)
        }
    }

    @Test(arguments: LogImplementation.all)
    func aKeyKeepsItsOrderAndItsPartition(_ implementation: LogImplementation) async throws {
        try await implementation.withLog { log, _ in
            try await log.createTopic("t", TopicConfiguration())
            try await withThrowingTaskGroup(of: Void.self) { group in
                for key in 0..<8 {
                    group.addTask {
                        for round in 0..<20 {
                            _ = try await log.append(
                                (0..<3).map { record("k\(key)", "\(key):\(round * 3 + $0)") },
                                to: "t"
                            )
                        }
                    }
                }
                try await group.waitForAll()
            }
            var seen: [String: [Int]] = [:]
            for partition in 0..<6 {
                let events = try await log.all(TopicPartition("t", partition))
                #expect(events.map(\.offset) == Array(0..<Int64(events.count)))
                for event in events {
                    #expect(Partitioner.partition(of: event.key!, partitions: 6) == partition)
                    let parts = event.text.split(separator: ":")
                    seen[String(parts[0]), default: []].append(Int(parts[1])!)
                }
            }
            #expect(seen.count == 8)
            for order in seen.values { #expect(order == Array(0..<60)) }
        }
    }

    @Test(arguments: LogImplementation.all)
    func recordsWithoutKeysSpreadEvenly(_ implementation: LogImplementation) async throws {
        try await implementation.withLog { log, _ in
            try await log.createTopic("t", TopicConfiguration(partitions: 4))
            for round in 0..<10 { _ = try await log.append((0..<4).map { record(nil, "\(round).\($0)") }, to: "t") }
            #expect(try await log.describe("t").partitions.map(\.endOffset) == [10, 10, 10, 10])
        }
    }

    @Test(arguments: LogImplementation.all)
    func readsAreBounded(_ implementation: LogImplementation) async throws {
        try await implementation.withLog { log, _ in
            try await log.createTopic("t", TopicConfiguration(partitions: 1))
            let source = TopicPartition("t", 0)
            _ = try await log.append((0..<1_000).map { record("k", String(format: "%0100d", $0)) }, to: "t")
            let few = try await log.read(source, from: 10, ReadOptions(records: 7))
            #expect(few.events.map(\.offset) == Array(10..<17) && few.nextOffset == 17 && few.endOffset == 1_000)
            #expect(try await log.read(source, from: 0, ReadOptions(bytes: 1_010)).events.count == 10)
            #expect(try await log.read(source, from: 0, ReadOptions(bytes: 1)).events.count == 1, "never none")
            #expect(try await log.all(source, from: 3, ReadOptions(records: 13)).count == 997)
            let end = try await log.read(source, from: 1_000)
            #expect(end.events.isEmpty && end.nextOffset == 1_000)
            await #expect(throws: EventLogError.offsetOutOfRange(source, offset: 1_001, earliest: 0, end: 1_000)) {
                try await log.read(source, from: 1_001)
            }
            await #expect(throws: EventLogError.offsetOutOfRange(source, offset: -1, earliest: 0, end: 1_000)) {
                try await log.read(source, from: -1)
            }
        }
    }

    @Test(arguments: LogImplementation.all)
    func anOffsetIsFoundByTime(_ implementation: LogImplementation) async throws {
        try await implementation.withLog { log, _ in
            try await log.createTopic("t", TopicConfiguration(partitions: 1, retentionMilliseconds: nil))
            let source = TopicPartition("t", 0)
            func first(_ time: Int64) async throws -> Int64? {
                try await log.firstOffset(in: source, at: Timestamp(milliseconds: time))
            }
            #expect(try await first(0) == nil)
            _ = try await log.append((0..<10).map { record("k", "a", at: 1_000 + $0 * 10) }, to: "t")
            for index in 10..<600 {
                _ = try await log.append([record("k", "b", at: 1_000 + Int64(index) * 10)], to: "t")
            }
            // A late record: the answer is by the first record that is new enough, not by the latest seen.
            _ = try await log.append([record("k", "late", at: 5), record("k", "c", at: 9_000)], to: "t")
            #expect(try await first(0) == 0)
            #expect(try await first(1_050) == 5, "inside one batch")
            #expect(try await first(1_051) == 6)
            #expect(try await first(6_990) == 599)
            #expect(try await first(6_991) == 601)
            #expect(try await first(9_001) == nil)
        }
    }

    @Test(arguments: LogImplementation.all)
    func topicsAreCreatedListedAndDescribed(_ implementation: LogImplementation) async throws {
        let folder = try TemporaryFolder()
        let log = try await implementation.open(folder) { LogImplementation.noon }
        let kept = TopicConfiguration(partitions: 3, retentionMilliseconds: nil, retentionBytes: 77)
        try await log.createTopic("b.x_y-1", kept)
        try await log.createTopic("a", TopicConfiguration())
        await #expect(throws: EventLogError.topicExists("a")) { try await log.createTopic("a", TopicConfiguration()) }
        #expect(try await !log.createTopicIfAbsent("a", TopicConfiguration()))
        #expect(try await log.topics() == ["a", "b.x_y-1"])
        #expect(try await log.describe("a").partitions.count == 6)
        for name in ["", ".", "..", "a/b", "ä", "a b", "@lock", String(repeating: "x", count: 250)] {
            await #expect { try await log.createTopic(name, TopicConfiguration()) } throws: { error in
                if case .invalidTopicName(name, _) = error as? EventLogError { true } else { false }
            }
        }
        for partitions in [0, -1, EventLogLimits.partitionsMax + 1] {
            await #expect(throws: EventLogError.self) {
                try await log.createTopic("z", TopicConfiguration(partitions: partitions))
            }
        }
        await #expect(throws: EventLogError.unknownTopic("nope")) { try await log.describe("nope") }
        await #expect(throws: EventLogError.unknownTopic("nope")) {
            try await log.append([record("k", "v")], to: "nope")
        }
        await #expect(throws: EventLogError.unknownPartition(TopicPartition("a", 6))) {
            try await log.read(TopicPartition("a", 6), from: 0)
        }
        try await log.close()
        await #expect(throws: EventLogError.closed) { try await log.topics() }
        await #expect(throws: EventLogError.closed) { try await log.append([record("k", "v")], to: "a") }
        let again = try await implementation.open(folder) { LogImplementation.noon }
        #expect(try await again.topics() == ["a", "b.x_y-1"])
        #expect(try await again.describe("b.x_y-1").configuration == kept)
        try await again.close()
    }

    @Test(arguments: LogImplementation.all)
    func limitsAreKept(_ implementation: LogImplementation) async throws {
        try await implementation.withLog { log, _ in
            try await log.createTopic("t", TopicConfiguration(partitions: 1))
            let largest = EventRecord(key: nil, value: [UInt8](repeating: 1, count: EventLogLimits.recordBytesMax))
            #expect(try await log.append([largest], to: "t").count == 1)
            #expect(try await log.read(TopicPartition("t", 0), from: 0).events.first?.value == largest.value)
            let size = EventLogLimits.recordBytesMax + 1
            await #expect(throws: EventLogError.recordTooLarge(bytes: size, max: size - 1)) {
                try await log.append([EventRecord(key: [1], value: largest.value)], to: "t")
            }
            let headers = (0...EventLogLimits.headersMax).map { EventHeader("h\($0)", []) }
            let long = EventHeader(String(repeating: "h", count: EventLogLimits.headerNameBytesMax + 1), [])
            for bad in [headers, [long]] {
                await #expect(throws: EventLogError.self) {
                    try await log.append([EventRecord(key: nil, value: [], headers: bad)], to: "t")
                }
            }
            let tooMany = [EventRecord](
                repeating: EventRecord(key: nil, value: []),
                count: EventLogLimits.recordsPerAppendMax + 1
            )
            await #expect(throws: EventLogError.self) { try await log.append(tooMany, to: "t") }
            await #expect(throws: EventLogError.unknownPartition(TopicPartition("t", 1))) {
                try await log.append([EventRecord(key: nil, value: [], partition: 1)], to: "t")
            }
            #expect(try await log.append([], to: "t").isEmpty)
            #expect(try await log.describe("t").partitions[0].endOffset == 1, "a refused append leaves nothing")
        }
    }
}
