/// `CREATE [TEMPORARY] TABLE`.
public struct CreateTable: Hashable, Sendable {
    /// Whether it is gone with the session.
    public var isTemporary: Bool
    /// Whether a table that is there already stays.
    public var ifNotExists: Bool
    /// Its name.
    public var name: QualifiedName
    /// Its columns; with `LIKE` there may be none.
    public var columns: [ColumnDefinition]
    /// `WATERMARK FOR`.
    public var watermark: WatermarkDefinition?
    /// `PRIMARY KEY`.
    public var primaryKey: PrimaryKeyDefinition?
    /// `COMMENT`.
    public var comment: String?
    /// `PARTITIONED BY`.
    public var partitionedBy: [Identifier]
    /// `WITH (...)`.
    public var options: [TableOption]
    /// `LIKE`.
    public var like: LikeClause?
}

/// A column of `CREATE TABLE`.
public struct ColumnDefinition: Hashable, Sendable {
    /// Its name.
    public var name: Identifier
    /// Where its values come from.
    public var source: Source
    /// `COMMENT`.
    public var comment: String?
    /// Where it stands.
    @NotCompared public var range: SourceRange

    /// Where a column's values come from.
    public enum Source: Hashable, Sendable {
        /// The record: `name type`.
        case physical(TypeName)
        /// What the connector knows of a record: `name type METADATA [FROM 'key'] [VIRTUAL]`; without a key the column's
        /// name is the key. Virtual ones are not written.
        case metadata(TypeName, key: String?, isVirtual: Bool)
        /// An expression over other columns: `name AS expression`.
        case computed(Expression)
    }
}

/// `WATERMARK FOR column AS expression`.
public struct WatermarkDefinition: Hashable, Sendable {
    /// The event-time column, or a field in it.
    public var column: QualifiedName
    /// The watermark, computed from a row.
    public var expression: Expression
    /// Where it stands.
    @NotCompared public var range: SourceRange
}

/// `[CONSTRAINT name] PRIMARY KEY (columns) NOT ENFORCED`, also written behind its only column.
public struct PrimaryKeyDefinition: Hashable, Sendable {
    /// Its name.
    public var name: Identifier?
    /// The columns.
    public var columns: [Identifier]
    /// Where it stands.
    @NotCompared public var range: SourceRange
}

/// `LIKE table [(options)]`.
public struct LikeClause: Hashable, Sendable {
    /// The table that is taken from.
    public var table: QualifiedName
    /// How, in the order written.
    public var options: [Option]

    /// What to do with a feature of the other table.
    public struct Option: Hashable, Sendable {
        /// What to do.
        public var strategy: Strategy
        /// With what.
        public var feature: Feature
    }

    /// What can be done.
    public enum Strategy: String, Hashable, Sendable, CaseIterable {
        /// Takes it; it is an error if the new table has it as well.
        case including = "INCLUDING"
        /// Leaves it.
        case excluding = "EXCLUDING"
        /// Takes it where the new table does not say otherwise.
        case overwriting = "OVERWRITING"
    }

    /// What can be taken.
    public enum Feature: String, Hashable, Sendable, CaseIterable {
        /// All that follows.
        case all = "ALL"
        /// Computed columns.
        case generated = "GENERATED"
        /// Metadata columns.
        case metadata = "METADATA"
        /// `WITH (...)`.
        case options = "OPTIONS"
        /// `PARTITIONED BY`.
        case partitions = "PARTITIONS"
        /// `WATERMARK FOR`.
        case watermarks = "WATERMARKS"
        /// `PRIMARY KEY`.
        case constraints = "CONSTRAINTS"
        /// `DISTRIBUTED BY`.
        case distribution = "DISTRIBUTION"
    }
}
