import StreamSQL

/// The functions between times and texts. Patterns that are constants, as they nearly always are, are read once.
struct TimeFunctions {
    private static let standardPattern = "yyyy-MM-dd HH:mm:ss"

    /// What Flink's TO_DATE with a format makes of what is no date: the days of Long.MIN_VALUE ms, cut to 32 bits.
    private static let noDate = Int64(Int32(truncatingIfNeeded: Int64.min / CivilDate.millisecondsPerDay))

    private let zone: TimeZoneRules

    init(_ zone: String) { self.zone = TimeZoneRules(zone) }

    /// A pattern for each row: the same, or an argument's.
    private func pattern(
        _ kernels: [Kernel],
        _ index: Int,
        _ dialect: TimePattern.Dialect,
        isRead: Bool = true
    ) throws -> (RowArguments, Int) throws -> TimePattern {
        guard index < kernels.count else {
            let standard = try TimePattern(Self.standardPattern, dialect)
            return { _, _ in standard }
        }
        if let constant = kernels[index] as? ConstantKernel, case .string(let text) = constant.value {
            let fixed = try TimePattern(text, dialect, isRead: isRead)
            return { _, _ in fixed }
        }
        return { arguments, row in try TimePattern(arguments.text(index, row), dialect, isRead: isRead) }
    }

    /// The kernel of a call.
    func kernel(
        _ function: ScalarFunction,
        _ operands: [KernelCompiler.Typed],
        _ kernels: [Kernel],
        _ type: LogicalType
    ) throws -> Kernel {
        let isConstant = kernels.dropFirst().allSatisfy { $0 is ConstantKernel }
        func make(_ body: RowFunction.Body) -> Kernel { RowFunction(body, kernels, canFail: !isConstant, cost: 200) }
        switch function {
        case .dateFormat: return make(try dateFormat(operands[0].type, kernels))
        case .toTimestamp: return make(try toTimestamp(kernels))
        case .toTimestampLTZ: return make(try toInstant(kernels, type))
        case .toDate: return make(try toDate(kernels))
        case .unixTimestamp: return make(try unixTimestamp(kernels))
        case .fromUnixTime: return make(try fromUnixTime(kernels))
        default: return RowFunction(try convertTimeZone(), kernels, cost: 400)
        }
    }

    private func dateFormat(_ type: LogicalType, _ kernels: [Kernel]) throws -> RowFunction.Body {
        if type.isCharacter {
            let from = try TimePattern(Self.standardPattern, .simpleDateFormat)
            let pattern = try pattern(kernels, 1, .simpleDateFormat, isRead: false)
            return .text { arguments, row, sink in
                guard let local = from.parseLeniently(arguments.text(0, row), now: 0) else { return nil }
                return sink.store(try pattern(arguments, row).format(local))
            }
        }
        let isConstant = kernels[1] is ConstantKernel
        let pattern = try pattern(kernels, 1, .dateTimeFormatter, isRead: false)
        let zone = zone
        let isZoned = if case .timestampLTZ = type { true } else { false }
        if type.hasNanoseconds {
            return .text { arguments, row, sink in
                let time = FineTimestamp(arguments.decimal(0, row))
                let local = isZoned ? zone.local(of: time.milliseconds) : time.milliseconds
                return sink.store(try pattern(arguments, row).format(local, nanoseconds: time.nanoseconds))
            }
        }
        let last = LastTime()
        return .text { arguments, row, sink in
            let instant = arguments.integer(0, row)
            if !isConstant || last.instant != instant {
                last.text.removeAll()
                last.text.append(
                    try pattern(arguments, row).format(isZoned ? zone.local(of: instant) : instant)
                )
                last.instant = instant
            }
            return sink.store(UnsafeBufferPointer(start: last.text.start, count: last.text.count))
        }
    }

    /// The time that was formatted last: all rows of a window have the same.
    private final class LastTime {
        var instant: Int64?
        let text = ByteBuffer()
    }

    private func toTimestamp(_ kernels: [Kernel]) throws -> RowFunction.Body {
        if kernels.count == 1 {
            return .integer { arguments, row in DateTimeText.timestamp(arguments.bytes(0, row))?.milliseconds }
        }
        let pattern = try pattern(kernels, 1, .dateTimeFormatter)
        return .integer { arguments, row in
            let text = arguments.text(0, row)
            return try (pattern(arguments, row).parseStrictly(text) ?? Self.javaSQL(text))?.milliseconds
        }
    }

    private func toInstant(_ kernels: [Kernel], _ type: LogicalType) throws -> RowFunction.Body {
        let pattern = kernels.count > 1 ? try pattern(kernels, 1, .dateTimeFormatter) : nil
        func instant(_ arguments: RowArguments, _ row: Int) throws -> FineTimestamp? {
            let zone = arguments.count > 2 ? TimeZoneRules(arguments.text(2, row)) : TimeZoneRules("UTC")
            let local: FineTimestamp?
            if let pattern {
                let text = arguments.text(0, row)
                local = try pattern(arguments, row).parseStrictly(text) ?? Self.javaSQL(text)
            } else {
                local = DateTimeText.timestamp(arguments.bytes(0, row))
            }
            return local?.map(zone.instant(ofLocal:))
        }
        return type.hasNanoseconds
            ? .decimal { try instant($0, $1)?.value } : .integer { try instant($0, $1)?.milliseconds }
    }

