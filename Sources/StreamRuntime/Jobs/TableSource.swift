import StreamSQL

/// Where a table's rows come from, of one worker.
package protocol TableSource: AnyObject {
    /// Hands over some rows; false if there are none left and none will come. A batch is the source's again when the receiver
    /// returns.
    func poll(_ receive: (Batch) throws -> Void) throws -> Bool
    /// What it could not read and left out.
    var skipped: SkippedInput { get }
    /// Reads a worker's part from now on, if it can be divided; otherwise the first worker reads all.
    func divide(_ share: SourceShare)
    /// Whether it was divided.
    var isDivided: Bool { get }
    /// Bytes of records so far.
    var bytesRead: Int64 { get }
}

extension TableSource {
    /// It cannot.
    package func divide(_ share: SourceShare) {}
    /// It was not.
    package var isDivided: Bool { false }
    /// It reads no bytes.
    package var bytesRead: Int64 { 0 }
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
