import EventLog
import Primitives

/// A block of records in the making.
struct BlockDraft {
    /// The first offset that is wanted.
    let from: Int64
    let options: ReadOptions
    private(set) var records: [RecordBlock.Record] = []
    private(set) var headers: [Int: [EventHeader]] = [:]
    private var memory: [RecordBytes] = []
    private var bytes = 0

    /// Nothing yet.
    init(from: Int64, _ options: ReadOptions) {
        self.from = from
        self.options = options
    }

    /// Whether no more records are wanted.
    var isFull: Bool { records.count >= options.records || bytes >= options.bytes }

    /// Adds the records of a group that is in memory, until the block is full.
    mutating func add(_ group: RecentGroup) {
        let found = group.records
        memory.append(group.bytes)
        var number = Int(max(0, from - group.base))
        while number < found.records.count, !isFull {
            take(found.records[number], found.headers[number] ?? [])
            number += 1
        }
    }

    /// Adds the records of a batch, which is in memory of its own, until the block is full. False: they make no sense.
    mutating func add(_ header: BatchHeader, in batch: RecordBytes) -> Bool {
        memory.append(batch)
        var cursor = RecordCursor(batch.bytes)
        for number in 0..<Int64(header.count) {
            if header.baseOffset + number < from {
                guard cursor.skip() else { return false }
                continue
            }
            guard let place = cursor.place() else { return false }
            take(RecordBlock.Record(place, number: number, of: header, in: batch.bytes), place.headers)
            if isFull { return true }
        }
        return true
    }

    /// Takes a record if there is room for it: at least one is given, however large. After one that is left out it is full.
    private mutating func take(_ record: RecordBlock.Record, _ headers: [EventHeader]) {
        bytes += record.bytes + headers.reduce(0) { $0 + $1.name.utf8.count + $1.value.count }
        if !records.isEmpty, bytes > options.bytes { return }
        if !headers.isEmpty { self.headers[records.count] = headers }
        records.append(record)
    }

    /// What came together.
    func block(of source: TopicPartition, end: Int64) -> RecordBlock {
        RecordBlock(
            source: source,
            records: records,
            lender: RecordBlock.Lender(memory),
            headers: headers,
            nextOffset: records.last.map { $0.offset + 1 } ?? from,
            endOffset: end
        )
    }
}
