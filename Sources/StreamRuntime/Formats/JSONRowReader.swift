import CStreamKernels
import EventLog

/// Reads JSON objects, one a row, into the columns of a batch: Flink's `json` format. Values come from lines
/// (`read(_:into:)`) or from the records of a log (`begin`, `append`, `end`).
///
/// A record is expected to look like an earlier one (`JSONTemplate`) and its values to be in plain form (`JSONTarget`);
/// wherever it does not, the general reader takes over for that name or value and gives the same result.
///
/// Conversions are those of Flink 2.3's JsonParserToRowDataConverters, with two differences: a nested value where a
/// scalar is asked for is skipped as a whole under `ignore-parse-errors` (Flink goes on inside it), and text that is
/// not UTF-8 is an error in the columns asked for. As in Flink, what stands behind the closing brace is not looked at.
package final class JSONRowReader: RowReader {
    typealias Bytes = UnsafePointer<UInt8>

    /// The columns.
    package let fields: [Field]
    /// The options of the format.
    package let options: JSONFormatOptions
    /// Records seen so far, empty ones included.
    package private(set) var records = 0
    /// Records left out because they are no JSON objects (`ignore-parse-errors`).
    package private(set) var skippedRecords = 0
    /// Fields that became NULL because they could not be read (`ignore-parse-errors`).
    package internal(set) var skippedFields = 0

    private let types: [PhysicalType]
    let names: FieldNames
    /// One for each field and one for all values that nobody asks for.
    let targets: UnsafeMutablePointer<JSONTarget>
    let usesTemplate: Bool
    let hasDecimals: Bool
    let template: JSONTemplate
    var isLearning: Bool
    let scratch = ByteBuffer()
    /// The column whose value could not be converted.
    var failedColumn: Int?
    let filler = BatchFiller()
    private let copies = RecordCopies()
    /// What keeps the records that the batch under way points into.
    private var lender: RecordBlock.Lender?
    /// Objects in arrays seen so far.
    private var elements = 0

    /// A reader of some columns.
    package convenience init(_ fields: [Field], options: JSONFormatOptions = JSONFormatOptions()) {
        self.init(fields, options: options, usesTemplate: true)
    }

    /// Without a template every record is read by the general reader.
    init(_ fields: [Field], options: JSONFormatOptions, usesTemplate: Bool) {
        self.fields = fields
        self.options = options
        self.usesTemplate = usesTemplate
        types = fields.map(\.type.physicalType)
        names = FieldNames(fields)
        hasDecimals = fields.contains { $0.type.containsDecimal }
        targets = .allocate(capacity: fields.count + 1)
        for (index, field) in fields.enumerated() {
            (targets + index).initialize(to: JSONTarget(field.type, style: options.timestampStyle))
        }
        (targets + fields.count).initialize(to: JSONTarget(nil, style: options.timestampStyle))
        template = JSONTemplate(columns: fields.count)
        isLearning = usesTemplate
    }

    deinit {
        targets.deallocate()
    }

    /// See `RowReader.read`.
    @discardableResult
    package func read(_ lines: LineBuffer, into batch: Batch) throws -> Int {
        begin(batch)
        let first = filler.row
        let start = lines.chunk.start
        defer {
            filler.retain(lines.chunk.arena)
            filler.end()
        }
        guard !lines.isEmpty else { return 0 }
        var place = UnsafePointer(start + lines.position)
        let limit = UnsafePointer(start + lines.limit)
        var scanner = JSONScanner(end: limit - 1, isLine: true)
        var row = first
        var record = records
        let capacity = filler.capacity
        defer { lines.consume(to: place - UnsafePointer(start)) }
        while place < limit, row < capacity {
            record += 1
            if place[0] == UInt8(ascii: "\n") {
                place += 1
                continue
            }
            if let end = readRow(place, row, record, &scanner) {
                row += 1
                place = end[0] == UInt8(ascii: "\n") ? end + 1 : Self.nextLine(end, limit)
                continue
            }
            let other = place
            place = Self.nextLine(place, limit)
            filler.row = row
            records = record
            try addArray(other, place - 1, &scanner)
            row = filler.row
        }
        filler.row = row
        records = record
        return row - first
    }

    private static func nextLine(_ place: Bytes, _ limit: Bytes) -> Bytes {
        bss_find_newline(place, limit - place).unsafelyUnwrapped + 1
    }

    /// See `RowReader.begin`.
    package func begin(_ batch: Batch) {
        filler.begin(batch, types)
        bind()
        template.guessLengths()
    }

    private func bind() {
        for (index, column) in filler.columns.enumerated() { targets[index].values = column.bytes }
    }

    /// See `RowReader.isFull`.
    package var isFull: Bool { filler.isFull }

    /// An empty record does not become a row, an array becomes a row for each of its objects (Flink).
    package func add(_ record: UnsafeRawBufferPointer) throws -> Int {
        precondition(!isFull, "the batch is full")
        records += 1
        guard !record.isEmpty else { return 0 }
        let start = copies.copy(record, for: filler)
        var scanner = JSONScanner(end: start + record.count, isLine: false)
        let first = filler.row
        if readRow(start, first, records, &scanner) != nil {
            filler.row += 1
        } else {
            try addArray(start, start + record.count, &scanner)
        }
        return filler.row - first
    }

    /// Of which record the bytes are asked for while another one is read: other threads wrote them, and the processor does not
    /// guess where a record begins.
    private static let recordsAhead = 2
    /// Cache lines that are asked for of a record of which most is passed over without a look, and of any other at most.
    private static let (firstLines, linesMax) = (8, 64)

    /// As `add`. Of a record that looks like the one learnt nothing is copied.
    package func add(_ number: Int, of block: RecordBlock) throws -> Int {
        precondition(!isFull, "the batch is full")
        let ahead = number + Self.recordsAhead
        if ahead < block.records.count { Self.prefetch(block.records[ahead]) }
        guard readRow(of: block.records[number], filler.row) else {
            return try block.withValue(of: number) { try add($0 ?? UnsafeRawBufferPointer(start: nil, count: 0)) }
        }
        records += 1
        filler.row += 1
        if lender !== block.lender {
            lender = block.lender
            filler.retain(StringArena(owner: block.lender))
        }
        return 1
    }

    @inline(__always)
    private static func prefetch(_ record: RecordBlock.Record) {
        guard let value = record.value, let start = value.baseAddress else { return }
        let lines = record.isPassedOver ? firstLines : min(linesMax, value.count / 64 + 1)
        for line in 0..<lines { bss_prefetch(start + line * 64) }
    }

    /// Adds the rows of a record that is an array of objects, or leaves it out. With errors ignored the rows before the
    /// error stay.
    private func addArray(_ start: Bytes, _ end: Bytes, _ scanner: inout JSONScanner) throws {
        let first = filler.row
        var place = scanner.skipSpace(start)
        guard place[0] == UInt8(ascii: "[") else { return try reject(start, end, &scanner) }
        _ = scanner.takeFailure()
        place = scanner.skipSpace(place + 1)
        if place[0] == UInt8(ascii: "]") { return }
        while true {
            filler.makeRoom()
            bind()
            elements += 1
            // Elements are told from records by their sign.
            guard let next = readRow(place, filler.row, -elements, &scanner) else { break }
            filler.row += 1
            place = scanner.skipSpace(next)
            if place[0] == UInt8(ascii: "]") { return }
            guard place[0] == UInt8(ascii: ",") else {
                _ = scanner.fail(place, "no comma or end of the array")
                break
            }
            place = scanner.skipSpace(place + 1)
        }
        if !options.ignoresParseErrors { filler.drop(from: first) }
        try reject(start, end, &scanner)
    }

    /// See `RowReader.end`.
    package func end() {
        copies.end(filler)
        filler.end()
        lender = nil
    }

    /// The columns of the batch that is being filled.
    func column(_ index: Int) -> Column { filler.columns[index] }

    /// Leaves out a record that could not be read, or throws.
    private func reject(_ start: Bytes, _ end: Bytes, _ scanner: inout JSONScanner) throws {
        filler.drop(from: filler.row)
        if isLearning { template.unlearn() }
        let failed = failedColumn
        failedColumn = nil
        let failure = scanner.takeFailure() ?? .init(place: start, problem: "no JSON object")
        if options.ignoresParseErrors {
            skippedRecords += 1
            return
        }
        let count = max(0, end - failure.place)
        throw RowFormatError(
            record: records,
            column: failed.map { fields[$0].name },
            problem: "\(failure.problem)",
            found: RowFormatError.excerpt(UnsafeBufferPointer(start: failure.place, count: count))
        )
    }
}
