import Testing

@testable import StreamRuntime

/// Expected texts and values are those of Java 17 and Flink 2.3.0 (BigDecimal, Double.toString, DecimalData).
@Suite struct FormatTestsNumbers {
    @Test(arguments: [
        ("7.10", 12, 2, 710), ("0.005", 12, 2, 1), ("0.015", 12, 2, 2), ("0.0049999", 12, 2, 0), ("-0.005", 12, 2, -1),
        ("1e3", 12, 2, 100_000), ("1.5E-1", 12, 2, 15), ("+3", 12, 2, 300), (".5", 12, 2, 50), ("5.", 12, 2, 500),
        ("9999999999.99", 12, 2, 999_999_999_999), ("9999999999.994", 12, 2, 999_999_999_999), ("0e99", 12, 2, 0),
        ("000000000000000000001", 5, 0, 1), ("99999.4", 5, 0, 99_999), ("0.4", 5, 0, 0), ("0.5", 5, 0, 1),
        ("1e-99", 5, 0, 0), ("-0", 5, 0, 0), ("12345678901234567890e-15", 12, 2, 1_234_568),
    ])
    func decimalsAreRead(_ text: String, _ precision: Int, _ scale: Int, _ unscaled: Int) {
        #expect(Decimal128Text.parse(text, precision: precision, scale: scale) == .value(Int128(unscaled)))
    }

    @Test(arguments: [
        ("9999999999.995", 12, 2), ("10000000000", 12, 2), ("1e10", 12, 2), ("99999.5", 5, 0), ("-100000", 5, 0),
        ("1e2147483647", 38, 6), ("1", 18, 18), ("55502e13518369", 38, 6),
    ])
    func decimalsOverflow(_ text: String, _ precision: Int, _ scale: Int) {
        #expect(Decimal128Text.parse(text, precision: precision, scale: scale) == .overflow)
    }

    @Test(arguments: ["", "-", "+", ".", "1.2.3", "1e", "e5", "1e+", " 1", "1 ", "0x1", "NaN", "1_0", "1e99999999999"])
    func decimalsAreRefused(_ text: String) {
        #expect(Decimal128Text.parse(text, precision: 12, scale: 2) == .malformed)
    }

    /// Every whole number of up to 38 digits, whatever its precision and scale, is read as it was written.
    @Test func decimalsComeBack() {
        var random = ColumnTestsRandom(seed: 11)
        for _ in 0..<3_000 {
            let precision = 1 + random.below(38)
            let scale = random.below(precision + 1)
            var value: Int128 = 0
            for _ in 0..<(1 + random.below(precision)) { value = value * 10 + Int128(random.below(10)) }
            if random.chance(50) { value = -value }
            for text in [
                Decimal128Text.format(value, scale: scale), Decimal128Text.formatStripped(value, scale: scale),
            ] {
                let read = Decimal128Text.parse(text, precision: precision, scale: scale)
                #expect(read == .value(value), "\(text) of DECIMAL(\(precision),\(scale))")
            }
        }
    }

    @Test(arguments: [
        (0, 2, "0.00", "0"), (5, 2, "0.05", "0.05"), (-5, 2, "-0.05", "-0.05"), (2000, 2, "20.00", "2E+1"),
        (1000, 2, "10.00", "1E+1"), (1596, 2, "15.96", "15.96"), (12_000, 2, "120.00", "1.2E+2"),
        (100, 0, "100", "1E+2"),
        (1, 7, "0.0000001", "1E-7"), (1, 6, "0.000001", "0.000001"), (-15, 8, "-0.00000015", "-1.5E-7"),
        (15_960_000, 6, "15.960000", "15.96"), (7, 0, "7", "7"),
    ])
    func decimalsAreWritten(_ unscaled: Int, _ scale: Int, _ plain: String, _ stripped: String) {
        #expect(Decimal128Text.format(Int128(unscaled), scale: scale) == plain)
        #expect(Decimal128Text.formatStripped(Int128(unscaled), scale: scale) == stripped)
    }

    @Test func theLargestDecimalIsWritten() {
        let largest = DecimalDigits.widePower(38) - 1
        #expect(Decimal128Text.format(-largest, scale: 2) == "-" + String(repeating: "9", count: 36) + ".99")
        #expect(Decimal128Text.format(largest, scale: 38) == "0." + String(repeating: "9", count: 38))
        #expect(Decimal128Text.format(Int128(Int64.min), scale: 0) == "-9223372036854775808")
    }

    @Test func digitsAreCountedAndWritten() {
        var numbers: [UInt64] = [0, UInt64.max]
        for power in 0...19 {
            let ten = UInt64(
                bitPattern: power == 19 ? Int64(bitPattern: 10_000_000_000_000_000_000) : DecimalDigits.power(power)
            )
            numbers += [ten, ten - 1, ten + 1]
        }
        for number in numbers {
            var buffer = [UInt8](repeating: 0, count: 32)
            let count = buffer.withUnsafeMutableBufferPointer {
                DecimalDigits.write(number, to: $0.baseAddress!) - $0.baseAddress!
            }
            #expect(String(decoding: buffer[..<count], as: UTF8.self) == String(number))
        }
    }

