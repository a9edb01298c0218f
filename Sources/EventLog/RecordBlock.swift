import Primitives
import Synchronization

/// Records of one partition as a reader of many takes them: their bytes lie in memory that readers share, and none of them is an
/// object of its own.
public struct RecordBlock: Sendable {
    // @unchecked: nobody writes what it points to but the note, which is atomic.
    /// A record. Its bytes are good as long as the block that has it.
    public struct Record: @unchecked Sendable {
        /// Its place in the partition, from 0.
        public let offset: Int64
        /// When it happened, or when the log took it if the producer did not say.
        public let timestamp: Timestamp
        @usableFromInline let keyStart: UnsafeRawPointer?
        @usableFromInline let valueStart: UnsafeRawPointer?
        @usableFromInline let keyCount: Int32
        @usableFromInline let valueCount: Int32
        @usableFromInline let note: UnsafeMutablePointer<Atomic<UInt64>>?

        /// A record whose bytes are in a `RecordBytes`.
        ///
        /// - Parameters:
        ///   - key: nil if nothing decided its partition.
        ///   - value: nil for a tombstone.
        ///   - note: one of `RecordBytes.makeNotes`, if other readers will have the record, too.
        public init(
            offset: Int64,
            timestamp: Timestamp,
            key: UnsafeRawBufferPointer?,
            value: UnsafeRawBufferPointer?,
            note: UnsafeMutablePointer<Atomic<UInt64>>? = nil
        ) {
            self.offset = offset
            self.timestamp = timestamp
            keyStart = key.map(Self.start)
            keyCount = Int32(key?.count ?? 0)
            valueStart = value.map(Self.start)
            valueCount = Int32(value?.count ?? 0)
            self.note = note
        }

        private static func start(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawPointer {
            guard let start = bytes.baseAddress else { preconditionFailure("bytes of a record without an address") }
            return start
        }

        /// The bytes of its key, nil if it has none.
        @inlinable
        public var key: UnsafeRawBufferPointer? {
            keyStart.map { UnsafeRawBufferPointer(start: $0, count: Int(keyCount)) }
        }

        /// The bytes of its value, nil for a tombstone.
        @inlinable
        public var value: UnsafeRawBufferPointer? {
            valueStart.map { UnsafeRawBufferPointer(start: $0, count: Int(valueCount)) }
        }

        /// Bytes of its key and its value.
        public var bytes: Int { Int(keyCount) + Int(valueCount) }

        /// Where a JSON value ends that begins at a byte of the record's value, if another reader has passed over it: what
        /// nobody asks for need be looked at only once.
        @inlinable
        public func end(ofJSONFrom start: Int) -> Int? {
            guard let note else { return nil }
            let found = note.pointee.load(ordering: .relaxed)
            return found >> 32 == UInt64(start) && found != 0 ? Int(found & 0xFFFF_FFFF) : nil
        }

        /// Whether a reader has passed over a JSON value of it.
        @inlinable
        public var isPassedOver: Bool { note.map { $0.pointee.load(ordering: .relaxed) != 0 } ?? false }

        /// Lets other readers know that these bytes of the record's value are one JSON value. One such value is kept for each
        /// record.
        @inlinable
        public func passOver(json: Range<Int>) {
            note?.pointee.store(UInt64(json.lowerBound) << 32 | UInt64(json.upperBound), ordering: .relaxed)
        }
    }

    /// Keeps the memory that the records of a block are in.
    public final class Lender: Sendable {
        private let memory: [RecordBytes]

        /// Keeps some memory.
        public init(_ memory: [RecordBytes]) { self.memory = memory }
    }

    /// The partition that was read.
    public let source: TopicPartition
    /// The records, in order of offset; empty when the reader has caught up.
    public private(set) var records: [Record]
    /// Where the next read should begin. Offsets may have gaps, so this is not always the last offset plus one.
    public private(set) var nextOffset: Int64
    /// The partition's end at the time of the read.
    public let endOffset: Int64
    /// What keeps the records' bytes, for those who go on pointing to them without the block.
    public let lender: Lender
    /// Of the records that have some, by number.
    private let headers: [Int: [EventHeader]]

    /// A block of records whose bytes a lender keeps.
    public init(
        source: TopicPartition,
        records: [Record],
        lender: Lender,
        headers: [Int: [EventHeader]],
        nextOffset: Int64,
        endOffset: Int64
    ) {
        self.source = source
        self.records = records
        self.lender = lender
        self.headers = headers
        self.nextOffset = nextOffset
        self.endOffset = endOffset
    }

    /// The records that a read returned.
    public init(_ batch: EventBatch) {
        var records: [Record] = []
        var headers: [Int: [EventHeader]] = [:]
        records.reserveCapacity(batch.events.count)
        // why: the memory must not move once records point to it
        let memory = RecordBytes(capacity: batch.events.reduce(0) { $0 + ($1.key?.count ?? 0) + $1.value.count })
        func copy(_ bytes: [UInt8]) -> UnsafeRawBufferPointer {
            let start = memory.count
            bytes.withUnsafeBytes { memory.append($0) }
            return UnsafeRawBufferPointer(rebasing: memory.bytes[start...])
        }
        for (number, event) in batch.events.enumerated() {
            let key = event.key.map(copy)
            let value = event.isTombstone ? nil : copy(event.value)
            records.append(Record(offset: event.offset, timestamp: event.timestamp, key: key, value: value))
            if !event.headers.isEmpty { headers[number] = event.headers }
        }
        self.init(
            source: batch.source,
            records: records,
            lender: Lender([memory]),
            headers: headers,
            nextOffset: batch.nextOffset,
            endOffset: batch.endOffset
        )
    }

    /// Leaves out the records from an offset on.
    public mutating func cut(at offset: Int64) {
        guard nextOffset > offset else { return }
        records.removeLast(records.reversed().prefix { $0.offset >= offset }.count)
        nextOffset = offset
    }

    /// Calls a function with the bytes of a record's value, nil for a tombstone's, and gives what it gives. The bytes are good
    /// until it returns.
    @inlinable
    public func withValue<Result>(of number: Int, _ body: (UnsafeRawBufferPointer?) throws -> Result) rethrows -> Result
    {
        try withExtendedLifetime(lender) { try body(records[number].value) }
    }

    /// As `withValue`, with the bytes of its key, nil if it has none.
    @inlinable
    public func withKey<Result>(of number: Int, _ body: (UnsafeRawBufferPointer?) throws -> Result) rethrows -> Result {
        try withExtendedLifetime(lender) { try body(records[number].key) }
    }

    /// A record by itself.
    public func event(_ number: Int) -> StoredEvent {
        let record = records[number]
        return StoredEvent(
            topic: source.topic,
            partition: source.partition,
            offset: record.offset,
            key: withKey(of: number) { $0.map(Array.init) },
            value: withValue(of: number) { $0.map(Array.init) } ?? [],
            headers: headers[number] ?? [],
            timestamp: record.timestamp,
            isTombstone: record.value == nil
        )
    }
}
