/// Texts that stand for values of SQL types, as text formats have them (Flink: the converters of its json and csv
/// formats, which call Java's own parsers).
enum TextConversion {
    /// Java: Integer.parseInt and its like: an optional sign and digits, nothing else.
    static func integer(_ bytes: UnsafeBufferPointer<UInt8>, bits: Int) -> Int64? {
        var index = 0
        var isNegative = false
        if let first = bytes.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
            isNegative = first == UInt8(ascii: "-")
            index = 1
        }
        guard index < bytes.count else { return nil }
        var value: Int64 = 0
        while index < bytes.count {
            guard bytes[index] &- 0x30 < 10 else { return nil }
            let (product, overflows) = value.multipliedReportingOverflow(by: 10)
            // Built up below zero, which reaches one further than above.
            let (next, underflows) = product.subtractingReportingOverflow(Int64(bytes[index] - 0x30))
            if overflows || underflows { return nil }
            value = next
            index += 1
        }
        if !isNegative {
            if value == .min { return nil }
            value = -value
        }
        return fits(value, bits: bits) ? value : nil
    }

    /// Whether a number can be one of so many bits.
    static func fits(_ value: Int64, bits: Int) -> Bool { bits >= 64 || value >> Int64(bits - 1) == value >> 63 }

    /// Java: String.trim, which takes everything up to the space.
    static func trimmed(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        var part = bytes[...]
        while let first = part.first, first <= UInt8(ascii: " ") { part = part.dropFirst() }
        while let last = part.last, last <= UInt8(ascii: " ") { part = part.dropLast() }
        return UnsafeBufferPointer(rebasing: part)
    }

    /// Java: Boolean.parseBoolean: everything but `true`, in any case, is false.
    static func boolean(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.count == 4 && zip(bytes, "true".utf8).allSatisfy { $0 | 0x20 == $1 }
    }

    /// A DECIMAL; `nil` if the text is no number.
    static func decimal(_ bytes: UnsafeBufferPointer<UInt8>, precision: Int, scale: Int) -> Scalar? {
        switch Decimal128Text.parse(bytes, precision: precision, scale: scale) {
        case .value(let value): .decimal(value)
        case .overflow: .null
        case .malformed: nil
        }
    }

    /// FLOAT.
    static func float(_ bytes: UnsafeBufferPointer<UInt8>) -> Scalar? {
        DoubleText.parseSingle(bytes).map { .double(Double($0)) }
    }

    /// DOUBLE.
    static func double(_ bytes: UnsafeBufferPointer<UInt8>) -> Scalar? { DoubleText.parse(bytes).map { .double($0) } }
}
