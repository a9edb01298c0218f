import Primitives
import Storage

extension PostgresResult {
    /// The value of a column, of a result in binary format.
    func value(_ row: Int, _ column: Int, _ type: Table.ColumnType) -> Value {
        guard let bytes = bytes(row, column) else { return .null }
        switch type {
        case .integer, .sequence: return .integer(Int64(bigEndian: bytes.loadUnaligned(as: Int64.self)))
        case .text, .document: return .text(TextEncoding.decoded(bytes))
        case .bytes: return .bytes([UInt8](bytes))
        case .identifier:
            return .identifier(
                Identifier(
                    high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
                    low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
                )
            )
        }
    }

    /// The whole number of a `bigint` column that is not null, of a result in binary format.
    func number(_ row: Int, _ column: Int) -> Int64 { value(row, column, .integer).integer ?? 0 }

    /// A row of the table, whose columns were selected in their order, of a result in binary format.
    func row(_ index: Int, _ table: Table) -> Row {
        Row(table, table.columns.enumerated().map { value(index, $0.offset, $0.element.type) })
    }
}
