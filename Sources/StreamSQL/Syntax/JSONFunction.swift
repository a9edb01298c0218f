/// The JSON functions whose arguments have clauses.
public indirect enum JSONFunction: Hashable, Sendable {
    /// `JSON_VALUE(input, path [RETURNING t] [... ON EMPTY] [... ON ERROR])`.
    case value(Value)
    /// `JSON_QUERY(input, path [RETURNING t] [... WRAPPER] [... ON EMPTY] [... ON ERROR])`.
    case query(Query)
    /// `JSON_EXISTS(input, path [... ON ERROR])`.
    case exists(Expression, path: Expression, onError: ExistsErrorBehavior?)
    /// `JSON_OBJECT(KEY k VALUE v, ... [NULL | ABSENT ON NULL])`.
    case object([Member], onNull: NullBehavior?)
    /// `JSON_ARRAY(a, ... [NULL | ABSENT ON NULL])`.
    case array([Expression], onNull: NullBehavior?)
    /// `JSON_OBJECTAGG(KEY k VALUE v [NULL | ABSENT ON NULL])`.
    case objectAggregate(Member, onNull: NullBehavior?, filter: Expression?)
    /// `JSON_ARRAYAGG(x [NULL | ABSENT ON NULL])`.
    case arrayAggregate(Expression, onNull: NullBehavior?, filter: Expression?)

    /// `JSON_VALUE`.
    public struct Value: Hashable, Sendable {
        /// The JSON text.
        public var input: Expression
        /// The path.
        public var path: Expression
        /// The result's type; STRING if nil.
        public var returning: TypeName?
        /// What to do if there is nothing at the path; NULL if nil.
        public var onEmpty: ValueBehavior?
        /// What to do if there is an error; NULL if nil.
        public var onError: ValueBehavior?
    }

    /// `JSON_QUERY`.
    public struct Query: Hashable, Sendable {
        /// The JSON text.
        public var input: Expression
        /// The path.
        public var path: Expression
        /// The result's type; STRING if nil.
        public var returning: TypeName?
        /// Whether the result is put into an array; WITHOUT if nil.
        public var wrapper: Wrapper?
        /// What to do if there is nothing at the path; NULL if nil.
        public var onEmpty: QueryBehavior?
        /// What to do if there is an error; NULL if nil.
        public var onError: QueryBehavior?
    }

    /// A key and its value.
    public struct Member: Hashable, Sendable {
        /// The key.
        public var key: Expression
        /// The value.
        public var value: Expression
    }

    /// What `JSON_VALUE` gives instead.
    public enum ValueBehavior: Hashable, Sendable {
        /// `ERROR`.
        case error
        /// `NULL`.
        case null
        /// `DEFAULT x`.
        case `default`(Expression)
    }

    /// What `JSON_QUERY` gives instead.
    public enum QueryBehavior: String, Hashable, Sendable, CaseIterable {
        case error = "ERROR"
        case null = "NULL"
        case emptyArray = "EMPTY ARRAY"
        case emptyObject = "EMPTY OBJECT"
    }

    /// What `JSON_EXISTS` gives instead.
    public enum ExistsErrorBehavior: String, Hashable, Sendable, CaseIterable {
        case `true` = "TRUE"
        case `false` = "FALSE"
        case unknown = "UNKNOWN"
        case error = "ERROR"
    }

    /// Whether the result of `JSON_QUERY` is put into an array.
    public enum Wrapper: String, Hashable, Sendable, CaseIterable {
        case without = "WITHOUT ARRAY WRAPPER"
        case conditional = "WITH CONDITIONAL ARRAY WRAPPER"
        case unconditional = "WITH UNCONDITIONAL ARRAY WRAPPER"
    }

    /// What becomes of members that are NULL.
    public enum NullBehavior: String, Hashable, Sendable, CaseIterable {
        case null = "NULL ON NULL"
        case absent = "ABSENT ON NULL"
    }
}
