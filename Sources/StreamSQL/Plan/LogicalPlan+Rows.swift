extension LogicalPlan {
    /// The elements of a collection as rows. Flink: Correlate with UNNEST.
    public struct Unnest: Hashable, Sendable {
        /// The ARRAY or MAP over the input. An element that is a ROW gives a column for each field, an entry of a MAP its key
        /// and its value, anything else one column. A BIGINT gives so many rows without columns.
        public let collection: BoundExpression
        /// Whether a row without elements remains, with NULL.
        public let isOuter: Bool
        /// Whether the INT number of the element, from 1, is the last column.
        public let withOrdinality: Bool
        /// The columns of the result.
        public let schema: Schema

        /// Elements as rows.
        public init(_ collection: BoundExpression, isOuter: Bool, withOrdinality: Bool, schema: Schema) {
            self.collection = collection
            self.isOuter = isOuter
            self.withOrdinality = withOrdinality
            self.schema = schema
        }
    }

    /// An order of an endless result: by a time attribute, ascending, then by other columns. Flink: TemporalSort.
    public struct Sort: Hashable, Sendable {
        /// The time column.
        public let time: Int
        /// Whether it is event time: rows wait for the watermark, late ones are dropped.
        public let isEventTime: Bool
        /// What orders rows of the same time.
        public let ties: [Ordering]

        /// An order.
        public init(time: Int, isEventTime: Bool, ties: [Ordering]) {
            self.time = time
            self.isEventTime = isEventTime
            self.ties = ties
        }
    }

    /// Functions of a row's place among the rows of its partition in the order of time. Flink: OverAggregate with ROW_NUMBER,
    /// RANK, DENSE_RANK or LAG.
    public struct Numbering: Hashable, Sendable {
        /// A function.
        public enum Function: Hashable, Sendable {
            /// The number of the row, from 1.
            case rowNumber
            /// How many rows have an earlier time, and one.
            case rank
            /// How many times there are up to the row's.
            case denseRank
            /// A column's value so many rows earlier, or the value of another column where there is no such row.
            case lag(column: Int, offset: Int64, otherwise: Int?)
        }

        /// The columns whose equal values make a partition.
        public let partition: [Int]
        /// The time column.
        public let order: Int
        /// Whether the order is that of event time: rows wait for the watermark, late ones are dropped.
        public let isEventTime: Bool
        /// What is computed.
        public let functions: [Function]
        /// How long a partition that is not written is kept at least, in ms; nil for ever. Flink: table.exec.state.ttl.
        public var timeToLive: Int64?
        /// The columns of the result.
        public let schema: Schema

        /// Functions.
        public init(partition: [Int], order: Int, isEventTime: Bool, functions: [Function], schema: Schema) {
            self.partition = partition
            self.order = order
            self.isEventTime = isEventTime
            self.functions = functions
            self.schema = schema
        }
    }

    /// Aggregates over all rows up to each row in the order of plain columns: a new row changes the results of those behind
    /// it. Flink: NonTimeOverAggregate.
    public struct RunningAggregate: Hashable, Sendable {
        /// The columns whose equal values make a partition.
        public let partition: [Int]
        /// The order.
        public let order: [Ordering]
        /// Whether rows that are equal in the order count one by one (ROWS) or together (RANGE).
        public let isRows: Bool
        /// What is computed.
        public let functions: [Function]
        /// The columns of the result.
        public let schema: Schema

        /// What is computed.
        public enum Function: Hashable, Sendable {
            /// An aggregate.
            case aggregate(AggregateCall)
            /// The number of the row.
            case rowNumber
            /// How many rows come before, and one.
            case rank
            /// How many values of the order there are up to the row's.
            case denseRank
        }

        /// Aggregates.
        public init(
            partition: [Int],
            order: [Ordering],
            isRows: Bool,
            functions: [Function],
            schema: Schema
        ) {
            self.partition = partition
            self.order = order
            self.isRows = isRows
            self.functions = functions
            self.schema = schema
        }
    }
}
