import Testing

@testable import StreamRuntime

@Suite struct FormatTestsTimes {
    @Test func everyDayHasItsDate() {
        var expected = (year: 1599, month: 12, day: 31)
        let first = CivilDate.days(year: 1599, month: 12, day: 31)
        #expect(CivilDate.days(year: 1970, month: 1, day: 1) == 0)
        for day in first..<(first + 250_000) {
            let date = CivilDate.date(days: day)
            guard date == expected else {
                Issue.record("day \(day) is \(date), not \(expected)")
                return
            }
            #expect(CivilDate.days(year: date.year, month: date.month, day: date.day) == day)
            expected.day += 1
            if expected.day > CivilDate.length(ofMonth: expected.month, year: expected.year) {
                expected = (expected.month == 12 ? expected.year + 1 : expected.year, expected.month % 12 + 1, 1)
            }
        }
    }

    private static let sql = TimestampText.Grammar(.sql)
    private static let sqlZoned = TimestampText.Grammar(.sql, isZoned: true)
    private static let iso = TimestampText.Grammar(.iso8601)
    private static let isoZoned = TimestampText.Grammar(.iso8601, isZoned: true)

    /// The values are those of Flink 2.3.0.
    @Test(arguments: [
        ("2026-01-01 00:05:00", sql, 1_767_225_900_000), ("2026-01-01 00:04:59.999", sql, 1_767_225_899_999),
        ("2026-01-01 00:00:00.5", sql, 1_767_225_600_500), ("1969-12-31 23:59:59.123456789", sql, -877),
        ("2026-01-01 00:00:00.", sql, 1_767_225_600_000), ("2026-02-30 00:00:00", sql, 1_772_236_800_000),
        ("2026-01-01 24:00:00", sql, 1_767_312_000_000), ("2026-01-01 00:05:00Z", sqlZoned, 1_767_225_900_000),
        ("2026-01-01T00:05:00.25", iso, 1_767_225_900_250), ("2026-01-01T00:05", iso, 1_767_225_900_000),
        ("2026-01-01t00:05:00", iso, 1_767_225_900_000), ("2026-01-01T00:05Z", isoZoned, 1_767_225_900_000),
        ("0001-01-01 00:00:00", sql, -62_135_596_800_000), ("9999-12-31 23:59:59.999", sql, 253_402_300_799_999),
        ("-0001-01-01 00:00:00", sql, -62_198_755_200_000), ("+12345-01-01 00:00:00", sql, 327_403_382_400_000),
    ])
    func timestampsAreRead(_ text: String, _ grammar: TimestampText.Grammar, _ value: Int) {
        #expect(TimestampText.parse(text, grammar) == Int64(value))
    }

    @Test(arguments: [
        ("2026-01-01T00:05:00", sql), ("2026-01-01 00:05", sql), ("2026-01-01 00:05:00Z", sql),
        ("2026-01-01 00:05:00", sqlZoned), ("2026-01-01 00:05:00z", sqlZoned), ("2026-01-01 00:05:00", iso),
        ("2026-02-30T00:00:00", iso), ("2026-01-01T24:00:00", iso), ("2026-01-01t00:05:00Z", isoZoned),
        ("2026-01-01 24:00:01", sql), ("2026-01-01 24:00:00.1", sql), ("2026-01-01 25:00:00", sql),
        ("2026-13-01 00:00:00", sql), ("2026-00-01 00:00:00", sql), ("2026-01-32 00:00:00", sql),
        ("2026-01-01 00:60:00", sql), ("2026-01-01 00:00:60", sql), ("2026-1-01 00:00:00", sql),
        ("2026-01-01 00:00:00.1234567890", sql), ("12345-01-01 00:00:00", sql), ("", sql), ("2026", sql),
        (" 2026-01-01 00:00:00", sql), ("2026-01-01 00:00:00 ", sql), ("2026-01-01 0a:00:00", sql),
    ])
    func timestampsAreRefused(_ text: String, _ grammar: TimestampText.Grammar) {
        #expect(TimestampText.parse(text, grammar) == nil)
    }

    @Test func timestampsAreWritten() {
        let base: Int64 = 1_767_225_600_000
        #expect(TimestampText.format(base) == "2026-01-01 00:00:00")
        #expect(TimestampText.format(base + 299_999) == "2026-01-01 00:04:59.999")
        #expect(TimestampText.format(base + 500) == "2026-01-01 00:00:00.5")
        #expect(TimestampText.format(base + 250) == "2026-01-01 00:00:00.25")
        #expect(TimestampText.format(base + 7) == "2026-01-01 00:00:00.007")
        #expect(TimestampText.format(-1) == "1969-12-31 23:59:59.999")
        #expect(TimestampText.format(base, style: .iso8601, isZoned: true) == "2026-01-01T00:00:00Z")
        #expect(TimestampText.format(base + 7, fraction: .digits(3)) == "2026-01-01 00:00:00.007")
        #expect(TimestampText.format(base, fraction: .digits(6)) == "2026-01-01 00:00:00.000000")
        #expect(TimestampText.format(base + 678, fraction: .digits(1)) == "2026-01-01 00:00:00.6")
        #expect(TimestampText.format(base + 678, fraction: .digits(0)) == "2026-01-01 00:00:00")
        #expect(TimestampText.format(-62_198_755_200_000) == "-0001-01-01 00:00:00")
        #expect(TimestampText.format(327_403_382_400_000) == "+12345-01-01 00:00:00")
    }

