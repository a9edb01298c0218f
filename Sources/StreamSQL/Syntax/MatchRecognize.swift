/// `table MATCH_RECOGNIZE (...)`.
public struct MatchRecognize: Hashable, Sendable {
    /// The rows that are searched.
    public var input: TableReference
    /// `PARTITION BY`.
    public var partitionBy: [Expression]
    /// `ORDER BY`.
    public var orderBy: [OrderItem]
    /// `MEASURES`.
    public var measures: [Measure]
    /// `ONE ROW PER MATCH` or `ALL ROWS PER MATCH`; nil if not written, which means one.
    public var rows: Rows?
    /// `AFTER MATCH`; nil if not written (Flink: `SKIP PAST LAST ROW`).
    public var skip: Skip?
    /// `PATTERN`.
    public var pattern: RowPattern
    /// `WITHIN`: an interval.
    public var within: Expression?
    /// `SUBSET`.
    public var subsets: [Subset]
    /// `DEFINE`.
    public var definitions: [Definition]
    /// Where it stands, from `MATCH_RECOGNIZE` to its last parenthesis.
    @NotCompared public var range: SourceRange

    /// `expression AS name`.
    public struct Measure: Hashable, Sendable {
        /// What it is.
        public var expression: Expression
        /// Its name.
        public var name: Identifier
    }

    /// Which rows a match gives.
    public enum Rows: String, Hashable, Sendable, CaseIterable {
        /// One.
        case one = "ONE ROW PER MATCH"
        /// Every row of the match. Flink parses it and refuses it.
        case all = "ALL ROWS PER MATCH"
    }

    /// Where the search goes on.
    public enum Skip: Hashable, Sendable {
        /// `SKIP PAST LAST ROW`.
        case pastLastRow
        /// `SKIP TO NEXT ROW`.
        case toNextRow
        /// `SKIP TO FIRST variable`.
        case toFirst(Identifier)
        /// `SKIP TO LAST variable`, also `SKIP TO variable`.
        case toLast(Identifier)
    }

    /// `SUBSET name = (variables)`.
    public struct Subset: Hashable, Sendable {
        /// Its name.
        public var name: Identifier
        /// The variables.
        public var variables: [Identifier]
    }

    /// `variable AS condition`.
    public struct Definition: Hashable, Sendable {
        /// The variable.
        public var variable: Identifier
        /// What must be true for a row to be it.
        public var condition: Expression
    }
}

/// The pattern of `MATCH_RECOGNIZE`.
public struct RowPattern: Hashable, Sendable {
    /// Which kind.
    public var kind: Kind
    /// Where it stands.
    @NotCompared public var range: SourceRange

    /// The kinds of patterns.
    public indirect enum Kind: Hashable, Sendable {
        /// A row that is this variable.
        case variable(Identifier)
        /// One after the other; at least two.
        case sequence([RowPattern])
        /// `a | b`: one of them, the first preferred; at least two.
        case alternation([RowPattern])
        /// A quantifier: so many times.
        case repetition(RowPattern, Quantifier)
    }

    /// `*`, `+`, `?`, `{n}`, `{n,}`, `{,m}`, `{n,m}`, each reluctant with a `?` behind it.
    public struct Quantifier: Hashable, Sendable {
        /// At least so many times.
        public var atLeast: Int
        /// At most so many times; nil for any number.
        public var atMost: Int?
        /// Whether few are preferred to many.
        public var isReluctant: Bool
    }
}
