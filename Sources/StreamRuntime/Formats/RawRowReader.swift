/// Reads whole records as values of one column: Flink's `raw` format (RawFormatDeserializationSchema).
package final class RawRowReader: RowReader {
    /// The column.
    package let field: Field
    /// The options of the format.
    package let options: RawFormatOptions
    /// Records seen so far.
    package private(set) var records = 0

    private let size: Int?
    private let filler = BatchFiller()
    private let copies = RecordCopies()

    /// A reader of a column.
    package init(_ field: Field, options: RawFormatOptions = RawFormatOptions()) {
        precondition(RawFormatOptions.holds(field.type), "a type that the raw format cannot hold")
        self.field = field
        self.options = options
        size = RawFormatOptions.size(field.type)
    }

    /// See `RowReader.read`.
    @discardableResult
    package func read(_ lines: LineBuffer, into batch: Batch) throws -> Int {
        begin(batch)
        let first = filler.row
        let start = lines.chunk.start
        var position = lines.position
        defer {
            filler.retain(lines.chunk.arena)
            filler.end()
            lines.consume(to: position)
        }
        while position < lines.limit, !isFull {
            var end = position
            while start[end] != UInt8(ascii: "\n") { end += 1 }
            let line = start + position
            let count = end - position
            position = end + 1
            records += 1
            try add(line, count: count)
        }
        return filler.row - first
    }

    /// See `RowReader.begin`.
    package func begin(_ batch: Batch) { filler.begin(batch, [field.type.physicalType]) }

    /// See `RowReader.isFull`.
    package var isFull: Bool { filler.isFull }

    /// See `RowReader.add`.
    package func add(_ record: UnsafeRawBufferPointer) throws -> Int {
        precondition(!isFull, "the batch is full")
        records += 1
        try add(copies.copy(record, for: filler), count: record.count)
        return 1
    }

    /// See `RowReader.end`.
    package func end() {
        copies.end(filler)
        filler.end()
    }

    /// Adds a record; bytes behind it can be read.
    private func add(_ bytes: UnsafePointer<UInt8>, count: Int) throws {
        let column = filler.columns[0]
        let row = filler.row
        guard let size else {
            column.strings[row] = StringRef(readable: bytes, count: count)
            let text = UnsafeBufferPointer(start: bytes, count: count)
            if field.type == .string, !UTF8Text.isValid(text) { throw failure(text, "no UTF-8") }
            filler.row += 1
            return
        }
        guard count == size else {
            throw failure(UnsafeBufferPointer(start: bytes, count: count), "\(count) bytes where \(size) are expected")
        }
        let number = number(bytes, size)
        switch field.type {
        case .boolean: column.booleans[row] = number != 0 ? 1 : 0
        case .float: column.doubles[row] = Double(Float(bitPattern: UInt32(truncatingIfNeeded: number)))
        case .double: column.doubles[row] = Double(bitPattern: number)
        default:
            let unused = Int64(64 - 8 * size)
            column.int64s[row] = (Int64(bitPattern: number) << unused) >> unused
        }
        filler.row += 1
    }

    private func number(_ bytes: UnsafePointer<UInt8>, _ size: Int) -> UInt64 {
        var number: UInt64 = 0
        for index in 0..<size {
            number = number << 8 | UInt64(bytes[options.isBigEndian ? index : size - 1 - index])
        }
        return number
    }

    private func failure(_ bytes: UnsafeBufferPointer<UInt8>, _ problem: String) -> RowFormatError {
        RowFormatError(record: records, column: field.name, problem: problem, found: RowFormatError.excerpt(bytes))
    }
}
