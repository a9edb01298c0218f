import Testing

@testable import StreamRuntime

@Suite struct FormatTestsCSV {
    private static let abc = [Field("a", .string), Field("b", .integer(bits: 32)), Field("c", .string)]

    private func read(
        _ record: String,
        _ fields: [Field] = abc,
        _ change: (inout CSVFormatOptions) -> Void = { _ in }
    )
        -> FormatTestsReading.Outcome
    {
        var options = CSVFormatOptions()
        change(&options)
        return FormatTestsReading.records(
            [record],
            CSVRowReader(fields, options: options),
            fields.map(\.type.physicalType)
        )
    }

    /// The rows are those of Flink 2.3.0's CsvRowDataDeserializationSchema.
    @Test(arguments: [
        ("x,1,y", ["x", "y"]), ("\"x,\",1,\"y\"\"z\"", ["x,", "y\"z"]), ("\"x\n\",1,y", ["x\n", "y"]),
        (" x , 1 , y ", [" x ", " y "]), ("x\"y,1,\"\"", ["x\"y", ""]), ("\"x\" ,1,y\n", ["x", "y"]),
        ("x,1,y\r\n", ["x", "y"]),
        (",1,", ["", ""]), ("x,1,y,", ["x", "y"]), ("x,1,y, \t", ["x", "y"]), ("x,1,y\nmore,lines", ["x", "y"]),
        ("x,+1,\\n", ["x", "\\n"]), ("# x,1,y", ["# x", "y"]),
    ])
    func recordsAreSplit(_ record: String, _ texts: [String]) {
        let outcome = read(record)
        #expect(outcome.errors.isEmpty)
        #expect(outcome.rows == [[.string(texts[0]), .int64(1), .string(texts[1])]])
    }

