import Primitives

/// A value of a column.
public enum Value: Hashable, Sendable {
    /// SQL's NULL.
    case null
    /// Of an `integer` or `sequence` column.
    case integer(Int64)
    /// Of a `text` or `document` column.
    case text(String)
    /// Of a `bytes` column.
    case bytes([UInt8])
    /// Of an `identifier` column.
    case identifier(Identifier)

    /// The number, if it is one.
    public var integer: Int64? { if case .integer(let value) = self { value } else { nil } }
    /// The text, if it is text.
    public var text: String? { if case .text(let value) = self { value } else { nil } }
    /// The bytes, if they are bytes.
    public var bytes: [UInt8]? { if case .bytes(let value) = self { value } else { nil } }
    /// The identifier, if it is one.
    public var identifier: Identifier? { if case .identifier(let value) = self { value } else { nil } }
}

/// One row of a table: its values in the order of the table's columns.
public struct Row: Hashable, Sendable {
    /// The table it is of.
    public let table: Table
    /// One value per column.
    public private(set) var values: [Value]

    /// A row with these values. Traps if their number is not the number of columns.
    public init(_ table: Table, _ values: [Value]) {
        precondition(values.count == table.columns.count, "\(table.name): \(values.count) values")
        self.table = table
        self.values = values
    }

    /// The value of a column. Traps on an unknown name.
    public subscript(column: String) -> Value {
        get { values[table.position(of: column)] }
        set { values[table.position(of: column)] = newValue }
    }

    /// The primary key's values, in the key's order.
    public var key: [Value] { table.primaryKey.map { self[$0] } }
}
