/// Slots that hold all values of a group, as bytes in an arena.
extension AggregateSlots {
    private static let firstRoom = 32

    /// Bytes behind those that a group has; its first ones say how long its first separator is.
    private static func append(
        _ bytes: UnsafeBufferPointer<UInt8>,
        to words: UnsafeMutablePointer<UInt64>,
        _ arena: StringArena
    ) {
        let length = Int(words[1])
        let needed = length + bytes.count
        if needed > Int(words[2]) || words[0] == 0 {
            let room = max(needed, Int(words[2]) * 2, firstRoom)
            let larger = arena.allocate(room)
            if let old = Self.bytes(words) { larger.update(from: old, count: length) }
            words[0] = UInt64(UInt(bitPattern: larger))
            words[2] = UInt64(room)
        }
        if let source = bytes.baseAddress, let target = Self.bytes(words) {
            (target + length).update(from: source, count: bytes.count)
        }
        words[1] = UInt64(needed)
    }

    @inline(__always)
    private static func bytes(_ words: UnsafeMutablePointer<UInt64>) -> UnsafeMutablePointer<UInt8>? {
        UnsafeMutablePointer(bitPattern: UInt(words[0]))
    }

    /// LISTAGG: each text behind its separator.
    func addTexts(
        _ column: Column,
        _ slot: Slot,
        _ input: GroupedRows,
        _ start: UnsafeMutablePointer<UInt64>,
        _ filter: Column?,
        _ arena: StringArena
    ) {
        let values = column.strings
        let separators = slot.separator >= 0 ? input.batch.columns[slot.separator].strings : nil
        each(input, start, column.nulls, filter) { words, row in
            let separator = separators?[row] ?? AccumulatorConcatenation.defaultSeparator
            if words[0] == 0 { words[3] = UInt64(separator.count) }
            separator.withBytes { Self.append($0, to: words, arena) }
            values[row].withBytes { Self.append($0, to: words, arena) }
        }
    }

    /// ARRAY_AGG: NULLs are values as well.
    func addValues(
        _ column: Column,
        _ input: GroupedRows,
        _ start: UnsafeMutablePointer<UInt64>,
        _ filter: Column?,
        _ arena: StringArena
    ) {
        var bytes: [UInt8] = []
        each(input, start, nil, filter) { words, row in
            bytes.removeAll(keepingCapacity: true)
            ValueBytes.append(column[row], to: &bytes)
            bytes.withUnsafeBufferPointer { Self.append($0, to: words, arena) }
        }
    }

    /// Adds the bytes of one group to those of another.
    func mergeLists(
        _ source: UnsafeMutablePointer<UInt64>,
        _ target: UnsafeMutablePointer<UInt64>,
        _ arena: StringArena
    ) {
        guard let bytes = Self.bytes(source) else { return }
        if target[0] == 0 { target[3] = source[3] }
        Self.append(UnsafeBufferPointer(start: bytes, count: Int(source[1])), to: target, arena)
    }

    /// Writes the text, or the array; NULL for a group without values.
    func writeList(_ slot: Slot, _ words: UnsafeMutablePointer<UInt64>, _ column: Column, _ row: Int) {
        guard let bytes = Self.bytes(words) else { return column.setNull(row) }
        if slot.kind == .list {
            column.boxed[row] = .array(ValueBytes.values(UnsafeBufferPointer(start: bytes, count: Int(words[1]))))
            return
        }
        let first = Int(words[3])
        column.strings[row] = StringRef(bytes + first, count: Int(words[1]) - first)
    }

    /// Moves what a group keeps in an arena to another one.
    func relocate(_ group: UnsafeMutablePointer<UInt64>, to arena: StringArena) {
        for slot in slots {
            let words = group + slot.offset
            switch slot.kind {
            case .text, .list:
                guard let bytes = Self.bytes(words) else { continue }
                let length = Int(words[1])
                (words[0], words[1], words[2]) = (0, 0, 0)
                Self.append(UnsafeBufferPointer(start: bytes, count: length), to: words, arena)
            default:
                guard slot.hasFlag, slot.type == .string, words[slot.valueWords] != 0 else { continue }
                words.string = arena.store(words.string)
            }
        }
    }

    /// Adds a list to a checkpoint.
    static func putList(_ words: UnsafeMutablePointer<UInt64>, _ writer: StateWriter) {
        writer.put(words[0] != 0)
        guard let bytes = bytes(words) else { return }
        writer.put(words[3])
        writer.put(UnsafeRawBufferPointer(start: bytes, count: Int(words[1])))
    }

    /// Reads a list of a checkpoint.
    static func readList(
        _ record: inout StateRecord,
        into words: UnsafeMutablePointer<UInt64>,
        _ arena: StringArena
    ) throws(StateError) {
        guard try record.boolean() else { return }
        words[3] = try record.number()
        try record.string(StringArena()).withBytes { append($0, to: words, arena) }
    }
}

/// Values one behind the other in bytes.
enum ValueBytes {
    private enum Tag {
        static let null: UInt8 = 0
        static let boolean: UInt8 = 1
        static let integer: UInt8 = 2
        static let double: UInt8 = 3
        static let decimal: UInt8 = 4
        static let string: UInt8 = 5
        static let array: UInt8 = 6
        static let row: UInt8 = 7
    }

    /// Adds a value.
    static func append(_ value: Value, to bytes: inout [UInt8]) {
        func put<Number: FixedWidthInteger>(_ number: Number) {
            withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
        }
        switch value {
        case .null: bytes.append(Tag.null)
        case .boolean(let value): bytes += [Tag.boolean, value ? 1 : 0]
        case .int64(let value):
            bytes.append(Tag.integer)
            put(value)
        case .double(let value):
            bytes.append(Tag.double)
            put(value.bitPattern)
        case .decimal(let value):
            bytes.append(Tag.decimal)
            put(value)
        case .string(let text):
            bytes.append(Tag.string)
            put(UInt32(text.utf8.count))
            bytes.append(contentsOf: text.utf8)
        case .array(let elements), .row(let elements):
            if case .array = value { bytes.append(Tag.array) } else { bytes.append(Tag.row) }
            put(UInt32(elements.count))
            for element in elements { append(element, to: &bytes) }
        }
    }

    /// All values.
    static func values(_ bytes: UnsafeBufferPointer<UInt8>) -> [Value] {
        var result: [Value] = []
        var place = 0
        while place < bytes.count { result.append(value(bytes, &place)) }
        return result
    }

    private static func number<Number: FixedWidthInteger>(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ place: inout Int
    ) -> Number {
        let start = place
        place += MemoryLayout<Number>.size
        return Number(littleEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: start, as: Number.self))
    }

    private static func value(_ bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int) -> Value {
        let tag = bytes[place]
        place += 1
        switch tag {
        case Tag.null: return .null
        case Tag.boolean:
            place += 1
            return .boolean(bytes[place - 1] != 0)
        case Tag.integer: return .int64(number(bytes, &place))
        case Tag.double: return .double(Double(bitPattern: number(bytes, &place)))
        case Tag.decimal: return .decimal(number(bytes, &place))
        case Tag.string:
            let count = Int(number(bytes, &place) as UInt32)
            place += count
            return .string(String(decoding: bytes[(place - count)..<place], as: UTF8.self))
        default:
            let count = Int(number(bytes, &place) as UInt32)
            let elements = (0..<count).map { _ in value(bytes, &place) }
            return tag == Tag.array ? .array(elements) : .row(elements)
        }
    }
}
