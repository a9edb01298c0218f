import EventLog

/// Makes rows of records: one of the formats. A reader keeps what it learns of a stream and is used by one worker.
package protocol RowReader: AnyObject {
    /// Reads whole lines until the batch is full or there are none, behind the rows that it has, and gives the number
    /// of rows added. After an error the batch has the rows before the record that is wrong, and reading can go on
    /// behind it.
    ///
    /// - Throws: `RowFormatError` for a record that is not of the format, unless errors are ignored.
    func read(_ lines: LineBuffer, into batch: Batch) throws -> Int

    /// Begins to add records to a batch, behind the rows that it has.
    func begin(_ batch: Batch)

    /// Whether the batch has no room for another row.
    var isFull: Bool { get }

    /// Adds one record, unless the batch is full, and gives how many rows it became: mostly one, none if it is empty or
    /// left out, several for an array of JSON objects (the batch then grows beyond its capacity). The bytes are copied.
    ///
    /// - Throws: `RowFormatError` for a record that is not of the format, unless errors are ignored.
    func add(_ record: UnsafeRawBufferPointer) throws -> Int

    /// As `add`, of a record of a block by its number, whose value is there. Its bytes need not be copied: the batch keeps the
    /// block's lender.
    ///
    /// - Throws: `RowFormatError` as `add` does.
    func add(_ number: Int, of block: RecordBlock) throws -> Int

    /// Gives the batch the rows that were added since `begin`.
    func end()
}

extension RowReader {
    /// As `add`, for whoever needs one row of each record; gives whether there is one. A record that became several is
    /// an error, after which the batch is of no use.
    package func append(_ record: UnsafeRawBufferPointer) throws -> Bool {
        try Self.isOne(try add(record), record)
    }

    /// As `append`, of a record of a block by its number. A record without value is as one whose value is empty.
    package func append(_ number: Int, of block: RecordBlock) throws -> Bool {
        try block.withValue(of: number) { value in
            guard let value else { return try append(UnsafeRawBufferPointer(start: nil, count: 0)) }
            return try Self.isOne(try add(number, of: block), value)
        }
    }

    /// Reads a copy.
    package func add(_ number: Int, of block: RecordBlock) throws -> Int {
        try block.withValue(of: number) { try add($0 ?? UnsafeRawBufferPointer(start: nil, count: 0)) }
    }

    private static func isOne(_ rows: Int, _ record: UnsafeRawBufferPointer) throws -> Bool {
        if rows > 1 {
            let found = RowFormatError.excerpt(record.bindMemory(to: UInt8.self))
            throw RowFormatError(record: 1, problem: "an array of \(rows) objects where one is expected", found: found)
        }
        return rows == 1
    }
}
