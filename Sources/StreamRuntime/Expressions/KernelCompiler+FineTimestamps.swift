import StreamSQL

/// Timestamps of more than 3 digits. Like Flink's, functions of them work on the ms and hand the ns beyond on.
extension KernelCompiler {
    /// The ms of a timestamp with any number of digits, rounded down; other values as they are.
    func milliseconds(_ operand: Typed) -> Kernel {
        guard operand.type.hasNanoseconds else { return operand.kernel }
        return RowFunction(
            .integer { arguments, row in FineTimestamp(arguments.decimal(0, row)).milliseconds },
            [operand.kernel],
            cost: 5
        )
    }

    private func fine(_ operand: Typed, _ transform: @escaping (FineTimestamp) -> FineTimestamp) -> Kernel {
        RowFunction(
            .decimal { arguments, row in transform(FineTimestamp(arguments.decimal(0, row))).value },
            [operand.kernel],
            cost: 10
        )
    }

    /// A timestamp of more than 3 digits and an INTERVAL.
    func fineArithmetic(isPlus: Bool, _ time: Typed, _ interval: Typed) -> Kernel {
        let isMonths = interval.type == .intervalMonths
        return RowFunction(
            .decimal { arguments, row in
                let length = isPlus ? arguments.integer(1, row) : 0 &- arguments.integer(1, row)
                let time = FineTimestamp(arguments.decimal(0, row))
                return time.map { isMonths ? Months.add(length, to: $0) : $0 &+ length }.value
            },
            [time.kernel, interval.kernel],
            cost: 10
        )
    }

    /// EXTRACT of MICROSECOND and NANOSECOND: those of the second, below 0 before 1970.
    func finePart(_ unit: TimeUnit, _ operand: Typed) -> Kernel {
        let perMillisecond: Int64 = unit == .microsecond ? 1000 : 1_000_000
        let zone = TimeZoneRules(context.timeZone)
        let isZoned = if case .timestampLTZ = operand.type { true } else { false }
        return RowFunction(
            .integer { arguments, row in
                let time = FineTimestamp(arguments.decimal(0, row))
                let local = isZoned ? zone.local(of: time.milliseconds) : time.milliseconds
                return local % 1000 * perMillisecond + time.nanoseconds / (1_000_000 / perMillisecond)
            },
            [operand.kernel],
            cost: 10
        )
    }

    /// FLOOR and CEIL to a unit. Flink: what is beyond the ms counts nothing, but in CEIL of a TIMESTAMP to MILLISECOND.
    func fineRounding(_ operand: Typed, to unit: TimeUnit, isFloor: Bool) -> Kernel {
        let rounding = TimeRounding(unit, isFloor: isFloor)
        let zone = TimeZoneRules(context.timeZone)
        let isZoned = if case .timestampLTZ = operand.type { true } else { false }
        let roundsUp = unit == .millisecond && !isFloor && !isZoned
        return fine(operand) { time in
            let next = roundsUp && time.nanoseconds > 0 ? time.milliseconds + 1 : time.milliseconds
            let offset = isZoned ? zone.offset(at: next) : 0
            return FineTimestamp(milliseconds: rounding.instant(next + offset) - offset)
        }
    }

    /// A time as a timestamp of more than 3 digits.
    func fineTime(_ operand: Typed, to type: LogicalType) throws -> Kernel {
        let zone = TimeZoneRules(context.timeZone)
        let transform: (Int64) -> Int64
        switch (operand.type, type) {
        case (.date, .timestamp): transform = { $0 * CivilDate.millisecondsPerDay }
        case (.date, _): transform = { zone.instant(ofLocal: $0 * CivilDate.millisecondsPerDay) }
        case (.time, .timestampLTZ), (.timestamp, .timestampLTZ): transform = zone.instant(ofLocal:)
        case (.timestampLTZ, .timestamp): transform = zone.local(of:)
        case (.time, _), (.timestamp, _), (.timestampLTZ, _): transform = { $0 }
        default: throw EvaluationError("CAST from \(operand.type) to \(type) is not supported")
        }
        guard operand.type.hasNanoseconds, let own = operand.type.timestampDigits, let digits = type.timestampDigits
        else {
            return RowFunction(
                .decimal { arguments, row in
                    FineTimestamp(milliseconds: transform(arguments.integer(0, row))).value
                },
                [operand.kernel],
                cost: 5
            )
        }
        switch (operand.type, type) {
        case (.timestamp, .timestamp) where own <= digits, (.timestampLTZ, .timestampLTZ) where own <= digits:
            return operand.kernel
        default:
            return fine(operand) { time in
                let moved = time.map(transform)
                return own <= digits ? moved : moved.cast(to: digits)
            }
        }
    }
}
