import EventLog

/// What stands before the records of a batch in a segment file, little-endian:
///
/// ```
///  0 magic u32          12 version u8              32 base timestamp i64     64 producer's name
///  4 length u32         13 flags u8 (unused)       40 greatest timestamp i64    then the records
///  8 CRC-32C u32 of     14 producer's bytes u16    48 transaction i64
///    all that follows   16 base offset i64         56 last sequence i64
///                       24 count u32, 28 group start u32
/// ```
struct BatchHeader: Equatable {
    /// "BSL1".
    static let magic: UInt32 = 0x314C_5342
    static let version: UInt8 = 1
    static let fixedBytes = 64

    /// Bytes of the whole batch, this header included.
    var length = 0
    /// The offset of its first record.
    var baseOffset: Int64
    /// How many records it holds.
    var count: Int
    /// Where in the segment the group began that was synced together with it: a hole in the newest group is a torn
    /// write, a hole before a later group is damage.
    var groupStart: Int
    /// What the records' timestamps are relative to.
    var baseTimestamp: Int64
    /// No record is later than this.
    var maxTimestamp: Int64
    /// The transaction it belongs to, from 1; 0 for none.
    var transaction: Int64
    /// The producer's sequence of its last record; meaningless without a producer.
    var lastSequence: Int64
    /// The producer's name; empty for none.
    var producer: String

    var nextOffset: Int64 { baseOffset + Int64(count) }
    var bytes: Int { Self.fixedBytes + producer.utf8.count }

    /// Adds the batch of these records to `output`, sealed with its checksum.
    mutating func append(records: ArraySlice<UInt8>, to output: RecordBytes) {
        let start = output.count
        let total = bytes + records.count
        length = total
        output.reserve(start + total)
        withUnsafeTemporaryAllocation(byteCount: Self.fixedBytes, alignment: 8) { fixed in
            fixed.storeBytes(of: Self.magic.littleEndian, as: UInt32.self)
            fixed.storeBytes(of: UInt32(total).littleEndian, toByteOffset: 4, as: UInt32.self)
            fixed.storeBytes(of: 0, toByteOffset: 8, as: UInt32.self)
            fixed.storeBytes(of: Self.version, toByteOffset: 12, as: UInt8.self)
            fixed.storeBytes(of: 0, toByteOffset: 13, as: UInt8.self)
            fixed.storeBytes(of: UInt16(producer.utf8.count).littleEndian, toByteOffset: 14, as: UInt16.self)
            fixed.storeBytes(of: baseOffset.littleEndian, toByteOffset: 16, as: Int64.self)
            fixed.storeBytes(of: UInt32(count).littleEndian, toByteOffset: 24, as: UInt32.self)
            fixed.storeBytes(of: UInt32(groupStart).littleEndian, toByteOffset: 28, as: UInt32.self)
            fixed.storeBytes(of: baseTimestamp.littleEndian, toByteOffset: 32, as: Int64.self)
            fixed.storeBytes(of: maxTimestamp.littleEndian, toByteOffset: 40, as: Int64.self)
            fixed.storeBytes(of: transaction.littleEndian, toByteOffset: 48, as: Int64.self)
            fixed.storeBytes(of: lastSequence.littleEndian, toByteOffset: 56, as: Int64.self)
            output.append(UnsafeRawBufferPointer(fixed))
        }
        var name = producer
        name.withUTF8 { output.append(UnsafeRawBufferPointer($0)) }
        records.withUnsafeBytes { output.append($0) }
        let crc = CRC32C.checksum(UnsafeRawBufferPointer(rebasing: output.bytes[(start + 12)...]))
        output.start.storeBytes(of: crc.littleEndian, toByteOffset: start + 8, as: UInt32.self)
    }

    /// The length that the first bytes of a batch claim, or nil if they cannot be the first bytes of one.
    static func length(of bytes: UnsafeRawBufferPointer) -> Int? {
        guard bytes.count >= fixedBytes,
            UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self)) == magic
        else { return nil }
        let length = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self)))
        return (fixedBytes...SegmentLogConfiguration.batchBytesMax).contains(length) ? length : nil
    }

    /// Reads the header of a whole batch, or nil if its checksum or its layout is wrong.
    init?(batch bytes: UnsafeRawBufferPointer) {
        guard let header = Self(unchecked: bytes), header.length == bytes.count,
            CRC32C.checksum(UnsafeRawBufferPointer(rebasing: bytes[12...]))
                == UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
        else { return nil }
        self = header
    }

    /// Reads the header of the batch that these bytes begin with, which has been in memory since it was written: its checksum
    /// is not looked at.
    init?(unchecked bytes: UnsafeRawBufferPointer) {
        func load<Number: FixedWidthInteger>(_ offset: Int, _ type: Number.Type) -> Number {
            Number(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: type))
        }
        guard let length = Self.length(of: bytes), length <= bytes.count, load(12, UInt8.self) == Self.version else {
            return nil
        }
        let name = Int(load(14, UInt16.self))
        guard Self.fixedBytes + name <= length else { return nil }
        self.length = length
        baseOffset = load(16, Int64.self)
        count = Int(load(24, UInt32.self))
        groupStart = Int(load(28, UInt32.self))
        baseTimestamp = load(32, Int64.self)
        maxTimestamp = load(40, Int64.self)
        transaction = load(48, Int64.self)
        lastSequence = load(56, Int64.self)
        producer =
            name == 0 ? "" : String(decoding: bytes[Self.fixedBytes..<Self.fixedBytes + name], as: UTF8.self)
    }

    init(
        baseOffset: Int64,
        count: Int,
        groupStart: Int,
        baseTimestamp: Int64,
        maxTimestamp: Int64,
        transaction: Int64 = 0,
        lastSequence: Int64 = 0,
        producer: String = ""
    ) {
        self.baseOffset = baseOffset
        self.count = count
        self.groupStart = groupStart
        self.baseTimestamp = baseTimestamp
        self.maxTimestamp = maxTimestamp
        self.transaction = transaction
        self.lastSequence = lastSequence
        self.producer = producer
    }
}
