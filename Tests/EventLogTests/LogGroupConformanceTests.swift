import EventLog
import Primitives
import Testing

/// What every event log does: groups, transactions, idempotent producers, followers.
@Suite("event log: groups, transactions, followers", .timeLimit(.minutes(20)))
struct LogGroupConformanceTests {
    @Test(arguments: LogImplementation.all)
    func groupsRememberTheirOffsets(_ implementation: LogImplementation) async throws {
        let folder = try TemporaryFolder()
        let log = try await implementation.open(folder) { LogImplementation.noon }
        try await log.createTopic("t", TopicConfiguration(partitions: 2))
        #expect(try await log.committed(group: "g").isEmpty)
        try await log.commit([TopicPartition("t", 0): 5, TopicPartition("t", 1): 7], group: "g")
        try await log.commit([TopicPartition("t", 0): 4], group: "g")
        try await log.commit([TopicPartition("t", 0): 1], group: "a")
        await #expect(throws: EventLogError.unknownTopic("no")) {
            try await log.commit([TopicPartition("no", 0): 1], group: "g")
        }
        await #expect(throws: EventLogError.self) { try await log.commit([TopicPartition("t", 0): 1], group: "") }
        let copy = try folder.snapshot()
        try await log.close()
        for directory in [folder, copy] {
            let again = try await implementation.open(directory) { LogImplementation.noon }
            #expect(try await again.groups() == ["a", "g"])
            #expect(try await again.committed(group: "g") == [TopicPartition("t", 0): 4, TopicPartition("t", 1): 7])
            try await again.close()
        }
    }

    @Test(arguments: LogImplementation.all)
    func aTransactionIsWholeOrAbsent(_ implementation: LogImplementation) async throws {
        try await implementation.withLog { log, _ in
            try await log.createTopic("a", TopicConfiguration(partitions: 2))
            try await log.createTopic("b", TopicConfiguration(partitions: 1))
            var transaction = LogTransaction()
            transaction.append([record("k", "1"), record("k2", "2")], to: "a")
            transaction.append([record("k", "3")], to: "b")
            transaction.append([record("k", "4")], to: "a")
            transaction.commit([TopicPartition("a", 0): 9], group: "g")
            #expect(try await log.texts("b") == [[]], "an open transaction shows nothing")
            let positions = try await log.append(transaction)
            #expect(positions.count == 4 && positions[2] == EventPosition(partition: 0, offset: 0))
            #expect(positions[3].partition == positions[0].partition)
            #expect(Set(try await log.texts("a").joined()) == ["1", "2", "4"])
            #expect(try await log.texts("b") == [["3"]])
            #expect(try await log.committed(group: "g") == [TopicPartition("a", 0): 9])

            var refused = LogTransaction()
            refused.append([record("k", "no")], to: "b")
            refused.append([record("k", "no")], to: "missing")
            await #expect(throws: EventLogError.unknownTopic("missing")) { try await log.append(refused) }
            #expect(try await log.texts("b") == [["3"]])
            var offsetsOnly = LogTransaction()
            offsetsOnly.commit([TopicPartition("b", 0): 1], group: "h")
            #expect(try await log.append(offsetsOnly).isEmpty)
            #expect(try await log.groups() == ["g", "h"])
        }
    }

    @Test(arguments: LogImplementation.all)
    func aTransactionAppearsInAllPartitionsAtOnce(_ implementation: LogImplementation) async throws {
        try await implementation.withLog { log, _ in
            try await log.createTopic("t", TopicConfiguration(partitions: 64))
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for number in 0..<40 {
                        var transaction = LogTransaction()
                        transaction.append(
                            (0..<64).map { EventRecord(key: nil, value: [UInt8(number)], partition: $0) },
                            to: "t"
                        )
                        _ = try await log.append(transaction)
                    }
                }
                group.addTask {
                    while implementation.showsTransactionsAtOnce {
                        let ends = try await log.describe("t").partitions.map(\.endOffset)
                        #expect(Set(ends).count == 1)
                        if ends[0] == 40 { return }
                        await Task.yield()
                    }
                }
                try await group.waitForAll()
            }
            for partition in 0..<64 {
                let values = try await log.all(TopicPartition("t", partition)).map(\.value)
                #expect(values == (0..<40).map { [$0] })
            }
        }
    }

    @Test(arguments: LogImplementation.all)
    func resendingDoublesNothing(_ implementation: LogImplementation) async throws {
        let folder = try TemporaryFolder()
        var log = try await implementation.open(folder) { LogImplementation.noon }
        try await log.createTopic("t", TopicConfiguration(partitions: 3))
        let relay = Producer("relay")
        func records(_ range: ClosedRange<Int64>) -> [EventRecord] {
            range.map { record($0 % 4 == 0 ? nil : "k\($0 % 7)", "\($0)", sequence: $0 * 2) }
        }
        let first = try await log.append(records(1...50), to: "t", producer: relay)
        #expect(first.allSatisfy { $0.offset != nil })
        let again = try await log.append(records(30...80), to: "t", producer: relay)
        #expect(again.prefix(21).allSatisfy { $0.offset == nil } && again.dropFirst(21).allSatisfy { $0.offset != nil })
        #expect(again.prefix(21).map(\.partition) == first.suffix(21).map(\.partition))
        _ = try await log.append(records(1...5), to: "t", producer: Producer("other"))
        #expect(try await log.lastSequences(of: relay, in: "t").values.max() == 160)
        let killed = try folder.snapshot()
        try await log.close()
        for directory in [folder, killed] {
            log = try await implementation.open(directory) { LogImplementation.noon }
            let isFirst = directory === folder
            let last = isFirst || implementation.isInFolder ? 160 : 180
            #expect(try await log.lastSequences(of: relay, in: "t").values.max() == Int64(last))
            var transaction = LogTransaction(producer: relay)
            transaction.append(records(70...90), to: "t")
            _ = try await log.append(transaction)
            let texts = try await log.texts("t").joined()
            #expect(texts.count == 95 && Set(texts).count == 90)
            #expect(try await log.append(records(1...90), to: "t", producer: relay).allSatisfy { $0.offset == nil })
            try await log.close()
        }
    }

    @Test(arguments: LogImplementation.all)
    func aProducersSequencesMustRise(_ implementation: LogImplementation) async throws {
        try await implementation.withLog { log, _ in
            try await log.createTopic("t", TopicConfiguration(partitions: 1))
            await #expect(throws: EventLogError.sequenceNotRising(previous: 2, next: 2)) {
                try await log.append(
                    [record("k", "a", sequence: 2), record("k", "b", sequence: 2)],
                    to: "t",
                    producer: Producer("p")
                )
            }
            await #expect(throws: EventLogError.self) {
                try await log.append([record("k", "a")], to: "t", producer: Producer("p"))
            }
            await #expect(throws: EventLogError.self) {
                try await log.append([record("k", "a", sequence: 1)], to: "t", producer: Producer(""))
            }
            #expect(try await log.describe("t").partitions[0].endOffset == 0)
        }
    }

    @Test(arguments: LogImplementation.all)
    func aFollowerIsWokenForEveryRecord(_ implementation: LogImplementation) async throws {
        try await implementation.withLog { log, _ in
            try await log.createTopic("t", TopicConfiguration(partitions: 3))
            async let followed: [String] = {
                var seen: [String] = []
                for try await batch in log.follow("t") {
                    seen += batch.events.map(\.text)
                    if seen.count >= 200 { break }
                }
                return seen
            }()
            for number in 0..<200 { _ = try await log.append([record("k\(number)", "\(number)")], to: "t") }
            #expect(try await Set(followed) == Set((0..<200).map(String.init)))
        }
    }

    @Test(arguments: LogImplementation.all)
    func waitingEndsByGrowthCancellationOrClosing(_ implementation: LogImplementation) async throws {
        let folder = try TemporaryFolder()
        let log = try await implementation.open(folder) { LogImplementation.noon }
        try await log.createTopic("t", TopicConfiguration(partitions: 1))
        let source = TopicPartition("t", 0)
        let cancelled = Task { try await log.waitForRecords(at: [source: 0]) }
        let grown = Task { try await log.waitForRecords(at: [source: 0]) }
        let early = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await log.waitForRecords(at: [source: 0])
        }
        await #expect(throws: CancellationError.self) { try await early.value }
        cancelled.cancel()
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        _ = try await log.append([record("k", "v")], to: "t")
        try await grown.value
        try await log.waitForRecords(at: [source: 0])
        await #expect(throws: EventLogError.unknownTopic("no")) {
            try await log.waitForRecords(at: [TopicPartition("no", 0): 0])
        }
        let closed = Task { try await log.waitForRecords(at: [source: 1]) }
        try await log.close()
        await #expect(throws: EventLogError.closed) { try await closed.value }
    }
}
