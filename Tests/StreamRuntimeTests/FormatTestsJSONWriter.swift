import Testing

@testable import StreamRuntime

@Suite struct FormatTestsJSONWriter {
    private func write(
        _ rows: [[Value]],
        _ fields: [Field],
        _ change: (inout JSONFormatOptions) -> Void = { _ in }
    )
        -> [String]
    {
        var options = JSONFormatOptions()
        change(&options)
        let batch = Batch(fields.map(\.type.physicalType), capacity: 1)
        for row in rows { batch.append(row) }
        let writer = JSONRowWriter(fields, options: options)
        let output = ByteBuffer()
        try! writer.write(batch, to: output)
        let lines = output.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
        var ends: [Int] = []
        let records = ByteBuffer()
        try! writer.write(batch, to: records, ends: &ends)
        var start = 0
        for (line, end) in zip(lines, ends) {
            #expect(String(decoding: records.bytes[start..<end], as: UTF8.self) == line)
            start = end
        }
        #expect(ends.count == rows.count)
        return lines
    }

    private func write(
        _ value: Value,
        _ type: FieldType,
        _ change: (inout JSONFormatOptions) -> Void = { _ in }
    ) -> String {
        let line = write([[value]], [Field("a", type)], change)[0]
        #expect(line.hasPrefix("{\"a\":") && line.hasSuffix("}"))
        return String(line.dropFirst(5).dropLast())
    }

    /// The texts are those of Flink 2.3.0's JsonRowDataSerializationSchema.
    @Test(arguments: [
        (Value.boolean(true), FieldType.boolean, "true"), (.int64(-5), .integer(bits: 8), "-5"),
        (.int64(.min), .integer(bits: 64), "-9223372036854775808"), (.double(10), .double, "10.0"),
        (.double(1.234567890123412e13), .double, "1.234567890123412E13"), (.double(.nan), .double, "\"NaN\""),
        (.double(-.infinity), .float, "\"-Infinity\""), (.double(Double(Float(0.1))), .float, "0.1"),
        (.decimal(2000), .decimal(precision: 12, scale: 2), "2E+1"),
        (.decimal(1596), .decimal(precision: 12, scale: 2), "15.96"),
        (.decimal(0), .decimal(precision: 12, scale: 2), "0"),
        (.decimal(-1250), .decimal(precision: 38, scale: 2), "-12.5"),
        (.decimal(10_000_000), .decimal(precision: 38, scale: 6), "1E+1"),
        (.decimal(1), .decimal(precision: 18, scale: 10), "1E-10"),
        (.decimal(123), .decimal(precision: 18, scale: 8), "0.00000123"),
        (.decimal(30), .decimal(precision: 5, scale: 0), "3E+1"),
        (
            .string("a\"b\\c/\u{8}\u{C}\n\r\t\u{1}\u{1F}\u{7F}é😀"), .string,
            #""a\"b\\c/\b\f\n\r\t\u0001\u001F"# + "\u{7F}é\\uD83D\\uDE00\""
        ),
        (.string(""), .string, "\"\""), (.string("exactly 12 b"), .string, "\"exactly 12 b\""),
        (.string("a"), .bytes, "\"YQ==\""),
        (.int64(18_690), .date, "\"2021-03-04\""), (.int64(37_230_500), .time(precision: 3), "\"10:20:30.5\""),
        (.int64(1_767_225_900_000), .timestamp(precision: 3), "\"2026-01-01 00:05:00\""),
        (.int64(1_767_225_899_999), .timestamp(precision: 3), "\"2026-01-01 00:04:59.999\""),
        (.int64(1_767_225_600_050), .localTimestamp(precision: 3), "\"2026-01-01 00:00:00.05Z\""),
        (.decimal(1_767_225_600_050_001_000), .localTimestamp(precision: 6), "\"2026-01-01 00:00:00.050001Z\""),
        (.decimal(-1), .timestamp(precision: 4), "\"1969-12-31 23:59:59.999999999\""),
        (.array([.decimal(10)]), .array(.timestamp(precision: 9)), "[\"1970-01-01 00:00:00.00000001\"]"),
        (.array([.int64(1), .null]), .array(.integer(bits: 32)), "[1,null]"), (.null, .array(.string), "null"),
        (.array([.row([.string("k\""), .decimal(10)])]), .map(.decimal(precision: 5, scale: 1)), #"{"k\"":1}"#),
        (.row([.null, .int64(0)]), .row([Field("x", .string), Field("y", .date)]), #"{"x":null,"y":"1970-01-01"}"#),
    ])
    func valuesAreWrittenAsFlinkDoes(_ value: Value, _ type: FieldType, _ text: String) {
        #expect(write(value, type) == text)
    }

    @Test func optionsAreKept() {
        let decimal = FieldType.decimal(precision: 12, scale: 2)
        #expect(write(.decimal(2000), decimal) { $0.writesPlainDecimals = true } == "20.00")
        #expect(
            write(.decimal(10_000_000), .decimal(precision: 38, scale: 6)) { $0.writesPlainDecimals = true }
                == "10.000000"
        )
        #expect(write(.array([.decimal(2000)]), .array(decimal)) { $0.writesPlainDecimals = true } == "[20.00]")
        let time = FieldType.timestamp(precision: 3)
        #expect(write(.int64(500), time) { $0.timestampStyle = .iso8601 } == "\"1970-01-01T00:00:00.5\"")
        #expect(
            write(.int64(500), .localTimestamp(precision: 3)) { $0.timestampStyle = .iso8601 }
                == "\"1970-01-01T00:00:00.5Z\""
        )
        let fields = [Field("a", .string), Field("b", .integer(bits: 32)), Field("c", .row([Field("d", .string)]))]
        let rows: [[Value]] = [
            [.null, .int64(1), .row([.null])], [.string("x"), .null, .null], [.null, .null, .null],
        ]
        #expect(write(rows, fields) { $0.leavesOutNullFields = true } == [#"{"b":1,"c":{}}"#, #"{"a":"x"}"#, "{}"])
        #expect(write(rows, fields)[2] == #"{"a":null,"b":null,"c":null}"#)
        #expect(write([[.int64(1)]], [Field("a\"\n", .integer(bits: 32))]) == [#"{"a\"\n":1}"#])
        #expect(write([[], []], []).isEmpty || write([[], []], []) == ["{}", "{}"])
    }

