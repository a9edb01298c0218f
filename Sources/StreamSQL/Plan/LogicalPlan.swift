/// What a query does, as a tree of relational operations over columns by number. Flink: the optimised logical plan.
public indirect enum LogicalPlan: Hashable, Sendable {
    /// The rows of a table: the columns that the plan uses, by their number in the table's physical and metadata columns.
    case scan(Scan)
    /// Constant rows.
    case values([[BoundExpression]], Schema)
    /// One expression for each column.
    case project(LogicalPlan, [BoundExpression], Schema)
    /// The rows for which a condition is true.
    case filter(LogicalPlan, BoundExpression)
    /// Emits watermarks: the expression over the row, for the event-time column with this number.
    case watermark(LogicalPlan, column: Int, BoundExpression, Schema)
    /// Adds `window_start`, `window_end` and `window_time` (Flink: window table-valued function), where no aggregate, join or
    /// rank takes the windows over.
    case windowTable(LogicalPlan, Window, Schema)
    /// Aggregates a group for each window. Columns: keys, aggregates, then the window's properties that are asked for.
    case windowAggregate(LogicalPlan, WindowAggregate)
    /// Aggregates a group over all its rows so far; its output is updated.
    case groupAggregate(LogicalPlan, GroupAggregate)
    /// Joins rows of both sides. Columns: left, then right (SEMI and ANTI: left).
    case join(LogicalPlan, LogicalPlan, Join)
    /// The first rows of each partition by an order.
    case rank(LogicalPlan, Rank)
    /// Aggregates over the rows around each row. Columns: the input's, then one for each aggregate.
    case over(LogicalPlan, Over)
    /// MATCH_RECOGNIZE.
    case match(LogicalPlan, Match)
    /// Repeats each row once for each grouping set, with the keys that it leaves out as NULL. Columns: the input's, then
    /// the BIGINT expand id, which says of each set what it is: a bit for each key that is left out (GROUPING).
    case expand(LogicalPlan, keys: [Int], sets: [GroupingSet], Schema)
    /// All rows of the inputs, which have the same column types.
    case union([LogicalPlan], Schema)
    /// Each row once for each element of a collection. Columns: the input's, then the element's.
    case unnest(LogicalPlan, Unnest)
    /// Rows in the order of time.
    case sort(LogicalPlan, Sort)
    /// Numbers and earlier values for each row in the order of time. Columns: the input's, then one for each function.
    case number(LogicalPlan, Numbering)
    /// Aggregates over the rows up to each row in an order that is not one of time. Columns: the input's, then one for each
    /// aggregate.
    case runningAggregate(LogicalPlan, RunningAggregate)

    /// The changes of a table whose source gives the newest row of each key: what each row replaces.
    case normalize(LogicalPlan, Normalization)
    /// The last row of each key of a table that rows of other keys go into.
    case materialize(LogicalPlan, Materialization)

    /// A grouping set.
    public struct GroupingSet: Hashable, Sendable {
        /// The keys that it keeps, by their number in the input.
        public let keys: [Int]
        /// Its expand id.
        public let id: Int64

        /// A grouping set.
        public init(keys: [Int], id: Int64) {
            self.keys = keys
            self.id = id
        }
    }

    /// Columns with names.
    public struct Schema: Hashable, Sendable {
        /// The columns.
        public var columns: [Column]

        /// Columns with names.
        public init(_ columns: [Column]) { self.columns = columns }

        /// Their types.
        public var types: [DataType] { columns.map(\.type) }
    }

    /// A column.
    public struct Column: Hashable, Sendable {
        /// Its name.
        public let name: String
        /// Its type.
        public let type: DataType
        /// Whether it is a time attribute.
        public let time: TimeAttribute?

        /// A column.
        public init(_ name: String, _ type: DataType, time: TimeAttribute? = nil) {
            self.name = name
            self.type = type
            self.time = time
        }

        /// Whether watermarks speak of it.
        public var isEventTime: Bool { time == .event }
        /// Whether it is the time at which a row is processed.
        public var isProcessingTime: Bool { time == .processing }
    }

    /// What makes a column a time attribute, which windows and orders of endless rows need.
    public enum TimeAttribute: Hashable, Sendable {
        /// Watermarks speak of it. Flink: ROWTIME.
        case event
        /// It is the time at which a row is processed. Flink: PROCTIME.
        case processing
    }

    /// The rows of a table.
    public struct Scan: Hashable, Sendable {
        /// The table.
        public let table: TableDefinition
        /// The numbers of the table's `columns` that are read; never a computed one.
        public let columns: [Int]
        /// What they are.
        public let schema: Schema

        /// A scan.
        public init(_ table: TableDefinition, columns: [Int], schema: Schema) {
            self.table = table
            self.columns = columns
            self.schema = schema
        }
    }

    /// How rows are put into windows by their time column. All in milliseconds.
    public struct Window: Hashable, Sendable {
        /// Which kind of window.
        public enum Kind: Hashable, Sendable {
            /// One after the other.
            case tumble(size: Int64)
            /// Of a size, a new one beginning with each slide.
            case hop(slide: Int64, size: Int64)
            /// Growing by a step up to a size, then anew.
            case cumulate(step: Int64, size: Int64)
            /// Until nothing came for so long, for each key by itself.
            case session(gap: Int64, keys: [Int])
            /// Windows that an operation below assigned: the columns of `window_start` and `window_end`.
            case assigned(start: Int, end: Int)
        }

        /// Which kind of window.
        public let kind: Kind
        /// The input's time column; with `assigned` windows its `window_time`.
        public let timeColumn: Int
        /// What the windows are shifted by.
        public let offset: Int64
        /// Whether the time is event time (else processing time).
        public let isEventTime: Bool
        /// The type of the time column, which `window_time` has too.
        public let timeType: DataType
        /// The time zone in whose local time the windows lie, if the time is TIMESTAMP_LTZ and the zone is not UTC. Flink:
        /// table.local-time-zone.
        public let zone: String?

        /// Windows.
        public init(
            _ kind: Kind,
            timeColumn: Int,
            offset: Int64,
            isEventTime: Bool,
            timeType: DataType,
            zone: String? = nil
        ) {
            self.kind = kind
            self.timeColumn = timeColumn
            self.offset = offset
            self.isEventTime = isEventTime
            self.timeType = timeType
            self.zone = zone
        }

        /// What the window's time is.
        var timeAttribute: TimeAttribute { isEventTime ? .event : .processing }

        /// The same windows found by other columns.
        func moved(_ kind: Kind, timeColumn: Int) -> Window {
            Window(
                kind,
                timeColumn: timeColumn,
                offset: offset,
                isEventTime: isEventTime,
                timeType: timeType,
                zone: zone
            )
        }
    }

    /// A property of a window.
    public enum WindowProperty: String, Hashable, Sendable {
        case start = "window_start"
        case end = "window_end"
        case time = "window_time"

        /// The property of a window from `start` to before `end`, all in ms.
        @inlinable
        public func value(start: Int64, end: Int64) -> Int64 {
            switch self {
            case .start: start
            case .end: end
            case .time: end &- 1
            }
        }
    }

    /// An aggregation for each window.
    public struct WindowAggregate: Hashable, Sendable {
        /// The windows.
        public let window: Window
        /// The columns that are grouped by, the window's own left out.
        public let keys: [Int]
        /// What is computed.
        public let aggregates: [AggregateCall]
        /// The window's properties behind the aggregates.
        public let properties: [WindowProperty]
        /// The columns of the result.
        public let schema: Schema

        /// An aggregation.
        public init(
            window: Window,
            keys: [Int],
            aggregates: [AggregateCall],
            properties: [WindowProperty],
            schema: Schema
        ) {
            self.window = window
            self.keys = keys
            self.aggregates = aggregates
            self.properties = properties
            self.schema = schema
        }
    }

    /// An aggregation over all rows so far. Columns: keys, aggregates.
    public struct GroupAggregate: Hashable, Sendable {
        /// The columns that are grouped by.
        public let keys: [Int]
        /// What is computed.
        public let aggregates: [AggregateCall]
        /// The columns of the result.
        public let schema: Schema
        /// How long a group that is not written is kept at least, in ms; nil for ever. Flink: table.exec.state.ttl, with which
        /// results come out again that did not change, so that what follows keeps its own state alive.
        public var timeToLive: Int64?

        /// An aggregation.
        public init(keys: [Int], aggregates: [AggregateCall], schema: Schema) {
            self.keys = keys
            self.aggregates = aggregates
            self.schema = schema
        }
    }

    /// A join.
    public struct Join: Hashable, Sendable {
        /// Which rows without a partner remain.
        public enum Kind: String, Hashable, Sendable {
            /// Neither side's.
            case inner = "INNER"
            /// The left side's.
            case left = "LEFT"
            /// The right side's.
            case right = "RIGHT"
            /// Both sides'.
            case full = "FULL"
            /// Left rows with a partner, once.
            case semi = "SEMI"
            /// Left rows without a partner.
            case anti = "ANTI"
        }

        /// For how long rows wait for partners.
        public enum Scope: Hashable, Sendable {
            /// For ever; the output is updated when partners come and go.
            case unbounded
            /// The left row's time minus the right row's lies in `lower...upper` (ms).
            case interval(leftTime: Int, rightTime: Int, lower: Int64, upper: Int64, isEventTime: Bool)
            /// Rows of the same window: the columns of `window_start` and `window_end` on both sides (right ones counted
            /// within the right side).
            case window(leftStart: Int, leftEnd: Int, rightStart: Int, rightEnd: Int)
            /// The version of the right side at the left row's event time (FOR SYSTEM_TIME AS OF).
            case temporal(leftTime: Int, rightTime: Int)
        }

        /// Which rows remain.
        public let kind: Kind
        /// For how long rows wait for partners.
        public let scope: Scope
        /// Columns that are equal: on the left, and within the right side.
        public let equalities: [Equality]
        /// What else must be true, over left columns followed by right ones.
        public let condition: BoundExpression?
        /// How long a row that is not written is kept at least, in ms; nil for ever. Flink: table.exec.state.ttl.
        public var timeToLive: Int64?
        /// The columns of the result.
        public let schema: Schema

        /// Columns that are equal.
        public struct Equality: Hashable, Sendable {
            /// The column on the left.
            public let left: Int
            /// The column within the right side.
            public let right: Int
            /// Whether NULL equals NULL (IS NOT DISTINCT FROM).
            public let nullsMatch: Bool

            /// An equality.
            public init(left: Int, right: Int, nullsMatch: Bool = false) {
                self.left = left
                self.right = right
                self.nullsMatch = nullsMatch
            }
        }

        /// A join.
        public init(kind: Kind, scope: Scope, equalities: [Equality], condition: BoundExpression?, schema: Schema) {
            self.kind = kind
            self.scope = scope
            self.equalities = equalities
            self.condition = condition
            self.schema = schema
        }
    }

    /// An order by a column. Flink: NULLs are the smallest.
    public struct Ordering: Hashable, Sendable {
        /// The column.
        public let column: Int
        /// Whether small values come first.
        public let isAscending: Bool
        /// Whether NULLs come first.
        public let nullsFirst: Bool

        /// An order.
        public init(_ column: Int, isAscending: Bool, nullsFirst: Bool) {
            self.column = column
            self.isAscending = isAscending
            self.nullsFirst = nullsFirst
        }
    }

    /// The first rows of each partition. Columns: the input's, then the BIGINT row number if it is asked for.
    public struct Rank: Hashable, Sendable {
        /// The columns whose equal values make a partition.
        public let partition: [Int]
        /// Which rows come first.
        public let order: [Ordering]
        /// The first and the last row number that is kept, from 1.
        public let range: ClosedRange<Int64>
        /// Whether the row number is a column of the result.
        public let emitsNumber: Bool
        /// For each window by itself (window Top-N, window de-duplication): the columns of its start and end.
        public let window: WindowColumns?
        /// Whether it stands for LIMIT: never a de-duplication.
        public let isLimit: Bool
        /// How long a partition that is not written is kept at least, in ms; nil for ever. Flink: table.exec.state.ttl.
        public var timeToLive: Int64?
        /// The columns of the result.
        public let schema: Schema

        /// Columns of a window.
        public struct WindowColumns: Hashable, Sendable {
            /// The column of its start.
            public let start: Int
            /// The column of its end.
            public let end: Int

            /// Columns of a window.
            public init(start: Int, end: Int) {
                self.start = start
                self.end = end
            }
        }

        /// A rank.
        public init(
            partition: [Int],
            order: [Ordering],
            range: ClosedRange<Int64>,
            emitsNumber: Bool,
            window: WindowColumns?,
            isLimit: Bool = false,
            schema: Schema
        ) {
            self.partition = partition
            self.order = order
            self.range = range
            self.emitsNumber = emitsNumber
            self.window = window
            self.isLimit = isLimit
            self.schema = schema
        }
    }

    /// Aggregates over the rows up to each row, in the order of time.
    public struct Over: Hashable, Sendable {
        /// Which rows up to the current one count.
        public enum Frame: Hashable, Sendable {
            /// All.
            case unbounded(isRows: Bool)
            /// The current one and so many before it.
            case rows(Int64)
            /// Those whose time is at most so many ms earlier.
            case range(Int64)
        }

        /// The columns whose equal values make a partition.
        public let partition: [Int]
        /// The time column.
        public let order: Int
        /// Whether the order is that of event time.
        public let isEventTime: Bool
        /// Which rows up to the current one count.
        public let frame: Frame
        /// What is computed.
        public let aggregates: [AggregateCall]
        /// How long a key that is not written is kept at least, in ms; nil for ever, a frame of a range as long as it needs.
        /// Flink: table.exec.state.ttl.
        public var timeToLive: Int64?
        /// Row-wise functions: ROW_NUMBER, LAG and LEAD are aggregates of their own here.
        public let schema: Schema

        /// Aggregates.
        public init(
            partition: [Int],
            order: Int,
            isEventTime: Bool,
            frame: Frame,
            aggregates: [AggregateCall],
            schema: Schema
        ) {
            self.partition = partition
            self.order = order
            self.isEventTime = isEventTime
            self.frame = frame
            self.aggregates = aggregates
            self.schema = schema
        }
    }

    /// The columns.
    public var schema: Schema {
        switch self {
        case .scan(let scan): scan.schema
        case .values(_, let schema), .project(_, _, let schema), .watermark(_, _, _, let schema),
            .windowTable(_, _, let schema), .expand(_, _, _, let schema), .union(_, let schema):
            schema
        case .filter(let input, _): input.schema
        case .windowAggregate(_, let node): node.schema
        case .groupAggregate(_, let node): node.schema
        case .join(_, _, let node): node.schema
        case .rank(_, let node): node.schema
        case .over(_, let node): node.schema
        case .match(_, let node): node.schema
        case .unnest(_, let node): node.schema
        case .sort(let input, _): input.schema
        case .number(_, let node): node.schema
        case .runningAggregate(_, let node): node.schema
        case .normalize(let input, _), .materialize(let input, _): input.schema
        }
    }

    /// The plans whose rows it takes.
    public var inputs: [LogicalPlan] {
        switch self {
        case .scan, .values: []
        case .project(let input, _, _), .filter(let input, _), .watermark(let input, _, _, _),
            .windowTable(let input, _, _), .windowAggregate(let input, _), .groupAggregate(let input, _),
            .rank(let input, _), .over(let input, _), .match(let input, _), .expand(let input, _, _, _),
            .unnest(let input, _), .sort(let input, _), .number(let input, _), .runningAggregate(let input, _),
            .normalize(let input, _), .materialize(let input, _):
            [input]
        case .join(let left, let right, _): [left, right]
        case .union(let inputs, _): inputs
        }
    }
}