    @Test func datesAndTimes() {
        func lenient(_ text: String) -> Int? {
            Array(text.utf8).withUnsafeBufferPointer { TimestampText.parseLenientDate($0) }
        }
        #expect(TimestampText.parseDate("1970-01-02") == 1 && TimestampText.parseDate("2021-02-30") == nil)
        #expect(TimestampText.parseDate("2021-2-3") == nil && TimestampText.parseDate("20210203") == nil)
        #expect(lenient("2021-2-3") == TimestampText.parseDate("2021-02-03"))
        #expect(lenient("2021-02-30") == TimestampText.parseDate("2021-03-02"))
        #expect(lenient("2021-02-32") == nil && lenient("221-02-03") == nil && lenient("2021-02-03 ") == nil)
        #expect(TimestampText.parseTime("10:20:30.456") == 37_230_456 && TimestampText.parseTime("24:00:00") == 0)
        #expect(TimestampText.parseTime("10:20") == nil && TimestampText.parseTime("24:00:01") == nil)
        #expect(TimestampText.formatDate(-1) == "1969-12-31" && TimestampText.formatTime(37_230_450) == "10:20:30.45")
    }

    @Test func writtenTimestampsAreReadAgain() {
        var random = ColumnTestsRandom(seed: 21)
        for _ in 0..<20_000 {
            let value = Int64(truncatingIfNeeded: random.next() % 253_402_300_800_000 * 2) - 62_135_596_800_000
            for grammar in [Self.sql, Self.sqlZoned, Self.iso, Self.isoZoned] {
                let text = TimestampText.format(value, style: grammar.style, isZoned: grammar.isZoned)
                #expect(TimestampText.parse(text, grammar) == value, "\(text)")
            }
        }
    }

    /// Years 0001 to 9999, in and beyond those whose ns 64 bits hold.
    @Test func fineTimestampsAreWhatTheirPartsSay() {
        var random = ColumnTestsRandom(seed: 23)
        for _ in 0..<20_000 {
            let milliseconds = Int64(truncatingIfNeeded: random.next() % 315_537_897_600_000) - 62_135_596_800_000
            let time = FineTimestamp(milliseconds: milliseconds, nanoseconds: Int64(random.below(1_000_000)))
            #expect(FineTimestamp(time.value) == time, "\(time)")
            let next = FineTimestamp(milliseconds: time.milliseconds + 1)
            #expect(time.value < next.value && FineTimestamp(milliseconds: time.milliseconds).value <= time.value)
            for grammar in [Self.sql, Self.sqlZoned, Self.iso, Self.isoZoned] {
                var text = TimestampText.format(time, style: grammar.style, isZoned: grammar.isZoned)
                let read = text.withUTF8 { TimestampText.parseFine($0, grammar) }
                #expect(read == time, "\(text)")
            }
            for digits in 4...9 {
                let cut = time.truncated(to: digits)
                let text = TimestampText.format(cut, fraction: .digits(9))
                #expect(text.hasPrefix(TimestampText.format(time, fraction: .digits(digits))), "\(text)")
                #expect(text.hasSuffix(String(repeating: "0", count: 9 - digits)), "\(text)")
            }
        }
        for value: Int128 in [Int128(Int64.min), Int128(Int64.max), -1, -1_000_000, -1_000_001, 0, 999_999, 1_000_000] {
            #expect(FineTimestamp(value).value == value)
            #expect(FineTimestamp(value - 1).value == value - 1 && FineTimestamp(value + 1).value == value + 1)
            #expect((0..<1_000_000).contains(FineTimestamp(value).nanoseconds))
        }
    }

    /// With and without the remembered minute, reading gives the same.
    @Test(arguments: [false, true]) func theMinuteCacheAgrees(_ isZoned: Bool) {
        var random = ColumnTestsRandom(seed: 22)
        var cache = MinuteCache()
        let alphabet = Array("0123456789-: T.Z\"".utf8)
        var hits = 0
        for round in 0..<50_000 {
            let time = 1_767_225_600_000 + Int64(random.below(150_000)) - 60_000
            var text = Array(TimestampText.format(time, isZoned: isZoned, fraction: .digits(3)).utf8)
            if random.chance(30) { text[random.below(text.count)] = random.pick(alphabet) }
            let padded = text + [UInt8(ascii: "\"")] + Array(repeating: 0, count: 64)
            padded.withUnsafeBufferPointer { buffer in
                let start = buffer.baseAddress!
                let grammar = TimestampText.Grammar(.sql, isZoned: isZoned)
                let read = TimestampText.parse(UnsafeBufferPointer(start: start, count: text.count), grammar)
                if let hit = MinuteCache.hit(&cache, start, isZoned: isZoned) {
                    hits += 1
                    #expect(hit == read, "round \(round): \(String(decoding: text, as: UTF8.self))")
                }
                if let read, text.count > 16 { cache.remember(start, read) }
            }
        }
        #expect(hits > 5_000)
    }

    @Test func theMinuteCacheDoesNotRememberMidnightAtTheEnd() {
        var cache = MinuteCache()
        let text = Array("2026-01-01 24:00:00.000\"".utf8) + Array(repeating: 0, count: 64)
        text.withUnsafeBufferPointer { cache.remember($0.baseAddress!, 1_767_312_000_000) }
        let next = Array("2026-01-01 24:00:30.000\"".utf8) + Array(repeating: 0, count: 64)
        #expect(next.withUnsafeBufferPointer { MinuteCache.hit(&cache, $0.baseAddress!, isZoned: false) } == nil)
    }
}
