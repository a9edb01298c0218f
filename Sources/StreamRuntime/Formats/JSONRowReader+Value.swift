/// The general reader: values in any form that the grammar and Flink allow.
extension JSONRowReader {
    /// Reads the value of a column, or one that nobody asks for, and gives the place behind it. `nil`: it is no JSON,
    /// or no value of the column's type and errors are not ignored.
    @inline(never)
    func readValue(_ place: Bytes, _ index: Int, _ row: Int, _ scanner: inout JSONScanner) -> Bytes? {
        // Where the template expects the value there may be more space.
        let start = scanner.skipSpace(place)
        guard index < fields.count else { return scanner.skipValue(start) }
        let column = column(index)
        let end: Bytes?
        if column.type == .boxed {
            var value = Value.null
            end = read(start, fields[index].type, 0, &scanner, &value)
            if end != nil { column.put(value, at: row) }
        } else {
            var scalar = Scalar.null
            end = read(start, fields[index].type, &scanner, &scalar)
            if end != nil { column.put(scalar, at: row) }
        }
        if end == nil { failedColumn = index }
        return end
    }

    /// Notes that a value does not fit its type. With errors ignored it is NULL and reading goes on behind it.
    private func refuse(
        _ start: Bytes,
        _ problem: StaticString,
        _ scanner: inout JSONScanner
    ) -> Bytes? {
        guard options.ignoresParseErrors else { return scanner.fail(start, problem) }
        skippedFields += 1
        return scanner.skipValue(start)
    }

    /// Reads a value of a type that is not nested.
    private func read(
        _ start: Bytes,
        _ type: FieldType,
        _ scanner: inout JSONScanner,
        _ scalar: inout Scalar
    ) -> Bytes? {
        var token = JSONScanner.Token.null
        guard let next = scanner.token(start, &token) else { return nil }
        let converted: Scalar?
        var end: Bytes? = next
        switch token {
        case .null:
            scalar = .null
            return next
        case .yes: converted = fromLiteral(true, type)
        case .no: converted = fromLiteral(false, type)
        case .number(let isInteger):
            converted = fromNumber(UnsafeBufferPointer(start: start, count: next - start), isInteger, type)
        case .string(let hasEscapes):
            end = next + 1
            converted = fromString(UnsafeBufferPointer(start: start + 1, count: next - start - 1), hasEscapes, type)
        case .object, .array:
            end = scanner.skipValue(start)
            guard let end else { return nil }
            converted = fromNested(start, end, type, scanner)
        }
        guard let converted else {
            scalar = .null
            return refuse(start, Self.problem(type), &scanner)
        }
        scalar = converted
        return end
    }

    private static func problem(_ type: FieldType) -> StaticString {
        switch type {
        case .boolean: "not a BOOLEAN"
        case .integer: "not an integer of the column's size"
        case .float, .double: "not a floating point number"
        case .decimal: "not a DECIMAL"
        case .string: "not a STRING in UTF-8"
        case .bytes: "not base64"
        case .date: "not a DATE"
        case .time: "not a TIME"
        case .timestamp: "not a TIMESTAMP in the format's standard"
        case .localTimestamp: "not a TIMESTAMP_LTZ in the format's standard"
        case .array: "not an ARRAY"
        case .map: "not a MAP"
        case .row: "not a ROW"
        }
    }

    private func fromLiteral(_ value: Bool, _ type: FieldType) -> Scalar? {
        switch type {
        case .boolean: .boolean(value)
        case .string: .string(Self.text(value ? "true" : "false"))
        default: nil
        }
    }

    private static func text(_ text: StaticString) -> StringRef {
        StringRef(text.utf8Start, count: text.utf8CodeUnitCount)
    }

    private func fromNumber(_ text: UnsafeBufferPointer<UInt8>, _ isInteger: Bool, _ type: FieldType) -> Scalar? {
        switch type {
        case .boolean: return .boolean(false)
        case .string: return .string(StringRef(text.baseAddress.unsafelyUnwrapped, count: text.count))
        case .integer(let bits):
            if isInteger { return TextConversion.integer(text, bits: bits).map { .int64($0) } }
            // Jackson: a number with a fraction is cut for INT and BIGINT; TINYINT and SMALLINT parse its text.
            guard bits >= 32, let value = DoubleText.parse(text),
                let whole = Int64(exactly: value.rounded(.towardZero)),
                TextConversion.fits(whole, bits: bits)
            else { return nil }
            return .int64(whole)
        case .float: return TextConversion.float(text)
        case .double: return TextConversion.double(text)
        case .decimal(let precision, let scale):
            return TextConversion.decimal(text, precision: precision, scale: scale)
        default: return nil
        }
    }

    private func fromString(_ raw: UnsafeBufferPointer<UInt8>, _ hasEscapes: Bool, _ type: FieldType) -> Scalar? {
        var text = raw
        if hasEscapes {
            scratch.removeAll()
            JSONEscapes.decode(raw, to: scratch)
            text = UnsafeBufferPointer(start: scratch.start, count: scratch.count)
        }
        let trimmed = TextConversion.trimmed(text)
        switch type {
        case .boolean: return .boolean(TextConversion.boolean(trimmed))
        case .string:
            guard UTF8Text.isValid(text) else { return nil }
            return text.isEmpty
                ? .string(StringRef()) : .string(StringRef(text.baseAddress.unsafelyUnwrapped, count: text.count))
        case .integer(let bits): return TextConversion.integer(trimmed, bits: bits).map { .int64($0) }
        case .float: return TextConversion.float(text)
        case .double: return TextConversion.double(text)
        case .decimal(let precision, let scale):
            return TextConversion.decimal(trimmed, precision: precision, scale: scale)
        case .date: return TimestampText.parseDate(text).map { .int64(Int64($0)) }
        case .time: return TimestampText.parseTime(text).map { .int64(Int64($0)) }
        case .timestamp, .localTimestamp:
            let isZoned = if case .localTimestamp = type { true } else { false }
            let grammar = TimestampText.Grammar(options.timestampStyle, isZoned: isZoned)
            return TimestampText.parseFine(text, grammar).map { Scalar($0, hasNanoseconds: type.hasNanoseconds) }
        case .bytes:
            guard let bytes = BinaryText.decode(text) else { return nil }
            scratch.removeAll()
            bytes.withUnsafeBufferPointer { scratch.append($0) }
            return .string(StringRef(scratch.start, count: scratch.count))
        case .array, .map, .row: return nil
        }
    }

