import EventLog
import Primitives
import Synchronization

/// The batches of a group in a partition, as they were written, for readers that keep up. The first of them finds out where the
/// records are, for all.
final class RecentGroup: Sendable {
    /// Where the records are, and their headers by number.
    struct Records {
        var records: [RecordBlock.Record] = []
        var headers: [Int: [EventHeader]] = [:]
    }

    /// The first offset.
    let base: Int64
    /// The batches.
    let bytes: RecordBytes
    /// Where each record begins in them.
    private let starts: [Int]
    private let found = Mutex<Records?>(nil)

    /// A group that is durable.
    init(base: Int64, bytes: RecordBytes, starts: [Int]) {
        self.base = base
        self.bytes = bytes
        self.starts = starts
    }

    /// The records. Offsets of a group have no gaps, so a record's number is its offset behind `base`.
    var records: Records {
        found.withLock { found in
            if let found { return found }
            let all = findRecords()
            found = all
            return all
        }
    }

    private func findRecords() -> Records {
        let group = bytes.bytes
        let notes = bytes.makeNotes(starts.count)
        var all = Records()
        all.records.reserveCapacity(starts.count)
        var position = 0
        while position < group.count {
            guard let header = BatchHeader(unchecked: UnsafeRawBufferPointer(rebasing: group[position...])) else {
                preconditionFailure("no batch as it was written")
            }
            precondition(header.baseOffset == base + Int64(all.records.count), "a gap within a group")
            for number in 0..<Int64(header.count) {
                let total = all.records.count
                // why: not behind the one before, for which the processor would wait: each is in memory of its own.
                var cursor = RecordCursor(group, at: starts[total])
                guard let place = cursor.place() else { preconditionFailure("no records as they were written") }
                if !place.headers.isEmpty { all.headers[total] = place.headers }
                all.records.append(
                    RecordBlock.Record(place, number: number, of: header, in: group, note: notes.map { $0 + total })
                )
            }
            position += header.length
        }
        return all
    }
}

extension RecordBlock.Record {
    /// The record that a cursor found in a batch.
    init(
        _ place: RecordCursor.Place,
        number: Int64,
        of header: BatchHeader,
        in bytes: UnsafeRawBufferPointer,
        note: UnsafeMutablePointer<Atomic<UInt64>>? = nil
    ) {
        self.init(
            offset: header.baseOffset + number,
            timestamp: Timestamp(milliseconds: header.baseTimestamp &+ place.timeDelta),
            key: place.key.map { UnsafeRawBufferPointer(rebasing: bytes[$0]) },
            value: place.value.map { UnsafeRawBufferPointer(rebasing: bytes[$0]) },
            note: note
        )
    }
}
