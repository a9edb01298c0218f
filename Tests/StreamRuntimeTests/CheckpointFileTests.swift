import Foundation
import Primitives
import Testing

@testable import StreamRuntime

/// The file of a checkpoint, which is written in whole blocks past the page cache where the file system can.
@Suite struct CheckpointFileTests {
    private static let folders = [FileManager.default.temporaryDirectory.path, "/dev/shm"]

    /// Each size ends elsewhere in a block or a buffer.
    @Test(arguments: folders, [0, 1, 3_900, 4_096, 1 << 20, (1 << 20) + 1, (5 << 20) - 77])
    func whatIsWrittenIsRead(_ parent: String, _ size: Int) throws {
        guard FileManager.default.isWritableFile(atPath: parent) else { return }
        let folder = parent + "/bss-checkpoint-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }  // why: temporary
        let state = StateBytes(count: size) { bytes in
            for index in bytes.indices { bytes[index] = UInt8(truncatingIfNeeded: index &* 31 &+ index >> 12) }
        }
        let round = Round(number: 7, time: Timestamp(milliseconds: 1), ranges: [], idle: [])
        let checkpoint = Checkpoint(
            round: round,
            journalOffset: 9,
            identity: ["a"],
            nodes: [.init(name: "empty", records: []), .init(name: "state", records: [state, state])]
        )
        let count = try checkpoint.write(to: folder)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(names == ["checkpoint-0000000000000000007"])
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(names[0])")
        #expect((attributes[.size] as? NSNumber)?.intValue == count)
        let read = try #require(try Checkpoint.newest(in: folder))
        #expect(read.round == round && read.journalOffset == 9 && read.identity == ["a"])
        #expect(read.nodes.map(\.name) == ["empty", "state"])
        let bytes = read.nodes[1].records.flatMap { $0.withBytes { Array($0) } }
        let expected = state.withBytes { Array($0) }
        #expect(bytes == expected + expected)
    }

    /// Each byte counts, the checksum's own and the last ones too; where one is wrong the checkpoint before it serves. One of a
    /// newer program is not passed over: the job would do again what it did since.
    @Test func aDamagedFileIsPassedOver() throws {
        let folder = FileManager.default.temporaryDirectory.path + "/bss-checkpoint-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }  // why: temporary
        func checkpoint(_ number: Int64) -> Checkpoint {
            let round = Round(number: number, time: Timestamp(milliseconds: 1), ranges: [], idle: [])
            let state = StateBytes(count: 101) { bytes in for index in bytes.indices { bytes[index] = UInt8(index) } }
            return Checkpoint(round: round, journalOffset: 9, identity: [], nodes: [.init(name: "n", records: [state])])
        }
        for number in 1...2 { _ = try checkpoint(Int64(number)).write(to: folder) }
        let file = "\(folder)/checkpoint-0000000000000000002"
        let whole = try #require(FileManager.default.contents(atPath: file))
        #expect(try Checkpoint.newest(in: folder)?.round.number == 2)
        for index in whole.indices {
            var damaged = whole
            damaged[index] ^= 0x10
            try damaged.write(to: URL(fileURLWithPath: file))
            if (8..<12).contains(index) {
                #expect(throws: SourceError.self, "byte \(index)") { try Checkpoint.newest(in: folder) }
                continue
            }
            #expect(try Checkpoint.newest(in: folder)?.round.number == 1, "byte \(index)")
        }
        try whole.dropLast().write(to: URL(fileURLWithPath: file))
        #expect(try Checkpoint.newest(in: folder)?.round.number == 1)
    }
}
