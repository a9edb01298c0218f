/// `SELECT ... FROM ... WHERE ... GROUP BY ... HAVING ... WINDOW ... QUALIFY ...`.
public struct Select: Hashable, Sendable {
    /// `/*+ ... */` behind `SELECT`.
    public var hints: [Hint]
    /// Whether equal rows are shown once.
    public var isDistinct: Bool
    /// What is shown.
    public var items: [SelectItem]
    /// `FROM`: several tables with commas between them are joined without a condition; none gives one row.
    public var from: [TableReference]
    /// `WHERE`.
    public var filter: Expression?
    /// `GROUP BY`.
    public var groupBy: GroupBy?
    /// `HAVING`.
    public var having: Expression?
    /// `WINDOW`.
    public var windows: [NamedWindow]
    /// `QUALIFY`.
    public var qualify: Expression?
}

/// Something to show.
public struct SelectItem: Hashable, Sendable {
    /// What.
    public var kind: Kind
    /// Where it stands.
    @NotCompared public var range: SourceRange

    /// What can be shown.
    public enum Kind: Hashable, Sendable {
        /// `*`.
        case wildcard
        /// `t.*`.
        case tableWildcard(QualifiedName)
        /// `x [AS alias]`.
        case expression(Expression, alias: Identifier?)
    }
}

/// `GROUP BY [DISTINCT] elements`.
public struct GroupBy: Hashable, Sendable {
    /// Whether grouping sets that are equal count once.
    public var isDistinct: Bool
    /// The elements, whose grouping sets are multiplied.
    public var elements: [GroupingElement]
    /// Where it stands.
    @NotCompared public var range: SourceRange
}

/// An element of `GROUP BY`.
public struct GroupingElement: Hashable, Sendable {
    /// Which kind.
    public var kind: Kind
    /// Where it stands.
    @NotCompared public var range: SourceRange

    /// The kinds of elements.
    public indirect enum Kind: Hashable, Sendable {
        /// An expression.
        case expression(Expression)
        /// `(a, b)`, also `()`: expressions as one.
        case set([Expression])
        /// `ROLLUP(a, (b, c))`.
        case rollup([GroupingElement])
        /// `CUBE(a, (b, c))`.
        case cube([GroupingElement])
        /// `GROUPING SETS ((a), (b), ())`.
        case groupingSets([GroupingElement])
    }
}
