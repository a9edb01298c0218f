/// One value in a form that is easy to handle and slow: nested columns, tests, error messages.
package indirect enum Value: Hashable, Sendable {
    /// SQL NULL.
    case null
    /// BOOLEAN.
    case boolean(Bool)
    /// Everything that `PhysicalType.int64` holds.
    case int64(Int64)
    /// DOUBLE and FLOAT.
    case double(Double)
    /// DECIMAL, unscaled, the scale belonging to the SQL type; timestamps of more than 3 digits in ns.
    case decimal(Int128)
    /// CHAR, VARCHAR, STRING.
    case string(String)
    /// ARRAY; a MAP is an array of rows of two (key, value).
    case array([Value])
    /// ROW.
    case row([Value])
}
