import Primitives

/// What a storage backend knows of a table: columns, keys and how rows are spread. It knows no entity.
public struct Table: Sendable, Hashable {
    /// How the rows of a table are spread over shards.
    public enum Distribution: Sendable, Hashable {
        /// By the hash of this uuid column; all tables distributed so are co-located. The primary key and every unique
        /// index contain the column (Citus refuses others); to a sequence that is the whole key, PostgreSQL's adds it.
        case distributed(by: String)
        /// By the hash of a text column, in a co-location group of its own (unique e-mail addresses).
        case distributedAlone(by: String)
        /// A whole copy on every node (Citus: reference table).
        case reference
        /// On the coordinator only.
        case local
    }

    /// A column's type in every backend.
    public enum ColumnType: Sendable, Hashable {
        /// A signed 64-bit number: SQLite INTEGER, PostgreSQL bigint.
        case integer
        /// UTF-8 text, compared by bytes.
        case text
        /// Bytes: SQLite BLOB, PostgreSQL bytea.
        case bytes
        /// A 128-bit identifier: SQLite BLOB of 16 bytes, PostgreSQL uuid.
        case identifier
        /// A JSON document kept as the text it was written as, and searched by path: SQLite TEXT, PostgreSQL text.
        case document
        /// A number that the backend assigns, rising with every insert: SQLite AUTOINCREMENT, PostgreSQL a bigint made of
        /// the transaction's number (see `Storage.sequenceHorizon`).
        /// Only as the sole column of the primary key.
        case sequence
    }

    /// A named, typed column.
    public struct Column: Sendable, Hashable {
        /// The name in SQL: lower case with underscores.
        public let name: String
        /// The type.
        public let type: ColumnType
        /// Whether null is allowed.
        public let isNullable: Bool

        /// A column; not nullable unless said.
        public init(_ name: String, _ type: ColumnType, nullable: Bool = false) {
            self.name = name
            self.type = type
            isNullable = nullable
        }
    }

    /// A secondary index.
    public struct Index: Sendable, Hashable {
        /// The indexed columns, in order; those after the ones searched by make the index covering.
        public let columns: [String]
        /// Whether two rows may not agree in all of `columns`.
        public let isUnique: Bool
        /// Only rows in which this column is not null are indexed.
        public let whereNotNull: String?

        /// An index over these columns.
        public init(_ columns: [String], unique: Bool = false, whereNotNull: String? = nil) {
            self.columns = columns
            isUnique = unique
            self.whereNotNull = whereNotNull
        }
    }

    /// The name in SQL.
    public let name: String
    /// How rows are spread.
    public let distribution: Distribution
    /// All columns, in the order of `Row.values`.
    public let columns: [Column]
    /// The columns of the primary key, in order.
    public let primaryKey: [String]
    /// The secondary indexes.
    public let indexes: [Index]

    /// A table. Traps if a key or an index names a column that is not there.
    public init(
        _ name: String,
        distribution: Distribution,
        columns: [Column],
        primaryKey: [String],
        indexes: [Index] = []
    ) {
        self.name = name
        self.distribution = distribution
        self.columns = columns
        self.primaryKey = primaryKey
        self.indexes = indexes
        let names = Set(columns.map(\.name))
        precondition(names.count == columns.count, "\(name): a column is declared twice")
        precondition(!primaryKey.isEmpty && primaryKey.allSatisfy(names.contains), "\(name): unknown key column")
        for index in indexes {
            precondition(index.columns.allSatisfy(names.contains), "\(name): unknown index column")
        }
        if case .distributed(let column) = distribution {
            precondition(
                primaryKey.contains(column) || columns.contains { $0.type == .sequence && primaryKey == [$0.name] },
                "\(name): the primary key must contain \(column)"
            )
            precondition(
                indexes.allSatisfy { !$0.isUnique || $0.columns.contains(column) },
                "\(name): a unique index must contain \(column)"
            )
        }
    }

    /// Whether its rows are distributed by customer, together with those of all such tables.
    public var isDistributedByCustomer: Bool {
        if case .distributed = distribution { true } else { false }
    }

    /// The position of a column in `Row.values`. Traps on an unknown name.
    public func position(of column: String) -> Int {
        guard let position = columns.firstIndex(where: { $0.name == column }) else {
            preconditionFailure("\(name) has no column \(column)")
        }
        return position
    }
}
