import StreamSQL

extension KernelCompiler {
    /// A value as one of another type.
    func cast(_ operand: Typed, to type: LogicalType, isTry: Bool) throws -> Kernel {
        let (kernel, source) = (operand.kernel, operand.type)
        if source == type { return kernel }
        if source == .null { return ConstantKernel(.null, PhysicalType(type)) }
        switch type {
        case .char(let length): return padded(try text(operand), length, from: source)
        case .varchar(let length): return cut(try text(operand), length, from: source)
        case .binary(let length): return RowFunction(BinaryCast.padded(length), [kernel])
        case .varbinary(let length):
            if length == LogicalType.lengthMax { return kernel }
            if case .varbinary(let own) = source, own <= length { return kernel }
            return RowFunction(BinaryCast.cut(length), [kernel])
        default: break
        }
        if source.isCharacter { return parsed(kernel, type, isTry: isTry) }
        switch type {
        case .boolean: return numberToBoolean(operand)
        case .tinyint, .smallint, .integer, .bigint: return try integer(operand, type)
        case .float, .double: return approximate(operand, type)
        case .decimal(let precision, let scale): return decimal(operand, precision, scale)
        case .date, .time, .timestamp, .timestampLTZ: return try time(operand, to: type)
        case .array, .map, .row: return try nested(operand, to: type, isTry: isTry)
        default: throw EvaluationError("CAST from \(source) to \(type) is not supported")
        }
    }

    // MARK: Numbers

    /// Any number as a DOUBLE (or FLOAT, rounded to single precision).
    func numberToDouble(_ operand: Typed, isFloat: Bool = false) -> Kernel {
        switch operand.type {
        case .float, .double:
            return isFloat && operand.type == .double ? DoubleMap(.single, operand.kernel) : operand.kernel
        case .decimal(let precision, let scale):
            let kernel = operand.kernel
            let double = RowFunction(
                .double { arguments, row in
                    WideDecimal.double(arguments.decimal(0, row), scale: scale, isCompact: precision <= 18)
                },
                [kernel]
            )
            return isFloat ? DoubleMap(.single, double) : double
        default:
            return IntegerToDouble(operand.kernel, isFloat: isFloat)
        }
    }

    /// Any number as an integer of 64 bits.
    func numberToInteger(_ operand: Typed) -> Kernel {
        switch operand.type {
        case .float, .double: DoubleToInteger(operand.kernel, bits: 64)
        case .decimal(_, let scale):
            RowFunction(
                .integer { arguments, row in WideDecimal.integer(arguments.decimal(0, row), scale: scale) },
                [operand.kernel]
            )
        default: operand.kernel
        }
    }

    /// Java's narrowing: what does not fit wraps around.
    private func integer(_ operand: Typed, _ type: LogicalType) throws -> Kernel {
        let bits = Self.bits(type)
        switch operand.type {
        case .boolean:
            return RowFunction(.integer { arguments, row in arguments.boolean(0, row) ? 1 : 0 }, [operand.kernel])
        case .float, .double: return DoubleToInteger(operand.kernel, bits: bits)
        case .decimal: return IntegerMap(.narrow, numberToInteger(operand), bits: bits)
        case .tinyint, .smallint, .integer, .bigint:
            return Self.bits(operand.type) <= bits ? operand.kernel : IntegerMap(.narrow, operand.kernel, bits: bits)
        default: throw EvaluationError("CAST from \(operand.type) to \(type) is not supported")
        }
    }

    private func approximate(_ operand: Typed, _ type: LogicalType) -> Kernel {
        guard operand.type != .boolean else {
            return RowFunction(.double { arguments, row in arguments.boolean(0, row) ? 1 : 0 }, [operand.kernel])
        }
        return numberToDouble(operand, isFloat: type == .float)
    }

    private func decimal(_ operand: Typed, _ precision: Int, _ scale: Int) -> Kernel {
        let exact = WideDecimal(precision: precision, scale: scale)
        let type = PhysicalType(.decimal(precision: precision, scale: scale))
        switch operand.type {
        case .boolean:
            return RowFunction(
                .decimal { arguments, row in exact.rescaled(arguments.boolean(0, row) ? 1 : 0, from: 0) },
                [operand.kernel],
                type: type
            )
        case .float, .double:
            return RowFunction(
                .decimal { arguments, row in
                    // Java: BigDecimal.valueOf takes the digits of Double.toString.
                    let text = DoubleText.format(arguments.double(0, row))
                    if case .value(let value) = Decimal128Text.parse(text, precision: precision, scale: scale) {
                        return value
                    }
                    return nil
                },
                [operand.kernel],
                type: type
            )
        default:
            return DecimalMap(
                .rescale,
                operand.kernel,
                from: Self.decimal(operand.type),
                precision: precision,
                scale: scale
            )
        }
    }

    private func numberToBoolean(_ operand: Typed) -> Kernel {
        switch operand.kernel.type {
        case .double: RowFunction(.boolean { arguments, row in arguments.double(0, row) != 0 }, [operand.kernel])
        case .int64: RowFunction(.boolean { arguments, row in arguments.integer(0, row) != 0 }, [operand.kernel])
        default: RowFunction(.boolean { arguments, row in arguments.decimal(0, row) != 0 }, [operand.kernel])
        }
    }

    // MARK: Texts

