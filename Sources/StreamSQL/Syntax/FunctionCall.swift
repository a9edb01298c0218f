/// A call of a function, an aggregate, or a table function.
public struct FunctionCall: Hashable, Sendable {
    /// Its name as written; built-in names are case-insensitive.
    public var name: QualifiedName
    /// Its arguments; none for `COUNT(*)`.
    public var arguments: [Argument]
    /// Whether the argument is `*`.
    public var isStar: Bool = false
    /// Whether equal values count once.
    public var isDistinct: Bool = false
    /// `ORDER BY` within the parentheses of an aggregate.
    public var orderBy: [OrderItem] = []
    /// `IGNORE NULLS` (true) or `RESPECT NULLS` (false).
    public var ignoresNulls: Bool?
    /// `FILTER (WHERE ...)`.
    public var filter: Expression?
    /// `OVER`.
    public var over: WindowReference?
    /// `RUNNING` or `FINAL` in `MATCH_RECOGNIZE`.
    public var matchSemantics: MatchSemantics?
    /// Where it stands.
    @NotCompared public var range: SourceRange

    /// An argument.
    public struct Argument: Hashable, Sendable {
        /// Its name in `name => value`.
        public var name: Identifier?
        /// The value.
        public var value: Value
    }

    /// What can be an argument.
    public indirect enum Value: Hashable, Sendable {
        /// An expression.
        case expression(Expression)
        /// `TABLE t [PARTITION BY ...] [ORDER BY ...]`.
        case table(TableArgument)
        /// `DESCRIPTOR(a, b)`: columns by name.
        case descriptor([Identifier])
    }

    /// A table as an argument.
    public struct TableArgument: Hashable, Sendable {
        /// The table: a name or a query.
        public var source: Source
        /// `PARTITION BY`; none for the table as a whole.
        public var partitionBy: [Expression]
        /// `ORDER BY`.
        public var orderBy: [OrderItem]
        /// Where it stands.
        @NotCompared public var range: SourceRange

        /// Where an argument's rows come from.
        public enum Source: Hashable, Sendable {
            /// `TABLE t`.
            case named(QualifiedName)
            /// `(query)`.
            case query(Query)
        }
    }

    /// Which rows a measure of `MATCH_RECOGNIZE` sees.
    public enum MatchSemantics: String, Hashable, Sendable, CaseIterable {
        /// Those up to the current one.
        case running = "RUNNING"
        /// All of the match.
        case final = "FINAL"
    }
}
