import EventLog
import Testing

@testable import StreamRuntime

@Suite struct FormatTestsJSONReader {
    static let orders = [
        Field("eventId", .string), Field("type", .string), Field("orderId", .string), Field("customerId", .string),
        Field("status", .string), Field("amount", .decimal(precision: 12, scale: 2)), Field("currency", .string),
        Field("eventTime", .timestamp(precision: 3)),
    ]

    static func order(_ number: Int, status: String = "CONFIRMED", amount: String = "12.34") -> String {
        """
        {"eventId":"evt-000000000\(number % 10)","type":"OrderCreated","orderId":"ord-\(number)","customerId":"cust-0000000\(number % 10)",\
        "status":"\(status)","amount":\(amount),"currency":"EUR","eventTime":"2026-01-01 00:0\(number % 6):00.\(100 + number % 800)"}
        """
    }

    private func types(_ fields: [Field]) -> [PhysicalType] { fields.map(\.type.physicalType) }

    private func read(
        _ records: String...,
        as fields: [Field],
        _ change: (inout JSONFormatOptions) -> Void = { _ in }
    )
        -> FormatTestsReading.Outcome
    {
        var options = JSONFormatOptions()
        change(&options)
        return FormatTestsReading.records(records, JSONRowReader(fields, options: options), types(fields))
    }

    @Test func ordersAreRead() throws {
        let lines = (0..<5_000).map { Self.order($0, status: $0 % 3 == 0 ? "SHIPPED" : "CANCELLED", amount: "\($0).5") }
        let input = Array(lines.joined(separator: "\n").utf8)
        let reader = JSONRowReader(Self.orders)
        let outcome = try FormatTestsReading.lines(input, reader, types(Self.orders))
        #expect(outcome.errors.isEmpty && outcome.rows.count == 5_000 && reader.records == 5_000)
        for (number, row) in outcome.rows.enumerated() {
            #expect(row[2] == .string("ord-\(number)"))
            #expect(row[4] == .string(number % 3 == 0 ? "SHIPPED" : "CANCELLED"))
            #expect(row[5] == .decimal(Int128(number * 100 + 50)))
            #expect(row[7] == .int64(1_767_225_600_000 + Int64(number % 6 * 60_000 + 100 + number % 800)))
        }
    }

