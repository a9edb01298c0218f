/// One value in one or two words. Long strings are owned (`StringRef.owned`).
enum AccumulatorWords {
    /// The words that values of a type take.
    static func count(_ type: PhysicalType) -> Int { type.stride == 16 ? 2 : 1 }

    /// Copies a value that is not NULL.
    @inline(__always)
    static func load(_ column: Column, _ row: Int, to words: UnsafeMutablePointer<UInt64>) {
        switch column.type {
        case .boolean: words[0] = UInt64(column.booleans[row])
        case .int64, .double, .decimal64: words[0] = column.words[row]
        case .decimal128: (words[0], words[1]) = (column.words[2 * row], column.words[2 * row + 1])
        case .string: words.string = column.strings[row].owned()
        case .boxed: preconditionFailure("nested values have no words")
        }
    }

    /// Writes a value that is not NULL into a row of a column, whose NULL byte it leaves as it is.
    @inline(__always)
    static func store(_ words: UnsafeMutablePointer<UInt64>, _ column: Column, _ row: Int) {
        switch column.type {
        case .boolean: column.booleans[row] = UInt8(truncatingIfNeeded: words[0])
        case .int64, .double, .decimal64: column.words[row] = words[0]
        case .decimal128: (column.words[2 * row], column.words[2 * row + 1]) = (words[0], words[1])
        case .string:
            let string = words.string
            column.strings[row] = string.isInline ? string : column.arena.store(string)
        case .boxed: preconditionFailure("nested values have no words")
        }
    }

    /// Gives back what a value owns.
    @inline(__always)
    static func free(_ words: UnsafeMutablePointer<UInt64>, _ type: PhysicalType) {
        if type == .string { words.string.freeOwned() }
    }

    /// Less than, equal to or greater than 0, as a value comes before, with or after one of a column. Java:
    /// Double.compare, where NaN is the greatest and -0.0 is less than 0.0.
    static func compare(_ words: UnsafeMutablePointer<UInt64>, _ column: Column, _ row: Int) -> Int {
        switch column.type {
        case .boolean: return Int(words[0]) - Int(column.booleans[row])
        case .int64, .decimal64: return order(words.signed, column.int64s[row])
        case .double: return compare(words.double, column.doubles[row])
        case .decimal128: return order(words.wide, column.decimal128s[row])
        case .string: return StringRef.compare(words.string, column.strings[row])
        case .boxed: preconditionFailure("nested values have no words")
        }
    }

    @inline(__always)
    private static func order<T: Comparable>(_ left: T, _ right: T) -> Int { left < right ? -1 : left > right ? 1 : 0 }

    /// Java: Double.compare.
    static func compare(_ left: Double, _ right: Double) -> Int {
        if left < right { return -1 }
        if left > right { return 1 }
        return order(ordinal(left), ordinal(right))
    }

    private static func ordinal(_ value: Double) -> Int64 {
        value.isNaN ? Int64(bitPattern: 0x7FF8_0000_0000_0000) : Int64(bitPattern: value.bitPattern)
    }

    /// Writes a value.
    static func encode(_ words: UnsafeMutablePointer<UInt64>, _ type: PhysicalType, to writer: StateWriter) {
        if type == .string { return writer.put(words.string) }
        for word in 0..<count(type) { writer.put(words[word]) }
    }

    /// Reads a value.
    static func decode(
        _ words: UnsafeMutablePointer<UInt64>,
        _ type: PhysicalType,
        _ record: inout StateRecord
    ) throws(StateError) {
        if type == .string {
            words.string = try record.ownedString()
            return
        }
        for word in 0..<count(type) { words[word] = try record.number() }
    }
}
