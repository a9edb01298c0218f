/// ROUND and TRUNCATE of DOUBLE and FLOAT: of the decimal digits that Java writes for the number, as Flink does
/// (BigDecimal.valueOf).
enum DoubleRounding {
    /// The number without the digits behind some place, rounded half up (away from zero) or cut.
    static func round(_ value: Double, _ place: Int, rounds: Bool, isFloat: Bool) -> Double {
        guard value.isFinite else { return value }
        var number = Digits(DoubleText.format(value.magnitude))
        number.shorten(to: place, rounds: rounds)
        let magnitude = DoubleText.parse(number.text) ?? 0
        // Java: a BigDecimal has no negative zero.
        let result = value < 0 && magnitude != 0 ? -magnitude : magnitude
        return isFloat ? Double(Float(result)) : result
    }

    /// 0.d1d2d3... times a power of ten.
    private struct Digits {
        var digits: [UInt8] = []
        /// Where the point stands: behind so many digits.
        var point = 0

        init(_ text: String) {
            var exponent = 0
            let parts = text.split(separator: "E")
            if parts.count == 2 { exponent = Int(parts[1]) ?? 0 }
            let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
            digits = mantissa.joined().utf8.map { $0 - 0x30 }
            point = mantissa[0].utf8.count + exponent
        }

        mutating func shorten(to place: Int, rounds: Bool) {
            let kept = point + place
            if kept >= digits.count { return }
            if kept < 0 {
                digits = []
                return
            }
            let roundsUp = rounds && digits[kept] >= 5
            digits.removeLast(digits.count - kept)
            guard roundsUp else { return }
            var index = kept - 1
            while index >= 0, digits[index] == 9 {
                digits[index] = 0
                index -= 1
            }
            if index >= 0 {
                digits[index] += 1
            } else {
                digits.insert(1, at: 0)
                point += 1
            }
        }

        var text: String {
            let all = digits.map { String($0) }.joined()
            return all.isEmpty ? "0" : "0.\(all)E\(point)"
        }
    }
}
