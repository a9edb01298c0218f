import EventLog
import Primitives

/// A block of records in the making.
struct BlockDraft {
    /// The first offset that is wanted.
    let from: Int64
    let options: ReadOptions
    private(set) var records: [RecordBlock.Record] = []
    private(set) var headers: [Int: [EventHeader]] = [:]
    private(set) var pieces: [[UInt8]] = []
    private var bytes = 0

    /// Nothing yet.
    init(from: Int64, _ options: ReadOptions) {
        self.from = from
        self.options = options
    }

    /// Whether no more records are wanted.
    var isFull: Bool { records.count >= options.records || bytes >= options.bytes }

    /// Adds bytes that the records added next lie in.
    mutating func add(piece: [UInt8]) { pieces.append(piece) }

    /// Adds the batches of a group that is in memory as it was written.
    mutating func add(group: [UInt8]) {
        pieces.append(group)
        group.withUnsafeBytes { bytes in
            var position = 0
            while position < bytes.count, !isFull {
                let rest = UnsafeRawBufferPointer(rebasing: bytes[position...])
                guard let header = BatchHeader(unchecked: rest) else {
                    preconditionFailure("no batch as it was written")
                }
                let start = position + header.bytes
                position += header.length
                if header.nextOffset <= from { continue }
                let isWhole = add(header, UnsafeRawBufferPointer(rebasing: bytes[start..<position]), from: start)
                precondition(isWhole, "no records as they were written")
            }
        }
    }

    /// Adds the records of a batch, which lie in the piece added last from a byte on, until the block is full. False: they make
    /// no sense.
    mutating func add(_ header: BatchHeader, _ bytes: UnsafeRawBufferPointer, from start: Int) -> Bool {
        var cursor = RecordCursor(bytes)
        let piece = pieces.count - 1
        func span(_ range: Range<Int>) -> RecordBlock.Span {
            RecordBlock.Span(piece: piece, range.lowerBound + start..<range.upperBound + start)
        }
        for number in 0..<Int64(header.count) {
            if header.baseOffset + number < from {
                guard cursor.skip() else { return false }
                continue
            }
            guard let place = cursor.place() else { return false }
            self.bytes += place.count
            // why: at least one is given, however large; then it is full.
            if !records.isEmpty, self.bytes > options.bytes { return true }
            if !place.headers.isEmpty { headers[records.count] = place.headers }
            records.append(
                RecordBlock.Record(
                    offset: header.baseOffset + number,
                    timestamp: Timestamp(milliseconds: header.baseTimestamp &+ place.timeDelta),
                    key: place.key.map(span),
                    value: place.value.map(span)
                )
            )
            if isFull { return true }
        }
        return true
    }

    /// What came together.
    func block(of source: TopicPartition, end: Int64) -> RecordBlock {
        RecordBlock(
            source: source,
            records: records,
            pieces: pieces,
            headers: headers,
            nextOffset: records.last.map { $0.offset + 1 } ?? from,
            endOffset: end
        )
    }
}
