import StreamSQL

/// What texts say as values of other types, in CAST (which fails for a text that says nothing) and TRY_CAST (which gives NULL).
/// Flink: its cast rules, BinaryStringDataUtil and DateTimeUtils.
struct TextCast {
    let isTry: Bool

    private func failure(_ bytes: UnsafeBufferPointer<UInt8>, _ problem: String) -> EvaluationError {
        EvaluationError("For input string: '\(String(decoding: bytes, as: UTF8.self))'. \(problem)")
    }

    /// `t`, `true`, `y`, `yes`, `1` and their opposites in any case.
    func boolean(_ arguments: RowArguments, _ row: Int) throws -> Bool? {
        switch arguments.text(0, row).lowercased() {
        case "t", "true", "y", "yes", "1": return true
        case "f", "false", "n", "no", "0": return false
        default:
            if isTry { return nil }
            throw EvaluationError("Cannot parse '\(arguments.text(0, row))' as BOOLEAN.")
        }
    }

    /// Digits with perhaps a sign; digits behind a point are checked and dropped.
    func integer(bits: Int) -> (RowArguments, Int) throws -> Int64? {
        { arguments, row in
            let bytes = Self.unblanked(arguments.bytes(0, row))
            if let value = Self.integer(bytes, bits: bits) { return value }
            if isTry { return nil }
            throw failure(arguments.bytes(0, row), "Invalid character found.")
        }
    }

    /// Flink: BinaryStringDataUtil trims blanks (0x20) only.
    private static func unblanked(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        var part = bytes[...]
        while part.first == UInt8(ascii: " ") { part = part.dropFirst() }
        while part.last == UInt8(ascii: " ") { part = part.dropLast() }
        return UnsafeBufferPointer(rebasing: part)
    }

    /// Flink: BinaryStringDataUtil.toLong, to which a point without digits is 0.
    private static func integer(_ bytes: UnsafeBufferPointer<UInt8>, bits: Int) -> Int64? {
        guard let point = bytes.firstIndex(of: UInt8(ascii: ".")) else {
            return TextConversion.integer(bytes, bits: bits)
        }
        guard bytes[(point + 1)...].allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
        let whole = UnsafeBufferPointer(rebasing: bytes[..<point])
        let isSign = whole.count == 1 && (whole[0] == UInt8(ascii: "-") || whole[0] == UInt8(ascii: "+"))
        return whole.isEmpty || isSign ? 0 : TextConversion.integer(whole, bits: bits)
    }

    func float(_ arguments: RowArguments, _ row: Int) throws -> Double? {
        let bytes = arguments.bytes(0, row)
        if let value = DoubleText.parseSingle(TextConversion.trimmed(bytes)) { return Double(value) }
        if isTry { return nil }
        throw failure(bytes, "Invalid character found.")
    }

    func double(_ arguments: RowArguments, _ row: Int) throws -> Double? {
        let bytes = arguments.bytes(0, row)
        if let value = DoubleText.parse(TextConversion.trimmed(bytes)) { return value }
        if isTry { return nil }
        throw failure(bytes, "Invalid character found.")
    }

    func decimal(precision: Int, scale: Int) -> (RowArguments, Int) throws -> Int128? {
        { arguments, row in
            let bytes = arguments.bytes(0, row)
            if precision <= DecimalQuirks.digitsMax, bytes.count <= DecimalQuirks.digitsMax {
                if let value = DecimalQuirks.parse(bytes, precision: precision, scale: scale) { return value }
            } else if case .value(let value) = Decimal128Text.parse(
                TextConversion.trimmed(bytes),
                precision: precision,
                scale: scale
            ) {
                return value
            }
            if isTry { return nil }
            throw failure(bytes, "Overflow.")
        }
    }

    func date(_ arguments: RowArguments, _ row: Int) throws -> Int64? {
        let bytes = arguments.bytes(0, row)
        if let days = DateTimeText.date(bytes) { return Int64(days) }
        if isTry { return nil }
        throw EvaluationError("For input string: '\(String(decoding: bytes, as: UTF8.self))'.")
    }

    func time(digits: Int) -> (RowArguments, Int) throws -> Int64? {
        let unit = Self.unit(digits)
        return { arguments, row in
            let bytes = arguments.bytes(0, row)
            if let time = DateTimeText.time(bytes) { return Int64(time) / unit * unit }
            if isTry { return nil }
            throw EvaluationError("For input string: '\(String(decoding: bytes, as: UTF8.self))'.")
        }
    }

    /// A timestamp, of a zone if one is given, cut to so many digits of the second.
    func timestamp(_ type: LogicalType, zone: TimeZoneRules?) -> RowFunction.Body {
        let digits = type.timestampDigits ?? LogicalType.millisecondDigits
        func time(_ arguments: RowArguments, _ row: Int) throws -> FineTimestamp? {
            let bytes = arguments.bytes(0, row)
            if let local = DateTimeText.timestamp(bytes) {
                return local.map { zone?.instant(ofLocal: $0) ?? $0 }
            }
            if isTry { return nil }
            throw EvaluationError("For input string: '\(String(decoding: bytes, as: UTF8.self))'.")
        }
        if type.hasNanoseconds { return .decimal { try time($0, $1)?.truncated(to: digits).value } }
        let unit = Self.unit(digits)
        return .integer { try time($0, $1).map { KernelCompiler.floorDivide($0.milliseconds, unit) * unit } }
    }

    /// The ms that a number of digits of the second can tell apart.
    static func unit(_ digits: Int) -> Int64 { digits >= 3 ? 1 : digits == 2 ? 10 : digits == 1 ? 100 : 1000 }
}

/// CAST to BINARY and VARBINARY.
enum BinaryCast {
    /// Cut, or filled with zeros.
    static func padded(_ length: Int) -> RowFunction.Body {
        .text { arguments, row, sink in
            let bytes = arguments.bytes(0, row)
            if bytes.count >= length { return StringRef(part: bytes, 0..<length) }
            try TextSink.require(length)
            sink.buffer.append(bytes)
            for _ in bytes.count..<length { sink.buffer.append(0) }
            return sink.take()
        }
    }

    /// Cut.
    static func cut(_ length: Int) -> RowFunction.Body {
        .text { arguments, row, _ in
            let bytes = arguments.bytes(0, row)
            return StringRef(part: bytes, 0..<min(length, bytes.count))
        }
    }
}
