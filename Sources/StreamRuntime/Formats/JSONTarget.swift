import CStreamKernels

/// Where the values of one column go, and the quick ways of reading them. Each quick way gives the place behind a value
/// in its plain form, or `nil` for any other form: those are read by `JSONRowReader.readValue`, with the same result.
struct JSONTarget {
    typealias Bytes = UnsafePointer<UInt8>
    typealias Address = UnsafeMutablePointer<JSONTarget>

    /// The quick way that fits the column's type.
    enum Kind: UInt8 {
        /// Nobody asks for the value.
        case skipped
        case string
        case integer
        case decimal
        case double
        case timestamp
        case fineTimestamp
        /// There is none.
        case slow
    }

    let kind: Kind
    let scale: Int
    let precision: Int
    let lowest: Int64
    let highest: Int64
    let grammar: TimestampText.Grammar
    private var minutes = MinuteCache()
    /// The column's values in the batch that is being filled.
    var values: UnsafeMutableRawPointer
    /// The number of the last record that had the column's field.
    var record = 0

    /// The target of a field; without one, that of all fields that nobody asks for.
    init(_ type: FieldType?, style: TimestampText.Style) {
        var scale = 0
        var precision = 0
        var bits = 64
        var isZoned = false
        switch type {
        case .string: kind = .string
        case .integer(let width):
            kind = .integer
            bits = width
        case .decimal(let digits, let fraction) where digits <= 18:
            kind = .decimal
            precision = digits
            scale = fraction
        case .double: kind = .double
        case .timestamp: kind = type?.hasNanoseconds == true ? .fineTimestamp : .timestamp
        case .localTimestamp:
            kind = type?.hasNanoseconds == true ? .fineTimestamp : .timestamp
            isZoned = true
        case nil: kind = .skipped
        default: kind = .slow
        }
        self.scale = scale
        self.precision = precision
        grammar = TimestampText.Grammar(style, isZoned: isZoned)
        highest = Int64.max >> Int64(64 - bits)
        lowest = -highest - 1
        values = UnsafeMutableRawPointer(mutating: Self.nowhere.utf8Start)
    }

    private static let nowhere: StaticString = "no batch"

    /// Past a string without escapes, and its end.
    @inline(__always)
    static func plainString(_ start: Bytes, isASCII: inout Bool) -> Bytes? {
        guard start[0] == UInt8(ascii: "\"") else { return nil }
        var place = start + 1
        var highs: UInt32 = 0
        while true {
            let stops = bss_string_stops16(place)
            let ends = stops & 0xFFFF
            if ends != 0 {
                let count = ends.trailingZeroBitCount
                highs |= (stops >> 16) & (1 &<< UInt32(truncatingIfNeeded: count) &- 1)
                isASCII = highs == 0
                place += count
                return place[0] == UInt8(ascii: "\"") ? place : nil
            }
            highs |= stops >> 16
            place += 16
        }
    }

    /// Past a number of at most 15 digits without an exponent, and its digits as a whole number.
    @inline(__always)
    static func plainNumber(_ start: Bytes, _ value: inout Int64, fraction: inout Int) -> Bytes? {
        // why: a sign is rare; were it added to the place, everything that follows would wait for it.
        if start[0] == UInt8(ascii: "-") { return negativeNumber(start, &value, fraction: &fraction) }
        return unsignedNumber(start, &value, fraction: &fraction)
    }

    @inline(never)
    private static func negativeNumber(_ start: Bytes, _ value: inout Int64, fraction: inout Int) -> Bytes? {
        let end = unsignedNumber(start + 1, &value, fraction: &fraction)
        value = -value
        return end
    }

    @inline(__always)
    private static func unsignedNumber(_ first: Bytes, _ value: inout Int64, fraction: inout Int) -> Bytes? {
        let stops = bss_non_digits16(first)
        let whole = (stops | 0x10000).trailingZeroBitCount
        guard whole > 0, whole < 16, whole == 1 || first[0] != UInt8(ascii: "0") else { return nil }
        var total: Int64
        if whole <= 8 {
            total = DecimalDigits.value(first, count: whole)
        } else {
            total =
                DecimalDigits.value(first, count: 8) &* DecimalDigits.power(whole &- 8)
                &+ DecimalDigits.value(first + 8, count: whole &- 8)
        }
        var end = first + whole
        fraction = 0
        if end[0] == UInt8(ascii: ".") {
            let rest = (stops & (stops &- 1)) | 0x10000
            fraction = rest.trailingZeroBitCount &- whole &- 1
            guard fraction > 0, fraction <= 8, whole &+ fraction < 15 else { return nil }
            total = total &* DecimalDigits.power(fraction) &+ DecimalDigits.value(end + 1, count: fraction)
            end += fraction &+ 1
        }
        // Not an exponent, nor more digits than were looked at.
        guard end[0] == UInt8(ascii: ",") || end[0] == UInt8(ascii: "}") || end[0] == UInt8(ascii: " ") else {
            return nil
        }
        value = total
        return end
    }

