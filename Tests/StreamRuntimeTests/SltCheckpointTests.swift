import EventLog
import Foundation
import Primitives
import Testing

@testable import StreamRuntime

/// Checkpoints of the first format stay readable: one of a job with operators of every kind lies in
/// Tests/StreamCorpus/checkpoints, and today's program goes on from it.
///
/// A change of the format or of an operator's state needs a new version, and keeps reading the old one. With the environment
/// variable `BSS_RECORD_CHECKPOINT` the file is written anew: right only as long as nobody has data in that format.
@Suite struct SltCheckpointTests {
    private static let folder = Corpus.folder + "/checkpoints"

    @Test func theFirstFormatIsReadable() async throws {
        let script = try SltScript(named: "v1", in: Self.folder)
        if ProcessInfo.processInfo.environment["BSS_RECORD_CHECKPOINT"] != nil {
            let state = try SltRun.state(script)
            let range = (source: TopicPartition("orders", 0), from: Int64(0), to: Int64(3))
            let round = Round(number: 3, time: Timestamp(milliseconds: 1_000), ranges: [range], idle: [])
            _ = try Checkpoint(round: round, journalOffset: 4, identity: ["job"], nodes: state).write(to: Self.folder)
        }
        let checkpoint = try #require(try Checkpoint.newest(in: Self.folder))
        #expect(checkpoint.round.number == 3)
        #expect(checkpoint.round.positions == [TopicPartition("orders", 0): 3])
        #expect(checkpoint.journalOffset == 4)
        #expect(checkpoint.identity == ["job"])
        for variant in SltVariant.all {
            for failure in SltRun.failures(script, variant, from: checkpoint.nodes) { Issue.record("\(failure)") }
        }
    }

    /// A file with one wrong byte is not taken for a checkpoint, wherever the byte is.
    @Test func aDamagedFileIsPassedOver() throws {
        let copy = FileManager.default.temporaryDirectory.path + "/bss-checkpoint-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: copy) }  // why: temporary
        let name = try #require(try Checkpoint.names(in: Self.folder).last)
        let whole = try Data(contentsOf: URL(fileURLWithPath: "\(Self.folder)/\(name)"))
        for place in stride(from: 0, to: whole.count, by: 97) {
            var bytes = whole
            bytes[place] ^= 0x20
            try bytes.write(to: URL(fileURLWithPath: "\(copy)/\(name)"))
            #expect(try Checkpoint.newest(in: copy)?.round == nil, "byte \(place)")
        }
    }
}
