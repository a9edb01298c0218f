import StreamSQL

/// Where a table's rows come from, of one worker.
package protocol TableSource: AnyObject {
    /// Hands over some rows; false if there are none left and none will come. A batch is the source's again when the receiver
    /// returns.
    func poll(_ receive: (Batch) throws -> Void) throws -> Bool
    /// What it could not read and left out.
    var skipped: SkippedInput { get }
}

/// What a source could not read and left out (`json.ignore-parse-errors` and its like).
package struct SkippedInput: Hashable, Sendable {
    /// Records.
    package var records = 0
    /// Fields, which became NULL.
    package var fields = 0

    /// Nothing.
    package init() {}

    /// What a reader left out so far.
    init(of reader: any RowReader) {
        switch reader {
        case let reader as JSONRowReader: (records, fields) = (reader.skippedRecords, reader.skippedFields)
        case let reader as CSVRowReader: (records, fields) = (reader.skippedRecords, reader.skippedFields)
        default: break
        }
    }
}
