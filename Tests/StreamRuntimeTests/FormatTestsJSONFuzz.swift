import Testing

@testable import StreamRuntime

/// Random documents, whole and damaged: the reader with a template, the one without, lines, records and blocks must agree.
@Suite struct FormatTestsJSONFuzz {
    private static let types: [FieldType] = [
        .string, .integer(bits: 32), .integer(bits: 64), .decimal(precision: 12, scale: 2), .double, .boolean,
        .timestamp(precision: 3), .localTimestamp(precision: 3), .decimal(precision: 38, scale: 6), .date, .float,
        .timestamp(precision: 6), .localTimestamp(precision: 9), .array(.string),
        .row([Field("x", .integer(bits: 32))]),
    ]

    private struct Documents {
        var random: ColumnTestsRandom
        let fields: [Field]

        mutating func text() -> String {
            let pieces = ["a", "cust-", "0", "\\n", "\\u00e9", "é", "😀", " ", "\\\"", ",", "}", ":", "{", "long text "]
            return "\"" + (0..<random.below(8)).map { _ in random.pick(pieces) }.joined() + "\""
        }

        mutating func number() -> String {
            let digits = (0..<(1 + random.below(random.chance(20) ? 22 : 6))).map { _ in String(random.below(10)) }
                .joined()
            var text = (random.chance(20) ? "-" : "") + (digits.first == "0" ? "0" : digits)
            if random.chance(50) { text += "." + String(random.below(1_000)) }
            if random.chance(5) { text += random.pick(["e2", "E-3", "e+1", "e400"]) }
            return text
        }

        mutating func value(_ type: FieldType) -> String {
            if random.chance(5) { return random.pick(["null", "true", "[]", "{\"x\":1}", number(), text()]) }
            switch type {
            case .string: return text()
            case .boolean: return random.pick(["true", "false", "\"true\""])
            case .timestamp, .localTimestamp:
                let value = FineTimestamp(
                    milliseconds: 1_767_225_600_000 + Int64(random.below(200_000)),
                    nanoseconds: random.chance(50) ? Int64(random.below(1_000_000)) : 0
                )
                let isZoned = if case .localTimestamp = type { true } else { false }
                let fraction: TimestampText.Fraction = random.chance(80) ? .digits(3) : .shortest
                return "\"" + TimestampText.format(value, isZoned: isZoned, fraction: fraction) + "\""
            case .date: return "\"2026-0\(1 + random.below(9))-1\(random.below(10))\""
            case .array: return "[\(text()), \(number())]"
            case .row: return "{\"x\":\(number()),\"y\":\(text())}"
            default: return random.chance(90) ? number() : "\"\(number())\""
            }
        }

        /// A value that no column takes.
        mutating func nested(_ depth: Int) -> String {
            guard depth > 0 else { return random.pick([text(), number(), "true", "false", "null", "{}", "[]"]) }
            let space = random.chance(4) ? " " : ""
            let count = depth > 5 ? 1 : random.below(4)
            if random.chance(50) {
                return "[" + (0..<count).map { _ in nested(depth - 1) }.joined(separator: "," + space) + "]"
            }
            return "{" + (0..<count).map { _ in "\(text())\(space):\(nested(depth - 1))" }.joined(separator: ",") + "}"
        }

        mutating func document() -> String {
            var members = fields.map { "\"\($0.name)\":\(value($0.type))" }
            if random.chance(10) { members.shuffle(using: &random) }
            if random.chance(10) { members.remove(at: random.below(members.count)) }
            if random.chance(10) { members.insert("\"other\":\(value(.string))", at: random.below(members.count + 1)) }
            if random.chance(60) { members.append("\"nested\":\(nested(random.chance(2) ? 70 : random.below(5)))") }
            if random.chance(3), let twice = members.first { members.append(twice) }
            let space = random.chance(10) ? random.pick([" ", "\t", "  "]) : ""
            return "{" + members.map { $0 + space }.joined(separator: "," + space) + "}" + space
        }

