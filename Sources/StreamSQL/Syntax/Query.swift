/// A query: `[WITH ...] body [ORDER BY ...] [OFFSET n] [LIMIT n]`.
public struct Query: Hashable, Sendable {
    /// `WITH`.
    public var with: [NamedQuery]
    /// Where the rows come from.
    public var body: QueryBody
    /// `ORDER BY`.
    public var orderBy: [OrderItem]
    /// `OFFSET n [ROWS]`.
    public var offset: Expression?
    /// `LIMIT n`, also `FETCH FIRST n ROWS ONLY`; nil for all.
    public var limit: Expression?
    /// Where it stands.
    @NotCompared public var range: SourceRange

    /// Whether it is nothing but its body.
    public var isPlain: Bool { with.isEmpty && orderBy.isEmpty && offset == nil && limit == nil }
}

/// `name [(columns)] AS (query)` in `WITH`.
public struct NamedQuery: Hashable, Sendable {
    /// Its name.
    public var name: Identifier
    /// New names for the columns; none keeps those of the query.
    public var columns: [Identifier]
    /// The query.
    public var query: Query
}

/// Where the rows of a query come from.
public struct QueryBody: Hashable, Sendable {
    /// Which kind.
    public var kind: Kind
    /// Where it stands.
    @NotCompared public var range: SourceRange

    /// The kinds of bodies.
    public indirect enum Kind: Hashable, Sendable {
        /// `SELECT`.
        case select(Select)
        /// `VALUES`: rows; a row of one column may be any expression, others are `row` expressions.
        case values([Expression])
        /// `TABLE t`.
        case table(QualifiedName)
        /// `left UNION right` and its like.
        case setOperation(SetOperation)
        /// A query in parentheses that has an order, a limit or a `WITH` of its own.
        case query(Query)
    }
}

/// `left UNION [ALL] right` and its like.
public struct SetOperation: Hashable, Sendable {
    /// What is done.
    public var kind: Kind
    /// Whether equal rows are kept (`ALL`).
    public var isAll: Bool
    /// One side.
    public var left: QueryBody
    /// The other side.
    public var right: QueryBody

    /// What can be done with two queries.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case union = "UNION"
        case intersect = "INTERSECT"
        case except = "EXCEPT"
    }
}
