/// A table as CREATE TABLE declared it, with types resolved.
public struct TableDefinition: Hashable, Sendable {
    /// A column.
    public struct Column: Hashable, Sendable {
        /// Where its values come from.
        public enum Source: Hashable, Sendable {
            /// The record's value.
            case physical
            /// What the connector knows of a record (`timestamp`, `partition`, `offset`, `headers`...); a virtual one is not
            /// written.
            case metadata(key: String, isVirtual: Bool)
            /// An expression over the columns that are not computed, by their number in `columns`.
            case computed(BoundExpression)
        }

        /// Its name.
        public let name: String
        /// Its type.
        public let type: DataType
        /// Where its values come from.
        public let source: Source

        /// A column.
        public init(_ name: String, _ type: DataType, _ source: Source = .physical) {
            self.name = name
            self.type = type
            self.source = source
        }
    }

    /// Its name.
    public let name: String
    /// Its columns, in the order of the declaration.
    public let columns: [Column]
    /// The event-time column and the watermark as an expression over `columns`.
    public let watermark: Watermark?
    /// The columns of the primary key (NOT ENFORCED), empty for none.
    public let primaryKey: [Int]
    /// WITH (...).
    public let options: [String: String]

    /// WATERMARK FOR.
    public struct Watermark: Hashable, Sendable {
        /// The event-time column.
        public let column: Int
        /// The watermark, over `columns`.
        public let expression: BoundExpression

        /// A watermark.
        public init(column: Int, expression: BoundExpression) {
            self.column = column
            self.expression = expression
        }
    }

    /// A table.
    public init(
        name: String,
        columns: [Column],
        watermark: Watermark?,
        primaryKey: [Int],
        options: [String: String]
    ) {
        self.name = name
        self.columns = columns
        self.watermark = watermark
        self.primaryKey = primaryKey
        self.options = options
    }
}
