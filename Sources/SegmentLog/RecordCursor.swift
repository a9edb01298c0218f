import EventLog
import Primitives

/// Walks the records of a batch. A record is its length, then its timestamp relative to the batch's, its key's length
/// plus one (0 for no key) and key, its value (`noValue` in the place of its length if there is none), its headers' count and each header's name and value; every number is a
/// LEB128 varint, the timestamp zigzag-coded.
struct RecordCursor {
    /// The length of no value: more than any value has.
    static let noValue = UInt64(UInt32.max)

    private let bytes: UnsafeRawBufferPointer
    private var position: Int

    init(_ bytes: UnsafeRawBufferPointer, at position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    /// Steps over a record; false if there is no whole one.
    mutating func skip() -> Bool {
        guard let length = count(), length <= bytes.count - position else { return false }
        position += length
        return true
    }

    /// The next record's timestamp relative to the batch's, stepping over the record; nil if there is no whole one.
    mutating func timestamp() -> Int64? {
        guard let length = count(), length <= bytes.count - position else { return nil }
        let end = position + length
        let delta = varint()
        position = end
        return delta.map(Self.unzigzag)
    }

    /// Where the parts of a record are.
    struct Place {
        /// Milliseconds relative to the batch's timestamp.
        var timeDelta: Int64
        var key: Range<Int>?
        /// Nil for a tombstone.
        var value: Range<Int>?
        var headers: [EventHeader] = []

        /// Bytes of key, value and headers.
        var count: Int {
            var total = (key?.count ?? 0) + (value?.count ?? 0)
            for header in headers { total += header.name.utf8.count + header.value.count }
            return total
        }
    }

    /// Where the next record is; nil if there is no whole one.
    mutating func place() -> Place? {
        guard let length = count(), length <= bytes.count - position, let delta = varint(), let keyLength = count()
        else { return nil }
        var place = Place(timeDelta: Self.unzigzag(delta))
        if keyLength > 0 {
            guard let key = step(keyLength - 1) else { return nil }
            place.key = key
        }
        guard let valueLength = varint() else { return nil }
        if valueLength != Self.noValue {
            guard valueLength <= UInt64(SegmentLogConfiguration.batchBytesMax), let value = step(Int(valueLength))
            else { return nil }
            place.value = value
        }
        guard let headerCount = count() else { return nil }
        for _ in 0..<headerCount {
            guard let nameLength = count(), let name = step(nameLength), let valueLength = count(),
                let value = step(valueLength)
            else { return nil }
            place.headers.append(EventHeader(String(decoding: bytes[name], as: UTF8.self), Array(bytes[value])))
        }
        return place
    }

    /// The next record; nil if there is no whole one.
    mutating func next(_ source: TopicPartition, offset: Int64, baseTimestamp: Int64) -> StoredEvent? {
        guard let place = place() else { return nil }
        return StoredEvent(
            topic: source.topic,
            partition: source.partition,
            offset: offset,
            key: place.key.map { [UInt8](UnsafeRawBufferPointer(rebasing: bytes[$0])) },
            value: place.value.map { [UInt8](UnsafeRawBufferPointer(rebasing: bytes[$0])) } ?? [],
            headers: place.headers,
            timestamp: Timestamp(milliseconds: baseTimestamp &+ place.timeDelta),
            isTombstone: place.value == nil
        )
    }

    private mutating func step(_ count: Int) -> Range<Int>? {
        guard count <= bytes.count - position else { return nil }
        defer { position += count }
        return position..<position + count
    }

    private mutating func count() -> Int? {
        guard let value = varint(), value <= UInt64(SegmentLogConfiguration.batchBytesMax) else { return nil }
        return Int(value)
    }

    @inline(__always)
    private mutating func varint() -> UInt64? {
        // Nearly all numbers have one or two bytes.
        if position &+ 1 < bytes.count {
            let (first, second) = (UInt64(bytes[position]), UInt64(bytes[position &+ 1]))
            if first < 0x80 {
                position &+= 1
                return first
            }
            if second < 0x80 {
                position &+= 2
                return first & 0x7F | second << 7
            }
        }
        return longVarint()
    }

    @inline(never)
    private mutating func longVarint() -> UInt64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while position < bytes.count, shift < 64 {
            let byte = bytes[position]
            position += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        return nil
    }

    static func zigzag(_ value: Int64) -> UInt64 { UInt64(bitPattern: value << 1 ^ value >> 63) }
    static func unzigzag(_ value: UInt64) -> Int64 { Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1) }

    static func varintBytes(_ value: UInt64) -> Int { (70 - (value | 1).leadingZeroBitCount) / 7 }
}
