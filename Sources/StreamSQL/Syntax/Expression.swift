/// An expression.
public struct Expression: Hashable, Sendable {
    /// What it is.
    public var kind: Kind
    /// Where it stands, its parentheses left out.
    @NotCompared public var range: SourceRange

    /// What an expression can be.
    public indirect enum Kind: Hashable, Sendable {
        /// A constant.
        case literal(Literal)
        /// A column, perhaps with its table before it and fields behind it; which is which is found out by binding.
        case column(QualifiedName)
        /// `-x`, `NOT x`.
        case unary(UnaryOperator, Expression)
        /// `x + y`, `x AND y`.
        case binary(BinaryOperator, Expression, Expression)
        /// `x IS [NOT] NULL`, `TRUE`, `JSON OBJECT`...
        case test(Expression, Test, isNegated: Bool)
        /// `x [NOT] BETWEEN [SYMMETRIC] low AND high`.
        case between(Between)
        /// `x [NOT] IN (a, b)`.
        case inList(Expression, [Expression], isNegated: Bool)
        /// `x [NOT] IN (query)`.
        case inQuery(Expression, Query, isNegated: Bool)
        /// `x [NOT] LIKE pattern [ESCAPE e]`, and `SIMILAR TO`.
        case like(Like)
        /// `EXISTS (query)`.
        case exists(Query)
        /// `(query)`: its only value.
        case subquery(Query)
        /// `CASE ... END`.
        case `case`(Case)
        /// `CAST(x AS t)` and `TRY_CAST`.
        case cast(Expression, TypeName, isTry: Bool)
        /// `EXTRACT(unit FROM x)`.
        case extract(TimeUnit, Expression)
        /// `FLOOR(x TO unit)`.
        case floor(Expression, TimeUnit)
        /// `CEIL(x TO unit)`.
        case ceiling(Expression, TimeUnit)
        /// `TRIM([mode] [characters] FROM x)`; nil characters for blanks.
        case trim(TrimMode, characters: Expression?, Expression)
        /// `POSITION(part IN whole)`.
        case position(Expression, in: Expression)
        /// `OVERLAY(x PLACING new FROM start [FOR length])`.
        case overlay(Expression, placing: Expression, from: Expression, length: Expression?)
        /// `TIMESTAMPADD(unit, count, time)`.
        case timestampAdd(TimeUnit, Expression, Expression)
        /// `TIMESTAMPDIFF(unit, from, to)`.
        case timestampDiff(TimeUnit, Expression, Expression)
        /// `(a - b) DAY TO SECOND`: the time between two times as an interval.
        case timeDifference(Expression, Expression, IntervalQualifier)
        /// `ARRAY[a, b]`.
        case array([Expression])
        /// `MAP[k, v, ...]`.
        case map([MapEntry])
        /// `ROW(a, b)`, also `(a, b)`.
        case row([Expression])
        /// `x[i]`: an element of an array (from 1) or the value of a map.
        case element(Expression, Expression)
        /// `x.f` where x is not itself a name.
        case field(Expression, Identifier)
        /// A call of a function or an aggregate, `SUBSTRING(x FROM a FOR b)` being `SUBSTRING(x, a, b)`, and
        /// `CURRENT_TIMESTAMP` and its like having no arguments.
        case call(FunctionCall)
        /// `JSON_VALUE`, `JSON_QUERY`, `JSON_OBJECT`... with their clauses.
        case json(JSONFunction)
    }

    /// A key and its value in `MAP[...]`.
    public struct MapEntry: Hashable, Sendable {
        /// The key.
        public var key: Expression
        /// The value.
        public var value: Expression
    }
}
