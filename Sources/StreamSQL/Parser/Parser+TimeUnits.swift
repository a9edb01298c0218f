extension Parser {
    /// The unit of time that a token is, also in the plural.
    func timeUnit(of token: Token) -> TimeUnit? {
        switch token.keyword {
        case .year, .years: .year
        case .quarter, .quarters: .quarter
        case .month, .months: .month
        case .week, .weeks: .week
        case .day, .days: .day
        case .hour, .hours: .hour
        case .minute, .minutes: .minute
        case .second, .seconds: .second
        case .millisecond: .millisecond
        case .microsecond: .microsecond
        case .nanosecond: .nanosecond
        default: rareTimeUnit(of: token)
        }
    }

    private func rareTimeUnit(of token: Token) -> TimeUnit? {
        switch token.keyword {
        case .dow, .dayofweek: .dayOfWeek
        case .isodow: .isoDayOfWeek
        case .doy, .dayofyear: .dayOfYear
        case .isoyear: .isoYear
        case .decade: .decade
        case .century: .century
        case .millennium: .millennium
        case .epoch: .epoch
        default: nil
        }
    }

    /// The unit of time that the current token is.
    func timeUnit() -> TimeUnit? { timeUnit(of: token) }

    /// Reads the unit of a function such as `EXTRACT`.
    mutating func unit() throws(SQLError) -> TimeUnit {
        guard let unit = timeUnit() ?? odbcUnit() else { throw unexpected(expecting: "a unit of time such as MINUTE") }
        advance()
        return unit
    }

    /// `SQL_TSI_DAY` and its like, as ODBC names units.
    private func odbcUnit() -> TimeUnit? {
        guard token.kind == .name, token.keyword == .none else { return nil }
        let word = text(token).uppercased()
        guard word.hasPrefix("SQL_TSI_") else { return nil }
        return TimeUnit(rawValue: String(word.dropFirst("SQL_TSI_".count)))
    }
}

extension TimeUnit {
    /// Whether intervals count it.
    var isInterval: Bool {
        switch self {
        case .year, .quarter, .month, .week, .day, .hour, .minute, .second: true
        default: false
        }
    }

    /// Whether an interval may be `self TO other`.
    func canEnd(with other: TimeUnit) -> Bool {
        switch self {
        case .year: other == .month
        case .day: other == .hour || other == .minute || other == .second
        case .hour: other == .minute || other == .second
        case .minute: other == .second
        default: false
        }
    }
}
