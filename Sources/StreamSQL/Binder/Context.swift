/// What an expression may refer to where it stands.
struct Context {
    let scope: Scope
    /// In a query with groups: what the groups are by, and the aggregates found so far.
    var groups: Groups?
    /// In a select list: the functions over rows found so far.
    var overs: OverCalls?
    /// In MATCH_RECOGNIZE: the pattern's variables and what is read of them.
    var match: MatchReferences?
    /// Where scalar sub-queries may stand: those found so far.
    var subqueries: Subqueries?
    /// Whether only rows count for which the expression is true, UNKNOWN being no more than FALSE.
    var isCondition = false
    /// The named windows (WINDOW) that are in sight.
    var windows: [NamedWindow] = []

    init(_ scope: Scope) { self.scope = scope }

    /// The same within the argument of an aggregate: it is bound over the input, and has no aggregates nor sub-queries.
    var withinAggregate: Context {
        var context = self
        context.groups = nil
        context.overs = nil
        context.subqueries = nil
        return context
    }
}

/// The groups of a query while its select list and HAVING are bound. After grouping the columns are the keys, then the aggregates.
final class Groups {
    /// What is grouped by, over the input.
    let keys: [BoundExpression]
    /// The window in GROUP BY.
    var window: GroupWindow?
    /// With several grouping sets: the keys of each.
    var sets: [[Int]] = []
    private(set) var calls: [Call] = []

    /// An aggregate with its arguments over the input.
    struct Call: Hashable {
        let function: AggregateFunction
        let arguments: [BoundExpression]
        let isDistinct: Bool
        let filter: BoundExpression?
        let type: DataType
    }

    init(keys: [BoundExpression]) { self.keys = keys }

    /// Whether rows are repeated for several grouping sets; the expand id then stands behind the keys.
    var isExpanded: Bool { sets.count > 1 }
    /// The column of the first aggregate.
    var firstCall: Int { keys.count + (isExpanded ? 1 : 0) }

    /// The expand id of each set: a bit for each key that it leaves out, the last key's the lowest. Sets that are written
    /// twice are told apart above those bits.
    var setIDs: [Int64] {
        var seen: [Int64: Int64] = [:]
        return sets.map { set in
            let bits = keys.indices.reduce(Int64(0)) { $0 * 2 + (set.contains($1) ? 0 : 1) }
            let times = seen[bits, default: 0]
            seen[bits] = times + 1
            return bits + times << Int64(keys.count)
        }
    }

    /// The number of a call among the aggregates.
    func add(_ call: Call) -> Int {
        if let index = calls.firstIndex(of: call) { return index }
        calls.append(call)
        return calls.count - 1
    }
}

/// The functions OVER rows of a select list. After them the columns are the input's, then one for each.
final class OverCalls {
    /// A function with its arguments and its window over the input.
    struct Call: Hashable {
        let function: Function
        let arguments: [BoundExpression]
        let isDistinct: Bool
        let partition: [BoundExpression]
        let order: [Order]
        let frame: LogicalPlan.Over.Frame
        let type: DataType
    }

    /// An order by an expression.
    struct Order: Hashable {
        let expression: BoundExpression
        let isAscending: Bool
        let nullsFirst: Bool
    }

    /// What is computed.
    enum Function: Hashable {
        case aggregate(AggregateFunction)
        case rowNumber
        case rank
        case denseRank
        /// The value so many rows earlier, or the second argument where there is no such row.
        case lag(Int64)
    }

    let inputColumns: Int
    private(set) var calls: [Call] = []

    init(inputColumns: Int) { self.inputColumns = inputColumns }

    /// The same calls over other columns.
    func mapped(_ transform: (BoundExpression) -> BoundExpression) -> OverCalls {
        let result = OverCalls(inputColumns: inputColumns)
        result.calls = calls.map { call in
            Call(
                function: call.function,
                arguments: call.arguments.map(transform),
                isDistinct: call.isDistinct,
                partition: call.partition.map(transform),
                order: call.order.map {
                    Order(
                        expression: transform($0.expression),
                        isAscending: $0.isAscending,
                        nullsFirst: $0.nullsFirst
                    )
                },
                frame: call.frame,
                type: call.type
            )
        }
        return result
    }

    func add(_ call: Call) -> Int {
        if let index = calls.firstIndex(of: call) { return inputColumns + index }
        calls.append(call)
        return inputColumns + calls.count - 1
    }
}
