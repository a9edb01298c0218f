/// A type as it was written; lengths and precisions are nil where the text has none.
public struct TypeName: Hashable, Sendable {
    /// What values are.
    public var kind: Kind
    /// False for `NOT NULL`; `NULL` and nothing mean the same.
    public var isNullable: Bool
    /// Where it stands.
    @NotCompared public var range: SourceRange

    /// The types.
    public indirect enum Kind: Hashable, Sendable {
        /// `BOOLEAN`.
        case boolean
        /// `TINYINT`.
        case tinyint
        /// `SMALLINT`.
        case smallint
        /// `INT` or `INTEGER`.
        case integer
        /// `BIGINT`.
        case bigint
        /// `FLOAT`.
        case float
        /// `DOUBLE [PRECISION]`.
        case double
        /// `DECIMAL`, `DEC` or `NUMERIC`; without precision `(10, 0)`, without scale `(p, 0)`.
        case decimal(precision: Int?, scale: Int?)
        /// `CHAR(n)`; without length 1.
        case char(Int?)
        /// `VARCHAR(n)`; without length 1.
        case varchar(Int?)
        /// `STRING`.
        case string
        /// `BINARY(n)`; without length 1.
        case binary(Int?)
        /// `VARBINARY(n)`; without length 1.
        case varbinary(Int?)
        /// `BYTES`.
        case bytes
        /// `DATE`.
        case date
        /// `TIME(p)`; without precision 0.
        case time(Int?)
        /// `TIMESTAMP(p)`; without precision 6.
        case timestamp(Int?)
        /// `TIMESTAMP_LTZ(p)`, also `TIMESTAMP(p) WITH LOCAL TIME ZONE`; without precision 6.
        case timestampLTZ(Int?)
        /// `INTERVAL`.
        case interval(IntervalQualifier)
        /// `ARRAY<t>`, also `t ARRAY`.
        case array(TypeName)
        /// `MULTISET<t>`, also `t MULTISET`.
        case multiset(TypeName)
        /// `MAP<k, v>`.
        case map(TypeName, TypeName)
        /// `ROW<a t, ...>`.
        case row([RowField])
    }

    /// A field of a `ROW`.
    public struct RowField: Hashable, Sendable {
        /// Its name.
        public var name: Identifier
        /// Its type.
        public var type: TypeName
        /// Its comment.
        public var comment: String?
    }
}
