/// The values of CSV fields (Flink: CsvToRowDataConverters).
enum CSVConversion {
    /// The value of a text; `nil` if it is none of the type. Bytes of strings stay with the text or with `scratch`.
    static func scalar(
        _ text: UnsafeBufferPointer<UInt8>,
        _ type: FieldType,
        scratch: ByteBuffer
    ) -> Scalar? {
        switch type {
        case .boolean: return .boolean(TextConversion.boolean(TextConversion.trimmed(text)))
        case .integer(let bits):
            return TextConversion.integer(TextConversion.trimmed(text), bits: bits).map { .int64($0) }
        case .float: return TextConversion.float(text)
        case .double: return TextConversion.double(text)
        case .decimal(let precision, let scale):
            return TextConversion.decimal(text, precision: precision, scale: scale)
        case .string: return UTF8Text.isValid(text) ? .string(string(text)) : nil
        case .bytes:
            guard let bytes = BinaryText.decode(text) else { return nil }
            scratch.removeAll()
            bytes.withUnsafeBufferPointer { scratch.append($0) }
            return .string(StringRef(scratch.start, count: scratch.count))
        case .date: return TimestampText.parseLenientDate(text).map { .int64(Int64($0)) }
        case .time(let precision): return time(text, precision)
        case .timestamp:
            let trimmed = TextConversion.trimmed(text)
            return TimestampText.parseFine(trimmed, TimestampText.Grammar(.sql))
                .map { Scalar($0, hasNanoseconds: type.hasNanoseconds) }
        case .localTimestamp:
            let trimmed = TextConversion.trimmed(text)
            return TimestampText.parseFine(trimmed, TimestampText.Grammar(.sql, isZoned: true))
                .map { Scalar($0, hasNanoseconds: type.hasNanoseconds) }
        case .array, .map, .row: return nil
        }
    }

    private static func string(_ text: UnsafeBufferPointer<UInt8>) -> StringRef {
        text.isEmpty ? StringRef() : StringRef(text.baseAddress.unsafelyUnwrapped, count: text.count)
    }

    /// Digits beyond the precision are cut off.
    private static func time(_ text: UnsafeBufferPointer<UInt8>, _ precision: Int) -> Scalar? {
        guard let milliseconds = TimestampText.parseTime(text, needsSeconds: false) else { return nil }
        let unit = Int(DecimalDigits.power(3 - min(max(precision, 0), 3)))
        return .int64(Int64(milliseconds / unit * unit))
    }

    /// The parts of a text between delimiters; none if it is blank (Jackson: CsvParser).
    static func split(_ text: UnsafeBufferPointer<UInt8>, _ delimiter: [UInt8]) -> [[UInt8]] {
        var parts: [[UInt8]] = []
        var first = 0
        var index = 0
        while index + delimiter.count <= text.count, !delimiter.isEmpty {
            if text[index..<(index + delimiter.count)].elementsEqual(delimiter) {
                parts.append(Array(text[first..<index]))
                index += delimiter.count
                first = index
            } else {
                index += 1
            }
        }
        if first == 0, TextConversion.trimmed(text).isEmpty { return [] }
        return parts + [Array(text[first...])]
    }
}
