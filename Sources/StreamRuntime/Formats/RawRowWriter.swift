/// Writes the values of one column as whole records: Flink's `raw` format (RawFormatSerializationSchema). NULL is
/// written as a record without bytes; a log may make one without a value of it.
package final class RawRowWriter: RowWriter {
    /// The column.
    package let field: Field
    /// The options of the format.
    package let options: RawFormatOptions

    /// A writer of a column.
    package init(_ field: Field, options: RawFormatOptions = RawFormatOptions()) {
        precondition(RawFormatOptions.holds(field.type), "a type that the raw format cannot hold")
        self.field = field
        self.options = options
    }

    /// See `RowWriter.write`.
    package func write(_ batch: Batch, to output: ByteBuffer) {
        for row in 0..<batch.count {
            writeRow(batch.columns[0], row, output)
            output.append(UInt8(ascii: "\n"))
        }
    }

    /// See `RowWriter.write`.
    package func write(_ batch: Batch, to output: ByteBuffer, ends: inout [Int]) {
        for row in 0..<batch.count {
            writeRow(batch.columns[0], row, output)
            ends.append(output.count)
        }
    }

    private func writeRow(_ column: Column, _ row: Int, _ output: ByteBuffer) {
        if column.isNull(row) { return }
        switch field.type {
        case .boolean: output.append(column.booleans[row])
        case .float: write(UInt64(Float(column.doubles[row]).bitPattern), 4, output)
        case .double: write(column.doubles[row].bitPattern, 8, output)
        case .integer(let bits): write(UInt64(bitPattern: column.int64s[row]), bits / 8, output)
        default: column.strings[row].withBytes { output.append($0) }
        }
    }

    private func write(_ number: UInt64, _ size: Int, _ output: ByteBuffer) {
        for index in 0..<size {
            let place = options.isBigEndian ? size - 1 - index : index
            output.append(UInt8(truncatingIfNeeded: number >> UInt64(8 * place)))
        }
    }
}