    /// Past a value that nobody asks for.
    @inline(__always)
    static func skip(_ start: Bytes) -> Bytes? { bss_pass_plain_json(start) }

    // What follows takes the target by its address: a method would copy it for every value.

    @inline(__always)
    static func string(_ target: Address, _ start: Bytes, _ row: Int) -> Bytes? {
        var isASCII = false
        guard let close = plainString(start, isASCII: &isASCII), isASCII else { return nil }
        let string = StringRef(readable: start + 1, count: (close - start) &- 1)
        target.pointee.values.storeBytes(of: string, toByteOffset: row &* 16, as: StringRef.self)
        return close + 1
    }

    @inline(__always)
    static func integer(_ target: Address, _ start: Bytes, _ row: Int) -> Bytes? {
        var value: Int64 = 0
        var fraction = 0
        guard let end = plainNumber(start, &value, fraction: &fraction), fraction == 0,
            value >= target.pointee.lowest, value <= target.pointee.highest
        else { return nil }
        target.pointee.values.storeBytes(of: value, toByteOffset: row &* 8, as: Int64.self)
        return end
    }

    @inline(__always)
    static func decimal(_ target: Address, _ start: Bytes, _ row: Int) -> Bytes? {
        var value: Int64 = 0
        var fraction = 0
        let scale = target.pointee.scale
        guard let end = plainNumber(start, &value, fraction: &fraction), fraction <= scale else { return nil }
        let missing = scale &- fraction
        let limit = DecimalDigits.power(target.pointee.precision &- missing)
        guard value.magnitude < UInt64(bitPattern: limit) else { return nil }
        let unscaled = value &* DecimalDigits.power(missing)
        target.pointee.values.storeBytes(of: unscaled, toByteOffset: row &* 8, as: Int64.self)
        return end
    }

    @inline(__always)
    static func double(_ target: Address, _ start: Bytes, _ row: Int) -> Bytes? {
        var value: Int64 = 0
        var fraction = 0
        guard let end = plainNumber(start, &value, fraction: &fraction) else { return nil }
        // -0 is a double of its own.
        if value == 0, start[0] == UInt8(ascii: "-") { return nil }
        // Both operands are exact, so the quotient is the nearest double.
        let quotient = Double(value) / Double(DecimalDigits.power(fraction))
        target.pointee.values.storeBytes(of: quotient, toByteOffset: row &* 8, as: Double.self)
        return end
    }

    @inline(__always)
    static func timestamp(_ target: Address, _ start: Bytes, _ row: Int) -> Bytes? {
        guard start[0] == UInt8(ascii: "\"") else { return nil }
        let isZoned = target.pointee.grammar.isZoned
        if let value = MinuteCache.hit(&target.pointee.minutes, start + 1, isZoned: isZoned) {
            let close = isZoned ? start + 25 : start + 24
            if close[0] == UInt8(ascii: "\"") {
                target.pointee.values.storeBytes(of: value, toByteOffset: row &* 8, as: Int64.self)
                return close + 1
            }
        }
        return newTimestamp(target, start, row)
    }

    @inline(never)
    static func fineTimestamp(_ target: Address, _ start: Bytes, _ row: Int) -> Bytes? {
        var isASCII = false
        guard let close = plainString(start, isASCII: &isASCII) else { return nil }
        let text = UnsafeBufferPointer(start: start + 1, count: close - start - 1)
        guard let time = TimestampText.parseFine(text, target.pointee.grammar) else { return nil }
        target.pointee.values.storeBytes(of: time.value, toByteOffset: row &* 16, as: Int128.self)
        return close + 1
    }

    @inline(never)
    private static func newTimestamp(_ target: Address, _ start: Bytes, _ row: Int) -> Bytes? {
        var isASCII = false
        guard let close = plainString(start, isASCII: &isASCII) else { return nil }
        let text = UnsafeBufferPointer(start: start + 1, count: close - start - 1)
        guard let value = TimestampText.parse(text, target.pointee.grammar) else { return nil }
        if text.count > 16 { target.pointee.minutes.remember(start + 1, value) }
        target.pointee.values.storeBytes(of: value, toByteOffset: row &* 8, as: Int64.self)
        return close + 1
    }
}