    @Test(
        arguments: [
            (0.0, "0.0"), (-0.0, "-0.0"), (1, "1.0"), (-1.5, "-1.5"), (0.1, "0.1"), (100, "100.0"), (1e7, "1.0E7"),
            (9_999_999, "9999999.0"), (12_345_678.9, "1.23456789E7"), (0.001, "0.001"), (0.000999, "9.99E-4"),
            (1e-5, "1.0E-5"), (1.234567890123412e13, "1.234567890123412E13"),
            (10.299999999999999, "10.299999999999999"),
            (0.1 + 0.2, "0.30000000000000004"), (1e21, "1.0E21"), (1.7976931348623157e308, "1.7976931348623157E308"),
            (123_456.789, "123456.789"), (0.3333333333333333, "0.3333333333333333"),
            (.infinity, "Infinity"), (-.infinity, "-Infinity"), (.nan, "NaN"), (100_000.5, "100000.5"),
            // Digits that Java 17 writes and that are not the shortest.
            (.leastNonzeroMagnitude, "4.9E-324"), (1_234_567_890_123_456_768, "1.23456789012345677E18"),
            (2e-3, "0.002"),
            (-1.2255606908687158e18, "-1.22556069086871578E18"),
        ] as [(Double, String)]
    )
    func doublesAreWrittenAsJavaDoes(_ value: Double, _ text: String) {
        #expect(DoubleText.format(value) == text)
    }

    @Test(
        arguments: [
            (0.1, "0.1"), (1e10, "1.0E10"), (3.4028235e38, "3.4028235E38"), (16_777_216, "1.6777216E7"),
            (0.001, "0.001"),
            (-2.5, "-2.5"), (.nan, "NaN"), (0, "0.0"), (123_456_792, "1.23456792E8"),
            (.leastNonzeroMagnitude, "1.4E-45"),
            (9_007_199_254_740_992, "9.0071993E15"), (1.0167772e9, "1.01677722E9"),
        ] as [(Float, String)]
    )
    func floatsAreWrittenAsJavaDoes(_ value: Float, _ text: String) {
        #expect(DoubleText.format(single: value) == text)
    }

    @Test func doublesComeBack() {
        var random = ColumnTestsRandom(seed: 12)
        for _ in 0..<20_000 {
            let value =
                random.chance(50)
                ? Double(bitPattern: random.next())
                : Double(Int64(truncatingIfNeeded: random.next()) >> Int64(random.below(60)))
                    / [1, 100, 1e4, 1e6][random.below(4)]
            guard value.isFinite else { continue }
            let text = DoubleText.format(value)
            #expect(DoubleText.parse(text)?.bitPattern == value.bitPattern, "\(text)")
            // The quick way must find the digits that Java's own way finds.
            var java = JavaDigits(value == 0 ? 1 : value)
            let count = java.count
            let own = withUnsafeBytes(of: &java.digits) { String(decoding: $0.prefix(count), as: UTF8.self) }
            let digits = String(text.prefix { $0 != "E" }.filter(\.isNumber).drop { $0 == "0" })
            let trimmed = { (text: String) in String(text.reversed().drop { $0 == "0" }.reversed()) }
            if value != 0 { #expect(trimmed(digits) == trimmed(own), "\(value.description) as \(text)") }
            let single = Float(value)
            if single.isFinite { #expect(DoubleText.parseSingle(DoubleText.format(single: single)) == single) }
        }
    }

    @Test(
        arguments: [
            ("1", 1), (" 1.5 ", 1.5), ("-2e3", -2000), ("+.5", 0.5), ("5.", 5), ("1e400", .infinity), ("-1e-400", -0.0),
            ("1.5d", 1.5), ("2F", 2), ("Infinity", .infinity), ("-Infinity", -.infinity),
            ("123456789012345678901234567890", 1.2345678901234568e29), ("0.1234567890123456789", 0.12345678901234568),
            ("9007199254740993", 9_007_199_254_740_992), ("1e22", 1e22), ("1e23", 1e23),
        ] as [(String, Double)]
    )
    func doublesAreRead(_ text: String, _ value: Double) {
        #expect(DoubleText.parse(text)?.bitPattern == value.bitPattern)
    }

    @Test(arguments: [
        "", " ", "-", ".", "1e", "e1", "nan", "inf", "infinity", "0x10", "1 2", "1..2", "d", "1_0", "1e5.5",
    ])
    func doublesAreRefused(_ text: String) {
        #expect(DoubleText.parse(text) == nil)
        #expect(DoubleText.parseSingle(text) == nil)
    }

    @Test func integersAreRead() {
        func read(_ text: String, _ bits: Int) -> Int64? {
            var text = text
            return text.withUTF8 { TextConversion.integer($0, bits: bits) }
        }
        #expect(read("127", 8) == 127 && read("128", 8) == nil && read("-128", 8) == -128 && read("-129", 8) == nil)
        #expect(read("2147483647", 32) == 2_147_483_647 && read("2147483648", 32) == nil)
        #expect(read("9223372036854775807", 64) == .max && read("9223372036854775808", 64) == nil)
        #expect(read("-9223372036854775808", 64) == .min && read("-9223372036854775809", 64) == nil)
        #expect(read("+5", 64) == 5 && read("007", 64) == 7)
        for text in ["", "-", "+", "1.0", " 1", "1e3", "--1", "0x1"] { #expect(read(text, 64) == nil, "\(text)") }
    }

    @Test func base64ComesBack() {
        var random = ColumnTestsRandom(seed: 13)
        for count in 0..<50 {
            let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            let output = ByteBuffer()
            bytes.withUnsafeBufferPointer { BinaryText.encode($0, to: output) }
            #expect(Array(output.bytes).withUnsafeBufferPointer { BinaryText.decode($0) } == bytes)
        }
        for text in ["a", "ab", "abc", "ab=c", "====", "a===", "ab\u{7F}d", "abcde"] {
            #expect(Array(text.utf8).withUnsafeBufferPointer { BinaryText.decode($0) } == nil, "\(text)")
        }
    }
}
