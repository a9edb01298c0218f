import Testing

@testable import StreamRuntime

@Suite struct FormatTestsRaw {
    private static let values: [(FieldType, Value, [UInt8])] = [
        (.boolean, .boolean(true), [1]), (.integer(bits: 8), .int64(-2), [0xFE]),
        (.integer(bits: 16), .int64(258), [1, 2]),
        (.integer(bits: 32), .int64(-2), [0xFF, 0xFF, 0xFF, 0xFE]),
        (.integer(bits: 64), .int64(0x0102_0304_0506_0708), [1, 2, 3, 4, 5, 6, 7, 8]),
        (.float, .double(1.5), [0x3F, 0xC0, 0, 0]),
        (.double, .double(-2), [0xC0, 0, 0, 0, 0, 0, 0, 0]), (.string, .string("é"), [0xC3, 0xA9]),
        (.bytes, .string("ab"), [0x61, 0x62]),
        (.string, .string(""), []),
    ]

    @Test(arguments: [true, false]) func valuesComeAndGo(_ isBigEndian: Bool) {
        var options = RawFormatOptions()
        options.isBigEndian = isBigEndian
        for (type, value, bytes) in Self.values {
            let isText = type == .string || type == .bytes
            let record = isBigEndian || isText ? bytes : bytes.reversed()
            let reader = RawRowReader(Field("a", type), options: options)
            #expect(FormatTestsReading.records([record], reader, [type.physicalType]).rows == [[value]])
            let batch = Batch([type.physicalType])
            batch.append([value])
            batch.append([.null])
            let output = ByteBuffer()
            var ends: [Int] = []
            RawRowWriter(Field("a", type), options: options).write(batch, to: output, ends: &ends)
            #expect(Array(output.bytes) == record && ends == [record.count, record.count])
        }
    }

    @Test func wrongLengthsAndTextsAreErrors() {
        let number = RawRowReader(Field("a", .integer(bits: 32)))
        let outcome = FormatTestsReading.records([[1, 2, 3], [0, 0, 0, 1]], number, [.int64])
        #expect(outcome.rows == [[.int64(1)]] && outcome.errors[0].problem == "3 bytes where 4 are expected")
        let text = RawRowReader(Field("a", .string))
        #expect(FormatTestsReading.records([[0xFF], [0x61]], text, [.string]).rows == [[.string("a")]])
    }

    @Test func linesAreRecords() throws {
        let outcome = try FormatTestsReading.lines(
            Array("one\n\ntwo, and a long one\n".utf8),
            RawRowReader(Field("a", .string)),
            [.string],
            piece: 3,
            chunk: 8
        )
        #expect(outcome.rows == [[.string("one")], [.string("")], [.string("two, and a long one")]])
    }
}
