import StreamSQL

/// The texts of values, as CAST to STRING gives them. Flink: its cast rules to character strings.
struct ValueText {
    private let type: LogicalType
    private let zone: TimeZoneRules

    init(_ type: LogicalType, zone: TimeZoneRules) throws {
        if type == .null { throw EvaluationError("CAST of a NULL without a type is not supported") }
        self.type = type
        self.zone = zone
    }

    /// The function that writes a value of a column.
    var body: RowFunction.Body {
        let write = fixedWriter
        return .text { arguments, row, sink in
            if let write {
                let start = sink.buffer.reserve(Self.textLimit)
                sink.buffer.finish(at: write(arguments, row, start))
            } else {
                append(arguments.value(0, row), to: sink.buffer)
            }
            return sink.take()
        }
    }

    /// The most bytes of a text of fixed form.
    private static let textLimit = 128

    private typealias Writer = (RowArguments, Int, UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8>

    /// Writes values that are not nested.
    private var fixedWriter: Writer? {
        switch type {
        case .boolean: { Self.put($0.boolean(0, $1) ? "TRUE" : "FALSE", to: $2) }
        case .tinyint, .smallint, .integer, .bigint: { DecimalDigits.write($0.integer(0, $1), to: $2) }
        case .float: { DoubleText.format(single: Float($0.double(0, $1)), to: $2) }
        case .double: { DoubleText.format($0.double(0, $1), to: $2) }
        case .decimal(_, let scale): { Decimal128Text.format($0.decimal(0, $1), scale: scale, to: $2) }
        case .timestamp where type.hasNanoseconds, .timestampLTZ where type.hasNanoseconds:
            { write(time: FineTimestamp($0.decimal(0, $1)), to: $2) }
        case .date, .time, .timestamp, .timestampLTZ, .intervalMonths, .intervalMilliseconds:
            { write(time: $0.integer(0, $1), to: $2) }
        default: nil
        }
    }

    private static func put(_ text: StaticString, to target: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8>
    {
        target.update(from: text.utf8Start, count: text.utf8CodeUnitCount)
        return target + text.utf8CodeUnitCount
    }

    private func write(time value: Int64, to target: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        switch type {
        case .date: return TimestampText.formatDate(Int(value), to: target)
        case .time(let digits): return Self.write(timeOfDay: Int(value), digits, to: target)
        case .timestamp(let digits):
            return TimestampText.format(value, style: .sql, fraction: .digits(digits), to: target)
        case .timestampLTZ(let digits):
            return TimestampText.format(zone.local(of: value), style: .sql, fraction: .digits(digits), to: target)
        case .intervalMonths: return Self.write(months: value, to: target)
        default: return Self.write(interval: value, to: target)
        }
    }

    private func write(time: FineTimestamp, to target: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
        let isZoned = if case .timestampLTZ = type { true } else { false }
        let local = isZoned ? time.map(zone.local) : time
        return TimestampText.format(local, style: .sql, fraction: .digits(type.timestampDigits ?? 9), to: target)
    }

    /// Flink writes the fraction of a TIME up to its last digit that is not 0.
    private static func write(
        timeOfDay value: Int,
        _ digits: Int,
        to target: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8> {
        let day = Int(CivilDate.millisecondsPerDay)
        let milliseconds = value < 0 ? (value % day + day) % day : value
        var end = TimestampText.formatTime(milliseconds, fraction: .digits(0), to: target)
        guard digits > 0 else { return end }
        end[0] = UInt8(ascii: ".")
        end += 1
        var rest = milliseconds % 1000
        for _ in 0..<digits {
            end[0] = UInt8(truncatingIfNeeded: 0x30 + rest / 100)
            end += 1
            rest = rest % 100 * 10
            if rest == 0 { break }
        }
        return end
    }

    /// `+1-02`.
    private static func write(
        months value: Int64,
        to target: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8> {
        target[0] = value < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+")
        let end = DecimalDigits.write(value.magnitude / 12, to: target + 1)
        end[0] = UInt8(ascii: "-")
        DecimalDigits.writePair(Int(value.magnitude % 12), to: end + 1)
        return end + 3
    }

    /// `+0 01:30:00.000`.
    private static func write(
        interval value: Int64,
        to target: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8> {
        target[0] = value < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+")
        let day = UInt64(CivilDate.millisecondsPerDay)
        let end = DecimalDigits.write(value.magnitude / day, to: target + 1)
        end[0] = UInt8(ascii: " ")
        return TimestampText.formatTime(Int(value.magnitude % day), fraction: .digits(3), to: end + 1)
    }

    // MARK: Nested values

    /// Appends the text of a value of the type.
    func append(_ value: Value, to output: ByteBuffer) {
        switch (value, type) {
        case (.null, _): output.append("NULL")
        case (.boolean(let value), _): output.append(value ? "TRUE" : "FALSE")
        case (.int64(let value), .date), (.int64(let value), .time), (.int64(let value), .timestamp),
            (.int64(let value), .timestampLTZ), (.int64(let value), .intervalMonths),
            (.int64(let value), .intervalMilliseconds):
            let start = output.reserve(Self.textLimit)
            output.finish(at: write(time: value, to: start))
        case (.int64(let value), _): output.append(String(value))
        case (.double(let value), .float): output.append(DoubleText.format(single: Float(value)))
        case (.double(let value), _): output.append(DoubleText.format(value))
        case (.decimal(let value), .timestamp), (.decimal(let value), .timestampLTZ):
            let start = output.reserve(Self.textLimit)
            output.finish(at: write(time: FineTimestamp(value), to: start))
        case (.decimal(let value), .decimal(_, let scale)): output.append(Decimal128Text.format(value, scale: scale))
        case (.decimal(let value), _): output.append(String(value))
        case (.string(let value), _): output.append(value)
        case (.array(let elements), .array(let element)):
            output.append("[")
            append(elements.map { ($0, element.logical) }, to: output)
            output.append("]")
        case (.array(let entries), .map(let key, let element)):
            appendMap(entries, key.logical, element.logical, to: output)
        case (.row(let values), .row(let fields)):
            output.append("(")
            append(zip(values, fields).map { ($0, $1.type.logical) }, to: output)
            output.append(")")
        case (.array, _), (.row, _): preconditionFailure("a nested value of a type that is not")
        }
    }

    private func append(_ values: [(Value, LogicalType)], to output: ByteBuffer) {
        for (index, (value, type)) in values.enumerated() {
            if index > 0 { output.append(", ") }
            nested(type).append(value, to: output)
        }
    }

    private func appendMap(_ entries: [Value], _ key: LogicalType, _ element: LogicalType, to output: ByteBuffer) {
        output.append("{")
        for (index, entry) in entries.enumerated() {
            guard case .row(let pair) = entry, pair.count == 2 else { preconditionFailure("a MAP without pairs") }
            if index > 0 { output.append(", ") }
            nested(key).append(pair[0], to: output)
            output.append("=")
            nested(element).append(pair[1], to: output)
        }
        output.append("}")
    }

    private func nested(_ type: LogicalType) -> ValueText { ValueText(known: type, zone) }

    private init(known type: LogicalType, _ zone: TimeZoneRules) {
        self.type = type
        self.zone = zone
    }
}
