/// A JSON number by its value: exact when it is a whole number of 64 bits, else the nearest `Double`.
enum DocumentNumber: Equatable {
    case integer(Int64)
    case real(Double)

    /// Reads the whole of `bytes` as a JSON number (RFC 8259 §6); nil if it is not one.
    init?(_ bytes: UnsafeRawBufferPointer) {
        var position = 0
        let isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative { position = 1 }
        var whole: Int64? = 0
        let start = position
        while let digit = Self.digit(bytes, position) {
            // Accumulated below zero, where the smallest number has room.
            let scaled = whole.map { $0.multipliedReportingOverflow(by: 10) }
            let next = scaled.map { $0.partialValue.subtractingReportingOverflow(digit) }
            whole = scaled?.overflow == false && next?.overflow == false ? next?.partialValue : nil
            position += 1
        }
        guard position > start, bytes[start] != UInt8(ascii: "0") || position == start + 1 else { return nil }
        var isWhole = true
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            isWhole = false
            position += 1
            guard Self.skipDigits(bytes, &position) else { return nil }
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            isWhole = false
            position += 1
            if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
                position += 1
            }
            guard Self.skipDigits(bytes, &position) else { return nil }
        }
        guard position == bytes.count else { return nil }
        if isWhole, let whole, isNegative || whole != .min {
            self = .integer(isNegative ? whole : -whole)
        } else if let real = Double(String(decoding: bytes, as: UTF8.self)) {
            self = .real(real)
        } else {
            return nil
        }
    }

    private static func digit(_ bytes: UnsafeRawBufferPointer, _ position: Int) -> Int64? {
        guard position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) else {
            return nil
        }
        return Int64(bytes[position] - UInt8(ascii: "0"))
    }

    private static func skipDigits(_ bytes: UnsafeRawBufferPointer, _ position: inout Int) -> Bool {
        let start = position
        while digit(bytes, position) != nil { position += 1 }
        return position > start
    }

    private var real: Double {
        switch self {
        case .integer(let number): Double(number)
        case .real(let number): number
        }
    }

    /// -1, 0 or 1 as this number is less than, equal to or greater than the other.
    func compared(with other: DocumentNumber) -> Int {
        if case .integer(let left) = self, case .integer(let right) = other {
            return left < right ? -1 : left == right ? 0 : 1
        }
        return real < other.real ? -1 : real == other.real ? 0 : 1
    }
}
