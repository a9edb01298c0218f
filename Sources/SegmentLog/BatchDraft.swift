import EventLog

/// Records encoded by the caller's own thread, waiting for the writer to give them offsets.
struct BatchDraft: Sendable {
    var bytes: [UInt8] = []
    var count = 0
    var baseTimestamp: Int64 = 0
    var maxTimestamp = Int64.min
    /// With a producer: each record's sequence, so that known ones can be cut off.
    var sequences: [Int64] = []
    /// Where each record ends in `bytes`.
    var ends: [Int] = []

    mutating func append(_ record: EventRecord, timestamp: Int64, sequence: Int64?) {
        if count == 0 {
            baseTimestamp = timestamp
            bytes.reserveCapacity(record.bytes + 64)
        }
        maxTimestamp = max(maxTimestamp, timestamp)
        count += 1
        let delta = RecordCursor.zigzag(timestamp &- baseTimestamp)
        let body = Self.size(of: record, delta: delta)
        let total = body + RecordCursor.varintBytes(UInt64(body))
        let start = bytes.count
        if bytes.capacity < start + total { bytes.reserveCapacity(max(start + total, bytes.capacity * 2)) }
        withUnsafeTemporaryAllocation(byteCount: 64, alignment: 8) { scratch in
            var used = 0
            func put(_ value: UInt64) {
                var value = value
                while value >= 0x80 {
                    scratch[used] = UInt8(truncatingIfNeeded: value) | 0x80
                    used += 1
                    value >>= 7
                }
                scratch[used] = UInt8(value)
                used += 1
            }
            func flush() {
                bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: scratch[..<used]))
                used = 0
            }
            put(UInt64(body))
            put(delta)
            put(UInt64(record.key.map { $0.count + 1 } ?? 0))
            if let key = record.key {
                flush()
                bytes.append(contentsOf: key)
            }
            put(record.isTombstone ? RecordCursor.noValue : UInt64(record.value.count))
            flush()
            if !record.isTombstone { bytes.append(contentsOf: record.value) }
            put(UInt64(record.headers.count))
            flush()
            for header in record.headers {
                put(UInt64(header.name.utf8.count))
                flush()
                bytes.append(contentsOf: header.name.utf8)
                put(UInt64(header.value.count))
                flush()
                bytes.append(contentsOf: header.value)
            }
        }
        assert(bytes.count == start + total, "the size was reckoned as it was written")
        if let sequence { sequences.append(sequence) }
        ends.append(bytes.count)
    }

    private static func size(of record: EventRecord, delta: UInt64) -> Int {
        func prefixed(_ count: Int) -> Int { RecordCursor.varintBytes(UInt64(count)) + count }
        var size = RecordCursor.varintBytes(delta)
        size += record.isTombstone ? RecordCursor.varintBytes(RecordCursor.noValue) : prefixed(record.value.count)
        if let key = record.key {
            size += RecordCursor.varintBytes(UInt64(key.count + 1)) + key.count
        } else {
            size += 1
        }
        size += RecordCursor.varintBytes(UInt64(record.headers.count))
        for header in record.headers { size += prefixed(header.name.utf8.count) + prefixed(header.value.count) }
        return size
    }
}
