extension LogicalPlan {
    /// The same plan without columns that nothing needs: sources read fewer, operators keep less.
    public func pruned() -> LogicalPlan {
        pruned(Set(schema.columns.indices)).plan
    }

    /// A plan that has at least the needed columns, with the numbers that they have in it.
    ///
    /// - Parameter keepsOver: whether functions OVER rows stay though nothing reads them: Flink does not see that through
    ///   filters and window functions.
    private func pruned(_ needed: Set<Int>, keepsOver: Bool = false) -> (plan: LogicalPlan, mapping: [Int: Int]) {
        switch self {
        case .scan(let scan):
            // A source that reads no column still counts rows: it keeps one.
            let kept = needed.isEmpty ? Array(scan.schema.columns.indices.prefix(1)) : needed.sorted()
            let plan = LogicalPlan.scan(
                .init(
                    scan.table,
                    columns: kept.map { scan.columns[$0] },
                    schema: .init(kept.map { scan.schema.columns[$0] })
                )
            )
            return (plan, Self.mapping(kept))
        case .values(let rows, let schema):
            let kept = needed.sorted()
            return (
                .values(rows.map { row in kept.map { row[$0] } }, .init(kept.map { schema.columns[$0] })),
                Self.mapping(kept)
            )
        case .project(let input, let expressions, let schema):
            let kept = needed.sorted()
            let used = kept.reduce(into: Set<Int>()) { $0.formUnion(expressions[$1].columns) }
            let below = input.pruned(used, keepsOver: keepsOver)
            let mapped = kept.map { expressions[$0].mapColumns { below.mapping[$0]! } }
            let columns = Schema(kept.map { schema.columns[$0] })
            return (Self.projected(below.plan, mapped, columns), Self.mapping(kept))
        case .filter(let input, let condition):
            let below = input.pruned(needed.union(condition.columns), keepsOver: true)
            return (.filter(below.plan, condition.mapColumns { below.mapping[$0]! }), below.mapping)
        case .watermark(let input, let column, let expression, let schema):
            let below = input.pruned(needed.union(expression.columns).union([column]))
            var columns = below.plan.schema.columns
            for (old, new) in below.mapping { columns[new] = schema.columns[old] }
            let plan = LogicalPlan.watermark(
                below.plan,
                column: below.mapping[column]!,
                expression.mapColumns { below.mapping[$0]! },
                .init(columns)
            )
            return (plan, below.mapping)
        case .union(let inputs, let schema): return Self.prunedUnion(inputs, schema, needed)
        case .normalize(let input, let node): return Self.pruned(node, input, needed)
        case .rank(let input, let rank) where rank.emitsNumber && !needed.contains(input.schema.columns.count):
            // Without its number a row that stays need not be told of the others' coming and going.
            let plain = Rank(
                partition: rank.partition,
                order: rank.order,
                range: rank.range,
                emitsNumber: false,
                window: rank.window,
                isLimit: rank.isLimit,
                schema: input.schema
            )
            return LogicalPlan.rank(input, plain).pruned(needed)
        case .rank(let input, let rank)
        where rank.window == nil
            && (rank.order.contains { input.schema.columns[$0.column].isProcessingTime }
                || !rank.isLimit && input.isNormalized):
            return Self.pruned(rank, input, needed)
        case .over(let input, _) where !keepsOver && needed.allSatisfy({ $0 < input.schema.columns.count }):
            // What nothing reads is not computed, so rows that come too late for it stay.
            return input.pruned(needed)
        case .windowTable, .windowAggregate, .groupAggregate, .join, .rank, .over, .match, .expand, .unnest, .sort,
            .number, .runningAggregate, .materialize:
            return prunedInputs()
        }
    }

    private static func prunedUnion(
        _ inputs: [LogicalPlan],
        _ schema: Schema,
        _ needed: Set<Int>
    ) -> (plan: LogicalPlan, mapping: [Int: Int]) {
        let kept = needed.sorted()
        let parts = inputs.map { input -> LogicalPlan in
            let below = input.pruned(needed)
            return projected(
                below.plan,
                kept.map { .column(below.mapping[$0]!, input.schema.columns[$0].type) },
                .init(kept.map { schema.columns[$0] })
            )
        }
        return (.union(parts, .init(kept.map { schema.columns[$0] })), mapping(kept))
    }