    /// What a text says as a value of another type.
    private func parsed(_ kernel: Kernel, _ type: LogicalType, isTry: Bool) -> Kernel {
        let cast = TextCast(isTry: isTry)
        switch type {
        case .boolean: return RowFunction(.boolean(cast.boolean), [kernel], canFail: !isTry)
        case .tinyint, .smallint, .integer, .bigint:
            return RowFunction(.integer(cast.integer(bits: Self.bits(type))), [kernel], canFail: !isTry)
        case .float: return RowFunction(.double(cast.float), [kernel], canFail: !isTry)
        case .double: return RowFunction(.double(cast.double), [kernel], canFail: !isTry)
        case .decimal(let precision, let scale):
            return RowFunction(
                .decimal(cast.decimal(precision: precision, scale: scale)),
                [kernel],
                type: PhysicalType(type),
                canFail: !isTry
            )
        case .date: return RowFunction(.integer(cast.date), [kernel], canFail: !isTry)
        case .time(let digits): return RowFunction(.integer(cast.time(digits: digits)), [kernel], canFail: !isTry)
        case .timestamp: return RowFunction(cast.timestamp(type, zone: nil), [kernel], canFail: !isTry)
        default:
            let zone = TimeZoneRules(context.timeZone)
            return RowFunction(cast.timestamp(type, zone: zone), [kernel], canFail: !isTry)
        }
    }

    /// The text of a value of any type.
    func text(_ operand: Typed) throws -> Kernel {
        if operand.type.isCharacter { return operand.kernel }
        if operand.type.isBytesType { return decoded(operand.kernel) }
        let writer = try ValueText(operand.type, zone: TimeZoneRules(context.timeZone))
        return RowFunction(writer.body, [operand.kernel])
    }

    /// Bytes as a text: what is no UTF-8 becomes U+FFFD.
    private func decoded(_ kernel: Kernel) -> Kernel {
        RowFunction(
            .text { arguments, row, sink in
                let bytes = arguments.bytes(0, row)
                return UTF8Text.isValid(bytes) ? arguments.string(0, row) : sink.store(arguments.text(0, row))
            },
            [kernel],
            cost: 10
        )
    }

    /// Flink: a CHAR is filled with blanks or cut.
    private func padded(_ kernel: Kernel, _ length: Int, from source: LogicalType) -> Kernel {
        if case .char(length) = source { return kernel }
        let prefix = Self.prefix(source)
        return RowFunction(
            .text { arguments, row, sink in
                let bytes = arguments.bytes(0, row)
                let (end, count) = prefix(bytes, length)
                if count == length { return StringRef(part: bytes, 0..<end) }
                try TextSink.require(length)
                sink.buffer.append(bytes)
                for _ in count..<length { sink.buffer.append(UInt8(ascii: " ")) }
                return sink.take()
            },
            [kernel]
        )
    }

    private func cut(_ kernel: Kernel, _ length: Int, from source: LogicalType) -> Kernel {
        switch source {
        case .char(let own), .varchar(let own): if own <= length { return kernel }
        default: if length == LogicalType.lengthMax { return kernel }
        }
        let prefix = Self.prefix(source)
        return RowFunction(
            .text { arguments, row, _ in
                let bytes = arguments.bytes(0, row)
                return StringRef(part: bytes, 0..<prefix(bytes, length).end)
            },
            [kernel],
            cost: 5
        )
    }

    /// Flink counts characters of what is a text, and UTF-16 units of what it makes a text of.
    private static func prefix(
        _ source: LogicalType
    ) -> (UnsafeBufferPointer<UInt8>, Int) -> (end: Int, count: Int) {
        if source.isCharacter { return { UTF8Characters.prefix($0, $1) } }
        return { UTF8Characters.utf16Prefix($0, $1) }
    }
}

/// An integer as a DOUBLE or FLOAT.
final class IntegerToDouble: Kernel {
    private let operand: Kernel
    private let isFloat: Bool
    private let result = Column(.double, capacity: 1)

    init(_ operand: Kernel, isFloat: Bool) {
        self.operand = operand
        self.isFloat = isFloat
        super.init(.double, over: [operand], cost: 1)
    }

    override func compute(_ frame: Frame) throws -> Column {
        let values = try operand.evaluate(frame)
        prepare(result, frame)
        mergeNulls(result, values)
        if isFloat {
            KernelLoops.map(values.int64s, result.doubles, frame.count) { Double(Float($0)) }
        } else {
            KernelLoops.map(values.int64s, result.doubles, frame.count) { Double($0) }
        }
        return result
    }
}

/// A DOUBLE as an integer. Java: the fraction goes, what is too large becomes the largest int or long, which then wraps around
/// at a smaller width; NaN becomes 0.
final class DoubleToInteger: Kernel {
    private let operand: Kernel
    private let bits: Int
    private let result = Column(.int64, capacity: 1)

    init(_ operand: Kernel, bits: Int) {
        self.operand = operand
        self.bits = bits
        super.init(.int64, over: [operand], cost: 2)
    }

    override func compute(_ frame: Frame) throws -> Column {
        let values = try operand.evaluate(frame)
        prepare(result, frame)
        mergeNulls(result, values)
        let spare = Int64(64 - bits)
        if bits == 64 {
            KernelLoops.map(values.doubles, result.int64s, frame.count) { Self.long($0) }
        } else {
            KernelLoops.map(values.doubles, result.int64s, frame.count) {
                let long = Self.long($0)
                let int = max(Int64(Int32.min), min(Int64(Int32.max), long))
                return (int &<< spare) &>> spare
            }
        }
        return result
    }

    @inline(__always)
    static func long(_ value: Double) -> Int64 {
        if value.isNaN { return 0 }
        if value >= 0x1p63 { return .max }
        if value <= -0x1p63 { return .min }
        return Int64(value)
    }
}
