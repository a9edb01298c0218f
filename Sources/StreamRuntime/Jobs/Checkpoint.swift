import CStreamKernels
import Glibc

/// The state of a job after a round, in a file of its own.
///
/// A file is: magic | format version (UInt32) | round | journal offset | identity | nodes, each with its name and its records |
/// checksum of all that (UInt64). It is written aside, synced and renamed, so that a file under its name is whole.
///
/// In files of version 1 the checksum (`SerialChecksum`) stands behind the version, and timestamps of more than 3 digits are in
/// ms, where now they are in ns.
struct Checkpoint {
    private static let magic: [UInt8] = Array("BSSCKPT\n".utf8)
    private static let version: UInt32 = 2
    private static let firstVersion: UInt32 = 1
    /// Newer checkpoints than this are kept; older ones are removed.
    static let kept = 3
    /// Bytes that are written at once, and what they are whole multiples of: 4,096 suits all disks.
    private static let (bufferBytes, blockBytes) = (1 << 20, 4_096)

    var round: Round
    /// The journal's offset behind the round.
    var journalOffset: Int64
    /// The stateful operators that it is the state of, as EXPLAIN shows them.
    var identity: [String]
    /// In the order of the flow.
    var nodes: [NodeState]
    /// Whether timestamps of more than 3 digits are in ns.
    private(set) var hasNanoseconds = true

    /// The state of an operator.
    struct NodeState: Sendable {
        /// The operator's name.
        let name: String
        /// What each worker's wrote.
        let records: [StateBytes]
    }

    /// Writes it into a folder, durable on return, and removes old ones. Answers how many bytes it has.
    ///
    /// - Throws: `SourceError`.
    func write(to folder: String) throws -> Int {
        let name = Self.name(self.round.number)
        let count = try Self.writeFile(folder + "/" + name + ".tmp", pieces)
        guard rename(folder + "/" + name + ".tmp", folder + "/" + name) == 0 else {
            throw SourceError("cannot rename checkpoint \(name): \(String(cString: strerror(errno)))")
        }
        try Self.syncFolder(folder)
        for old in try Self.names(in: folder).dropLast(Self.kept) { unlink(folder + "/" + old) }
        return count
    }

    /// What is before the checksum. The records of the nodes are pieces of their own, as they are: they are large.
    private var pieces: [StateBytes] {
        var writer = StateWriter()
        for byte in Self.magic { writer.put(byte) }
        writer.put(Self.version)
        round.bytes.withUnsafeBytes { writer.put($0) }
        writer.put(journalOffset)
        writer.put(UInt32(identity.count))
        for line in identity { writer.put(Value.string(line)) }
        writer.put(UInt32(nodes.count))
        var pieces: [StateBytes] = []
        for node in nodes {
            writer.put(Value.string(node.name))
            writer.put(UInt32(node.records.reduce(0) { $0 + $1.count }))
            pieces.append(writer.finish())
            pieces += node.records
            writer = StateWriter()
        }
        return pieces + [writer.finish()]
    }

    private static func name(_ round: Int64) -> String {
        let digits = String(round)
        return "checkpoint-" + String(repeating: "0", count: max(0, 19 - digits.count)) + digits
    }

    /// The checkpoints in a folder, oldest first.
    static func names(in folder: String) throws -> [String] {
        guard let directory = opendir(folder) else {
            throw SourceError("cannot open '\(folder)': \(String(cString: strerror(errno)))")
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasPrefix("checkpoint-"), !name.hasSuffix(".tmp") { names.append(name) }
        }
        return names.sorted()
    }

    /// The newest checkpoint in a folder that is whole; nil if there is none.
    ///
    /// - Throws: `SourceError` if the folder cannot be read, or a newer version of the program wrote the checkpoint.
    static func newest(in folder: String) throws -> Checkpoint? {
        for name in try names(in: folder).reversed() {
            do {
                return try Checkpoint(file: folder + "/" + name)
            } catch let error as NewerVersion {
                throw SourceError(
                    "'\(folder)/\(name)' has format \(error.version), and this program knows formats up to \(version): a newer"
                        + " one wrote it; start that one, or discard the job's state"
                )
            } catch {
                // why: a damaged one is passed over, an older one is whole
            }
        }
        return nil
    }

    private struct NewerVersion: Error {
        let version: UInt32
    }

