/// What an `INTERVAL` counts: `MINUTE`, `DAY(3) TO SECOND(6)`.
public struct IntervalQualifier: Hashable, Sendable {
    /// The largest unit.
    public var start: TimeUnit
    /// How many digits the largest unit may have; nil for Flink's 2 (of a year 4).
    public var startPrecision: Int? = nil
    /// The smallest unit; nil if it is the largest one.
    public var end: TimeUnit? = nil
    /// How many digits of a second's fraction; nil for Flink's 6 (in literals 3).
    public var fractionPrecision: Int? = nil
    /// Where it stands.
    @NotCompared public var range: SourceRange
}

/// A unit of time, in intervals and in `EXTRACT`, `FLOOR`, `CEIL`, `TIMESTAMPADD` and `TIMESTAMPDIFF`; the plural is the
/// same.
public enum TimeUnit: String, Hashable, Sendable, CaseIterable {
    case nanosecond = "NANOSECOND"
    case microsecond = "MICROSECOND"
    case millisecond = "MILLISECOND"
    case second = "SECOND"
    case minute = "MINUTE"
    case hour = "HOUR"
    case day = "DAY"
    /// The day of the week, 1 for Sunday.
    case dayOfWeek = "DOW"
    /// The day of the week, 1 for Monday.
    case isoDayOfWeek = "ISODOW"
    /// The day of the year, from 1.
    case dayOfYear = "DOY"
    case week = "WEEK"
    case month = "MONTH"
    case quarter = "QUARTER"
    case year = "YEAR"
    /// The year that a week belongs to.
    case isoYear = "ISOYEAR"
    case decade = "DECADE"
    case century = "CENTURY"
    case millennium = "MILLENNIUM"
    /// Seconds since 1970.
    case epoch = "EPOCH"
}
