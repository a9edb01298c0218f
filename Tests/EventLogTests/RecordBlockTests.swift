import EventLog
import Foundation
import Primitives
import Testing

/// Blocks hold what reads return, wherever they begin, of newly written records as of those in files.
@Suite("event log: blocks", .timeLimit(.minutes(20)))
struct RecordBlockTests {
    private static let place = TopicPartition("t", 0)

    private static func check(_ log: any EventLog, _ options: ReadOptions, from offset: Int64) async throws {
        let batch = try await log.read(place, from: offset, options)
        let block = try await log.readBlock(place, from: offset, options)
        #expect(block.records.indices.map(block.event) == batch.events)
        #expect(block.nextOffset == batch.nextOffset && block.endOffset == batch.endOffset)
        for (number, event) in batch.events.enumerated() {
            #expect(block.withValue(of: number) { $0.map(Array.init) == (event.isTombstone ? nil : event.value) })
            #expect(block.withKey(of: number) { $0.map(Array.init) == event.key })
        }
    }

    @Test(arguments: LogImplementation.all)
    func blocksHoldWhatReadsReturn(_ implementation: LogImplementation) async throws {
        try await implementation.withLog { log, _ in
            try await log.createTopic("t", TopicConfiguration(retentionMilliseconds: nil))
            var end: Int64 = 0
            for group in 0..<4 {
                let records = (0..<9).map { number -> EventRecord in
                    if number == 4 { return .tombstone(key: [UInt8(group)], partition: 0) }
                    return EventRecord(
                        key: number % 3 == 0 ? nil : [UInt8(number)],
                        value: Array(repeating: UInt8(group), count: number * 30),
                        headers: number == 7 ? [EventHeader("h", text: "x"), EventHeader("", [])] : [],
                        timestamp: Timestamp(milliseconds: LogImplementation.noon.milliseconds + Int64(number)),
                        partition: 0
                    )
                }
                end = try #require(try await log.append(records, to: "t").last?.offset) + 1
            }
            for options in [ReadOptions(), ReadOptions(records: 5), ReadOptions(bytes: 400), ReadOptions(bytes: 1)] {
                for offset in 0...end { try await Self.check(log, options, from: offset) }
            }
            await #expect(throws: EventLogError.self) {
                try await log.readBlock(Self.place, from: end + 1, ReadOptions())
            }
            await #expect(throws: EventLogError.self) {
                try await log.readBlock(TopicPartition("t", 99), from: 0, ReadOptions())
            }
        }
    }

    /// Of what is sent again the log takes what it does not know; a block has that, and nothing before it.
    @Test(arguments: LogImplementation.all)
    func blocksHoldWhatIsNewOfWhatIsSentAgain(_ implementation: LogImplementation) async throws {
        try await implementation.withLog { log, _ in
            try await log.createTopic("t", TopicConfiguration(partitions: 1, retentionMilliseconds: nil))
            for range in [0..<6, 3..<12, 0..<12, 11..<13] {
                let records = range.map { record("k", String(repeating: "v", count: $0 * 40), sequence: Int64($0 + 1)) }
                _ = try await log.append(records, to: "t", producer: Producer("p"))
            }
            let values = try await log.readBlock(Self.place, from: 0, ReadOptions()).records.map(\.value?.count)
            #expect(values == (0..<13).map { $0 * 40 })
            for offset in 0...13 { try await Self.check(log, ReadOptions(), from: Int64(offset)) }
        }
    }

    @Test func blocksAreTheSameOnceTheLogIsOpenedAgain() async throws {
        let folder = try TemporaryFolder()
        let first = try await LogImplementation.segments.open(folder) { LogImplementation.noon }
        try await first.createTopic("t", TopicConfiguration(retentionMilliseconds: nil))
        let records = (0..<50).map { EventRecord(key: nil, value: Array("\($0)".utf8), partition: 0) }
        _ = try await first.append(records, to: "t")
        try await first.close()
        let second = try await LogImplementation.segments.open(folder) { LogImplementation.noon }
        _ = try await second.append(records, to: "t")
        for offset in Int64(0)...100 { try await Self.check(second, ReadOptions(records: 70), from: offset) }
        try await second.close()
    }

    @Test func aBlockIsCutAtAnOffset() throws {
        let events = [3, 4, 9].map { offset in
            StoredEvent(
                topic: "t",
                partition: 0,
                offset: offset,
                key: nil,
                value: [UInt8(offset)],
                headers: [],
                timestamp: LogImplementation.noon
            )
        }
        var block = RecordBlock(EventBatch(source: Self.place, events: events, nextOffset: 10, endOffset: 10))
        block.cut(at: 10)
        #expect(block.records.map(\.offset) == [3, 4, 9] && block.nextOffset == 10)
        block.cut(at: 6)
        #expect(block.records.map(\.offset) == [3, 4] && block.nextOffset == 6)
    }
}