    private init(file: String) throws {
        let bytes = try Self.readFile(file)
        let headBytes = Self.magic.count + 4
        guard bytes.count > headBytes + Checksum.bytes, bytes.withBytes({ $0.starts(with: Self.magic) }) else {
            throw StateError.truncated
        }
        let version: UInt32 = Self.number(bytes, Self.magic.count)
        let start: Int
        switch version {
        case Self.firstVersion:
            start = headBytes + Checksum.bytes
            let sum = bytes.withBytes { SerialChecksum.of(UnsafeRawBufferPointer(rebasing: $0[start...])) }
            guard sum == Self.number(bytes, headBytes) else { throw StateError.truncated }
        case Self.version:
            start = headBytes
            var checksum = Checksum()
            bytes.withBytes { checksum.add(UnsafeRawBufferPointer(rebasing: $0.dropLast(Checksum.bytes))) }
            guard checksum.value == Self.number(bytes, bytes.count - Checksum.bytes) else { throw StateError.truncated }
        default: throw NewerVersion(version: version)
        }
        var reader = StateRecord(body: bytes, from: start)
        round = try Round(try reader.withBytes { Array($0) })
        journalOffset = try reader.number()
        hasNanoseconds = version > Self.firstVersion
        identity = []
        for _ in 0..<(try reader.number(UInt32.self)) {
            guard case .string(let line) = try reader.value() else { throw StateError.truncated }
            identity.append(line)
        }
        nodes = []
        for _ in 0..<(try reader.number(UInt32.self)) {
            guard case .string(let name) = try reader.value() else { throw StateError.truncated }
            nodes.append(NodeState(name: name, records: [try reader.part()]))
        }
    }

    init(round: Round, journalOffset: Int64, identity: [String], nodes: [NodeState]) {
        self.round = round
        self.journalOffset = journalOffset
        self.identity = identity
        self.nodes = nodes
    }

    private static func number<Number: FixedWidthInteger>(_ bytes: StateBytes, _ offset: Int) -> Number {
        bytes.withBytes { Number(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: Number.self)) }
    }

    /// Writes past the page cache where the file system can: what is written there is read after a crash only, and a log that
    /// syncs meanwhile would wait for all of it. Adds the checksum; answers how many bytes the file has.
    private static func writeFile(_ path: String, _ parts: [StateBytes]) throws -> Int {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SourceError("cannot create '\(path)': \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        _ = bss_set_direct(descriptor, 1)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bufferBytes + blockBytes, alignment: blockBytes)
        defer { buffer.deallocate() }
        var (filled, total) = (0, 0)
        var checksum = Checksum()
        for part in parts {
            try part.withBytes { bytes in
                var place = 0
                while place < bytes.count {
                    let count = min(bytes.count - place, bufferBytes - filled)
                    (buffer.baseAddress! + filled).copyMemory(from: bytes.baseAddress! + place, byteCount: count)
                    (place, filled, total) = (place + count, filled + count, total + count)
                    guard filled == bufferBytes else { continue }
                    checksum.add(UnsafeRawBufferPointer(rebasing: buffer[..<filled]))
                    try write(buffer[..<filled], to: descriptor, path)
                    filled = 0
                }
            }
        }
        checksum.add(UnsafeRawBufferPointer(rebasing: buffer[..<filled]))
        buffer.storeBytes(of: checksum.value.littleEndian, toByteOffset: filled, as: UInt64.self)
        filled += Checksum.bytes
        total += Checksum.bytes
        // Whole blocks only go past the page cache.
        let padded = (filled + blockBytes - 1) / blockBytes * blockBytes
        (buffer.baseAddress! + filled).initializeMemory(as: UInt8.self, repeating: 0, count: padded - filled)
        try write(buffer[..<padded], to: descriptor, path)
        guard ftruncate(descriptor, total) == 0, fdatasync(descriptor) == 0 else {
            throw SourceError("cannot sync '\(path)': \(String(cString: strerror(errno)))")
        }
        return total
    }

    private static func write(
        _ bytes: Slice<UnsafeMutableRawBufferPointer>,
        to descriptor: Int32,
        _ path: String
    ) throws {
        var rest = UnsafeRawBufferPointer(rebasing: bytes)
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if count > 0 {
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
                continue
            }
            // A file system that took the flag, and refuses what it stands for; or a write that ended within a block.
            let error = errno
            if count < 0, error == EINVAL, bss_set_direct(descriptor, 0) == 0 { continue }
            throw SourceError("cannot write '\(path)': \(String(cString: strerror(error)))")
        }
    }

    private static func syncFolder(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SourceError("cannot open '\(path)': \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw SourceError("cannot sync '\(path)': \(String(cString: strerror(errno)))")
        }
    }

    private static func readFile(_ path: String) throws -> StateBytes {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SourceError("cannot open '\(path)': \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SourceError("cannot read '\(path)'") }
        let size = Int(status.st_size)
        return try StateBytes(count: size) { buffer in
            var count = 0
            while count < size {
                let got = read(descriptor, buffer.baseAddress! + count, size - count)
                guard got > 0 else { throw SourceError("cannot read '\(path)'") }
                count += got
            }
        }
    }
}