    /// What Flink tries for a text that is not as the pattern says. Java: java.sql.Timestamp.valueOf, java.sql.Date.valueOf.
    private static func javaSQL(_ text: String) -> FineTimestamp? {
        // Timestamp.valueOf looks at the text without what stands around it, Date.valueOf at all of it.
        let trimmed = text.drop { $0 <= " " }.reversed().drop { $0 <= " " }.reversed()
        let whole = trimmed.contains(" ") ? String(trimmed) : text
        let parts = whole.split(separator: " ", maxSplits: 1).map(String.init)
        guard let first = parts.first else { return nil }
        let date = first.split(separator: "-", omittingEmptySubsequences: false)
        guard date.count == 3, date[0].utf8.count == 4, (1...2).contains(date[1].utf8.count),
            (1...2).contains(date[2].utf8.count), let year = Int(date[0]), let month = Int(date[1]),
            let day = Int(date[2]),
            (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        let days = Int64(CivilDate.days(year: year, month: month, day: 1) + day - 1)
        guard parts.count == 2 else { return FineTimestamp(milliseconds: days * CivilDate.millisecondsPerDay) }
        let clock = parts[1].split(separator: ":", omittingEmptySubsequences: false)
        // Java: parts of 32 bits, so that their sum does not overflow.
        guard clock.count == 3, let hour = Int32(clock[0]), let minute = Int32(clock[1]) else { return nil }
        let second = clock[2].split(separator: ".", omittingEmptySubsequences: false)
        guard let seconds = Int32(second[0]), second.count <= 2 else { return nil }
        var fraction = 0
        if second.count == 2 {
            guard (1...9).contains(second[1].utf8.count), let digits = Int(second[1]), digits >= 0 else { return nil }
            fraction = digits * Int(DecimalDigits.power(9 - second[1].utf8.count))
        }
        let time = ((Int64(hour) * 60 + Int64(minute)) * 60 + Int64(seconds)) * 1000
        return FineTimestamp(
            milliseconds: days * CivilDate.millisecondsPerDay + time + Int64(fraction / 1_000_000),
            nanoseconds: Int64(fraction % 1_000_000)
        )
    }

    private func toDate(_ kernels: [Kernel]) throws -> RowFunction.Body {
        if kernels.count == 1 {
            return .integer { arguments, row in DateTimeText.date(arguments.bytes(0, row)).map { Int64($0) } }
        }
        let pattern = try pattern(kernels, 1, .simpleDateFormat)
        return .integer { arguments, row in
            let now = EvaluationContext.systemTime()
            guard let local = try pattern(arguments, row).parseLeniently(arguments.text(0, row), now: now) else {
                return Self.noDate
            }
            return KernelCompiler.floorDivide(local, CivilDate.millisecondsPerDay)
        }
    }

    private func unixTimestamp(_ kernels: [Kernel]) throws -> RowFunction.Body {
        let pattern = try pattern(kernels, 1, .simpleDateFormat)
        let zone = zone
        return .integer { arguments, row in
            let now = EvaluationContext.systemTime()
            let local = try pattern(arguments, row).parseLeniently(arguments.text(0, row), now: now)
            // Flink gives Long.MIN_VALUE for what is no time.
            return local.map { zone.standardInstant(ofLocal: $0) / 1000 } ?? .min
        }
    }

    private func fromUnixTime(_ kernels: [Kernel]) throws -> RowFunction.Body {
        let pattern = try pattern(kernels, 1, .simpleDateFormat, isRead: false)
        let zone = zone
        return .text { arguments, row, sink in
            let instant = arguments.integer(0, row) &* 1000
            return sink.store(try pattern(arguments, row).format(zone.local(of: instant)))
        }
    }

    private func convertTimeZone() throws -> RowFunction.Body {
        let pattern = try TimePattern(Self.standardPattern, .simpleDateFormat)
        let zones = TimeZones()
        return .text { arguments, row, sink in
            guard let local = pattern.parseLeniently(arguments.text(0, row), now: 0) else { return nil }
            let instant = zones.rules(arguments.text(1, row)).standardInstant(ofLocal: local)
            return sink.store(pattern.format(zones.rules(arguments.text(2, row)).local(of: instant)))
        }
    }
}

/// Time zones by name, each looked up once.
final class TimeZones {
    private var known: [String: TimeZoneRules] = [:]

    func rules(_ name: String) -> TimeZoneRules {
        if let rules = known[name] { return rules }
        let rules = TimeZoneRules(name)
        known[name] = rules
        return rules
    }
}
