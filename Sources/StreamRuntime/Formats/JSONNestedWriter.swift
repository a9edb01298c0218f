/// Writes values of nested columns as JSON. Slow.
struct JSONNestedWriter {
    let options: JSONFormatOptions

    /// Appends a value of a type.
    ///
    /// - Throws: `EvaluationError` for a MAP with a NULL as key, unless the options say what becomes of it.
    func write(_ value: Value, _ type: FieldType, to output: ByteBuffer) throws {
        switch (value, type) {
        case (.null, _): output.append("null")
        case (.array(let elements), .array(let element)):
            try list(elements, "[", "]", output) { try write($0, element, to: output) }
        case (.array(let entries), .map(let element)):
            try list(entries.compactMap(entry), "{", "}", output) { key, value in
                label(key, output)
                try write(value, element, to: output)
            }
        case (.row(let values), .row(let fields)):
            precondition(values.count == fields.count, "a ROW of another width")
            let pairs = zip(values, fields).filter { !options.leavesOutNullFields || $0.0 != .null }
            try list(pairs, "{", "}", output) { value, field in
                label(field.name, output)
                try write(value, field.type, to: output)
            }
        default: writeScalar(value, type, to: output)
        }
    }

    /// The key and the value of a MAP's entry; nil if it is left out.
    private func entry(_ entry: Value) throws -> (key: String, value: Value)? {
        guard case .row(let pair) = entry, pair.count == 2 else { preconditionFailure("a MAP is an array of pairs") }
        if case .string(let key) = pair[0] { return (key, pair[1]) }
        switch options.nullKey {
        case .fails:
            throw EvaluationError(
                "a MAP with a NULL as key cannot be written as JSON: set 'json.map-null-key.mode' to 'DROP' or 'LITERAL'"
            )
        case .dropped: return nil
        case .written(let literal): return (literal, pair[1])
        }
    }

    private func list<Element>(
        _ elements: [Element],
        _ open: String,
        _ close: String,
        _ output: ByteBuffer,
        _ write: (Element) throws -> Void
    ) rethrows {
        output.append(open)
        for (index, element) in elements.enumerated() {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            try write(element)
        }
        output.append(close)
    }

    private func label(_ name: String, _ output: ByteBuffer) {
        text(name, output)
        output.append(UInt8(ascii: ":"))
    }

    private func text(_ text: String, _ output: ByteBuffer) {
        var text = text
        text.withUTF8 { JSONEscapes.write($0, to: output, escapesPairs: true) }
    }

    private func writeScalar(_ value: Value, _ type: FieldType, to output: ByteBuffer) {
        switch (value, type) {
        case (.boolean(let value), _): output.append(value ? "true" : "false")
        case (.int64(let value), .date): text(TimestampText.formatDate(Int(value)), output)
        case (.int64(let value), .time): text(TimestampText.formatTime(Int(value)), output)
        case (.int64(let value), .timestamp): text(TimestampText.format(value, style: options.timestampStyle), output)
        case (.int64(let value), .localTimestamp):
            text(TimestampText.format(value, style: options.timestampStyle, isZoned: true), output)
        case (.decimal(let value), .timestamp):
            text(TimestampText.format(FineTimestamp(value), style: options.timestampStyle), output)
        case (.decimal(let value), .localTimestamp):
            text(TimestampText.format(FineTimestamp(value), style: options.timestampStyle, isZoned: true), output)
        case (.int64(let value), _): output.append(String(value))
        case (.double(let value), _):
            let isSingle = type == .float
            let start = output.reserve(DoubleText.textLimit)
            output.finish(at: JSONColumnWriter.writeFloating(value, isSingle: isSingle, to: start))
        case (.decimal(let value), .decimal(_, let scale)):
            output.append(
                options.writesPlainDecimals
                    ? Decimal128Text.format(value, scale: scale) : Decimal128Text.formatStripped(value, scale: scale)
            )
        case (.string(let value), _): text(value, output)
        default: preconditionFailure("a value of another type")
        }
    }
}
