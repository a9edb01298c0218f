/// A statement.
public struct Statement: Hashable, Sendable {
    /// Which one.
    public var kind: Kind
    /// Where it stands, without the semicolon.
    @NotCompared public var range: SourceRange

    /// The statements of the subset.
    public indirect enum Kind: Hashable, Sendable {
        /// `CREATE TABLE`.
        case createTable(CreateTable)
        /// `CREATE VIEW`.
        case createView(CreateView)
        /// `DROP TABLE`.
        case dropTable(Drop)
        /// `DROP VIEW`.
        case dropView(Drop)
        /// `SET 'k' = 'v'`.
        case set(TableOption)
        /// `SET`: lists the settings.
        case showSettings
        /// `RESET 'k'`, or `RESET` (nil) for all settings.
        case reset(key: String?)
        /// `INSERT INTO`.
        case insert(Insert)
        /// `EXECUTE STATEMENT SET BEGIN ... END`, also written `BEGIN STATEMENT SET; ... END`: inserts that run as one job.
        case statementSet([Insert])
        /// `EXPLAIN`.
        case explain(Explain)
        /// `DESCRIBE [EXTENDED] t`.
        case describe(QualifiedName, isExtended: Bool)
        /// `SHOW TABLES` and its like.
        case show(Show)
        /// A query whose rows are shown.
        case query(Query)
    }
}

/// `CREATE [TEMPORARY] VIEW`.
public struct CreateView: Hashable, Sendable {
    /// Whether it is gone with the session.
    public var isTemporary: Bool
    /// Whether a view that is there already stays.
    public var ifNotExists: Bool
    /// Its name.
    public var name: QualifiedName
    /// New names for its columns; none keeps those of the query.
    public var columns: [Identifier]
    /// `COMMENT`.
    public var comment: String?
    /// What it shows.
    public var query: Query
}

/// `DROP [TEMPORARY] TABLE` or `VIEW`.
public struct Drop: Hashable, Sendable {
    /// Whether only a temporary one is meant.
    public var isTemporary: Bool
    /// Whether it may be missing.
    public var ifExists: Bool
    /// What is dropped.
    public var name: QualifiedName
}

/// `INSERT INTO t [(columns)] query [ON CONFLICT DO ...]`.
public struct Insert: Hashable, Sendable {
    /// Where the rows go.
    public var table: QualifiedName
    /// `/*+ OPTIONS(...) */` behind the table.
    public var hints: [Hint]
    /// The columns that the query gives, in its order; none for all.
    public var columns: [Identifier]
    /// The rows, which may be `VALUES`.
    public var query: Query
    /// `ON CONFLICT DO`; nil without.
    public var conflict: Conflict?
    /// Where it stands.
    @NotCompared public var range: SourceRange

    /// What happens to rows of different keys of the query that have the same primary key in the table.
    public enum Conflict: String, Hashable, Sendable, CaseIterable {
        /// The last one counts.
        case deduplicate = "DEDUPLICATE"
        /// The first one counts.
        case nothing = "NOTHING"
        /// The job fails.
        case error = "ERROR"
    }
}

/// `EXPLAIN [details | PLAN FOR] statement`.
public struct Explain: Hashable, Sendable {
    /// What is shown beside the plans, without repetition.
    public var details: [Detail]
    /// A query, an insert or a statement set.
    public var statement: Statement

    /// What `EXPLAIN` can show beside the plans.
    public enum Detail: String, Hashable, Sendable, CaseIterable {
        /// What each operator costs.
        case estimatedCost = "ESTIMATED_COST"
        /// Which kinds of changes each operator emits.
        case changelogMode = "CHANGELOG_MODE"
        /// The operators as JSON.
        case jsonExecutionPlan = "JSON_EXECUTION_PLAN"
        /// What may go wrong, and what to do about it.
        case planAdvice = "PLAN_ADVICE"
    }
}

/// `SHOW ...`.
public struct Show: Hashable, Sendable {
    /// What is shown.
    public var subject: Subject
    /// `[NOT] LIKE`: which names; nil for all.
    public var pattern: NamePattern?

    /// What can be shown.
    public enum Subject: Hashable, Sendable {
        /// `SHOW TABLES`.
        case tables
        /// `SHOW VIEWS`.
        case views
        /// `SHOW JOBS`.
        case jobs
        /// `SHOW [USER] FUNCTIONS`.
        case functions(userOnly: Bool)
        /// `SHOW CREATE TABLE t`.
        case createTable(QualifiedName)
        /// `SHOW CREATE VIEW v`.
        case createView(QualifiedName)
    }

    /// `[NOT] LIKE 'pattern'`.
    public struct NamePattern: Hashable, Sendable {
        /// The pattern.
        public var pattern: String
        /// Whether names are shown that do not match.
        public var isNegated: Bool
        /// Whether case counts (`LIKE`) or not (`ILIKE`).
        public var isCaseSensitive: Bool
    }
}
