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

    private static func folder() throws -> String {
        let folder = FileManager.default.temporaryDirectory.path + "/bss-checkpoint-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder
    }

    private static func checkpoint(
        _ number: Int64,
        _ shared: [(state: SharedState, records: StateBytes?)] = []
    ) -> Checkpoint {
        let state = StateBytes(count: 7) { bytes in for index in bytes.indices { bytes[index] = UInt8(number) } }
        return Checkpoint(
            round: Round(number: number, time: Timestamp(milliseconds: 1), ranges: [], idle: []),
            journalOffset: 9,
            identity: ["one", "two"],
            nodes: [.init(name: "none", records: []), .init(name: "n", records: [state], shared: shared)]
        )
    }

    private static func records(_ checkpoint: Checkpoint?) -> [[UInt8]]? {
        checkpoint?.nodes[1].records.map { $0.withBytes { Array($0) } }
    }

    /// Checkpoints share state for as long as one of those that are kept has it; a later run has other names.
    @Test func sharedStateIsWrittenOnce() async throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }  // why: temporary
        func files() throws -> [String] { try Checkpoint.names(in: folder, prefix: SharedState.prefix) }
        let store = CheckpointStore(folder: folder)
        let names = try await store.namesOfSharedState()
        let bytes = StateBytes(count: 10_000) { bytes in
            for index in bytes.indices { bytes[index] = UInt8(index % 251) }
        }
        let state = SharedState(name: names.next(), count: bytes.count)
        let first = try await store.write(Self.checkpoint(1, [(state, bytes)]))
        #expect(first > 10_000)
        for number in 2...4 as ClosedRange<Int64> {
            let count = try await store.write(Self.checkpoint(number, [(state, nil)]))
            #expect(count < 1_000)
            let expected = [Array(repeating: UInt8(number), count: 7), bytes.withBytes { Array($0) }]
            #expect(Self.records(try await store.newest()) == expected)
        }
        #expect(try files() == [state.name])

        // Another run does not know what the checkpoints share, and a crash left a file behind.
        let later = CheckpointStore(folder: folder)
        let next = try await later.namesOfSharedState().next()
        #expect(next != state.name)
        try Data([1]).write(to: URL(fileURLWithPath: "\(folder)/\(next)"))
        for number in 5...6 as ClosedRange<Int64> {
            _ = try await later.write(Self.checkpoint(number))
            #expect(try files() == [state.name])
        }
        _ = try await later.write(Self.checkpoint(7))
        #expect(try files().isEmpty)
    }

    /// With a wrong byte in shared state, or without it, the checkpoint before serves.
    @Test func damagedSharedStateIsPassedOver() throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }  // why: temporary
        let bytes = StateBytes(count: 101) { bytes in for index in bytes.indices { bytes[index] = UInt8(index) } }
        let state = SharedState(name: "state-1-1", count: bytes.count)
        _ = try Self.checkpoint(1).write(to: folder)
        _ = try Self.checkpoint(2, [(state, bytes)]).write(to: folder)
        let file = URL(fileURLWithPath: "\(folder)/\(state.name)")
        let whole = try Data(contentsOf: file)
        #expect(try Checkpoint.newest(in: folder)?.round.number == 2)
        for index in whole.indices {
            var damaged = whole
            damaged[index] ^= 0x10
            try damaged.write(to: file)
            #expect(try Checkpoint.newest(in: folder)?.round.number == 1, "byte \(index)")
        }
        try FileManager.default.removeItem(at: file)
        #expect(try Checkpoint.newest(in: folder)?.round.number == 1)
    }

    @Test(arguments: [1 as UInt8, 2]) func olderVersionsAreRead(_ version: UInt8) throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }  // why: temporary
        _ = try Self.checkpoint(3).write(to: folder)
        let file = URL(fileURLWithPath: "\(folder)/\(Self.checkpoint(3).fileName)")
        try Self.older(version, of: try Data(contentsOf: file)).write(to: file)
        let read = try #require(try Checkpoint.newest(in: folder))
        #expect(read.round.number == 3 && read.journalOffset == 9 && read.identity == ["one", "two"])
        #expect(read.hasNanoseconds == (version > 1))
        #expect(Self.records(read) == [Array(repeating: 3, count: 7)])
    }

    /// The file of a checkpoint that shares nothing as versions 1 and 2 had it: without a list of what is shared, and version 1
    /// with the checksum before the rest.
    static func older(_ version: UInt8, of file: Data) -> Data {
        func count(_ place: Int) -> Int {
            Int(file.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: UInt32.self) }.littleEndian)
        }
        var place = 12
        place += 4 + count(place) + 8
        let lines = count(place)
        place += 4
        for _ in 0..<lines { place += 1 + 4 + count(place + 1) }
        let rest = file[12..<place] + file[(place + 4)..<file.count - Checksum.bytes]
        let head = file[..<8] + Data([version, 0, 0, 0])
        func data(_ number: UInt64) -> Data { withUnsafeBytes(of: number.littleEndian) { Data($0) } }
        if version == 1 { return head + data(rest.withUnsafeBytes { SerialChecksum.of($0) }) + rest }
        var checksum = Checksum()
        (head + rest).withUnsafeBytes { checksum.add($0) }
        return head + rest + data(checksum.value)
    }
}
