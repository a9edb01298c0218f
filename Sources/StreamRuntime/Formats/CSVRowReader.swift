import CStreamKernels

/// Reads delimited text, one record a row, into the columns of a batch: Flink's `csv` format (CsvToRowDataConverters).
/// Columns are found by their position.
package final class CSVRowReader: RowReader {
    /// All columns of the records.
    package let fields: [Field]
    /// The numbers of those that are read, in the order of the batch's columns.
    package let selected: [Int]
    /// The options of the format.
    package let options: CSVFormatOptions
    /// Records seen so far, empty ones included.
    package private(set) var records = 0
    /// Records left out because they cannot be split into fields (`ignore-parse-errors`).
    package private(set) var skippedRecords = 0
    /// Fields that became NULL because they could not be read (`ignore-parse-errors`).
    package private(set) var skippedFields = 0

    private var scanner: CSVScanner
    private let scratch = ByteBuffer()
    private let filler = BatchFiller()
    private let copies = RecordCopies()
    private let nullLiteral: [UInt8]?

    /// A reader of some of the columns, or all.
    package init(_ fields: [Field], selecting selected: [Int]? = nil, options: CSVFormatOptions = CSVFormatOptions()) {
        precondition(fields.allSatisfy { CSVFormatOptions.holds($0.type) }, "a type that CSV cannot hold")
        self.fields = fields
        self.selected = selected ?? Array(fields.indices)
        self.options = options
        scanner = CSVScanner(options)
        nullLiteral = options.nullLiteral.map { Array($0.utf8) }
    }

    /// See `RowReader.read`.
    @discardableResult
    package func read(_ lines: LineBuffer, into batch: Batch) throws -> Int {
        begin(batch)
        let first = filler.row
        let start = lines.chunk.start
        var place = UnsafePointer(start + lines.position)
        let limit = UnsafePointer(start + lines.limit)
        var isHeldBack = false
        defer {
            filler.retain(lines.chunk.arena)
            filler.end()
            lines.consume(to: place - UnsafePointer(start))
            if isHeldBack { lines.holdBack() }
        }
        while place < limit, !isFull {
            switch scanner.scan(place, end: limit) {
            case .nothing: place = limit
            case .incomplete where !lines.isFinished:
                isHeldBack = true
                return filler.row - first
            case .incomplete:
                records += 1
                let bad = place
                place = limit
                try reject(bad, limit - 1, column: nil, "a quote that does not end")
            case .malformed(let bad):
                records += 1
                place = bss_find_newline(bad, limit - bad).unsafelyUnwrapped + 1
                try reject(bad, place - 1, column: nil, "no delimiter behind a closing quote or an escape")
            case .record(let next):
                records += 1
                let record = place
                place = next
                if try readRow(record, next - 1) { filler.row += 1 }
            }
        }
        return filler.row - first
    }

    /// See `RowReader.begin`.
    package func begin(_ batch: Batch) {
        filler.begin(batch, selected.map { fields[$0].type.physicalType })
    }

    /// See `RowReader.isFull`.
    package var isFull: Bool { filler.isFull }

    /// Only the first line of a record is read, unless a field in quotes goes on; an empty record is an error (Flink).
    package func add(_ record: UnsafeRawBufferPointer) throws -> Int {
        precondition(!isFull, "the batch is full")
        records += 1
        let start = copies.copy(record, for: filler)
        let end = start + record.count
        switch record.isEmpty ? .nothing : scanner.scan(start, end: end + 1) {
        case .nothing: try reject(start, end, column: nil, "an empty record")
        case .incomplete: try reject(start, end, column: nil, "a quote that does not end")
        case .malformed(let bad):
            try reject(bad, end, column: nil, "no delimiter behind a closing quote or an escape")
        case .record(let next):
            guard try readRow(start, next - 1) else { return 0 }
            filler.row += 1
            return 1
        }
        return 0
    }

    /// See `RowReader.end`.
    package func end() {
        copies.end(filler)
        filler.end()
    }

    /// Leaves out a record, or throws.
    private func reject(
        _ start: UnsafePointer<UInt8>,
        _ end: UnsafePointer<UInt8>,
        column: Int?,
        _ problem: String
    ) throws {
        filler.drop(from: filler.row)
        if options.ignoresParseErrors {
            skippedRecords += 1
            return
        }
        throw RowFormatError(
            record: records,
            column: column.map { fields[$0].name },
            problem: problem,
            found: RowFormatError.excerpt(UnsafeBufferPointer(start: start, count: max(0, end - start)))
        )
    }

    private func readRow(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) throws -> Bool {
        let found = scanner.slices.count
        let isMissing = found < fields.count && (options.failsOnMissingFields || !options.ignoresParseErrors)
        if isMissing || found > fields.count && !mayHaveMore(found) {
            try reject(start, end, column: nil, "\(found) fields where \(fields.count) are expected")
            return false
        }
        for (target, index) in selected.enumerated() {
            let column = filler.columns[target]
            guard index < found else {
                column.setNull(filler.row)
                continue
            }
            if !readField(scanner.slices[index], fields[index].type, column) {
                let slice = scanner.slices[index]
                if options.ignoresParseErrors {
                    skippedFields += 1
                    column.setNull(filler.row)
                } else {
                    try reject(slice.start, slice.start + slice.count, column: index, "no value of the column's type")
                }
            }
        }
        return true
    }

    private func mayHaveMore(_ found: Int) -> Bool {
        if options.ignoresTrailingFields { return true }
        return options.allowsTrailingDelimiter && found == fields.count + 1 && isBlank(scanner.slices[found - 1])
    }

    private func isBlank(_ slice: CSVScanner.Slice) -> Bool {
        TextConversion.trimmed(UnsafeBufferPointer(start: slice.start, count: slice.count)).isEmpty
    }

    private func readField(_ slice: CSVScanner.Slice, _ type: FieldType, _ column: Column) -> Bool {
        var text = UnsafeBufferPointer(start: slice.start, count: slice.count)
        if slice.hasEscapes {
            scratch.removeAll()
            scanner.unescape(slice, to: scratch)
            text = UnsafeBufferPointer(start: scratch.start, count: scratch.count)
        }
        let row = filler.row
        if type.physicalType == .boxed {
            guard let value = nested(text, type) else { return false }
            column.put(value, at: row)
            return true
        }
        if isNull(text) {
            column.setNull(row)
            return true
        }
        if type == .string, !slice.hasEscapes {
            guard UTF8Text.isValid(text) else { return false }
            // The bytes stay in the chunk, which the batch keeps.
            column.strings[row] = StringRef(readable: slice.start, count: slice.count)
            return true
        }
        guard let scalar = CSVConversion.scalar(text, type, scratch: scratch) else { return false }
        column.put(scalar, at: row)
        return true
    }

    private func isNull(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        if options.readsEmptyAsNull, text.isEmpty { return true }
        guard let nullLiteral else { return false }
        return text.elementsEqual(nullLiteral)
    }

    /// The elements of an ARRAY, or the fields of a ROW, between their delimiters.
    private func nested(_ text: UnsafeBufferPointer<UInt8>, _ type: FieldType) -> Value? {
        let parts = CSVConversion.split(text, Array(options.arrayElementDelimiter.utf8))
        switch type {
        case .array(let element):
            var values: [Value] = []
            for part in parts {
                guard let value = part.withUnsafeBufferPointer({ self.element($0, element) }) else { return nil }
                values.append(value)
            }
            return .array(values)
        case .row(let fields):
            // Flink: a ROW without any part is NULL.
            if parts.isEmpty { return .null }
            // Parts beyond the fields are no error.
            if parts.count < fields.count, !options.ignoresParseErrors { return nil }
            var values: [Value] = []
            for (index, field) in fields.enumerated() {
                guard index < parts.count else {
                    values.append(.null)
                    continue
                }
                guard let value = parts[index].withUnsafeBufferPointer({ self.element($0, field.type) }) else {
                    return nil
                }
                values.append(value)
            }
            return .row(values)
        default: return nil
        }
    }

    private func element(_ part: UnsafeBufferPointer<UInt8>, _ type: FieldType) -> Value? {
        let text = options.trimsSpaces ? TextConversion.trimmed(part) : part
        if isNull(text) { return .null }
        if let scalar = CSVConversion.scalar(text, type == .bytes ? .string : type, scratch: ByteBuffer()) {
            return scalar.value
        }
        guard options.ignoresParseErrors else { return nil }
        skippedFields += 1
        return .null
    }
}
