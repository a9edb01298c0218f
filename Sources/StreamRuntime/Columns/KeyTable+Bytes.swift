/// The table as bytes, for checkpoints. All numbers are little-endian:
///
///     magic `BKT` and version (4 bytes) | number of columns (UInt32) | their types (a byte each) | idLimit,
///     count of free numbers, count of keys (UInt64 each) | the free numbers in the order in which they were freed,
///     the numbers of the keys, ascending (UInt32 each) | 1 if NULLs follow, else 0 (a byte) | one bit a column for
///     each key (UInt64) | column by column the values: 8 or 16 bytes, or a string's length (UInt32) and its bytes.
extension KeyTable {
    /// Bytes that are no table, or not one of these columns.
    package enum FormatError: Error, Equatable {
        /// They do not begin as a table of this version does.
        case notATable
        /// The table has key columns of other types.
        case otherColumns
        /// They end too early.
        case truncated
        /// The numbers in it contradict each other.
        case inconsistent
    }

    private static let magic: UInt32 = 0x0154_4B42

    /// Appends the table, with the numbers of its keys.
    package func write(to output: ByteBuffer) {
        let ids = liveIDs()
        output.append(number: Self.magic)
        output.append(number: UInt32(types.count))
        for type in types { output.append(type.rawValue) }
        output.append(number: UInt64(idLimit))
        output.append(number: UInt64(freeIDs.count))
        output.append(number: UInt64(ids.count))
        for id in freeIDs { output.append(number: id) }
        for id in ids { output.append(number: id) }
        output.append(UInt8(nullMasks == nil ? 0 : 1))
        if let nullMasks {
            for id in ids { output.append(number: nullMasks[Int(id)]) }
        }
        for index in types.indices { writeColumn(index, ids, to: output) }
    }

    private func writeColumn(_ index: Int, _ ids: [UInt32], to output: ByteBuffer) {
        let source = UnsafePointer(keys) + offsets[index]
        for id in ids {
            let words = source + Int(id) * width
            switch types[index] {
            case .string:
                let string = KeyString(row: words)
                output.append(number: UInt32(string.count))
                string.withBytes { output.append($0) }
            case .decimal128:
                output.append(number: words[0])
                output.append(number: words[1])
            default: output.append(number: words[0])
            }
        }
    }

    /// The numbers of all keys, ascending.
    package func liveIDs() -> [UInt32] {
        var isFree = [Bool](repeating: false, count: idLimit)
        for id in freeIDs { isFree[Int(id)] = true }
        return (0..<UInt32(idLimit)).filter { !isFree[Int($0)] }
    }

    /// The table that was written, with the same numbers.
    package convenience init(_ types: [PhysicalType], bytes: UnsafeRawBufferPointer) throws(FormatError) {
        var reader = Reader(bytes: bytes)
        guard try reader.number(UInt32.self) == Self.magic else { throw .notATable }
        guard Int(try reader.number(UInt32.self)) == types.count else { throw .otherColumns }
        for type in types {
            guard try reader.number(UInt8.self) == type.rawValue else { throw .otherColumns }
        }
        let limit = try reader.number(UInt64.self)
        let freeCount = try reader.number(UInt64.self)
        let keyCount = try reader.number(UInt64.self)
        guard limit < UInt64(Self.absent), freeCount <= limit, keyCount == limit - freeCount else {
            throw .inconsistent
        }
        let free = try reader.numbers(UInt32.self, Int(freeCount))
        let ids = try reader.numbers(UInt32.self, Int(keyCount))
        var isKnown = [Bool](repeating: false, count: Int(limit))
        for id in free + ids {
            guard id < limit, !isKnown[Int(id)] else { throw .inconsistent }
            isKnown[Int(id)] = true
        }
        let masks = try reader.number(UInt8.self) == 0 ? nil : try reader.numbers(UInt64.self, ids.count)
        var columns: [Column] = []
        for (index, type) in types.enumerated() {
            let column = Column(type, capacity: max(ids.count, 1))
            column.count = ids.count
            try reader.read(into: column)
            if let masks {
                for (row, mask) in masks.enumerated() where mask >> UInt64(index) & 1 != 0 { column.setNull(row) }
            }
            columns.append(column)
        }
        self.init(types, expectedKeys: ids.count)
        restore(ids, idLimit: Int(limit), free: free, from: columns)
    }

    private struct Reader {
        let bytes: UnsafeRawBufferPointer
        var offset = 0

        mutating func number<Number: FixedWidthInteger & BitwiseCopyable>(
            _: Number.Type
        ) throws(FormatError) -> Number {
            let size = MemoryLayout<Number>.size
            guard bytes.count - offset >= size else { throw .truncated }
            defer { offset += size }
            return Number(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Number.self))
        }

        mutating func numbers<Number: FixedWidthInteger & BitwiseCopyable>(
            _ type: Number.Type,
            _ count: Int
        ) throws(FormatError) -> [Number] {
            guard (bytes.count - offset) / MemoryLayout<Number>.size >= count else { throw .truncated }
            var result: [Number] = []
            result.reserveCapacity(count)
            for _ in 0..<count { result.append(try number(type)) }
            return result
        }

        mutating func read(into column: Column) throws(FormatError) {
            for row in 0..<column.count {
                switch column.type {
                case .string:
                    let count = Int(try number(UInt32.self))
                    guard bytes.count - offset >= count else { throw .truncated }
                    let part = UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + count)])
                    column.strings[row] = column.arena.store(part.bindMemory(to: UInt8.self))
                    offset += count
                case .decimal128:
                    column.words[2 * row] = try number(UInt64.self)
                    column.words[2 * row + 1] = try number(UInt64.self)
                case .boolean: column.booleans[row] = UInt8(truncatingIfNeeded: try number(UInt64.self) & 1)
                default: column.words[row] = try number(UInt64.self)
                }
            }
        }
    }
}
