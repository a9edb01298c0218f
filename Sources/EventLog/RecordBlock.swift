import Primitives

/// Records of one partition as a reader of many takes them: their bytes lie in a few pieces of memory that readers share, and
/// none of them is an object of its own.
public struct RecordBlock: Sendable {
    /// Where some bytes of a record are.
    public struct Span: Sendable, Hashable {
        fileprivate let piece: Int32
        fileprivate let start: Int32
        fileprivate let end: Int32

        /// The bytes of a piece, by its number, from `start` to before `end`.
        public init(piece: Int, _ bytes: Range<Int>) {
            self.piece = Int32(piece)
            start = Int32(bytes.lowerBound)
            end = Int32(bytes.upperBound)
        }
    }

    /// A record without its bytes.
    public struct Record: Sendable, Hashable {
        /// Its place in the partition, from 0.
        public let offset: Int64
        /// When it happened, or when the log took it if the producer did not say.
        public let timestamp: Timestamp
        fileprivate let key: Span?
        fileprivate let value: Span?

        /// A record; without `key` nothing decided its partition, without `value` it is a tombstone.
        public init(offset: Int64, timestamp: Timestamp, key: Span?, value: Span?) {
            self.offset = offset
            self.timestamp = timestamp
            self.key = key
            self.value = value
        }
    }

    /// The partition that was read.
    public let source: TopicPartition
    /// The records, in order of offset; empty when the reader has caught up.
    public private(set) var records: [Record]
    /// Where the next read should begin. Offsets may have gaps, so this is not always the last offset plus one.
    public private(set) var nextOffset: Int64
    /// The partition's end at the time of the read.
    public let endOffset: Int64
    private let pieces: [[UInt8]]
    /// Of the records that have some, by number.
    private let headers: [Int: [EventHeader]]

    /// A block of records whose bytes are in these pieces.
    public init(
        source: TopicPartition,
        records: [Record],
        pieces: [[UInt8]],
        headers: [Int: [EventHeader]],
        nextOffset: Int64,
        endOffset: Int64
    ) {
        self.source = source
        self.records = records
        self.pieces = pieces
        self.headers = headers
        self.nextOffset = nextOffset
        self.endOffset = endOffset
    }

    /// The records that a read returned.
    public init(_ batch: EventBatch) {
        var records: [Record] = []
        var pieces: [[UInt8]] = []
        var headers: [Int: [EventHeader]] = [:]
        records.reserveCapacity(batch.events.count)
        pieces.reserveCapacity(2 * batch.events.count)
        func span(_ bytes: [UInt8]) -> Span {
            pieces.append(bytes)
            return Span(piece: pieces.count - 1, bytes.indices)
        }
        for (number, event) in batch.events.enumerated() {
            let key = event.key.map(span)
            let value = event.isTombstone ? nil : span(event.value)
            records.append(Record(offset: event.offset, timestamp: event.timestamp, key: key, value: value))
            if !event.headers.isEmpty { headers[number] = event.headers }
        }
        self.init(
            source: batch.source,
            records: records,
            pieces: pieces,
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
    public func withValue(
        of number: Int,
        _ body: (UnsafeRawBufferPointer?) throws -> Bool
    ) rethrows -> Bool {
        try with(records[number].value, body)
    }

    /// As `withValue`, with the bytes of its key, nil if it has none.
    public func withKey(
        of number: Int,
        _ body: (UnsafeRawBufferPointer?) throws -> Bool
    ) rethrows -> Bool {
        try with(records[number].key, body)
    }

    private func with(_ span: Span?, _ body: (UnsafeRawBufferPointer?) throws -> Bool) rethrows -> Bool {
        guard let span else { return try body(nil) }
        return try pieces[Int(span.piece)].withUnsafeBytes {
            try body(UnsafeRawBufferPointer(rebasing: $0[Int(span.start)..<Int(span.end)]))
        }
    }

    /// A record by itself.
    public func event(_ number: Int) -> StoredEvent {
        func bytes(_ span: Span) -> [UInt8] { Array(pieces[Int(span.piece)][Int(span.start)..<Int(span.end)]) }
        let record = records[number]
        return StoredEvent(
            topic: source.topic,
            partition: source.partition,
            offset: record.offset,
            key: record.key.map(bytes),
            value: record.value.map(bytes) ?? [],
            headers: headers[number] ?? [],
            timestamp: record.timestamp,
            isTombstone: record.value == nil
        )
    }
}
