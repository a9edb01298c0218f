/// A constant as it was written.
public enum Literal: Hashable, Sendable {
    /// `NULL`.
    case null
    /// `UNKNOWN`: the NULL of BOOLEAN.
    case unknown
    /// `TRUE`, `FALSE`.
    case boolean(Bool)
    /// `12`: digits only.
    case integer(String)
    /// `12.50`: digits with a point.
    case decimal(String)
    /// `1.25E1`: a DOUBLE.
    case approximate(String)
    /// `'it''s'`, unquoted.
    case string(String)
    /// `X'00FF'`: hexadecimal digits, an even number of them.
    case binary(String)
    /// `DATE '2026-01-31'`.
    case date(String)
    /// `TIME '12:00:00'`.
    case time(String)
    /// `TIMESTAMP '2026-01-31 12:00:00.5'`.
    case timestamp(String)
    /// `INTERVAL [-] '5' MINUTE`.
    case interval(Interval)

    /// `INTERVAL [-] 'text' qualifier`.
    public struct Interval: Hashable, Sendable {
        /// Whether there is a minus before the text (there may be another one in it).
        public var isNegative: Bool
        /// The text: `5`, `1 02:03:04`.
        public var text: String
        /// What it counts.
        public var qualifier: IntervalQualifier
    }
}
