import Glibc

/// The state of a job after a round, in a file of its own.
///
/// A file is: magic | format version (UInt32) | round | journal offset | identity | shared state, each with the number of its
/// node, its name and its bytes | nodes, each with its name and its records | checksum of all that (UInt64). It is written
/// aside, synced and renamed, so that a file under its name is whole. Shared state (`SharedState`) is in files beside it: magic
/// | format version (UInt32) | records | checksum.
///
/// In files of version 2 there is no shared state. In those of version 1 the checksum (`SerialChecksum`) stands behind the
/// version besides, and timestamps of more than 3 digits are in ms, where now they are in ns.
struct Checkpoint {
    private static let magic: [UInt8] = Array("BSSCKPT\n".utf8)
    private static let (firstVersion, secondVersion, version): (UInt32, UInt32, UInt32) = (1, 2, 3)
    private static let sharedMagic: [UInt8] = Array("BSSSTATE".utf8)
    private static let sharedVersion: UInt32 = 1
    /// Newer checkpoints than this are kept; older ones are removed.
    static let kept = 3
    /// Bytes of a file within which the names of its shared state are looked for.
    private static let headBytesMax = 1 << 20

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
        var records: [StateBytes]
        /// State that other checkpoints have too, with its records if this one is the first. Of a checkpoint that was read it is
        /// among the records.
        var shared: [(state: SharedState, records: StateBytes?)] = []
    }

    /// Files of state that it has in common with others.
    var sharedNames: Set<String> { Set(nodes.flatMap { $0.shared.map(\.state.name) }) }

    /// Writes it into a folder, durable on return, and removes old ones. Answers how many bytes it has.
    ///
    /// - Throws: `SourceError`.
    func write(to folder: String) throws -> Int {
        let name = fileName
        var count = 0
        for (state, records) in nodes.flatMap(\.shared) {
            guard let records else { continue }
            let head = StateWriter()
            for byte in Self.sharedMagic { head.put(byte) }
            head.put(Self.sharedVersion)
            count += try Self.writeFile(folder + "/" + state.name, [head.finish(), records])
        }
        count += try Self.writeFile(folder + "/" + name + ".tmp", pieces)
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
        let shared = nodes.enumerated().flatMap { number, node in node.shared.map { (number, $0.state) } }
        writer.put(UInt32(shared.count))
        for (number, state) in shared {
            writer.put(UInt32(number))
            writer.put(Value.string(state.name))
            writer.put(UInt64(state.count))
        }
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

    /// The name of its file.
    var fileName: String {
        let digits = String(round.number)
        return "checkpoint-" + String(repeating: "0", count: max(0, 19 - digits.count)) + digits
    }

    /// The checkpoints in a folder, oldest first; or other files of theirs.
    static func names(in folder: String, prefix: String = "checkpoint-") throws -> [String] {
        guard let directory = opendir(folder) else {
            throw SourceError("cannot open '\(folder)': \(String(cString: strerror(errno)))")
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasPrefix(prefix), !name.hasSuffix(".tmp") { names.append(name) }
        }
        return names.sorted()
    }

    /// The newest checkpoint in a folder that is whole; nil if there is none.
    ///
    /// - Throws: `SourceError` if the folder cannot be read, or a newer version of the program wrote the checkpoint.
    static func newest(in folder: String) throws -> Checkpoint? {
        for name in try names(in: folder).reversed() {
            do {
                return try Checkpoint(name, in: folder)
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

    private init(_ name: String, in folder: String) throws {
        let bytes = try Self.readFile(folder + "/" + name)
        let (version, start) = try Self.version(of: bytes)
        switch version {
        case Self.firstVersion:
            let sum = bytes.withBytes { SerialChecksum.of(UnsafeRawBufferPointer(rebasing: $0[start...])) }
            guard sum == Self.number(bytes, start - Checksum.bytes) else { throw StateError.truncated }
        case Self.secondVersion, Self.version: try Self.check(bytes)
        default: throw NewerVersion(version: version)
        }
        var reader = StateRecord(body: bytes, from: start)
        let head = try Head(&reader, version)
        (round, journalOffset, identity) = (head.round, head.journalOffset, head.identity)
        hasNanoseconds = version > Self.firstVersion
        nodes = []
        for _ in 0..<(try reader.number(UInt32.self)) {
            guard case .string(let name) = try reader.value() else { throw StateError.truncated }
            nodes.append(NodeState(name: name, records: [try reader.part()]))
        }
        for (node, state) in head.shared {
            guard node < nodes.count else { throw StateError.truncated }
            nodes[node].records.append(try Self.read(state, in: folder))
        }
    }

    /// What a file begins with, behind the version.
    private struct Head {
        let round: Round
        let journalOffset: Int64
        var identity: [String] = []
        var shared: [(node: Int, state: SharedState)] = []

        init(_ reader: inout StateRecord, _ version: UInt32) throws {
            round = try Round(try reader.withBytes { Array($0) })
            journalOffset = try reader.number()
            for _ in 0..<(try reader.number(UInt32.self)) {
                guard case .string(let line) = try reader.value() else { throw StateError.truncated }
                identity.append(line)
            }
            guard version > Checkpoint.secondVersion else { return }
            for _ in 0..<(try reader.number(UInt32.self)) {
                let node = Int(try reader.number(UInt32.self))
                guard case .string(let name) = try reader.value() else { throw StateError.truncated }
                shared.append((node, SharedState(name: name, count: Int(try reader.number(UInt64.self)))))
            }
        }
    }

    /// The files of state that a checkpoint in a folder shares with others; nil if it does not tell, for it is damaged or not
    /// this program's.
    static func sharedNames(of name: String, in folder: String) -> Set<String>? {
        do {
            let bytes = try readFile(folder + "/" + name, atMost: headBytesMax)
            let (version, start) = try version(of: bytes)
            guard version <= Self.version else { return nil }
            var reader = StateRecord(body: bytes, from: start)
            return Set(try Head(&reader, version).shared.map(\.state.name))
        } catch {
            // why: who asks removes files, and removes none while a checkpoint does not tell
            return nil
        }
    }

    /// The format of a file, and where what follows it begins.
    private static func version(of bytes: StateBytes) throws -> (version: UInt32, start: Int) {
        let start = magic.count + 4
        guard bytes.count > start + Checksum.bytes, bytes.withBytes({ $0.starts(with: magic) }) else {
            throw StateError.truncated
        }
        let version: UInt32 = number(bytes, magic.count)
        return (version, version == firstVersion ? start + Checksum.bytes : start)
    }

    /// The records of shared state.
    private static func read(_ state: SharedState, in folder: String) throws -> StateBytes {
        let bytes = try readFile(folder + "/" + state.name)
        let start = sharedMagic.count + 4
        guard bytes.count == start + state.count + Checksum.bytes, bytes.withBytes({ $0.starts(with: sharedMagic) })
        else { throw StateError.truncated }
        try check(bytes)
        let version: UInt32 = number(bytes, sharedMagic.count)
        guard version == sharedVersion else { throw NewerVersion(version: version) }
        return StateBytes(start..<start + state.count, of: bytes)
    }

    /// Compares a file with the checksum at its end.
    private static func check(_ bytes: StateBytes) throws {
        var checksum = Checksum()
        bytes.withBytes { checksum.add(UnsafeRawBufferPointer(rebasing: $0.dropLast(Checksum.bytes))) }
        guard checksum.value == number(bytes, bytes.count - Checksum.bytes) else { throw StateError.truncated }
    }

    private static func number<Number: FixedWidthInteger>(_ bytes: StateBytes, _ offset: Int) -> Number {
        bytes.withBytes { Number(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: Number.self)) }
    }

    init(round: Round, journalOffset: Int64, identity: [String], nodes: [NodeState]) {
        self.round = round
        self.journalOffset = journalOffset
        self.identity = identity
        self.nodes = nodes
    }
}
