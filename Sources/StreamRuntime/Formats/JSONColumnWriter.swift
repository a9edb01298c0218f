import CStreamKernels

/// Writes the values of one column of a batch as JSON.
struct JSONColumnWriter {
    typealias Target = UnsafeMutablePointer<UInt8>

    /// How a value becomes text.
    enum Kind: UInt8 {
        case boolean
        case integer
        case float
        case double
        case decimal64
        case decimal128
        case string
        case bytes
        case date
        case time
        case timestamp
        case fineTimestamp
        case nested
    }

    let kind: Kind
    private let scale: Int
    private let isPlain: Bool
    private let isZoned: Bool
    private let style: TimestampText.Style
    /// `"name":`.
    private let label: UnsafeMutablePointer<UInt8>
    private let labelCount: Int
    private var minutes: MinuteText
    /// The column's values and NULLs in the batch that is being written.
    var values: UnsafeRawPointer
    var nulls: UnsafePointer<UInt8>?

    /// The most bytes that a value without a variable length has.
    private static let valueSize = 128

    init(_ field: Field, _ options: JSONFormatOptions) {
        let buffer = ByteBuffer()
        var name = field.name
        name.withUTF8 { JSONEscapes.write($0, to: buffer, escapesPairs: true) }
        buffer.append(UInt8(ascii: ":"))
        labelCount = buffer.count
        // Labels are copied in whole 16 bytes.
        label = .allocate(capacity: labelCount + 16)
        label.initialize(repeating: 0, count: labelCount + 16)
        label.update(from: buffer.start, count: labelCount)
        values = UnsafeRawPointer(label)
        style = options.timestampStyle
        isPlain = options.writesPlainDecimals
        var scale = 0
        var isZoned = false
        switch field.type {
        case .boolean: kind = .boolean
        case .integer: kind = .integer
        case .float: kind = .float
        case .double: kind = .double
        case .decimal(let precision, let fraction):
            kind = precision <= 18 ? .decimal64 : .decimal128
            scale = fraction
        case .string: kind = .string
        case .bytes: kind = .bytes
        case .date: kind = .date
        case .time: kind = .time
        case .timestamp: kind = field.type.hasNanoseconds ? .fineTimestamp : .timestamp
        case .localTimestamp:
            kind = field.type.hasNanoseconds ? .fineTimestamp : .timestamp
            isZoned = true
        case .array, .map, .row: kind = .nested
        }
        self.scale = scale
        self.isZoned = isZoned
        minutes = MinuteText(style: options.timestampStyle, isZoned: isZoned)
    }

    func deallocate() { label.deallocate() }

    /// Bytes that a value needs at most, with its label and besides its string.
    var size: Int { labelCount + 16 + Self.valueSize }

    @inline(__always)
    func isNull(_ row: Int) -> Bool {
        guard let nulls else { return false }
        return nulls[row] != 0
    }

    @inline(__always)
    func writeLabel(to target: Target) -> Target {
        var offset = 0
        repeat {
            bss_copy16(target + offset, label + offset)
            offset += 16
        } while offset < labelCount
        return target + labelCount
    }

    @inline(__always)
    private func value<T: BitwiseCopyable>(_ row: Int, as: T.Type) -> T {
        values.load(fromByteOffset: row &* MemoryLayout<T>.stride, as: T.self)
    }

    /// Writes a value of a kind that has a limited length.
    @inline(__always)
    mutating func write(_ row: Int, to target: Target) -> Target {
        switch kind {
        case .integer: return DecimalDigits.write(value(row, as: Int64.self), to: target)
        case .decimal64: return writeDecimal(value(row, as: Int64.self), to: target)
        case .timestamp: return minutes.write(value(row, as: Int64.self), to: target)
        default: return writeOther(row, to: target)
        }
    }

    @inline(__always)
    private func writeDecimal(_ unscaled: Int64, to target: Target) -> Target {
        if isPlain { return Decimal128Text.format(unscaled, scale: scale, to: target) }
        var value = unscaled
        var scale = scale
        while scale > 0 {
            let tenth = value / 10
            if tenth &* 10 != value { break }
            value = tenth
            scale &-= 1
        }
        // Whole numbers ending in 0 get an exponent, and so do very small ones.
        if scale > 5 || scale == 0 && value % 10 == 0 {
            return Decimal128Text.formatStripped(Int128(value), scale: scale, to: target)
        }
        return Decimal128Text.format(value, scale: scale, to: target)
    }

    @inline(never)
    private func writeOther(_ row: Int, to target: Target) -> Target {
        switch kind {
        case .boolean: return Self.put(value(row, as: UInt8.self) != 0 ? "true" : "false", to: target)
        case .float: return Self.writeFloating(value(row, as: Double.self), isSingle: true, to: target)
        case .double: return Self.writeFloating(value(row, as: Double.self), isSingle: false, to: target)
        case .decimal128:
            let value = value(row, as: Int128.self)
            return isPlain
                ? Decimal128Text.format(value, scale: scale, to: target)
                : Decimal128Text.formatStripped(value, scale: scale, to: target)
        case .date: return Self.quote(target) { TimestampText.formatDate(Int(value(row, as: Int64.self)), to: $0) }
        case .time: return Self.quote(target) { TimestampText.formatTime(Int(value(row, as: Int64.self)), to: $0) }
        case .fineTimestamp:
            let time = FineTimestamp(value(row, as: Int128.self))
            return Self.quote(target) { TimestampText.format(time, style: style, isZoned: isZoned, to: $0) }
        default: preconditionFailure("a kind with a way of its own")
        }
    }

    static func quote(_ target: Target, _ write: (Target) -> Target) -> Target {
        target[0] = UInt8(ascii: "\"")
        let end = write(target + 1)
        end[0] = UInt8(ascii: "\"")
        return end + 1
    }

    static func put(_ text: StaticString, to target: Target) -> Target {
        target.update(from: text.utf8Start, count: text.utf8CodeUnitCount)
        return target + text.utf8CodeUnitCount
    }

    /// Jackson writes what is no number of JSON (NaN, Infinity) as a string.
    static func writeFloating(_ value: Double, isSingle: Bool, to target: Target) -> Target {
        func write(_ target: Target) -> Target {
            isSingle ? DoubleText.format(single: Float(value), to: target) : DoubleText.format(value, to: target)
        }
        return value.isFinite ? write(target) : quote(target, write)
    }

    /// Writes a string, which may be long.
    @inline(__always)
    func writeString(_ row: Int, _ cursor: inout JSONRowWriter.Cursor, andReserve rowSize: Int) {
        let string = value(row, as: StringRef.self)
        cursor.reserve(string.count &+ rowSize)
        if let end = JSONEscapes.writePlain(string, to: cursor.end) {
            cursor.end = end
        } else {
            cursor.append(
                { output in string.withBytes { JSONEscapes.write($0, to: output, escapesPairs: true) } },
                andReserve: rowSize
            )
        }
    }
}
