extension Binder {
    /// The most grouping sets of a query.
    static let groupingSetsMax = 64

    /// The grouping sets of a GROUP BY, by the numbers of the keys, which are added to `keys`.
    func groupingSets(
        _ groupBy: GroupBy?,
        _ window: GroupWindow?,
        _ scope: Scope,
        _ keys: inout [BoundExpression]
    ) throws(SQLError) -> [[Int]] {
        guard let groupBy else { return [[]] }
        var sets: [[Int]] = [[]]
        for element in groupBy.elements {
            if let window, case .expression(let expression) = element.kind, Self.groupWindow(expression) != nil {
                let own = (window.start..<(window.start + 3)).map { column in
                    keys.append(.column(column, scope.columns[column].type))
                    return keys.count - 1
                }
                sets = sets.map { $0 + own }
                continue
            }
            let own = try self.sets(of: element, scope, &keys)
            sets = sets.flatMap { left in own.map { right in left + right.filter { !left.contains($0) } } }
            guard sets.count <= Self.groupingSetsMax else {
                throw SQLError(.unsupported, "more than \(Self.groupingSetsMax) grouping sets", at: groupBy.range)
            }
        }
        if groupBy.isDistinct {
            var seen: Set<Set<Int>> = []
            sets = sets.filter { seen.insert(Set($0)).inserted }
        }
        return sets
    }

    private func sets(
        of element: GroupingElement,
        _ scope: Scope,
        _ keys: inout [BoundExpression]
    ) throws(SQLError) -> [[Int]] {
        switch element.kind {
        case .expression(let expression): return [[try key(expression, scope, &keys)]]
        case .set(let expressions):
            var set: [Int] = []
            for expression in expressions { set.append(try key(expression, scope, &keys)) }
            return [set]
        case .groupingSets(let elements):
            var all: [[Int]] = []
            for element in elements { all += try sets(of: element, scope, &keys) }
            return all
        case .rollup(let elements):
            let parts = try parts(elements, scope, &keys)
            return (0...parts.count).reversed().map { parts.prefix($0).flatMap { $0 } }
        case .cube(let elements):
            let parts = try parts(elements, scope, &keys)
            guard parts.count <= 6 else { throw SQLError(.unsupported, "CUBE of more than 6 keys", at: element.range) }
            return (0..<(1 << parts.count)).map { bits in
                parts.indices.filter { bits & (1 << (parts.count - 1 - $0)) == 0 }.flatMap { parts[$0] }
            }
        }
    }

    private func parts(
        _ elements: [GroupingElement],
        _ scope: Scope,
        _ keys: inout [BoundExpression]
    ) throws(SQLError) -> [[Int]] {
        var parts: [[Int]] = []
        for element in elements { parts.append(try sets(of: element, scope, &keys).first ?? []) }
        return parts
    }

    private func key(
        _ expression: Expression,
        _ scope: Scope,
        _ keys: inout [BoundExpression]
    ) throws(SQLError) -> Int {
        if let aggregate = expression.hasAggregate ? expression : nil {
            throw SQLError(.type, "GROUP BY cannot contain an aggregate", at: aggregate.range)
        }
        let bound = try bind(expression, Context(scope))
        if let index = keys.firstIndex(of: bound) { return index }
        keys.append(bound)
        return keys.count - 1
    }

    /// GROUPING(a, b): a bit for each key, 1 where the grouping set leaves it out, taken from the expand id.
    func grouping(_ call: FunctionCall, _ context: Context, _ groups: Groups) throws(SQLError) -> BoundExpression {
        let bigint = DataType(.bigint, isNullable: false)
        func number(_ value: Int64) -> BoundExpression { .literal(.integer(value), bigint) }
        var plain = context
        plain.groups = nil
        var result = number(0)
        for argument in call.arguments {
            guard case .expression(let expression) = argument.value else {
                throw SQLError(.type, "GROUPING takes keys of GROUP BY", at: call.range)
            }
            guard let key = groups.keys.firstIndex(of: try bind(expression, plain)) else {
                throw SQLError(.type, "GROUPING takes keys of GROUP BY", at: expression.range)
            }
            var bit = number(0)
            if groups.isExpanded {
                let shifted = number(1 << Int64(groups.keys.count - 1 - key))
                bit = try resolve(.divide, [.column(groups.keys.count, bigint), shifted], call.range)
                bit = try resolve(.remainder, [bit, number(2)], call.range)
            }
            result = try resolve(.plus, [try resolve(.times, [result, number(2)], call.range), bit], call.range)
        }
        return result
    }
}
