import EventLog
import Foundation
import Logging
import Primitives
import SegmentLog
import Testing

/// What is particular to segment files: recovery, damage, the lock, retention.
@Suite("segment files", .timeLimit(.minutes(20)))
struct SegmentLogTests {
    static let source = TopicPartition("t", 0)

    static func open(
        _ folder: TemporaryFolder,
        segmentBytes: Int = 64 << 20,
        index: Int = 4_096,
        now: @escaping @Sendable () -> Timestamp = { LogImplementation.noon }
    ) throws -> SegmentLog {
        try SegmentLog.open(
            directory: folder.path,
            configuration: SegmentLogConfiguration(
                gatherMilliseconds: 0,
                segmentBytes: segmentBytes,
                indexIntervalBytes: index
            ),
            now: now,
            logger: LogImplementation.quiet
        )
    }

    static func files(_ folder: TemporaryFolder, _ suffix: String) throws -> [String] {
        let directory = folder.path + "/t/0"
        return try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.hasSuffix(suffix) }.sorted()
            .map { directory + "/" + $0 }
    }

    /// A log of one partition with these appends, one group each, and where each group ended.
    static func filled(_ appends: [[String]], index: Int = 4_096) async throws -> (folder: TemporaryFolder, ends: [Int])
    {
        let folder = try TemporaryFolder()
        let log = try open(folder, index: index)
        try await log.createTopic("t", TopicConfiguration(partitions: 1))
        var ends: [Int] = []
        for texts in appends {
            _ = try await log.append(texts.map { record("key", $0) }, to: "t")
            ends.append(Int(try await log.describe("t").partitions[0].bytes))
        }
        try await log.close()
        return (folder, ends)
    }

    @Test(arguments: [1, 4_096])
    func aTornTailIsCutOffAtEveryByte(_ index: Int) async throws {
        let (folder, ends) = try await Self.filled([["a", "b"], ["c"], ["d", "e", "f"]], index: index)
        for size in ends[1]..<ends[2] {
            let copy = try folder.snapshot()
            let file = try #require(try Self.files(copy, ".log").first)
            #expect(truncate(file, off_t(size)) == 0)
            var log = try Self.open(copy, index: index)
            #expect(try await log.texts("t") == [["a", "b", "c"]], "cut at \(size)")
            #expect(try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int == ends[1])
            #expect(try await log.append([record("key", "g")], to: "t").first?.offset == 3)
            try await log.close()
            log = try Self.open(copy, index: index)
            #expect(try await log.texts("t") == [["a", "b", "c", "g"]], "cut at \(size)")
            try await log.close()
        }
    }

    @Test func everyFlippedByteOfTheLastBatchCutsItOff() async throws {
        let (folder, ends) = try await Self.filled([["a", "b"], ["c"]])
        for position in ends[0]..<ends[1] {
            let copy = try folder.snapshot()
            for index in try Self.files(copy, ".index") { try FileManager.default.removeItem(atPath: index) }
            try flip(try #require(try Self.files(copy, ".log").first), at: position)
            let log = try Self.open(copy)
            #expect(try await log.texts("t") == [["a", "b"]], "flipped at \(position)")
            try await log.close()
        }
    }

    @Test func everyFlippedByteBeforeTheLastBatchIsRefusedWithItsPlace() async throws {
        let (folder, ends) = try await Self.filled([["a"], ["b", "c"], ["d"]])
        for position in ends[0]..<ends[1] {
            let copy = try folder.snapshot()
            for index in try Self.files(copy, ".index") { try FileManager.default.removeItem(atPath: index) }
            let file = try #require(try Self.files(copy, ".log").first)
            try flip(file, at: position)
            #expect { try Self.open(copy) } throws: { error in
                guard case .corrupt(file, let place, _) = error as? EventLogError else { return false }
                return place == Int64(ends[0])
            }
        }
    }

    @Test func damageBehindTheIndexIsFoundByTheReader() async throws {
        let (folder, ends) = try await Self.filled((0..<20).map { ["\($0)"] }, index: 1)
        let file = try #require(try Self.files(folder, ".log").first)
        try flip(file, at: ends[4] + 70)
        let log = try Self.open(folder, index: 1)
        #expect(try await log.read(Self.source, from: 10).events.count == 10)
        #expect(try await log.read(Self.source, from: 0, ReadOptions(records: 5)).events.count == 5)
        await #expect { try await log.read(Self.source, from: 0) } throws: { error in
            guard case .corrupt(file, let place, _) = error as? EventLogError else { return false }
            return place == Int64(ends[4])
        }
        try await log.close()
    }

    @Test func zerosAfterTheEndAreCutOff() async throws {
        let (folder, ends) = try await Self.filled([["a"], ["b"]])
        let file = try #require(try Self.files(folder, ".log").first)
        #expect(truncate(file, off_t(ends[1] + 10_000)) == 0)
        let log = try Self.open(folder)
        #expect(try await log.texts("t") == [["a", "b"]])
        #expect(try await log.describe("t").partitions[0].bytes == Int64(ends[1]))
        try await log.close()
    }

    @Test func aTransactionWithoutItsMarkIsCutOffEverywhere() async throws {
        let folder = try TemporaryFolder()
        var log = try Self.open(folder)
        for topic in ["t", "u"] { try await log.createTopic(topic, TopicConfiguration(partitions: 2)) }
        func transaction(_ text: String) -> LogTransaction {
            var transaction = LogTransaction()
            for topic in ["t", "u"] {
                transaction.append(
                    (0..<2).map { EventRecord(key: nil, value: Array(text.utf8), partition: $0) },
                    to: topic
                )
            }
            transaction.commit([TopicPartition("t", 0): Int64(text)!], group: "g")
            return transaction
        }
        _ = try await log.append(transaction("1"))
        let journal = folder.path + "/@journal"
        let before = try Data(contentsOf: URL(filePath: journal)).count
        _ = try await log.append(transaction("2"))
        let after = try Data(contentsOf: URL(filePath: journal)).count
        let killed = try folder.snapshot()
        try await log.close()
        for size in before..<after {
            let copy = try killed.snapshot()
            #expect(truncate(copy.path + "/@journal", off_t(size)) == 0)
            log = try Self.open(copy)
            for topic in ["t", "u"] { #expect(try await log.texts(topic) == [["1"], ["1"]], "mark cut at \(size)") }
            #expect(try await log.committed(group: "g") == [TopicPartition("t", 0): 1])
            _ = try await log.append(transaction("3"))
            try await log.close()
            log = try Self.open(copy)
            for topic in ["t", "u"] { #expect(try await log.texts(topic) == [["1", "3"], ["1", "3"]]) }
            try await log.close()
        }
        log = try Self.open(killed)
        #expect(try await log.texts("u") == [["1", "2"], ["1", "2"]], "a marked one stays")
        try await log.close()
    }

    @Test func aDamagedJournalIsRefusedWithItsPlace() async throws {
        let (folder, _) = try await Self.filled([["a"]])
        let log = try Self.open(folder)
        for offset in 0..<3 { try await log.commit([Self.source: Int64(offset)], group: "g") }
        try await log.close()
        try flip(folder.path + "/@journal", at: 14)
        #expect { try Self.open(folder) } throws: { error in
            if case .corrupt(folder.path + "/@journal", 0, _) = error as? EventLogError { true } else { false }
        }
    }

    @Test func aSecondWriterIsRefusedByName() async throws {
        let folder = try TemporaryFolder()
        let log = try Self.open(folder)
        #expect(throws: EventLogError.locked(path: folder.path, processID: getpid())) { try Self.open(folder) }
        try await log.close()
        try await Self.open(folder).close()
    }

    @Test func aLogThatIsLetGoUnlocks() async throws {
        let folder = try TemporaryFolder()
        do { _ = try Self.open(folder) }
        for _ in 0..<500 {
            do {
                try await Self.open(folder).close()
                return
            } catch EventLogError.locked {
                try await Task.sleep(for: .milliseconds(5))
            }
        }
        Issue.record("still locked")
    }

    @Test(.timeLimit(.minutes(10))) func aFullGroupEndsTheGatheringEarly() async throws {
        let folder = try TemporaryFolder()
        let log = try SegmentLog.open(
            directory: folder.path,
            configuration: SegmentLogConfiguration(gatherMilliseconds: 3_600_000, groupBytes: 4_000),
            now: { LogImplementation.noon },
            logger: LogImplementation.quiet
        )
        try await log.createTopic("t", TopicConfiguration(partitions: 1))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                let value = String(repeating: "x", count: 4_000) + "\(number)"
                group.addTask { _ = try await log.append([record("k", value)], to: "t") }
            }
            try await group.waitForAll()
        }
        #expect(try await log.describe("t").partitions[0].endOffset == 20)
        try await log.close()
    }

    @Test func manySegmentsReopenAndReadInOrder() async throws {
        let folder = try TemporaryFolder()
        var log = try Self.open(folder, segmentBytes: 2_000, index: 300)
        try await log.createTopic("t", TopicConfiguration(partitions: 1))
        for number in 0..<2_000 {
            _ = try await log.append(
                [record("k", "\(number)", at: Int64(number), sequence: Int64(number))],
                to: "t",
                producer: Producer("p")
            )
        }
        let expected = (0..<2_000).map(String.init)
        let segments = try await log.describe("t").partitions[0].segments
        #expect(segments > 70, "more than are kept open")
        #expect(try await log.texts("t") == [expected])
        let killed = try folder.snapshot()
        try await log.close()
        for (round, directory) in [folder, killed].enumerated() {
            if round == 1 {
                for index in try Self.files(directory, ".index") { try FileManager.default.removeItem(atPath: index) }
            }
            log = try Self.open(directory, segmentBytes: 2_000, index: 300)
            #expect(try await log.describe("t").partitions[0].segments == segments)
            #expect(try await log.texts("t") == [expected])
            #expect(try await log.lastSequences(of: Producer("p"), in: "t") == [0: 1_999])
            for time in stride(from: Int64(0), to: 2_000, by: 173) {
                #expect(try await log.firstOffset(in: Self.source, at: Timestamp(milliseconds: time)) == time)
            }
            try await log.close()
        }
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func timesOutOfOrderAreFoundAsByReadingAll(_ seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let folder = try TemporaryFolder()
        var log = try Self.open(folder, segmentBytes: 3_000, index: 1)
        try await log.createTopic("t", TopicConfiguration(partitions: 1))
        var times: [Int64] = []
        for round in 0..<150 {
            let fresh = (0..<Int.random(in: 1...4, using: &random)).map { _ in
                Int64(round * 10) + Int64.random(in: -300...300, using: &random)
            }
            _ = try await log.append(fresh.map { record("k", "v", at: $0) }, to: "t")
            times += fresh
        }
        for reopened in [false, true] {
            if reopened {
                try await log.close()
                log = try Self.open(folder, segmentBytes: 3_000, index: 1)
            }
            for time in stride(from: Int64(-310), to: 1_900, by: 7) {
                let expected = times.firstIndex { $0 >= time }.map(Int64.init)
                let found = try await log.firstOffset(in: Self.source, at: Timestamp(milliseconds: time))
                #expect(found == expected, "time \(time), reopened: \(reopened)")
            }
        }
        try await log.close()
    }

    @Test func retentionDeletesWholeOldSegments() async throws {
        let folder = try TemporaryFolder()
        var log = try Self.open(folder, segmentBytes: 1_000)
        try await log.createTopic(
            "t",
            TopicConfiguration(partitions: 1, retentionMilliseconds: 1_000, retentionBytes: nil)
        )
        for number in 0..<100 { _ = try await log.append([record("k", "\(number)", at: Int64(number) * 10)], to: "t") }
        #expect(try await log.enforceRetention(now: Timestamp(milliseconds: 1_000)) == 0)
        let before = try await log.describe("t").partitions[0]
        let freed = try await log.enforceRetention(now: Timestamp(milliseconds: 1_500))
        let after = try await log.describe("t").partitions[0]
        #expect(freed > 0 && after.bytes == before.bytes - freed && after.endOffset == 100)
        #expect((1...50).contains(after.earliestOffset), "nothing younger than the limit goes")
        #expect(try Self.files(folder, ".log").count == after.segments)
        await #expect(throws: EventLogError.self) { try await log.read(Self.source, from: 0) }
        #expect(try await log.firstOffset(in: Self.source, at: Timestamp(milliseconds: 0)) == after.earliestOffset)
        #expect(try await log.enforceRetention(now: Timestamp(milliseconds: 100_000)) == after.bytes)
        #expect(try await log.texts("t") == [[]])
        let copy = try folder.snapshot()
        try await log.close()
        log = try Self.open(copy, segmentBytes: 1_000)
        #expect(try await log.describe("t").partitions[0].earliestOffset == 100)
        #expect(try await log.append([record("k", "next")], to: "t").first?.offset == 100)
        try await log.close()
    }

    @Test func retentionBySizeKeepsAtLeastThatMuch() async throws {
        let folder = try TemporaryFolder()
        let log = try Self.open(folder, segmentBytes: 1_000)
        try await log.createTopic(
            "t",
            TopicConfiguration(partitions: 1, retentionMilliseconds: nil, retentionBytes: 3_000)
        )
        for number in 0..<100 {
            _ = try await log.append(
                [record("k", "\(number)", sequence: Int64(number))],
                to: "t",
                producer: Producer("p")
            )
        }
        #expect(try await log.enforceRetention(now: LogImplementation.noon) > 0)
        let bytes = try await log.describe("t").partitions[0].bytes
        #expect(bytes >= 3_000 && bytes < 4_200)
        try await log.close()
        let again = try Self.open(folder)
        #expect(
            try await again.lastSequences(of: Producer("p"), in: "t") == [0: 99],
            "the producer outlives its records"
        )
        try await again.close()
    }

    @Test func anUnfinishedTopicIsRemoved() async throws {
        let (folder, _) = try await Self.filled([["a"]])
        try FileManager.default.createDirectory(atPath: folder.path + "/u~new/0", withIntermediateDirectories: true)
        let log = try Self.open(folder)
        #expect(try await log.topics() == ["t"])
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/u~new"))
        try await log.close()
    }

    private func flip(_ path: String, at position: Int) throws {
        var data = try Data(contentsOf: URL(filePath: path))
        data[position] ^= 0x40
        try data.write(to: URL(filePath: path))
    }
}
