import EventLog
import Foundation
import Primitives
import SegmentLog
import Testing

/// Random operations on a log and on a model of it, with closings, kills and retention in between; the two must agree.
@Suite("segment files against a model", .timeLimit(.minutes(20)))
struct SegmentModelTests {
    struct Model {
        var partitions: [[String]]
        var earliest: [Int64]
        var sequence: Int64 = 0
        var group: [TopicPartition: Int64] = [:]
        var number = 0
    }

    @Test(arguments: UInt64(1)...12)
    func agree(seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        var folder = try TemporaryFolder()
        let segmentBytes = Int.random(in: 400...6_000, using: &random)
        let index = Int.random(in: 1...1_000, using: &random)
        func open() throws -> SegmentLog { try SegmentLogTests.open(folder, segmentBytes: segmentBytes, index: index) }
        var log = try open()
        try await log.createTopic(
            "t",
            TopicConfiguration(partitions: 3, retentionMilliseconds: nil, retentionBytes: 20_000)
        )
        var model = Model(partitions: [[], [], []], earliest: [0, 0, 0])
        for _ in 0..<150 {
            switch Int.random(in: 0..<20, using: &random) {
            case 0..<6: try await append(to: log, &model, &random)
            case 6..<10: try await resend(to: log, &model, &random)
            case 10..<13: try await transact(on: log, &model, &random)
            case 13..<15:
                let place = TopicPartition("t", Int.random(in: 0..<3, using: &random))
                model.group[place] = Int64.random(in: 0..<1_000, using: &random)
                try await log.commit([place: model.group[place]!], group: "g")
            case 15:
                _ = try await log.enforceRetention(now: LogImplementation.noon)
                model.earliest = try await log.describe("t").partitions.map(\.earliestOffset)
            case 16:  // A kill: what is on disk now, without a closing.
                let killed = try folder.snapshot()
                try await log.close()
                folder = killed
                log = try open()
            case 17:  // A kill within a write: bytes that nobody was told of.
                let killed = try folder.snapshot()
                try await log.close()
                folder = killed
                try tear(folder, &random)
                log = try open()
            case 18:
                try await log.close()
                log = try open()
            default: try await readSomewhere(log, model, &random)
            }
        }
        try await compare(log, model, "seed \(seed)")
        try await log.close()
        log = try open()
        try await compare(log, model, "seed \(seed), reopened")
        try await log.close()
    }

    private func records(_ model: inout Model, _ random: inout SeededRandom) -> [EventRecord] {
        (0..<Int.random(in: 1...12, using: &random)).map { _ in
            model.number += 1
            let padding = String(repeating: "x", count: Int.random(in: 0...120, using: &random))
            return EventRecord(
                key: nil,
                value: Array("\(model.number)\(padding)".utf8),
                timestamp: nil,
                partition: Int.random(in: 0..<3, using: &random)
            )
        }
    }

    private func note(_ records: [EventRecord], _ positions: [EventPosition], _ model: inout Model) {
        for (record, position) in zip(records, positions) {
            guard let offset = position.offset else { continue }
            #expect(offset == Int64(model.partitions[position.partition].count))
            model.partitions[position.partition].append(String(decoding: record.value, as: UTF8.self))
        }
    }

    private func append(to log: SegmentLog, _ model: inout Model, _ random: inout SeededRandom) async throws {
        let records = records(&model, &random)
        note(records, try await log.append(records, to: "t"), &model)
    }

    /// Sends records of a producer, then some of them again with new ones behind.
    private func resend(to log: SegmentLog, _ model: inout Model, _ random: inout SeededRandom) async throws {
        var records = records(&model, &random)
        for index in records.indices {
            model.sequence += 1
            records[index].sequence = model.sequence
        }
        note(records, try await log.append(records, to: "t", producer: Producer("p")), &model)
        let kept = records.suffix(Int.random(in: 0...records.count, using: &random))
        let positions = try await log.append(Array(kept), to: "t", producer: Producer("p"))
        #expect(positions.allSatisfy { $0.offset == nil })
    }

    private func transact(on log: SegmentLog, _ model: inout Model, _ random: inout SeededRandom) async throws {
        var transaction = LogTransaction()
        let records = records(&model, &random)
        transaction.append(records, to: "t")
        let place = TopicPartition("t", Int.random(in: 0..<3, using: &random))
        transaction.commit([place: Int64(model.number)], group: "g")
        if Bool.random(using: &random) { return }
        note(records, try await log.append(transaction), &model)
        model.group[place] = Int64(model.number)
    }

    private func tear(_ folder: TemporaryFolder, _ random: inout SeededRandom) throws {
        let directory = folder.path + "/t/\(Int.random(in: 0..<3, using: &random))"
        let files = try FileManager.default.contentsOfDirectory(atPath: directory)
        guard let last = files.filter({ $0.hasSuffix(".log") }).max() else { return }
        let handle = try #require(FileHandle(forWritingAtPath: directory + "/" + last))
        try handle.seekToEnd()
        let junk = (0..<Int.random(in: 1...200, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        try handle.write(contentsOf: Data(junk))
        try handle.close()
    }

    private func readSomewhere(_ log: SegmentLog, _ model: Model, _ random: inout SeededRandom) async throws {
        let partition = Int.random(in: 0..<3, using: &random)
        let all = model.partitions[partition]
        let start = Int64.random(in: model.earliest[partition]...Int64(all.count), using: &random)
        let batch = try await log.read(
            TopicPartition("t", partition),
            from: start,
            ReadOptions(records: Int.random(in: 1...50, using: &random))
        )
        #expect(batch.events.map(\.text) == Array(all[Int(start)..<Int(batch.nextOffset)]))
    }

    private func compare(_ log: SegmentLog, _ model: Model, _ comment: Comment) async throws {
        let expected = zip(model.partitions, model.earliest).map { Array($0.dropFirst(Int($1))) }
        #expect(try await log.texts("t") == expected, comment)
        #expect(try await log.committed(group: "g") == model.group, comment)
        #expect(try await log.lastSequences(of: Producer("p"), in: "t").values.max() ?? 0 == model.sequence, comment)
    }
}