    /// Columns of records that look alike point into the block, also where fields are missing, and keep its memory.
    @Test func recordsOfABlockAreReadWhereTheyLie() throws {
        let fields = [Field("id", .string), Field("amount", .integer(bits: 64)), Field("note", .string)]
        let ids = (0..<20).map { "an id that is long enough \($0)" }
        let batch = Batch(types(fields))
        func fill() throws {
            let block = FormatTestsReading.block(ids.map { Array("{\"id\":\"\($0)\",\"x\":[1],\"amount\":7}".utf8) })
            let reader = JSONRowReader(fields)
            reader.begin(batch)
            for number in block.records.indices { #expect(try reader.add(number, of: block) == 1) }
            reader.end()
            // The first record is copied, for what records look like is learnt from it.
            let first = try #require(block.records[0].value?.baseAddress)
            let last = try #require(block.records[19].value?.baseAddress)
            for row in 1..<20 {
                batch.columns[0].strings[row].withBytes { bytes in
                    let address = bytes.baseAddress.map { UnsafeRawPointer($0) }
                    #expect(address.map { $0 > first && $0 < last + 100 } == true, "row \(row)")
                }
            }
        }
        try fill()
        #expect(batch.rows == ids.map { [.string($0), .int64(7), .null] })
    }

    /// What a reader passed over is looked at once: here a note says that it is JSON, and it is not.
    @Test func whatAnotherReaderPassedOverIsNotLookedAt() throws {
        let fields = [Field("a", .integer(bits: 64)), Field("b", .integer(bits: 64))]
        func record(_ other: String) -> [UInt8] { Array("{\"a\":1,\"other\":\(other),\"b\":2}".utf8) }
        let long = "[" + Array(repeating: "10", count: 50).joined(separator: ",") + "]"
        let block = FormatTestsReading.block([record(long), record(long), record(String(repeating: "?", count: 200))])
        let before = FormatTestsReading.records(of: block, JSONRowReader(fields), types(fields))
        #expect(before.rows.count == 2 && before.errors.count == 1)
        let start = "{\"a\":1,\"other\":".utf8.count
        #expect(block.records[1].end(ofJSONFrom: start) == start + long.utf8.count)
        #expect(block.records[1].end(ofJSONFrom: start - 1) == nil && block.records[2].end(ofJSONFrom: start) == nil)
        block.records[2].passOver(json: start..<start + 200)
        let after = FormatTestsReading.records(of: block, JSONRowReader(fields), types(fields))
        #expect(after.rows == Array(repeating: [.int64(1), .int64(2)], count: 3))
    }

    /// Wherever the input is cut, and whatever the size of the chunks, the rows are the same.
    @Test func piecesOfEverySizeGiveTheSameRows() throws {
        let lines = (0..<3).map { Self.order($0, amount: $0 == 2 ? "1e2" : "7") } + ["", "{\"amount\": 5 }\r"]
        let input = Array(lines.joined(separator: "\n").utf8)
        let expected = try FormatTestsReading.lines(input, JSONRowReader(Self.orders), types(Self.orders))
        #expect(expected.rows.count == 4 && expected.errors.isEmpty)
        for piece in 1...input.count {
            let outcome = try FormatTestsReading.lines(
                input,
                JSONRowReader(Self.orders),
                types(Self.orders),
                piece: piece,
                chunk: 64 + piece % 300,
                capacity: 1 + piece % 5
            )
            #expect(outcome == expected, "pieces of \(piece) bytes")
        }
    }

    /// The values are those of Flink 2.3.0's JsonParserRowDataDeserializationSchema.
    @Test(arguments: [
        (#"{"a":"7.10"}"#, FieldType.decimal(precision: 12, scale: 2), Value.decimal(710)),
        (#"{"a":0.005}"#, .decimal(precision: 12, scale: 2), .decimal(1)),
        (#"{"a":1E2}"#, .decimal(precision: 12, scale: 2), .decimal(10_000)),
        (#"{"a":99999999999}"#, .decimal(precision: 12, scale: 2), .null),
        (
            #"{"a":1234567890123456789.5}"#, .decimal(precision: 38, scale: 6),
            .decimal(1_234_567_890_123_456_789_500_000)
        ),
        (#"{"a":7.10}"#, .string, .string("7.10")), (#"{"a":1E5}"#, .string, .string("1E5")),
        (#"{"a":true}"#, .string, .string("true")), (#"{"a":null}"#, .string, .null),
        (#"{"a":"a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00"}"#, .string, .string("a\"\\/\u{8}\u{C}\n\r\té😀")),
        (#"{"a":"\ud83d!"}"#, .string, .string("?!")), (#"{"a":"tab\#u{9}in it"}"#, .string, .string("tab\tin it")),
        (#"{"a": [ 1 , {"b" : "\u00e9" , "b":2.50} ] }"#, .string, .string(#"[1,{"b":2.5}]"#)),
        (#"{"a":{"y":60,"x":-0}}"#, .string, .string(#"{"y":60,"x":0}"#)),
        (#"{"a":1.9}"#, .integer(bits: 32), .int64(1)), (#"{"a":" -5 "}"#, .integer(bits: 64), .int64(-5)),
        (#"{"a":1e3}"#, .integer(bits: 64), .int64(1000)), (#"{"a":-128}"#, .integer(bits: 8), .int64(-128)),
        (#"{"a":9223372036854775807}"#, .integer(bits: 64), .int64(.max)),
        (#"{"a":1767225600000}"#, .integer(bits: 64), .int64(1_767_225_600_000)),
        (#"{"a":"TRUE"}"#, .boolean, .boolean(true)), (#"{"a":1}"#, .boolean, .boolean(false)),
        (#"{"a":false}"#, .boolean, .boolean(false)), (#"{"a":{"b":[]}}"#, .boolean, .boolean(false)),
        (#"{"a":1.5}"#, .double, .double(1.5)), (#"{"a":-0.0}"#, .double, .double(-0.0)),
        (#"{"a":"NaN"}"#, .double, .double(.nan)), (#"{"a":1e400}"#, .double, .double(.infinity)),
        (#"{"a":0.1}"#, .float, .double(Double(Float(0.1)))),
        (#"{"a":"2021-03-04"}"#, .date, .int64(18_690)),
        (#"{"a":"10:20:30.5"}"#, .time(precision: 3), .int64(37_230_500)),
        (#"{"a":"2026-01-01 00:00:00.123456"}"#, .timestamp(precision: 3), .int64(1_767_225_600_123)),
        (#"{"a":"2026-01-01 00:00:00.123456"}"#, .timestamp(precision: 6), .decimal(1_767_225_600_123_456_000)),
        (#"{"a":"9999-12-31 23:59:59.9Z"}"#, .localTimestamp(precision: 9), .decimal(253_402_300_799_900_000_000)),
        (
            #"{"a":["1969-12-31 23:59:59.999999999"]}"#, .array(.timestamp(precision: 4)), .array([.decimal(-1)])
        ),
        (#"{"a":"2026-01-01 00:00:00Z"}"#, .localTimestamp(precision: 3), .int64(1_767_225_600_000)),
        (#"{"a":"YQ=="}"#, .bytes, .string("a")),
        (#"{"a":[1,null,"3"]}"#, .array(.integer(bits: 32)), .array([.int64(1), .null, .int64(3)])),
        (
            #"{"a":{"x":1,"y":2,"x":3}}"#, .map(.integer(bits: 32)),
            .array([.row([.string("x"), .int64(3)]), .row([.string("y"), .int64(2)])])
        ),
        (#"{"a":{"y":"t","z":[[]]}}"#, .row([Field("x", .double), Field("y", .string)]), .row([.null, .string("t")])),
        (#"{"b":1}"#, .string, .null), (#"{}"#, .string, .null),
        (#" { "\u0061" : "b" } trailing"#, .string, .string("b")),
        ("{\"a\":\n\"b\"\n}", .string, .string("b")),
    ])
    func valuesAreConverted(_ record: String, _ type: FieldType, _ expected: Value) {
        for usesTemplate in [true, false] {
            let reader = JSONRowReader([Field("a", type)], options: JSONFormatOptions(), usesTemplate: usesTemplate)
            // The second time the template knows the record.
            let outcome = FormatTestsReading.records([record, record], reader, [type.physicalType])
            #expect(outcome.errors.isEmpty)
            #expect("\(outcome.rows)" == "\([[expected], [expected]])", "\(record)")
        }
    }

    @Test(arguments: [
        (#"{"a":128}"#, FieldType.integer(bits: 8)), (#"{"a":1.5}"#, .integer(bits: 8)),
        (#"{"a":""}"#, .integer(bits: 32)),
        (#"{"a":2147483648}"#, .integer(bits: 32)), (#"{"a":1e19}"#, .integer(bits: 64)), (#"{"a":true}"#, .double),
        (#"{"a":"x"}"#, .decimal(precision: 5, scale: 0)), (#"{"a":[]}"#, .integer(bits: 32)), (#"{"a":5}"#, .date),
        (#"{"a":"2026-01-01T00:00:00Z"}"#, .timestamp(precision: 3)), (#"{"a":"*"}"#, .bytes),
        (#"{"a":5}"#, .array(.string)), (#"{"a":[]}"#, .map(.string)), (#"{"a":"x"}"#, .row([])),
    ])
    func valuesAreRefused(_ record: String, _ type: FieldType) {
        let strict = read(record, as: [Field("a", type)])
        #expect(strict.rows.isEmpty && strict.errors.map(\.column) == ["a"])
        let lenient = read(record, as: [Field("a", type)]) { $0.ignoresParseErrors = true }
        #expect(lenient.errors.isEmpty && lenient.rows == [[.null]])
    }

    @Test(arguments: [
        "{", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{a:1}", "{\"a\" 1}", "{\"a\":01}",
        "{\"a\":1.}",
        "{\"a\":.5}", "{\"a\":-}", "{\"a\":1e}", "{\"a\":tru}", "{\"a\":nul}", "{\"a\":NaN}", "{\"a\":\"x}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12g4\"}", "{\"b\":[1,]}", "{\"b\":[1 2]}", "{\"b\":{\"c\"}}", "{\"b\":[}", "{\"b\":{]}", "}", "1",
        "\"a\"",
        "null", "[", "[1]", "[{}", "[{} {}]", "   ", "{\"a\":1 \"b\":2}", "{'a':1}", "{\"a\":+1}",
        "{\"a\":1}}"[...].dropLast(2) + "",
    ])
    func whatIsNoObjectIsRefused(_ record: String) {
        for usesTemplate in [true, false] {
            var options = JSONFormatOptions()
            let fields = [Field("a", .integer(bits: 32))]
            func read(_ options: JSONFormatOptions) -> FormatTestsReading.Outcome {
                let reader = JSONRowReader(fields, options: options, usesTemplate: usesTemplate)
                return FormatTestsReading.records(["{\"a\":7}", record, "{\"a\":8}"], reader, [.int64])
            }
            let strict = read(options)
            #expect(strict.rows == [[.int64(7)], [.int64(8)]] && strict.errors.map(\.record) == [2], "\(record)")
            options.ignoresParseErrors = true
            let lenient = read(options)
            #expect(lenient.errors.isEmpty && lenient.rows.prefix(1) == [[.int64(7)]])
            #expect(lenient.rows.last == [.int64(8)], "\(record)")
        }
    }

    @Test func errorsSayWhereAndWhat() {
        let amount = [Field("id", .string), Field("amount", .decimal(precision: 5, scale: 2))]
        let outcome = read(#"{"id":"1","amount":1}"#, #"{"id":"2","amount":"many"}"#, #"{"id":"#, as: amount)
        #expect(
            outcome.errors.map(\.description) == [
                "record 2, column 'amount': not a DECIMAL, found '\"many\"}'",
                "record 3, column 'id': no value, found ''",
            ]
        )
    }

    @Test func missingFieldsCanBeErrors() {
        let fields = [Field("a", .string), Field("b", .row([Field("c", .string)]))]
        func read(_ record: String) -> FormatTestsReading.Outcome {
            self.read(record, record, as: fields) { $0.failsOnMissingField = true }
        }
        #expect(read(#"{"a":"x","b":{"c":null}}"#).rows == Array(repeating: [.string("x"), .row([.null])], count: 2))
        #expect(read(#"{"a":"x"}"#).errors.map(\.column) == ["b", "b"])
        #expect(read(#"{"a":"x","b":{}}"#).errors.map(\.column) == ["b", "b"])
    }

    @Test func twoOfAKindCountAsInFlink() {
        let fields = [Field("a", .integer(bits: 32)), Field("b", .integer(bits: 32))]
        // The third field is skipped: two were read, as many as there are columns.
        #expect(read(#"{"a":1,"a":2,"b":3}"#, as: fields).rows == [[.int64(2), .null]])
        #expect(read(#"{"a":1,"b":3,"a":2}"#, as: fields).rows == [[.int64(1), .int64(3)]])
    }

    @Test func arraysAreSeveralRows() {
        let fields = [Field("a", .integer(bits: 32))]
        let outcome = read(#" [{"a":1}, {"a":2} ,{"b":0}]"#, "[]", #"{"a":4}"#, "[{},{},{},{},{},{}]", as: fields)
        #expect(outcome.errors.isEmpty)
        #expect(outcome.rows == [[.int64(1)], [.int64(2)], [.null], [.int64(4)]] + Array(repeating: [.null], count: 6))
        #expect(read(#"[{"a":1},{"a":null},5]"#, #"{"a":2}"#, as: fields).rows == [[.int64(2)]])
    }

    @Test func anArrayIsNoSingleRow() {
        let reader = JSONRowReader([Field("a", .integer(bits: 32))])
        let batch = Batch([.int64])
        reader.begin(batch)
        #expect(throws: RowFormatError.self) { try Array("[{},{}]".utf8).withUnsafeBytes { try reader.append($0) } }
        reader.end()
    }

    @Test func isoTimestampsAreRead() {
        let fields = [Field("a", .timestamp(precision: 3)), Field("b", .localTimestamp(precision: 3))]
        let record = #"{"a":"2026-01-01T00:00:00.5","b":"2026-01-01T00:00:00.500Z"}"#
        let outcome = read(record, record, as: fields) { $0.timestampStyle = .iso8601 }
        #expect(outcome.rows == Array(repeating: [.int64(1_767_225_600_500), .int64(1_767_225_600_500)], count: 2))
    }

    @Test func deepNestingIsAnError() {
        let deep = String(repeating: "[", count: 2_000) + String(repeating: "]", count: 2_000)
        #expect(read("{\"b\":\(deep)}", as: [Field("a", .string)]).errors.count == 1)
        #expect(read("{\"a\":\(deep)}", as: [Field("a", .string)]).errors.count == 1)
        let flat = String(repeating: "[", count: 900) + String(repeating: "]", count: 900)
        #expect(read("{\"a\":\(flat)}", as: [Field("a", .string)]).rows == [[.string(flat)]])
    }

    @Test func textMustBeUTF8() {
        let reader = JSONRowReader([Field("a", .string)])
        let good = Array("{\"a\":\"é€😀\"}".utf8)
        let bad: [[UInt8]] = [
            [0xFF], [0xC3], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xF4, 0x90, 0x80, 0x80],
        ].map {
            Array("{\"a\":\"x".utf8) + $0 + Array("\"}".utf8)
        }
        let outcome = FormatTestsReading.records([good] + bad, reader, [.string])
        #expect(outcome.rows == [[.string("é€😀")]] && outcome.errors.count == bad.count)
    }

    @Test func noColumnsAreRowsToo() throws {
        let input = Array("{\"a\":1}\n{\"b\":[2]}\n".utf8)
        let reader = JSONRowReader([])
        let lines = LineBuffer()
        try input.withUnsafeBytes { try lines.append($0) }
        let batch = Batch([])
        #expect(try reader.read(lines, into: batch) == 2)
        #expect(batch.count == 2)
    }

    @Test func veryLongLinesAndStrings() throws {
        let text = String(repeating: "long", count: 300_000)
        let input = Array("{\"a\":\"\(text)\"}\n{\"a\":\"short\"}".utf8)
        let outcome = try FormatTestsReading.lines(
            input,
            JSONRowReader([Field("a", .string)]),
            [.string],
            piece: 70_000,
            chunk: 4096
        )
        #expect(outcome.rows == [[.string(text)], [.string("short")]])
    }

    /// Rows that were read stay what they are while the chunks are used again.
    @Test func stringsOutliveTheirChunk() throws {
        let reader = JSONRowReader([Field("a", .string)])
        let lines = LineBuffer(chunkSize: 256)
        var batches: [Batch] = []
        for round in 0..<200 {
            try Array("{\"a\":\"a string of round \(round)\"}\n".utf8).withUnsafeBytes { try lines.append($0) }
            let batch = Batch([.string], capacity: 8)
            _ = try reader.read(lines, into: batch)
            batches.append(batch)
        }
        for (round, batch) in batches.enumerated() { #expect(batch.rows == [[.string("a string of round \(round)")]]) }
    }
}
