import StreamSQL

/// Months added to and counted between dates. Flink: DateTimeUtils.addMonths, subtractMonths.
enum Months {
    /// A date so many months later, on the last day of a month that is too short.
    static func add(_ months: Int64, toDay day: Int64) -> Int64 {
        let date = CivilDate.date(days: Int(day))
        let total = Int64(date.month) - 1 + months
        let year = date.year + Int(KernelCompiler.floorDivide(total, 12))
        let month = Int(KernelCompiler.floorModulo(total, 12)) + 1
        let last = CivilDate.length(ofMonth: month, year: year)
        return Int64(CivilDate.days(year: year, month: month, day: min(date.day, last)))
    }

    /// A timestamp so many months later.
    static func add(_ months: Int64, to instant: Int64) -> Int64 {
        let time = KernelCompiler.floorModulo(instant, CivilDate.millisecondsPerDay)
        let day = KernelCompiler.floorDivide(instant, CivilDate.millisecondsPerDay)
        return add(months, toDay: day) * CivilDate.millisecondsPerDay + time
    }

    private static func between(days end: Int64, _ start: Int64) -> Int64 {
        if end < start { return -between(days: start, end) }
        // No month has more than 31 days: the estimate is not too large.
        var months = (end - start) / 31
        while true {
            if add(months, toDay: start) >= end { return months }
            if add(months + 1, toDay: start) > end { return months }
            months += 1
        }
    }

    /// Whole months from one timestamp to a later one.
    static func between(_ end: Int64, _ start: Int64) -> Int64 {
        let day = CivilDate.millisecondsPerDay
        let (endDay, startDay) = (KernelCompiler.floorDivide(end, day), KernelCompiler.floorDivide(start, day))
        let months = between(days: endDay, startDay)
        let isShort = KernelCompiler.floorModulo(end, day) < KernelCompiler.floorModulo(start, day)
        return add(months, toDay: startDay) == endDay && isShort ? months - 1 : months
    }
}

/// Parts of dates. Flink: DateTimeUtils.julianExtract.
enum CalendarPart {
    static func of(_ unit: TimeUnit, _ day: Int64) -> Int64 {
        let date = CivilDate.date(days: Int(day))
        let year = Int64(date.year)
        switch unit {
        case .year: return year
        case .quarter: return Int64(date.month + 2) / 3
        case .month: return Int64(date.month)
        case .day: return Int64(date.day)
        // 1970-01-01 was a Thursday.
        case .dayOfWeek: return KernelCompiler.floorModulo(day + 4, 7) + 1
        case .isoDayOfWeek: return KernelCompiler.floorModulo(day + 3, 7) + 1
        case .dayOfYear: return day - Int64(CivilDate.days(year: date.year, month: 1, day: 1)) + 1
        case .week: return week(day, year).week
        case .isoYear: return week(day, year).year
        case .decade: return year / 10
        case .century: return year > 0 ? (year + 99) / 100 : (year - 99) / 100
        case .millennium: return year > 0 ? (year + 999) / 1000 : (year - 999) / 1000
        default: preconditionFailure("no part of a date")
        }
    }

    /// The week of ISO 8601, which begins on Monday and belongs to the year of its Thursday.
    private static func week(_ day: Int64, _ year: Int64) -> (week: Int64, year: Int64) {
        let thursday = day - KernelCompiler.floorModulo(day + 3, 7) + 3
        let owner = CivilDate.date(days: Int(thursday)).year
        let first = Int64(CivilDate.days(year: owner, month: 1, day: 1))
        return ((thursday - first) / 7 + 1, Int64(owner))
    }
}

/// FLOOR and CEIL of times to a unit. Flink: DateTimeUtils.timestampFloor, julianDateFloor.
struct TimeRounding {
    private let unit: TimeUnit
    private let isFloor: Bool
    private let length: Int64?

    init(_ unit: TimeUnit, isFloor: Bool) {
        self.unit = unit
        self.isFloor = isFloor
        length =
            switch unit {
            case .millisecond: 1
            case .second: 1000
            case .minute: 60_000
            case .hour: 3_600_000
            case .day: CivilDate.millisecondsPerDay
            default: nil
            }
    }

    /// Of a timestamp or TIME in ms.
    func instant(_ value: Int64) -> Int64 {
        guard let length else {
            return day(value / CivilDate.millisecondsPerDay) * CivilDate.millisecondsPerDay
        }
        let rest = value % length
        if isFloor { return rest < 0 ? value - rest - length : value - rest }
        return rest > 0 ? value - rest + length : value - rest
    }

    /// Of a DATE in days.
    func day(_ value: Int64) -> Int64 {
        let date = CivilDate.date(days: Int(value))
        func first(_ year: Int, _ month: Int = 1) -> Int64 {
            Int64(CivilDate.days(year: year + (month - 1) / 12, month: (month - 1) % 12 + 1, day: 1))
        }
        switch unit {
        case .week:
            // Flink's weeks begin on Sunday here.
            let day = KernelCompiler.floorModulo(value + 4, 7)
            return isFloor || day == 0 ? value - day : value - day + 7
        case .month: return first(date.year, isFloor || date.day == 1 ? date.month : date.month + 1)
        case .quarter:
            let quarter = (date.month + 2) / 3
            let next = !isFloor && (date.month > 1 || date.day > 1) ? quarter + 1 : quarter
            return first(date.year, next * 3 - 2)
        case .year: return first(!isFloor && (date.month > 1 || date.day > 1) ? date.year + 1 : date.year)
        case .decade: return first(10 * (date.year / 10 + (isFloor ? 0 : 1)))
        case .century: return first(100 * ((date.year + 99) / 100) + (isFloor ? -99 : 1))
        case .millennium: return first(1000 * ((date.year + 999) / 1000) + (isFloor ? -999 : 1))
        // Flink gives the next day even for a DATE, which is a whole day.
        case .day: return isFloor ? value : value + 1
        default: return value
        }
    }
}
