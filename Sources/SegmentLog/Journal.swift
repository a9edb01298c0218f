import EventLog
import Logging

/// The file of what was decided rather than appended: which transactions committed, and where consumer groups are.
///
/// A frame is one decision, whole or absent. It is synced only after the segments that it speaks of, so a transaction
/// is in the log from the moment its frame is durable and not before; an opening cuts off the batches of any later
/// one. Because the single writer finishes one group before it begins the next, such batches stand at the very end of
/// their partitions, and readers need not know that transactions exist. Frames replace older ones, so the file is
/// rewritten when it has grown.
struct Journal {
    private let path: String
    private let directory: String
    private var file: DiskFile
    private var bytes: Int
    private var compactedBytes = 0
    private(set) var committed: Int64 = 0
    private(set) var groups: [String: [TopicPartition: Int64]] = [:]

    /// Opens the journal of a log, or begins it.
    init(directory: String, logger: Logger) throws {
        self.directory = directory
        path = directory + "/@journal"
        file = try DiskFile(path, .create)
        bytes = 0
        let contents = try file.contents()
        while let frame = ByteReader.frame(in: contents, at: bytes) {
            guard adopt(contents[frame.body]) else {
                throw EventLogError.corrupt(file: path, byteOffset: Int64(bytes), reason: "a frame makes no sense")
            }
            bytes = frame.end
        }
        if bytes < contents.count {
            for later in bytes + 1..<contents.count where ByteReader.frame(in: contents, at: later) != nil {
                throw EventLogError.corrupt(
                    file: path,
                    byteOffset: Int64(bytes),
                    reason: "the checksum of a frame does not match"
                )
            }
            logger.warning(
                "cut off the end of the journal that was never acknowledged",
                metadata: ["file": "\(path)", "from": "\(bytes)", "bytes": "\(contents.count - bytes)"]
            )
            try file.truncate(to: bytes)
            try file.sync()
        }
        try DiskDirectory.sync(directory)
    }

    /// Makes a decision durable; `transaction` is 0 if it is about offsets only.
    mutating func append(transaction: Int64, offsets: [String: [TopicPartition: Int64]]) throws(EventLogError) {
        let frame = Self.frame(transaction: transaction, offsets: offsets)
        try file.write(frame, at: bytes)
        try file.sync()
        bytes += frame.count
        take(transaction: transaction, offsets: offsets)
        if bytes > SegmentLogConfiguration.journalBytesMax, bytes > compactedBytes * 4 { try compact() }
    }

    private mutating func compact() throws(EventLogError) {
        let fresh = try DiskFile(path + "~", .createEmpty)
        let frame = Self.frame(transaction: committed, offsets: groups)
        try fresh.write(frame, at: 0)
        try fresh.sync()
        try DiskDirectory.rename(path + "~", to: path)
        try DiskDirectory.sync(directory)
        file = fresh
        bytes = frame.count
        compactedBytes = frame.count
    }

    private mutating func take(transaction: Int64, offsets: [String: [TopicPartition: Int64]]) {
        committed = max(committed, transaction)
        for (group, places) in offsets { groups[group, default: [:]].merge(places) { _, new in new } }
    }

    private mutating func adopt(_ body: ArraySlice<UInt8>) -> Bool {
        var reader = ByteReader(body)
        guard let transaction = reader.uint64(), let groupCount = reader.uint32() else { return false }
        var offsets: [String: [TopicPartition: Int64]] = [:]
        for _ in 0..<groupCount {
            guard let group = reader.string(), let count = reader.uint32() else { return false }
            for _ in 0..<count {
                guard let topic = reader.string(), let partition = reader.uint32(), let offset = reader.uint64()
                else { return false }
                offsets[group, default: [:]][TopicPartition(topic, Int(partition))] = Int64(bitPattern: offset)
            }
        }
        take(transaction: Int64(bitPattern: transaction), offsets: offsets)
        return true
    }

    private static func frame(transaction: Int64, offsets: [String: [TopicPartition: Int64]]) -> [UInt8] {
        var writer = ByteWriter()
        writer.put(UInt64(bitPattern: transaction))
        writer.put(UInt32(offsets.count))
        for (group, places) in offsets.sorted(by: { $0.key < $1.key }) {
            writer.put(group)
            writer.put(UInt32(places.count))
            for (place, offset) in places.sorted(by: { $0.key < $1.key }) {
                writer.put(place.topic)
                writer.put(UInt32(place.partition))
                writer.put(UInt64(bitPattern: offset))
            }
        }
        return writer.framed()
    }
}
