import Primitives
import Storage

/// Rows of a table in bulk, through COPY.
public struct RowCopy: Sendable {
    /// What is sent at once, in bytes.
    private static let chunkBytes = 262_144

    let table: Table

    /// Of this table, which must be there.
    public init(_ table: Table) { self.table = table }

    private var name: String { StatementText.quoted(table.name) }

    /// Adds rows: all of them, or none.
    public func append(_ rows: [Row], over connection: PostgresConnection) throws {
        let columns = table.columns.map { StatementText.quoted($0.name) }.joined(separator: ", ")
        try connection.copyIn("COPY \(name) (\(columns)) FROM STDIN") { sink throws in
            var text = CopyText()
            for row in rows {
                text.append(row)
                if text.bytes.count >= Self.chunkBytes {
                    try sink.append(text.bytes)
                    text.removeAll()
                }
            }
            try sink.append(text.bytes)
        }
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

/// Rows in the text format of COPY (postgresql.org/docs/15/sql-copy.html, "Text Format").
struct CopyText {
    private(set) var bytes: [UInt8] = []

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    mutating func append(_ row: Row) {
        for (index, value) in row.values.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: "\t")) }
            append(value)
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    private mutating func append(_ value: Value) {
        switch value {
        case .null: bytes += Array(#"\N"#.utf8)
        case .integer(let number): bytes += Array(String(number).utf8)
        case .identifier(let identifier): bytes += Array(identifier.description.utf8)
        case .text(let text): append(text: TextEncoding.encoded(text))
        case .bytes(let value):
            // The backslash of bytea's own notation is escaped for COPY.
            bytes += Array(#"\\x"#.utf8)
            let digits = Array("0123456789abcdef".utf8)
            for byte in value {
                bytes.append(digits[Int(byte >> 4)])
                bytes.append(digits[Int(byte & 15)])
            }
        }
    }

    private mutating func append(text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): bytes += Array(#"\\"#.utf8)
            case UInt8(ascii: "\n"): bytes += Array(#"\n"#.utf8)
            case UInt8(ascii: "\r"): bytes += Array(#"\r"#.utf8)
            case UInt8(ascii: "\t"): bytes += Array(#"\t"#.utf8)
            default: bytes.append(byte)
            }
        }
    }
}
