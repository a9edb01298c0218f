/// How the values of a column lie in memory. Several SQL types share one.
package enum PhysicalType: UInt8, Sendable, CaseIterable {
    /// One byte, 0 or 1.
    case boolean = 0
    /// `Int64`: all integers, DATE (days since 1970-01-01), TIME (ms of the day), TIMESTAMP and TIMESTAMP_LTZ of at most 3
    /// digits (ms since the epoch), intervals (ms, or months).
    case int64 = 1
    /// `Double`: DOUBLE and FLOAT.
    case double = 2
    /// `Int64`, unscaled: DECIMAL with a precision of at most 18. The scale belongs to the SQL type.
    case decimal64 = 3
    /// `Int128`: DECIMAL with a precision of 19 to 38, unscaled; TIMESTAMP and TIMESTAMP_LTZ of 4 to 9 digits (ns since the
    /// epoch, whose years 64 bits do not hold).
    case decimal128 = 4
    /// `StringRef`: CHAR, VARCHAR, STRING, and the bytes of BINARY, VARBINARY, BYTES.
    case string = 5
    /// `Value`: ARRAY, MAP and ROW. Slow; it cannot be a key.
    case boxed = 6

    /// Bytes from one value to the next. Boxed values lie in an array of their own.
    package var stride: Int {
        switch self {
        case .boolean: 1
        case .int64, .double, .decimal64: 8
        case .decimal128, .string: 16
        case .boxed: 0
        }
    }
}