    private func fromNested(_ start: Bytes, _ end: Bytes, _ type: FieldType, _ scanner: JSONScanner) -> Scalar? {
        switch type {
        case .boolean: return .boolean(false)
        case .string:
            scratch.removeAll()
            JSONCompactText(scanner: scanner, hasDecimals: hasDecimals).write(start, to: scratch)
            let text = UnsafeBufferPointer(start: UnsafePointer(scratch.start), count: scratch.count)
            return UTF8Text.isValid(text) ? .string(StringRef(scratch.start, count: scratch.count)) : nil
        default: return nil
        }
    }

    /// Reads a value of any type, nested ones too. Slow.
    private func read(
        _ start: Bytes,
        _ type: FieldType,
        _ depth: Int,
        _ scanner: inout JSONScanner,
        _ value: inout Value
    ) -> Bytes? {
        if depth > JSONScanner.depthLimit { return scanner.fail(start, "values nested too deep") }
        let isNull = start[0] == UInt8(ascii: "n")
        switch type {
        case .array(let element) where !isNull:
            guard start[0] == UInt8(ascii: "[") else { return refuse(start, Self.problem(type), &scanner) }
            return readArray(start + 1, element, depth + 1, &scanner, &value)
        case .map(let element) where !isNull:
            guard start[0] == UInt8(ascii: "{") else { return refuse(start, Self.problem(type), &scanner) }
            return readMap(start + 1, element, depth + 1, &scanner, &value)
        case .row(let fields) where !isNull:
            guard start[0] == UInt8(ascii: "{") else { return refuse(start, Self.problem(type), &scanner) }
            return readNestedRow(start, fields, depth + 1, &scanner, &value)
        default:
            var scalar = Scalar.null
            // Nested bytes stay base64: `Value` has no bytes.
            let end = read(start, isNull ? .boolean : type == .bytes ? .string : type, &scanner, &scalar)
            value = scalar.value
            return end
        }
    }

    private func readArray(
        _ start: Bytes,
        _ element: FieldType,
        _ depth: Int,
        _ scanner: inout JSONScanner,
        _ value: inout Value
    ) -> Bytes? {
        var elements: [Value] = []
        var place = scanner.skipSpace(start)
        while place[0] != UInt8(ascii: "]") {
            if !elements.isEmpty {
                guard place[0] == UInt8(ascii: ",") else { return scanner.fail(place, "no comma or end of the array") }
                place = scanner.skipSpace(place + 1)
            }
            var read = Value.null
            guard let next = self.read(place, element, depth, &scanner, &read) else { return nil }
            elements.append(read)
            place = scanner.skipSpace(next)
        }
        value = .array(elements)
        return place + 1
    }

    private func readMap(
        _ start: Bytes,
        _ element: FieldType,
        _ depth: Int,
        _ scanner: inout JSONScanner,
        _ value: inout Value
    ) -> Bytes? {
        var entries: [Value] = []
        var places: [String: Int] = [:]
        var place = start
        while true {
            var name = JSONScanner.Name()
            guard let next = scanner.member(place, isFirst: place == start, &name) else { return nil }
            guard !name.isObjectEnd, let text = name.start else {
                value = .array(entries)
                return next
            }
            let key = key(text, name)
            var read = Value.null
            guard let end = self.read(next, element, depth, &scanner, &read) else { return nil }
            // Of two values of one key the later one counts.
            if let known = places[key] {
                entries[known] = .row([.string(key), read])
            } else {
                places[key] = entries.count
                entries.append(.row([.string(key), read]))
            }
            place = end
        }
    }

    private func key(_ start: Bytes, _ name: JSONScanner.Name) -> String {
        scratch.removeAll()
        JSONEscapes.decode(UnsafeBufferPointer(start: start, count: name.count), to: scratch)
        return scratch.text
    }

    private func readNestedRow(
        _ start: Bytes,
        _ fields: [Field],
        _ depth: Int,
        _ scanner: inout JSONScanner,
        _ value: inout Value
    ) -> Bytes? {
        var values = Array(repeating: Value.null, count: fields.count)
        var place = start + 1
        var found = 0
        while true {
            var name = JSONScanner.Name()
            guard let next = scanner.member(place, isFirst: place == start + 1, &name) else { return nil }
            guard !name.isObjectEnd, let text = name.start else {
                if found < fields.count, options.failsOnMissingField {
                    return scanner.fail(start, "a field of the ROW is missing")
                }
                value = .row(values)
                return next
            }
            let key = key(text, name)
            let index = found < fields.count ? fields.lastIndex { $0.name == key } : nil
            let end: Bytes?
            if let index {
                values[index] = .null
                end = read(next, fields[index].type, depth, &scanner, &values[index])
                found += 1
            } else {
                end = scanner.skipValue(next, depth: depth)
            }
            guard let end else { return nil }
            place = end
        }
    }
}
