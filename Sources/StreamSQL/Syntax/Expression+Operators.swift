extension Expression {
    /// An operator before its operand.
    public enum UnaryOperator: String, Hashable, Sendable, CaseIterable {
        case not = "NOT"
        case plus = "+"
        case minus = "-"
    }

    /// An operator between its operands.
    public enum BinaryOperator: String, Hashable, Sendable, CaseIterable {
        case or = "OR"
        case and = "AND"
        case equal = "="
        case notEqual = "<>"
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
        case isDistinctFrom = "IS DISTINCT FROM"
        case isNotDistinctFrom = "IS NOT DISTINCT FROM"
        case overlaps = "OVERLAPS"
        case concatenate = "||"
        case add = "+"
        case subtract = "-"
        case multiply = "*"
        case divide = "/"
        case remainder = "%"
    }

    /// What `IS` asks for.
    public enum Test: String, Hashable, Sendable, CaseIterable {
        case null = "NULL"
        case `true` = "TRUE"
        case `false` = "FALSE"
        case unknown = "UNKNOWN"
        case json = "JSON VALUE"
        case jsonScalar = "JSON SCALAR"
        case jsonArray = "JSON ARRAY"
        case jsonObject = "JSON OBJECT"
    }

    /// `x [NOT] BETWEEN [SYMMETRIC] low AND high`.
    public struct Between: Hashable, Sendable {
        /// What is tested.
        public var value: Expression
        /// The lower end, which is within.
        public var low: Expression
        /// The upper end, which is within.
        public var high: Expression
        /// Whether the ends may be given in any order.
        public var isSymmetric: Bool
        /// Whether it is true for what is not between.
        public var isNegated: Bool
    }

    /// `x [NOT] LIKE pattern [ESCAPE e]`, and `SIMILAR TO`.
    public struct Like: Hashable, Sendable {
        /// What is tested.
        public var value: Expression
        /// The pattern.
        public var pattern: Expression
        /// The character that takes the meaning from the one behind it.
        public var escape: Expression?
        /// Whether the pattern is a regular expression of SQL (`SIMILAR TO`).
        public var isSimilar: Bool
        /// Whether it is true for what does not match.
        public var isNegated: Bool
    }

    /// `CASE [x] WHEN ... THEN ... [ELSE ...] END`.
    public struct Case: Hashable, Sendable {
        /// What the `WHEN`s are compared with; without it they are conditions.
        public var operand: Expression?
        /// The branches; at least one.
        public var branches: [Branch]
        /// `ELSE`; NULL without it.
        public var otherwise: Expression?

        /// `WHEN values THEN result`.
        public struct Branch: Hashable, Sendable {
            /// The condition; with an operand one value or more.
            public var conditions: [Expression]
            /// What it gives.
            public var result: Expression
        }
    }

    /// Where `TRIM` takes characters away.
    public enum TrimMode: String, Hashable, Sendable, CaseIterable {
        case both = "BOTH"
        case leading = "LEADING"
        case trailing = "TRAILING"
    }
}
