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
    private let found = Mutex<Records?>(nil)

    /// A group that is durable.
    init(base: Int64, bytes: RecordBytes) {
        self.base = base
        self.bytes = bytes
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
        var headers: [(header: BatchHeader, records: UnsafeRawBufferPointer)] = []
        var position = 0
        while position < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes.bytes[position...])
            guard let header = BatchHeader(unchecked: rest) else { preconditionFailure("no batch as it was written") }
            headers.append((header, UnsafeRawBufferPointer(rebasing: rest[header.bytes..<header.length])))
            position += header.length
        }
        let count = headers.reduce(0) { $0 + $1.header.count }
        let notes = bytes.makeNotes(count)
        var all = Records()
        all.records.reserveCapacity(count)
        for (header, bytes) in headers {
            precondition(header.baseOffset == base + Int64(all.records.count), "a gap within a group")
            var cursor = RecordCursor(bytes)
            for number in 0..<Int64(header.count) {
                guard let place = cursor.place() else { preconditionFailure("no records as they were written") }
                let total = all.records.count
                if !place.headers.isEmpty { all.headers[total] = place.headers }
                all.records.append(
                    RecordBlock.Record(place, number: number, of: header, in: bytes, note: notes.map { $0 + total })
                )
            }
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
