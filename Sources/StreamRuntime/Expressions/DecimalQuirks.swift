/// Short texts as DECIMAL of up to 18 digits. Flink: BinaryStringDataUtil.toDecimalFromBytes, which passes over one wrong
/// character behind the digits, counts leading zeros as digits and may round up to a digit too many.
enum DecimalQuirks {
    /// The most bytes, and the most digits of the type.
    static let digitsMax = 18
    /// Exponents stop growing there.
    private static let exponentMax = 40

    /// The unscaled value; nil for what is none.
    static func parse(_ bytes: UnsafeBufferPointer<UInt8>, precision: Int, scale: Int) -> Int128? {
        guard var place = bytes.firstIndex(where: { !isBlank($0) }) else { return nil }
        let isNegative = bytes[place] == UInt8(ascii: "-")
        if isNegative || bytes[place] == UInt8(ascii: "+") {
            place += 1
            if place == bytes.count { return nil }
        }
        var value: Int128 = 0
        var count = 0
        var point: Int?
        var last: UInt8 = 0
        while place < bytes.count {
            last = bytes[place]
            place += 1
            if last &- 0x30 < 10 {
                value = value * 10 + Int128(last - 0x30)
                count += 1
            } else if last == UInt8(ascii: ".") {
                if point != nil { return nil }
                point = count
            } else {
                break
            }
        }
        var exponent = 0
        if last | 0x20 == UInt8(ascii: "e"), place < bytes.count {
            guard let found = Self.exponent(bytes, &place) else { return nil }
            exponent = found
        }
        guard bytes[min(place, bytes.count)...].allSatisfy(isBlank) else { return nil }
        let change = exponent - (count - (point ?? count)) + scale
        if count + change > precision { return nil }
        if change >= 0 {
            value *= Int128(WideDecimal.power(change))
        } else if -change > digitsMax + 1 {
            value = 0
        } else {
            value = (value + 5 * Int128(WideDecimal.power(-change - 1))) / Int128(WideDecimal.power(-change))
        }
        return isNegative ? -value : value
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x09 }

    private static func exponent(_ bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int) -> Int? {
        let isNegative = bytes[place] == UInt8(ascii: "-")
        if isNegative || bytes[place] == UInt8(ascii: "+") {
            place += 1
            if place == bytes.count { return nil }
        }
        var value = 0
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            guard byte &- 0x30 < 10 else { break }
            if value < exponentMax { value = value * 10 + Int(byte - 0x30) }
        }
        return isNegative ? -value : value
    }
}
