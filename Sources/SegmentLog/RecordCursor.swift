import EventLog
import Primitives

/// Walks the records of a batch. A record is its length, then its timestamp relative to the batch's, its key's length
/// plus one (0 for no key) and key, its value (`noValue` in the place of its length if there is none), its headers' count and each header's name and value; every number is a
/// LEB128 varint, the timestamp zigzag-coded.
struct RecordCursor {
    /// The length of no value: more than any value has.
    static let noValue = UInt64(UInt32.max)

    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

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

    /// The next record; nil if there is no whole one.
    mutating func next(_ source: TopicPartition, offset: Int64, baseTimestamp: Int64) -> StoredEvent? {
        guard let length = count(), length <= bytes.count - position, let delta = varint(), let keyLength = count()
        else { return nil }
        var key: [UInt8]?
        if keyLength > 0 {
            guard let found = take(keyLength - 1) else { return nil }
            key = found
        }
        guard let valueLength = varint() else { return nil }
        let isTombstone = valueLength == Self.noValue
        guard isTombstone || valueLength <= UInt64(SegmentLogConfiguration.batchBytesMax),
            let value = take(isTombstone ? 0 : Int(valueLength)), let headerCount = count()
        else { return nil }
        var headers: [EventHeader] = []
        for _ in 0..<headerCount {
            guard let nameLength = count(), nameLength <= bytes.count - position else { return nil }
            let name = String(decoding: bytes[position..<position + nameLength], as: UTF8.self)
            position += nameLength
            guard let valueLength = count(), let value = take(valueLength) else { return nil }
            headers.append(EventHeader(name, value))
        }
        return StoredEvent(
            topic: source.topic,
            partition: source.partition,
            offset: offset,
            key: key,
            value: value,
            headers: headers,
            timestamp: Timestamp(milliseconds: baseTimestamp &+ Self.unzigzag(delta)),
            isTombstone: isTombstone
        )
    }

    private mutating func take(_ count: Int) -> [UInt8]? {
        guard count <= bytes.count - position else { return nil }
        defer { position += count }
        return [UInt8](UnsafeRawBufferPointer(rebasing: bytes[position..<position + count]))
    }

    private mutating func count() -> Int? {
        guard let value = varint(), value <= UInt64(SegmentLogConfiguration.batchBytesMax) else { return nil }
        return Int(value)
    }

    private mutating func varint() -> UInt64? {
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
