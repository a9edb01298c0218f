/// Writes the rows of a batch as JSON objects: Flink's `json` format (RowDataToJsonConverters; Jackson's texts).
package final class JSONRowWriter: RowWriter {
    /// The columns.
    package let fields: [Field]
    /// The options of the format.
    package let options: JSONFormatOptions
    private let columns: UnsafeMutablePointer<JSONColumnWriter>
    /// Bytes that a row needs at most, besides its strings and nested values.
    private let rowSize: Int

    /// A writer of some columns.
    package init(_ fields: [Field], options: JSONFormatOptions = JSONFormatOptions()) {
        self.fields = fields
        self.options = options
        columns = .allocate(capacity: max(fields.count, 1))
        for (index, field) in fields.enumerated() {
            (columns + index).initialize(to: JSONColumnWriter(field, options))
        }
        rowSize = (0..<fields.count).reduce(8) { [columns] in $0 + columns[$1].size }
    }

    deinit {
        for index in fields.indices { columns[index].deallocate() }
        columns.deallocate()
    }

    /// See `RowWriter.write`.
    package func write(_ batch: Batch, to output: ByteBuffer) throws {
        bind(batch)
        var cursor = Cursor(output)
        for row in 0..<batch.count {
            try writeRow(batch, row, &cursor)
            cursor.end[0] = UInt8(ascii: "\n")
            cursor.end += 1
        }
        output.finish(at: cursor.end)
    }

    /// See `RowWriter.write`.
    package func write(_ batch: Batch, to output: ByteBuffer, ends: inout [Int]) throws {
        bind(batch)
        var cursor = Cursor(output)
        for row in 0..<batch.count {
            try writeRow(batch, row, &cursor)
            ends.append(cursor.end - output.start)
        }
        output.finish(at: cursor.end)
    }

    private func bind(_ batch: Batch) {
        precondition(batch.types == fields.map(\.type.physicalType), "a batch of other columns")
        for (index, column) in batch.columns.enumerated() {
            columns[index].values = UnsafeRawPointer(column.bytes)
            columns[index].nulls = UnsafePointer(column.nulls)
        }
    }

    /// Where writing goes on in a buffer.
    struct Cursor {
        let output: ByteBuffer
        var end: UnsafeMutablePointer<UInt8>
        private var limit: UnsafeMutablePointer<UInt8>

        init(_ output: ByteBuffer) {
            self.output = output
            end = output.reserve(0)
            limit = output.start + output.capacity
        }

        /// Makes room for some bytes; the addresses change.
        @inline(__always)
        mutating func reserve(_ count: Int) {
            if limit - end < count { grow(count) }
        }

        @inline(never)
        private mutating func grow(_ count: Int) {
            output.finish(at: end)
            end = output.reserve(count)
            limit = output.start + output.capacity
        }

        /// Calls something that appends to the buffer itself.
        mutating func append(_ write: (ByteBuffer) throws -> Void, andReserve count: Int) rethrows {
            output.finish(at: end)
            try write(output)
            end = output.reserve(count)
            limit = output.start + output.capacity
        }
    }

    @inline(__always)
    private func writeRow(_ batch: Batch, _ row: Int, _ cursor: inout Cursor) throws {
        let columns = columns
        let rowSize = rowSize
        cursor.reserve(rowSize)
        var separator = UInt8(ascii: "{")
        for index in 0..<fields.count {
            let column = columns + index
            let isNull = column.pointee.isNull(row)
            if isNull, options.leavesOutNullFields { continue }
            cursor.end[0] = separator
            separator = UInt8(ascii: ",")
            cursor.end = column.pointee.writeLabel(to: cursor.end + 1)
            if isNull {
                UnsafeMutableRawPointer(cursor.end).storeBytes(of: 0x6C6C_756E, as: UInt32.self)
                cursor.end += 4
                continue
            }
            switch column.pointee.kind {
            case .string: column.pointee.writeString(row, &cursor, andReserve: rowSize)
            case .bytes, .nested: try writeLong(batch.columns[index], index, row, &cursor)
            default: cursor.end = column.pointee.write(row, to: cursor.end)
            }
        }
        if separator == UInt8(ascii: "{") {
            cursor.end[0] = separator
            cursor.end += 1
        }
        cursor.end[0] = UInt8(ascii: "}")
        cursor.end += 1
    }

    @inline(never)
    private func writeLong(_ column: Column, _ index: Int, _ row: Int, _ cursor: inout Cursor) throws {
        let type = fields[index].type
        let options = options
        try cursor.append(
            { output in
                if column.type == .boxed {
                    try JSONNestedWriter(options: options).write(column.boxed[row], type, to: output)
                } else {
                    output.append(UInt8(ascii: "\""))
                    column.strings[row].withBytes { BinaryText.encode($0, to: output) }
                    output.append(UInt8(ascii: "\""))
                }
            },
            andReserve: rowSize
        )
    }
}
