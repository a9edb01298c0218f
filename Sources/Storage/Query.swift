import Primitives

/// What rows must meet. A null never meets a comparison, as in SQL.
public indirect enum Condition: Hashable, Sendable {
    /// The column has this value.
    case equals(String, Value)
    /// The column has one of these values (at most `StorageLimits.valuesPerConditionMax`).
    case oneOf(String, [Value])
    /// The column lies between the bounds; a missing one does not bound.
    case range(String, from: Value?, including: Bool = true, to: Value?, upToIncluding: Bool = false)
    /// The column is null.
    case isNull(String)
    /// The column is not null.
    case isNotNull(String)
    /// A `document` column has, at the path, a value that compares so with the literal. A path step into an array looks
    /// at every element (`relatedParty.id`): one match suffices. Scalars compare with the literal's text: numbers by value when
    /// both are numbers, everything else by bytes; booleans as `true`/`false`.
    case document(String, path: [String], DocumentComparison, [String])
    /// All of them.
    case all([Condition])
    /// At least one of them.
    case any([Condition])
}

/// How a value in a document compares with a literal.
public enum DocumentComparison: String, Hashable, Sendable {
    /// Equal to one of the literals.
    case equals
    /// Less than the first literal.
    case less
    /// Less than or equal to the first literal.
    case atMost
    /// Greater than the first literal.
    case greater
    /// Greater than or equal to the first literal.
    case atLeast
    /// Contains the first literal, without regard to ASCII case.
    case contains
}

/// An order of rows.
public struct Ordering: Hashable, Sendable {
    /// The column sorted by, or the `document` column that `path` leads into.
    public let column: String
    /// A path into a document; empty for a plain column.
    public let path: [String]
    /// Smallest first, nulls and missing values before all others; else the reverse.
    public let isAscending: Bool

    /// By a column, or by a path in a document column.
    public init(_ column: String, path: [String] = [], ascending: Bool = true) {
        self.column = column
        self.path = path
        isAscending = ascending
    }
}

/// A page of a table's rows.
public struct Query: Hashable, Sendable {
    /// What rows must meet.
    public var condition: Condition
    /// The order. The primary key is always appended, so that the order is total.
    public var order: [Ordering]
    /// Keyset paging: start after the row with these values of the plain columns of `order` followed by the primary key.
    /// Only for orders without document paths, all in one direction.
    public var after: [Value]?
    /// Rows skipped.
    public var offset: Int
    /// Rows returned at most.
    public var limit: Int

    /// All rows in primary-key order unless said otherwise.
    public init(
        _ condition: Condition = .all([]),
        order: [Ordering] = [],
        after: [Value]? = nil,
        offset: Int = 0,
        limit: Int
    ) {
        self.condition = condition
        self.order = order
        self.after = after
        self.offset = offset
        self.limit = limit
    }
}

/// A number computed over a group of rows.
public enum Aggregate: Hashable, Sendable {
    /// How many rows.
    case count
    /// The sum of an integer column (0 over no row).
    case sum(String)
    /// The smallest value of a column.
    case minimum(String)
    /// The greatest value of a column.
    case maximum(String)
    /// The sum of the lengths, in bytes, of a text, document or bytes column.
    case bytes(String)
}
