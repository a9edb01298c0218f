import EventLog
import Primitives

/// Turns the bytes of one segment into records.
struct SegmentReader {
    let source: TopicPartition
    let file: DiskFile
    /// A byte at which a batch begins, at or before what is looked for.
    let start: Int
    /// Where the readable part ends.
    let end: Int

    /// The records from `offset` on, within the bounds of `options`, at least one.
    func events(from offset: Int64, _ options: ReadOptions) throws -> [StoredEvent] {
        var events: [StoredEvent] = []
        var bytes = 0
        let scan = BatchScan(
            file: file,
            start: start,
            end: end,
            expected: nil,
            chunk: min(max(options.bytes, 16 << 10) + SegmentLogConfiguration.batchBytes, 512 << 10)
        )
        try check(
            scan.run { header, position, records in
                if header.nextOffset <= offset { return true }
                var cursor = RecordCursor(records)
                for number in 0..<Int64(header.count) {
                    if header.baseOffset + number < offset {
                        guard cursor.skip() else { throw malformed(position) }
                        continue
                    }
                    guard
                        let event = cursor.next(
                            source,
                            offset: header.baseOffset + number,
                            baseTimestamp: header.baseTimestamp
                        )
                    else { throw malformed(position) }
                    bytes += Self.bytes(of: event)
                    if !events.isEmpty, bytes > options.bytes { return false }
                    events.append(event)
                    if events.count >= options.records || bytes >= options.bytes { return false }
                }
                return true
            }
        )
        guard events.first?.offset == offset else { throw missing(offset) }
        return events
    }

    /// Adds the records to a block, at least one.
    func read(into draft: inout BlockDraft) throws {
        let scan = BatchScan(
            file: file,
            start: start,
            end: end,
            expected: nil,
            chunk: min(max(draft.options.bytes, 16 << 10) + SegmentLogConfiguration.batchBytes, 512 << 10)
        )
        try check(
            scan.run { header, position, records in
                if header.nextOffset <= draft.from { return true }
                let batch = RecordBytes(capacity: records.count)
                batch.append(records)
                guard draft.add(header, in: batch) else { throw malformed(position) }
                return !draft.isFull
            }
        )
        guard draft.records.first?.offset == draft.from else { throw missing(draft.from) }
    }

    private func missing(_ offset: Int64) -> EventLogError {
        .corrupt(
            file: file.path,
            byteOffset: Int64(start),
            reason: "offset \(offset) is missing behind this byte"
        )
    }

    /// The first offset whose record is at or after this time.
    func firstOffset(at time: Timestamp) throws -> Int64? {
        var found: Int64?
        try check(
            BatchScan(file: file, start: start, end: end, expected: nil).run { header, position, records in
                if header.maxTimestamp < time.milliseconds { return true }
                var cursor = RecordCursor(records)
                for number in 0..<Int64(header.count) {
                    guard let delta = cursor.timestamp() else { throw malformed(position) }
                    if header.baseTimestamp &+ delta >= time.milliseconds {
                        found = header.baseOffset + number
                        return false
                    }
                }
                return true
            }
        )
        return found
    }

    private func check(_ outcome: BatchScan.Outcome) throws {
        if case .damaged(let position, let reason) = outcome {
            throw EventLogError.corrupt(file: file.path, byteOffset: Int64(position), reason: reason)
        }
    }

    private func malformed(_ position: Int) -> EventLogError {
        .corrupt(file: file.path, byteOffset: Int64(position), reason: "a record of this batch makes no sense")
    }

    private static func bytes(of event: StoredEvent) -> Int {
        var total = (event.key?.count ?? 0) + event.value.count
        for header in event.headers { total += header.name.utf8.count + header.value.count }
        return total
    }
}
