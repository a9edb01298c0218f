/// Something to read rows from.
public struct TableReference: Hashable, Sendable {
    /// Which kind.
    public var kind: Kind
    /// `AS name (columns)`.
    public var alias: TableAlias?
    /// Where it stands.
    @NotCompared public var range: SourceRange

    /// The kinds of tables.
    public indirect enum Kind: Hashable, Sendable {
        /// A table, a view, or a query of `WITH`.
        case named(QualifiedName, hints: [Hint])
        /// `(query)`, which sees the tables before it if it is `LATERAL`.
        case subquery(Query, isLateral: Bool)
        /// `TABLE(f(...))`, also `f(...)`: a window function such as `TUMBLE`, or another table function.
        case function(FunctionCall, isLateral: Bool)
        /// `UNNEST(array, ...) [WITH ORDINALITY]`.
        case unnest([Expression], withOrdinality: Bool)
        /// Two tables joined. An alias is nil here.
        case join(Join)
        /// `table FOR SYSTEM_TIME AS OF time`: the table as it was.
        case snapshot(TableReference, Expression)
        /// `table MATCH_RECOGNIZE (...)`.
        case matchRecognize(MatchRecognize)
    }
}

/// `AS name [(columns)]`.
public struct TableAlias: Hashable, Sendable {
    /// The name.
    public var name: Identifier
    /// New names for the columns; none keeps them.
    public var columns: [Identifier]
}

/// `left JOIN right ON condition`.
public struct Join: Hashable, Sendable {
    /// Which rows without a partner remain.
    public var kind: Kind
    /// One side.
    public var left: TableReference
    /// The other side.
    public var right: TableReference
    /// Which rows are partners; nil for `CROSS JOIN`.
    public var condition: Condition?

    /// The kinds of joins.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case inner = "JOIN"
        case left = "LEFT JOIN"
        case right = "RIGHT JOIN"
        case full = "FULL JOIN"
        case cross = "CROSS JOIN"
    }

    /// Which rows are partners.
    public enum Condition: Hashable, Sendable {
        /// `ON condition`.
        case on(Expression)
        /// `USING (columns)`.
        case using([Identifier])
        /// `NATURAL JOIN`: the columns that both sides have are equal.
        case natural
    }
}
