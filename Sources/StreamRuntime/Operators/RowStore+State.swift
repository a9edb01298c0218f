extension RowStore {
    /// Whether a row is equal to one of a batch, in all columns but one: NULL to NULL, floating point numbers by their bits
    /// (Flink: BinaryRowData).
    @inline(__always)
    func isEqual(_ number: UInt32, _ columns: [Column], _ row: Int, except ignored: Int? = nil) -> Bool {
        for index in types.indices where index != ignored {
            guard isEqual(number, columns, row, column: index) else { return false }
        }
        return true
    }

    /// Whether a row is equal to one of a batch in a column.
    @inline(__always)
    func isEqual(_ number: UInt32, _ columns: [Column], _ row: Int, column index: Int) -> Bool {
        let column = columns[index]
        let isNull = isNull(number, index)
        if isNull != column.isNull(row) { return false }
        if isNull { return true }
        let value = slot(number) + offsets[index]
        switch types[index] {
        case .boolean: return value[0] == UInt64(column.booleans[row])
        case .int64, .double, .decimal64: return value[0] == column.words[row]
        case .decimal128: return value[0] == column.words[2 * row] && value[1] == column.words[2 * row + 1]
        case .string: return StringRef(head: value[0], tail: value[1]) == column.strings[row]
        case .boxed: return boxes[Int(value[0])] == column.boxed[row]
        }
    }

    /// The hash of a row; nested values do not take part.
    func hash(_ number: UInt32) -> UInt64 {
        let words = slot(number)
        var hash = RowHash.seed
        for index in types.indices where types[index] != .boxed {
            if isNull(number, index) {
                hash = RowHash.addNull(to: hash)
                continue
            }
            let value = words + offsets[index]
            switch types[index] {
            case .string: hash = RowHash.add(StringRef(head: value[0], tail: value[1]), to: hash)
            case .decimal128: hash = RowHash.add(value[0], value[1], to: hash)
            default: hash = RowHash.add(value[0], to: hash)
            }
        }
        return hash
    }

    /// The hashes of a batch's rows, as `hash` gives them.
    static func hash(_ columns: [Column], count: Int, into hashes: UnsafeMutablePointer<UInt64>) {
        RowHash.hash(columns.filter { $0.type != .boxed }, count: count, into: hashes)
    }

    /// Writes a row: the NULL bits, then the values that are not NULL.
    func encode(_ number: UInt32, to writer: StateWriter) {
        let words = slot(number)
        for word in nullOffset..<nullOffset + (types.count + 63) / 64 { writer.put(words[word]) }
        for index in types.indices where !isNull(number, index) {
            let value = words + offsets[index]
            switch types[index] {
            case .boolean: writer.put(UInt8(truncatingIfNeeded: value[0]))
            case .int64, .double, .decimal64: writer.put(value[0])
            case .decimal128:
                writer.put(value[0])
                writer.put(value[1])
            case .string: writer.put(StringRef(head: value[0], tail: value[1]))
            case .boxed: writer.put(boxes[Int(value[0])])
            }
        }
    }

    /// Adds a row that `encode` wrote.
    func decode(_ record: inout StateRecord) throws(StateError) -> UInt32 {
        let number = allocate()
        let words = slot(number)
        for word in nullOffset..<nullOffset + (types.count + 63) / 64 { words[word] = try record.number() }
        for index in types.indices where !isNull(number, index) {
            let value = words + offsets[index]
            switch types[index] {
            case .boolean: value[0] = UInt64(try record.number(UInt8.self))
            case .int64, .double, .decimal64: value[0] = try record.number()
            case .decimal128:
                value[0] = try record.number()
                value[1] = try record.number()
            case .string:
                let string = try record.withString { own($0) }
                (value[0], value[1]) = (string.head, string.tail)
            case .boxed: value[0] = box(try record.value())
            }
        }
        return number
    }
}

extension StateRecord {
    /// Reads a string, which the caller owns (`StringRef.freeOwned`).
    mutating func ownedString() throws(StateError) -> StringRef { try withString { $0.owned() } }

    /// Calls a function with the string that comes next, whose bytes are the record's.
    mutating func withString<Result>(_ body: (StringRef) -> Result) throws(StateError) -> Result {
        try withBytes { raw in
            guard let start = raw.bindMemory(to: UInt8.self).baseAddress else { return body(StringRef()) }
            return body(StringRef(start, count: raw.count))
        }
    }
}
