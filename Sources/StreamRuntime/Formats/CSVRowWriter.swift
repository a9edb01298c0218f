/// Writes the rows of a batch as delimited text: Flink's `csv` format (RowDataToCsvConverters; Jackson's CsvEncoder).
package final class CSVRowWriter: RowWriter {
    /// The columns.
    package let fields: [Field]
    /// The options of the format.
    package let options: CSVFormatOptions
    private let scratch = ByteBuffer()
    /// Jackson: a character below this one puts a text into quotes, needed or not.
    private let smallestSafe: UInt8

    /// Jackson: longer texts are put into quotes without a look at them.
    private static let longestUnquoted = 24

    /// A writer of some columns.
    package init(_ fields: [Field], options: CSVFormatOptions = CSVFormatOptions()) {
        precondition(fields.allSatisfy { CSVFormatOptions.holds($0.type) }, "a type that CSV cannot hold")
        self.fields = fields
        self.options = options
        smallestSafe = max(options.fieldDelimiter, options.quoteCharacter ?? 0) + 1
    }

    /// See `RowWriter.write`.
    package func write(_ batch: Batch, to output: ByteBuffer) {
        for row in 0..<batch.count {
            writeRow(batch, row, output)
            output.append(UInt8(ascii: "\n"))
        }
    }

    /// See `RowWriter.write`.
    package func write(_ batch: Batch, to output: ByteBuffer, ends: inout [Int]) {
        for row in 0..<batch.count {
            writeRow(batch, row, output)
            ends.append(output.count)
        }
    }

    private func writeRow(_ batch: Batch, _ row: Int, _ output: ByteBuffer) {
        for (index, column) in batch.columns.enumerated() {
            if index > 0 { output.append(options.fieldDelimiter) }
            if column.isNull(row) {
                if let literal = options.nullLiteral { output.append(literal) }
                continue
            }
            switch fields[index].type {
            case .string: column.strings[row].withBytes { writeText($0, to: output) }
            case .bytes:
                scratch.removeAll()
                column.strings[row].withBytes { BinaryText.encode($0, to: scratch) }
                writeScratch(to: output)
            case .array, .row:
                scratch.removeAll()
                writeNested(column.boxed[row], fields[index].type)
                writeScratch(to: output)
            case .date, .time, .timestamp, .localTimestamp:
                scratch.removeAll()
                writeValue(column[row], fields[index].type, to: scratch)
                writeScratch(to: output)
            case let type: writeValue(column[row], type, to: output)
            }
        }
    }

    private func writeScratch(to output: ByteBuffer) {
        writeText(UnsafeBufferPointer(start: scratch.start, count: scratch.count), to: output)
    }

    private func writeText(_ text: UnsafeBufferPointer<UInt8>, to output: ByteBuffer) {
        guard let quote = options.quoteCharacter, needsQuotes(text) else { return output.append(text) }
        output.append(quote)
        for byte in text {
            if byte == quote || byte == options.escapeCharacter { output.append(byte) }
            output.append(byte)
        }
        output.append(quote)
    }

    private func needsQuotes(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        // Jackson: without an escape character a backslash is looked at as if it were one.
        let escape = options.escapeCharacter ?? UInt8(ascii: "\\")
        // Java counts UTF-16 units: two for each sequence of four bytes, else one a sequence.
        var units = 0
        for byte in text {
            if byte < smallestSafe || byte == escape { return true }
            if byte & 0xC0 != 0x80 { units += byte >= 0xF0 ? 2 : 1 }
        }
        return units > Self.longestUnquoted
    }

    private func writeNested(_ value: Value, _ type: FieldType) {
        let parts: [(Value, FieldType)]
        switch (value, type) {
        case (.array(let elements), .array(let element)): parts = elements.map { ($0, element) }
        case (.row(let values), .row(let fields)): parts = Array(zip(values, fields.map(\.type)))
        default: preconditionFailure("a value of another type")
        }
        for (index, (part, type)) in parts.enumerated() {
            if index > 0 { scratch.append(options.arrayElementDelimiter) }
            if part == .null {
                scratch.append(options.nullLiteral ?? "")
            } else {
                writeValue(part, type, to: scratch)
            }
        }
    }

    private func writeValue(_ value: Value, _ type: FieldType, to output: ByteBuffer) {
        switch (value, type) {
        case (.boolean(let value), _): output.append(value ? "true" : "false")
        case (.int64(let value), .date): output.append(TimestampText.formatDate(Int(value)))
        case (.int64(let value), .time): output.append(TimestampText.formatTime(Int(value)))
        case (.int64(let value), .timestamp): output.append(TimestampText.format(value))
        case (.int64(let value), .localTimestamp): output.append(TimestampText.format(value, isZoned: true))
        case (.decimal(let value), .timestamp): output.append(TimestampText.format(FineTimestamp(value)))
        case (.decimal(let value), .localTimestamp):
            output.append(TimestampText.format(FineTimestamp(value), isZoned: true))
        case (.int64(let value), _): output.append(String(value))
        case (.double(let value), .float): output.append(DoubleText.format(single: Float(value)))
        case (.double(let value), _): output.append(DoubleText.format(value))
        case (.decimal(let value), .decimal(_, let scale)):
            output.append(
                options.writesScientificDecimals
                    ? Decimal128Text.formatStripped(value, scale: scale) : Decimal128Text.format(value, scale: scale)
            )
        case (.string(let value), _): output.append(value)
        default: preconditionFailure("a value of another type")
        }
    }
}