    @Test func optionsAreKept() {
        let row: [[Value]] = [[.string("x"), .int64(1), .string("y")]]
        #expect(read("x;1;y") { $0.fieldDelimiter = UInt8(ascii: ";") }.rows == row)
        #expect(read("'x',1,'y'") { $0.quoteCharacter = UInt8(ascii: "'") }.rows == row)
        #expect(read("\"x\",1,y") { $0.quoteCharacter = nil }.rows == [[.string("\"x\""), .int64(1), .string("y")]])
        #expect(read("# no\n\n x,1,y") { $0.allowsComments = true }.rows == row)
        let backslash = UInt8(ascii: "\\")
        #expect(
            read("x\\,\\n,1,\"\\\"\\t\"") { $0.escapeCharacter = backslash }.rows == [
                [.string("x,\n"), .int64(1), .string("\"\t")]
            ]
        )
        #expect(read("-,-,\"-\"") { $0.nullLiteral = "-" }.rows == [[.null, .null, .null]])
        #expect(read("  x , 1 ,\" y \"") { $0.trimsSpaces = true }.rows == [[.string("x"), .int64(1), .string(" y ")]])
        #expect(read(",1,y") { $0.readsEmptyAsNull = true }.rows == [[.null, .int64(1), .string("y")]])
        #expect(read("x,1,y,z,0") { $0.ignoresTrailingFields = true }.rows == row)
        #expect(read("x,1,y,") { $0.allowsTrailingDelimiter = false }.errors.count == 1)
    }

    @Test func errorsAreToldOrIgnored() {
        #expect(
            read("x,y,z").errors.map(\.description) == [
                "record 1, column 'b': no value of the column's type, found 'y'"
            ]
        )
        #expect(read("x,1").errors.map(\.description) == ["record 1: 2 fields where 3 are expected, found 'x,1'"])
        #expect(read("x,1,y,z").errors.count == 1 && read("").errors.count == 1)
        #expect(read("\"x,1,y").errors.map(\.problem) == ["a quote that does not end"])
        #expect(read("\"x\"y,1,z").errors.count == 1)
        func lenient(_ record: String) -> [[Value]] { read(record) { $0.ignoresParseErrors = true }.rows }
        #expect(
            lenient("x,y,z") == [[.string("x"), .null, .string("z")]]
                && lenient("x,1") == [[.string("x"), .int64(1), .null]]
        )
        #expect(
            lenient("x,1,y,z").isEmpty && lenient("").isEmpty && lenient("\"x").isEmpty && lenient("\"x\"y").isEmpty
        )
        let outcome = read("x,1") {
            $0.ignoresParseErrors = true
            $0.failsOnMissingFields = true
        }
        #expect(outcome.rows.isEmpty && outcome.errors.isEmpty)
    }

    @Test(arguments: [
        ("TRUE ", FieldType.boolean, Value.boolean(true)), ("1", .boolean, .boolean(false)),
        (" -7 ", .integer(bits: 8), .int64(-7)),
        ("1.50", .decimal(precision: 5, scale: 1), .decimal(15)), ("1e9", .decimal(precision: 5, scale: 1), .null),
        (" 1.5 ", .double, .double(1.5)), ("2021-2-30", .date, .int64(18_688)),
        ("10:20", .time(precision: 0), .int64(37_200_000)),
        ("10:20:30.789", .time(precision: 1), .int64(37_230_700)),
        (" 2026-01-01 00:00:00.5 ", .timestamp(precision: 3), .int64(1_767_225_600_500)),
        ("2026-01-01 00:00:00Z", .localTimestamp(precision: 3), .int64(1_767_225_600_000)),
        ("YQ==", .bytes, .string("a")),
        ("1;2;", .array(.string), .array([.string("1"), .string("2"), .string("")])), ("", .array(.string), .array([])),
        ("1;x;2", .row([Field("x", .integer(bits: 32)), Field("y", .string)]), .row([.int64(1), .string("x")])),
    ])
    func valuesAreConverted(_ text: String, _ type: FieldType, _ value: Value) {
        let fields = [Field("a", type), Field("b", .string)]
        #expect(read("\(text),b", fields).rows == [[value, .string("b")]])
    }

    @Test func onlyTheSelectedColumnsAreRead() {
        let reader = CSVRowReader(Self.abc, selecting: [2, 0])
        let outcome = FormatTestsReading.records(["x,no number,y"], reader, [.string, .string])
        #expect(outcome.rows == [[.string("y"), .string("x")]])
    }

    @Test func piecesOfEverySizeGiveTheSameRows() throws {
        let input = Array(
            "x,1,y\n\"a field\nof, several lines\",2,\"\"\"\"\r\n,3,a long text behind it all\nz,4,\"\n\"".utf8
        )
        let types: [PhysicalType] = [.string, .int64, .string]
        let expected = try FormatTestsReading.lines(input, CSVRowReader(Self.abc), types)
        #expect(expected.rows.count == 4 && expected.errors.isEmpty)
        for piece in 1...input.count {
            let outcome = try FormatTestsReading.lines(
                input,
                CSVRowReader(Self.abc),
                types,
                piece: piece,
                chunk: 16 + piece,
                capacity: 1 + piece % 3
            )
            #expect(outcome == expected, "pieces of \(piece) bytes")
        }
    }

    @Test func anOpenQuoteAtTheEndIsAnError() throws {
        let outcome = try FormatTestsReading.lines(
            Array("x,1,y\n\"x,1\n".utf8),
            CSVRowReader(Self.abc),
            [.string, .int64, .string]
        )
        #expect(outcome.rows.count == 1 && outcome.errors.map(\.record) == [2])
    }

    private func write(
        _ rows: [[Value]],
        _ fields: [Field],
        _ change: (inout CSVFormatOptions) -> Void = { _ in }
    ) -> [String] {
        var options = CSVFormatOptions()
        change(&options)
        let batch = Batch(fields.map(\.type.physicalType), capacity: 1)
        for row in rows { batch.append(row) }
        let output = ByteBuffer()
        var ends: [Int] = []
        CSVRowWriter(fields, options: options).write(batch, to: output, ends: &ends)
        return zip([0] + ends, ends).map { String(decoding: output.bytes[$0..<$1], as: UTF8.self) }
    }

    /// The texts are those of Flink 2.3.0's CsvRowDataSerializationSchema.
    @Test(arguments: [
        (Value.string("plain"), FieldType.string, "plain"), (.string("a b"), .string, "\"a b\""),
        (.string("a,b"), .string, "\"a,b\""),
        (.string("a\"b"), .string, "\"a\"\"b\""), (.string("ab\\"), .string, "\"ab\\\""), (.string(""), .string, ""),
        (.string("exactly-twenty-four-long"), .string, "exactly-twenty-four-long"),
        (.string("exactly-twenty-five-long-"), .string, "\"exactly-twenty-five-long-\""), (.null, .string, ""),
        (.decimal(2000), .decimal(precision: 12, scale: 2), "20.00"), (.double(0.5), .double, "0.5"),
        (.double(.nan), .double, "NaN"),
        (.boolean(false), .boolean, "false"), (.int64(18_690), .date, "2021-03-04"),
        (.int64(37_230_000), .time(precision: 0), "10:20:30"),
        (.int64(1_767_225_600_500), .timestamp(precision: 3), "\"2026-01-01 00:00:00.5\""),
        (.int64(0), .localTimestamp(precision: 3), "\"1970-01-01 00:00:00Z\""), (.string("a"), .bytes, "YQ=="),
        (.array([.string("a"), .null, .string("b")]), .array(.string), "a;;b"), (.array([]), .array(.string), ""),
        (
            .row([.decimal(5), .int64(0)]), .row([Field("x", .decimal(precision: 3, scale: 1)), Field("y", .date)]),
            "0.5;1970-01-01"
        ),
    ])
    func valuesAreWritten(_ value: Value, _ type: FieldType, _ text: String) {
        #expect(write([[value, .int64(1)]], [Field("a", type), Field("b", .integer(bits: 32))]) == [text + ",1"])
    }

    @Test func writerOptionsAreKept() {
        let decimal = [Field("a", .decimal(precision: 12, scale: 2))]
        #expect(write([[.decimal(2000)]], decimal) { $0.writesScientificDecimals = true } == ["2E+1"])
        #expect(write([[.null]], decimal) { $0.nullLiteral = "n/a" } == ["n/a"])
        let text = [Field("a", .string)]
        #expect(
            write([[.string("a\"b'c\\")]], text) { $0.escapeCharacter = UInt8(ascii: "\\") } == ["\"a\"\"b'c\\\\\""]
        )
        #expect(write([[.string("a b,")]], text) { $0.quoteCharacter = nil } == ["a b,"])
        #expect(write([[.string("a;b")]], text) { $0.fieldDelimiter = UInt8(ascii: ";") } == ["\"a;b\""])
        let list = [Field("a", .array(.integer(bits: 32)))]
        #expect(
            write([[.array([.int64(1), .null])]], list) {
                $0.arrayElementDelimiter = "|"
                $0.nullLiteral = "-"
            } == ["1|-"]
        )
    }

    @Test func whatIsWrittenIsReadAgain() {
        var random = ColumnTestsRandom(seed: 41)
        let fields = [
            Field("a", .string), Field("b", .string), Field("c", .integer(bits: 64)),
            Field("d", .timestamp(precision: 3)),
        ]
        let rows: [[Value]] = (0..<2_000).map { _ in
            let texts = (0..<2).map { _ in
                (0..<random.below(12)).map { _ in
                    random.pick(["a", "\"", ",", "\n", "\r", " ", "é", "\\", "#", "long text"])
                }.joined()
            }
            return [
                .string(texts[0]), .string(texts[1]), .int64(Int64(random.below(1_000))),
                .int64(Int64(random.below(1 << 40))),
            ]
        }
        let reader = CSVRowReader(fields)
        let outcome = FormatTestsReading.records(write(rows, fields), reader, fields.map(\.type.physicalType))
        #expect(outcome.errors.isEmpty && outcome.rows == rows)
    }

    @Test func damageIsContained() {
        var random = ColumnTestsRandom(seed: 42)
        let reader = CSVRowReader(Self.abc)
        let alphabet = Array("\",\n\rx1 \\#".utf8) + [0xFF]
        for _ in 0..<3_000 {
            let record = (0..<random.below(20)).map { _ in random.pick(alphabet) }
            let outcome = FormatTestsReading.records(
                [record, Array("x,1,y".utf8)],
                reader,
                [.string, .int64, .string]
            )
            #expect(outcome.rows.last == [.string("x"), .int64(1), .string("y")])
        }
    }
}
