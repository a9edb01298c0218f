/// What a format has to know of a column's SQL type.
package indirect enum FieldType: Hashable, Sendable {
    /// BOOLEAN.
    case boolean
    /// TINYINT, SMALLINT, INT, BIGINT, and intervals (INT for months, BIGINT for ms): 8, 16, 32 or 64 bits.
    case integer(bits: Int)
    /// FLOAT: single precision, kept in a `double` column.
    case float
    /// DOUBLE.
    case double
    /// DECIMAL; a precision of 1 to 38.
    case decimal(precision: Int, scale: Int)
    /// CHAR, VARCHAR, STRING. A format neither pads nor cuts (Flink).
    case string
    /// BINARY, VARBINARY, BYTES; base64 in text formats.
    case bytes
    /// DATE.
    case date
    /// TIME with a number of fraction digits.
    case time(precision: Int)
    /// TIMESTAMP; in ns above a precision of 3, else in ms. A format reads and writes all digits that the unit has (Flink).
    case timestamp(precision: Int)
    /// TIMESTAMP_LTZ, in the units of `timestamp`.
    case localTimestamp(precision: Int)
    /// ARRAY.
    case array(FieldType)
    /// MAP; formats allow only character strings as keys.
    case map(FieldType)
    /// ROW.
    case row([Field])

    /// How a column of the type lies in memory.
    package var physicalType: PhysicalType {
        switch self {
        case .boolean: .boolean
        case .timestamp where hasNanoseconds, .localTimestamp where hasNanoseconds: .decimal128
        case .integer, .date, .time, .timestamp, .localTimestamp: .int64
        case .float, .double: .double
        case .decimal(let precision, _): precision <= 18 ? .decimal64 : .decimal128
        case .string, .bytes: .string
        case .array, .map, .row: .boxed
        }
    }

    /// Whether values are timestamps in ns.
    var hasNanoseconds: Bool {
        switch self {
        case .timestamp(let precision), .localTimestamp(let precision): precision > 3
        default: false
        }
    }

    /// Whether the type is or contains one that a condition holds for.
    func contains(_ condition: (FieldType) -> Bool) -> Bool {
        if condition(self) { return true }
        switch self {
        case .array(let element), .map(let element): return element.contains(condition)
        case .row(let fields): return fields.contains { $0.type.contains(condition) }
        default: return false
        }
    }

    /// Whether the type is or contains a DECIMAL.
    var containsDecimal: Bool {
        contains { type in
            if case .decimal = type { true } else { false }
        }
    }
}