    /// Strings of every length with an escape at every place, and neighbours of minutes and days.
    @Test func everythingIsReadAgain() {
        var random = ColumnTestsRandom(seed: 31)
        let fields = [
            Field("text", .string), Field("time", .timestamp(precision: 3)),
            Field("zoned", .localTimestamp(precision: 3)),
            Field("amount", .decimal(precision: 12, scale: 2)), Field("large", .decimal(precision: 38, scale: 9)),
            Field("number", .integer(bits: 64)), Field("ratio", .double), Field("flag", .boolean),
            Field("bytes", .bytes),
        ]
        var rows: [[Value]] = []
        for count in 0..<70 {
            for place in 0...min(count, 20) {
                var text = Array(repeating: Character("x"), count: count)
                if place < count { text[place] = random.pick(["\"", "\\", "\u{0}", "\u{1F}", "é", "/", " ", "~"]) }
                let time = 1_767_225_600_000 + Int64(random.below(400_000)) - 200_000
                rows.append([
                    .string(String(text)), .int64(time), random.chance(90) ? .int64(-time) : .null,
                    .decimal(
                        Int128(random.below(2_000_000_000) - 1_000_000_000) * Int128([1, 10, 100][random.below(3)])
                    ),
                    .decimal(Int128(truncatingIfNeeded: random.next()) << 50),
                    .int64(Int64(truncatingIfNeeded: random.next())),
                    .double(Double(random.below(1_000_000)) / 1000), .boolean(random.chance(50)), .string(String(text)),
                ])
            }
        }
        for isPlain in [false, true] {
            let lines = write(rows, fields) { $0.writesPlainDecimals = isPlain }
            let reader = JSONRowReader(fields)
            let outcome = FormatTestsReading.records(lines, reader, fields.map(\.type.physicalType))
            #expect(outcome.errors.isEmpty)
            #expect(outcome.rows == rows)
        }
    }
}