        mutating func damaged(_ document: String) -> [UInt8] {
            var bytes = Array(document.utf8)
            let alphabet = Array("{}[]\",:\\0 -.eEtn".utf8) + [0xFF, 0xC3, 0x00, 0x0D]
            for _ in 0..<(1 + random.below(3)) where !bytes.isEmpty {
                let place = random.below(bytes.count)
                switch random.below(3) {
                case 0: bytes[place] = random.pick(alphabet)
                case 1: bytes.remove(at: place)
                default: bytes.insert(random.pick(alphabet), at: place)
                }
            }
            return bytes
        }
    }

    /// Errors without what the input looks like there: lines end at a newline, records at their end.
    private func places(_ outcome: FormatTestsReading.Outcome) -> [String] {
        outcome.errors.map { "\($0.record) \($0.column ?? "-") \($0.problem)" }
    }

    @Test(arguments: 0..<40) func allWaysAgree(_ seed: Int) throws {
        var random = ColumnTestsRandom(seed: UInt64(seed) + 1000)
        let fields = (0..<(1 + random.below(6))).map { Field("column\($0)", random.pick(Self.types)) }
        let types = fields.map(\.type.physicalType)
        var options = JSONFormatOptions()
        options.ignoresParseErrors = random.chance(40)
        options.failsOnMissingField = !options.ignoresParseErrors && random.chance(20)
        var documents = Documents(random: random, fields: fields)
        let records: [[UInt8]] = (0..<150).map { _ in
            let document = documents.document()
            return documents.random.chance(15) ? documents.damaged(document) : Array(document.utf8)
        }.filter { !$0.isEmpty && !$0.contains(UInt8(ascii: "\n")) }
        func reader(_ usesTemplate: Bool) -> JSONRowReader {
            JSONRowReader(fields, options: options, usesTemplate: usesTemplate)
        }
        let expected = FormatTestsReading.records(records, reader(false), types)
        let learnt = FormatTestsReading.records(records, reader(true), types)
        let input = Array(records.joined(separator: [UInt8(ascii: "\n")]))
        let lines = try FormatTestsReading.lines(input, reader(true), types, piece: 97, chunk: 600, capacity: 7)
        let plain = try FormatTestsReading.lines(input, reader(false), types)
        // The second reader has the notes of the first.
        let block = FormatTestsReading.block(records)
        let lent = FormatTestsReading.records(of: block, reader(true), types)
        let noted = FormatTestsReading.records(of: block, reader(true), types)
        for outcome in [learnt, lines, plain, lent, noted] {
            #expect("\(outcome.rows)" == "\(expected.rows)", "seed \(seed)")
            #expect(places(outcome) == places(expected), "seed \(seed)")
        }
        #expect(expected.rows.count > 50 || !expected.errors.isEmpty)
    }

    /// Nothing but damage: no crash, and the record behind is read.
    @Test func damageIsContained() throws {
        var random = ColumnTestsRandom(seed: 4_711)
        let fields = FormatTestsJSONReader.orders
        let reader = JSONRowReader(fields)
        for round in 0..<1_000 {
            var documents = Documents(random: random, fields: fields)
            let bad = documents.damaged(FormatTestsJSONReader.order(round)).filter { $0 != UInt8(ascii: "\n") }
            random = documents.random
            let good = FormatTestsJSONReader.order(5)
            let input = bad + [UInt8(ascii: "\n")] + Array(good.utf8)
            let outcome = try FormatTestsReading.lines(input, reader, fields.map(\.type.physicalType))
            #expect(outcome.rows.last?[2] == .string("ord-5"), "\(String(decoding: bad, as: UTF8.self))")
            #expect(outcome.rows.count + outcome.errors.count == (bad.isEmpty ? 1 : 2))
        }
    }
}
