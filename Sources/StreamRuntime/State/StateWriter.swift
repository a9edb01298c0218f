/// State on its way into a checkpoint: records of bytes, each belonging to a table of its operator and to a key.
///
/// A record is: hash (UInt32) | table (UInt8) | version (UInt8) | length (UInt32) | fields. All numbers little-endian.
package final class StateWriter {
    /// Bytes before the fields of a record.
    static let headerBytes = 10

    /// All records so far.
    package private(set) var bytes: [UInt8] = []
    /// How many there are.
    package private(set) var records = 0
    private var start = 0

    /// No records.
    package init() {}

    /// Adds a record. The hash (the low half of `RowHash`) decides which worker gets it back; `nil` gives it to all.
    package func record(
        table: UInt8,
        version: UInt8 = 1,
        keyHash: UInt32?,
        _ fields: (StateWriter) -> Void
    ) {
        start = bytes.count
        put(UInt32(keyHash ?? 0))
        bytes.append(keyHash == nil ? table | 0x80 : table)
        bytes.append(version)
        put(UInt32(0))
        fields(self)
        let length = UInt32(bytes.count - start - Self.headerBytes)
        for byte in 0..<4 { bytes[start + 6 + byte] = UInt8(truncatingIfNeeded: length >> (8 * UInt32(byte))) }
        records += 1
    }

    /// Adds a number.
    @inline(__always)
    package func put<Number: FixedWidthInteger>(_ number: Number) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// Adds a truth value.
    package func put(_ value: Bool) { bytes.append(value ? 1 : 0) }

    /// Adds a floating point number, by its bits.
    package func put(_ value: Double) { put(value.bitPattern) }

    /// Adds bytes with their count.
    package func put(_ string: StringRef) {
        put(UInt32(string.count))
        string.withBytes { bytes.append(contentsOf: $0) }
    }

    /// Adds bytes with their count.
    package func put(_ raw: UnsafeRawBufferPointer) {
        put(UInt32(raw.count))
        bytes.append(contentsOf: raw)
    }

    /// Adds a value, with what kind it is.
    package func put(_ value: Value) {
        switch value {
        case .null: put(UInt8(0))
        case .boolean(let value):
            put(UInt8(1))
            put(value)
        case .int64(let value):
            put(UInt8(2))
            put(value)
        case .double(let value):
            put(UInt8(3))
            put(value)
        case .decimal(let value):
            put(UInt8(4))
            put(value)
        case .string(let text):
            put(UInt8(5))
            var text = text
            text.withUTF8 { put(UnsafeRawBufferPointer($0)) }
        case .array(let elements):
            put(UInt8(6))
            put(UInt32(elements.count))
            for element in elements { put(element) }
        case .row(let fields):
            put(UInt8(7))
            put(UInt32(fields.count))
            for field in fields { put(field) }
        }
    }
}

/// What is wrong with a checkpoint's state.
package enum StateError: Error, Hashable, Sendable {
    /// A record ends too early.
    case truncated
    /// An operator has no such table.
    case unexpectedRecord(table: UInt8)
    /// A record was written by a newer program.
    case unknownVersion(table: UInt8, version: UInt8)
    /// A value of an unknown kind.
    case unknownKind(UInt8)
}
