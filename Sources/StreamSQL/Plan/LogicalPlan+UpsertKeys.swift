extension LogicalPlan {
    /// The sets of columns of which each tells apart what the rows that are updated are: a row replaces the one before it with
    /// the same values in them, and all changes of such a row come in their order. Empty where there is none; the empty set
    /// says that there is one row at most. Flink: FlinkRelMdUpsertKeys.
    public var upsertKeys: Set<Set<Int>> {
        switch self {
        case .scan(let scan):
            let key = scan.table.primaryKey.compactMap { scan.columns.firstIndex(of: $0) }
            return key.isEmpty || key.count < scan.table.primaryKey.count ? [] : [Set(key)]
        case .normalize(_, let node): return [Set(node.key)]
        case .materialize(_, let node): return [Set(node.key)]
        case .groupAggregate(_, let node): return [Set(node.keys.indices)]
        case .project(let input, let expressions, _): return Self.mapped(input.upsertKeys, expressions)
        case .filter(let input, _), .watermark(let input, _, _, _): return input.upsertKeys
        case .rank(let input, let node): return Self.upsertKeys(node, input)
        case .over(let input, let node): return Self.kept(input.upsertKeys, by: node.partition)
        case .number(let input, let node): return Self.kept(input.upsertKeys, by: node.partition)
        case .runningAggregate(let input, let node): return Self.kept(input.upsertKeys, by: node.partition)
        case .join(let left, let right, let node): return Self.upsertKeys(node, left, right)
        case .values, .windowTable, .windowAggregate, .match, .expand, .unnest, .union, .sort: return []
        }
    }

    /// The keys whose changes stay in order when rows go where their values of some columns say.
    private static func kept(_ keys: Set<Set<Int>>, by columns: [Int]) -> Set<Set<Int>> {
        keys.filter { $0.isSuperset(of: columns) }
    }

    private static func upsertKeys(_ rank: Rank, _ input: LogicalPlan) -> Set<Set<Int>> {
        if rank.range == 1...1, !rank.isLimit, rank.window == nil { return [Set(rank.partition)] }
        var keys = kept(input.upsertKeys, by: rank.partition)
        if rank.emitsNumber { keys.insert(Set(rank.partition + [input.schema.columns.count])) }
        return keys
    }

    private static func upsertKeys(_ join: Join, _ left: LogicalPlan, _ right: LogicalPlan) -> Set<Set<Int>> {
        let columns = (left: join.equalities.map(\.left), right: join.equalities.map(\.right))
        let leftKeys = kept(left.upsertKeys, by: columns.left)
        if join.kind == .semi || join.kind == .anti { return leftKeys }
        let width = left.schema.columns.count
        let rightKeys = Set(kept(right.upsertKeys, by: columns.right).map { Set($0.map { $0 + width }) })
        var keys: Set<Set<Int>> = []
        for one in leftKeys {
            for other in rightKeys { keys.insert(one.union(other)) }
        }
        let isLeftUnique = left.upsertKeys.contains { $0.isSubset(of: columns.left) }
        let isRightUnique = right.upsertKeys.contains { $0.isSubset(of: columns.right) }
        if isRightUnique, join.kind == .inner || join.kind == .left { keys.formUnion(leftKeys) }
        if isLeftUnique, join.kind == .inner || join.kind == .right { keys.formUnion(rightKeys) }
        return keys
    }

    /// The keys by the columns of a projection that hands them on as they are; a key may be there several times.
    private static func mapped(_ keys: Set<Set<Int>>, _ expressions: [BoundExpression]) -> Set<Set<Int>> {
        var places: [Int: [Int]] = [:]
        for (place, expression) in expressions.enumerated() {
            if let column = expression.keptColumn { places[column, default: []].append(place) }
        }
        var result: Set<Set<Int>> = []
        for key in keys {
            var variants: [Set<Int>] = [[]]
            for column in key.sorted() {
                variants = variants.flatMap { variant in (places[column] ?? []).map { variant.union([$0]) } }
            }
            result.formUnion(variants)
        }
        return result
    }
}

extension BoundExpression {
    /// The column whose values it has, perhaps as another type that holds all of them.
    fileprivate var keptColumn: Int? {
        switch kind {
        case .column(let column): return column
        case .cast(let operand, _):
            guard case .column(let column) = operand.kind else { return nil }
            let (from, to) = (operand.type.logical, type.logical)
            return from == to || from.isInteger && to.isInteger && FunctionCatalog.canStore(operand.type, into: type)
                ? column : nil
        default: return nil
        }
    }
}
