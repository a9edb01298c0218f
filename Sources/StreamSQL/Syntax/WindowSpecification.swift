/// What `OVER` names.
public indirect enum WindowReference: Hashable, Sendable {
    /// A window of the `WINDOW` clause.
    case named(Identifier)
    /// `(PARTITION BY ... ORDER BY ...)`.
    case specification(WindowSpecification)
}

/// `[name] [PARTITION BY ...] [ORDER BY ...] [frame]`.
public struct WindowSpecification: Hashable, Sendable {
    /// The window of the `WINDOW` clause that this one adds to.
    public var extending: Identifier?
    /// `PARTITION BY`.
    public var partitionBy: [Expression]
    /// `ORDER BY`.
    public var orderBy: [OrderItem]
    /// Which rows around the current one count.
    public var frame: Frame?
    /// Where it stands, with its parentheses.
    @NotCompared public var range: SourceRange

    /// `ROWS | RANGE [BETWEEN] start [AND end]`.
    public struct Frame: Hashable, Sendable {
        /// Whether rows are counted, or distances in the ordering column.
        public var unit: Unit
        /// The first row.
        public var start: Bound
        /// The last row; nil if only the start is written, which means the current row.
        public var end: Bound?
        /// Where it stands.
        @NotCompared public var range: SourceRange
    }

    /// What a frame counts.
    public enum Unit: String, Hashable, Sendable, CaseIterable {
        case rows = "ROWS"
        case range = "RANGE"
    }

    /// One end of a frame.
    public enum Bound: Hashable, Sendable {
        /// `UNBOUNDED PRECEDING`.
        case unboundedPreceding
        /// `x PRECEDING`.
        case preceding(Expression)
        /// `CURRENT ROW`.
        case currentRow
        /// `x FOLLOWING`.
        case following(Expression)
        /// `UNBOUNDED FOLLOWING`.
        case unboundedFollowing
    }
}

/// `WINDOW name AS (...)`.
public struct NamedWindow: Hashable, Sendable {
    /// Its name.
    public var name: Identifier
    /// What it is.
    public var specification: WindowSpecification
}

/// `x [ASC | DESC] [NULLS FIRST | LAST]`.
public struct OrderItem: Hashable, Sendable {
    /// What is ordered by.
    public var expression: Expression
    /// Whether small values come first.
    public var isAscending: Bool
    /// Whether NULLs come first; nil if not written (Flink: NULL is the smallest value).
    public var nullsFirst: Bool?
    /// Where it stands.
    @NotCompared public var range: SourceRange
}