    /// A normalization of no more than what is needed, its key and its condition: an update of other columns is none.
    private static func pruned(
        _ node: Normalization,
        _ input: LogicalPlan,
        _ needed: Set<Int>
    ) -> (plan: LogicalPlan, mapping: [Int: Int]) {
        let own = node.isShared ? Set(input.schema.columns.indices) : Set(node.key).union(node.condition?.columns ?? [])
        let kept = needed.union(own).sorted()
        let below = input.pruned(Set(kept))
        let source = projected(
            below.plan,
            kept.map { .column(below.mapping[$0]!, input.schema.columns[$0].type) },
            .init(kept.map { input.schema.columns[$0] })
        )
        let map = mapping(kept)
        let narrowed = Normalization(
            key: node.key.map { map[$0]! },
            condition: node.condition?.mapColumns { map[$0]! },
            timeToLive: node.timeToLive,
            isShared: node.isShared
        )
        return (.normalize(source, narrowed), map)
    }

    /// A rank that keeps no more than what is needed, its keys and its order: rows that differ in nothing else are equal.
    private static func pruned(
        _ rank: Rank,
        _ input: LogicalPlan,
        _ needed: Set<Int>
    ) -> (plan: LogicalPlan, mapping: [Int: Int]) {
        let width = input.schema.columns.count
        let kept = needed.filter { $0 < width }.union(rank.partition).union(rank.order.map(\.column)).sorted()
        let below = input.pruned(Set(kept))
        let columns = kept.map { input.schema.columns[$0] }
        let source = projected(
            below.plan,
            kept.map { .column(below.mapping[$0]!, input.schema.columns[$0].type) },
            .init(columns)
        )
        var map = mapping(kept)
        let node = Rank(
            partition: rank.partition.map { map[$0]! },
            order: rank.order.map { Ordering(map[$0.column]!, isAscending: $0.isAscending, nullsFirst: $0.nullsFirst) },
            range: rank.range,
            emitsNumber: rank.emitsNumber,
            window: nil,
            isLimit: rank.isLimit,
            schema: .init(columns + rank.schema.columns[width...])
        )
        if rank.emitsNumber { map[width] = kept.count }
        return (.rank(source, node), map)
    }

    /// Whether its rows are those of a table that changes, perhaps not all of them, or other expressions.
    private var isNormalized: Bool {
        switch self {
        case .normalize: true
        case .filter(let input, _), .project(let input, _, _): input.isNormalized
        default: false
        }
    }

    private static func mapping(_ kept: [Int]) -> [Int: Int] {
        Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($0.element, $0.offset) })
    }

    /// A projection, one with the projection below it; none if it would change nothing.
    private static func projected(
        _ input: LogicalPlan,
        _ expressions: [BoundExpression],
        _ schema: Schema
    ) -> LogicalPlan {
        if case .project(let below, let inner, _) = input,
            // Computing twice what is used twice would cost more than one more step.
            inner.indices.allSatisfy({ index in
                inner[index].isSimple || expressions.reduce(0) { $0 + $1.uses(of: index) } <= 1
            })
        {
            return projected(below, expressions.map { $0.substituting(inner) }, schema)
        }
        let isIdentity =
            expressions.count == input.schema.columns.count
            && expressions.enumerated().allSatisfy { $0.element.kind == .column($0.offset) }
        if isIdentity, input.schema.columns.map(\.time) == schema.columns.map(\.time),
            input.schema.columns.map(\.name) == schema.columns.map(\.name)
        {
            return input
        }
        return .project(input, expressions, schema)
    }

    /// Operators keep their columns; what they read of their inputs is narrowed to what they name.
    private func prunedInputs() -> (plan: LogicalPlan, mapping: [Int: Int]) {
        let all = Dictionary(uniqueKeysWithValues: schema.columns.indices.map { ($0, $0) })
        let keepsOver: Bool =
            switch self {
            case .windowTable, .windowAggregate: true
            default: false
            }
        func whole(_ input: LogicalPlan) -> LogicalPlan {
            let below = input.pruned(Set(input.schema.columns.indices), keepsOver: keepsOver)
            let order = input.schema.columns.indices.map { below.mapping[$0]! }
            guard order != Array(below.plan.schema.columns.indices) else { return below.plan }
            return Self.projected(
                below.plan,
                order.enumerated().map { .column($0.element, input.schema.columns[$0.offset].type) },
                input.schema
            )
        }
        return (mappingInputs(whole), all)
    }
}

extension BoundExpression {
    /// Whether computing it again costs nothing.
    fileprivate var isSimple: Bool {
        switch kind {
        case .column, .literal: true
        case .call, .cast: false
        }
    }

    fileprivate func uses(of column: Int) -> Int {
        switch kind {
        case .column(let index): index == column ? 1 : 0
        case .literal: 0
        case .call(_, let arguments): arguments.reduce(0) { $0 + $1.uses(of: column) }
        case .cast(let operand, _): operand.uses(of: column)
        }
    }
}
