import Primitives
import Storage

/// Rows of a table in bulk, through COPY.
public struct RowCopy: Sendable {
    let table: Table

    /// Of this table, which must be there.
    public init(_ table: Table) { self.table = table }

    private var name: String { StatementText.quoted(table.name) }

    /// Adds rows: all of them, or none.
    public func append(_ rows: [Row], over connection: PostgresConnection) throws {
        var rows = rows.makeIterator()
        try connection.copyIn(table) { rows.next() }
    }

    /// The greatest primary key of the table, or of the rows whose `column` hashes into a range of tokens; nil if there is
    /// none.
    public func lastKey(
        _ connection: PostgresConnection,
        where shard: (column: String, tokens: ClosedRange<Int32>)? = nil
    ) throws -> [Value]? {
        let keys = table.primaryKey.map(StatementText.quoted)
        var filter = ""
        if let (column, tokens) = shard {
            filter =
                "WHERE uuid_hash(\(StatementText.quoted(column))) BETWEEN \(tokens.lowerBound) AND \(tokens.upperBound)"
        }
        let order = keys.map { "\($0) DESC" }.joined(separator: ", ")
        let answer = try connection.execute(
            "SELECT \(keys.joined(separator: ", ")) FROM \(name) \(filter) ORDER BY \(order) LIMIT 1"
        )
        guard answer.count == 1 else { return nil }
        return table.primaryKey.enumerated().map { index, column in
            guard let bytes = answer.bytes(0, index) else { return .null }
            let text = TextEncoding.decoded(bytes)
            switch table.columns[table.position(of: column)].type {
            case .integer, .sequence: return Int64(text).map(Value.integer) ?? .null
            case .identifier: return Identifier(text).map(Value.identifier) ?? .null
            case .text, .document: return .text(text)
            case .bytes: preconditionFailure("\(table.name): a key of bytes")
            }
        }
    }

    /// Makes sequences that are assigned from now on greater than `number`. Nothing may be writing.
    public static func advanceSequences(past number: Int64, over connection: PostgresConnection) throws {
        try connection.transaction {
            // The next writer makes itself a base above all that are there.
            try connection.execute("DELETE FROM storage_sequence_bases WHERE base <= $1", [.integer(number)])
            try connection.execute(
                """
                INSERT INTO storage_sequence_bases VALUES ('transferred', 'transferred', $1)
                ON CONFLICT (cluster, timeline) DO UPDATE SET base = greatest(storage_sequence_bases.base, excluded.base)
                """,
                [.integer(number)]
            )
        }
    }
}
