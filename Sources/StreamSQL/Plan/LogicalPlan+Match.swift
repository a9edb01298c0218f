extension LogicalPlan {
    /// MATCH_RECOGNIZE with ONE ROW PER MATCH. Columns: the partition's, then one for each measure.
    ///
    /// Conditions and measures are expressions over `references` by number: what they read of the rows matched so far.
    public struct Match: Hashable, Sendable {
        /// The columns whose equal values make a partition.
        public let partition: [Int]
        /// The event-time column, and further columns that break ties.
        public let order: [Ordering]
        /// What is looked for.
        public let pattern: Pattern
        /// The pattern's variables, in the order of their first appearance.
        public let variables: [String]
        /// For each variable the condition of a row to be it, over `references`; nil for a variable that any row can be.
        public let definitions: [BoundExpression?]
        /// The measures, over `references`.
        public let measures: [BoundExpression]
        /// What conditions and measures read.
        public let references: [Reference]
        /// Where the search goes on.
        public let skip: Skip
        /// The longest time from the first to the last row of a match in ms, nil for any. Flink: WITHIN, exclusive.
        public let within: Int64?
        /// The columns of the result.
        public let schema: Schema

        /// What a condition or measure reads of the rows matched so far.
        public enum Reference: Hashable, Sendable {
            /// A column of the first (`fromFirst`) or last row of a variable, `offset` rows after or before it; nil variable
            /// for all rows of the match. NULL where there is no such row. In a definition the row being tested counts as a
            /// row of its variable.
            case column(Int, variable: Int?, fromFirst: Bool, offset: Int)
            /// An aggregate over an expression's values in the rows of a variable; nil variable for all rows.
            case aggregate(AggregateFunction, BoundExpression?, variable: Int?, isDistinct: Bool, type: DataType)
            /// The event time of the last row of the match (MATCH_ROWTIME()).
            case rowtime
        }

        /// A pattern over variables.
        public indirect enum Pattern: Hashable, Sendable {
            /// A row that is this variable.
            case variable(Int)
            /// One after the other.
            case sequence([Pattern])
            /// One of these, the first that matches preferred.
            case alternation([Pattern])
            /// So many times; greedy takes as many as it can, reluctant as few.
            case repetition(Pattern, atLeast: Int, atMost: Int?, isGreedy: Bool)
        }

        /// Where to look for the next match.
        public enum Skip: Hashable, Sendable {
            /// Behind the last row of the match.
            case pastLastRow
            /// At the row behind the first row of the match.
            case toNextRow
            /// At the first row that is this variable.
            case toFirst(Int)
            /// At the last row that is this variable.
            case toLast(Int)
        }

        /// A match.
        public init(
            partition: [Int],
            order: [Ordering],
            pattern: Pattern,
            variables: [String],
            definitions: [BoundExpression?],
            measures: [BoundExpression],
            references: [Reference],
            skip: Skip,
            within: Int64?,
            schema: Schema
        ) {
            self.partition = partition
            self.order = order
            self.pattern = pattern
            self.variables = variables
            self.definitions = definitions
            self.measures = measures
            self.references = references
            self.skip = skip
            self.within = within
            self.schema = schema
        }
    }
}
