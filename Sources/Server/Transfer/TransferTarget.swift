import Storage

/// Where a transfer puts rows. Two kinds of store take rows in bulk in their own ways.
protocol TransferTarget: Sendable {
    /// Makes the tables and notes that a transfer from this origin is under way.
    ///
    /// - Throws: `TransferError` if the target holds rows that are not of an unfinished transfer from the same origin.
    func begin(from origin: String, tables: [Table]) async throws
    /// The lanes that rows of a table take. Rows of one lane arrive in the order of their keys.
    func lanes(of table: Table) -> TransferLanes
    /// The key of the last row that arrived in each lane, nil where none did.
    func lastKeys(of table: Table) async throws -> [[Value]?]
    /// Adds rows of one lane: all of them, durably, or none.
    func append(_ rows: [Row], to table: Table) async throws
    /// Makes the next number of the table's sequence greater than `number`.
    func advanceSequence(of table: Table, past number: Int64) async throws
    /// The rows, for comparing them with those of the origin.
    var storage: any Storage { get }
    /// Notes that the transfer is complete.
    func end(from origin: String) async throws
}
