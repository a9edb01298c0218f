extension LogicalPlan {
    /// A column that the engine would have to find or order rows by, and cannot, as its values are nested: its name, its type and
    /// what for. nil if there is none.
    var nestedKey: (name: String, type: LogicalType, use: String)? {
        for input in inputs {
            if let below = input.nestedKey { return below }
        }
        switch self {
        case .groupAggregate(let input, let node):
            return input.nested(node.keys, "grouped by") ?? input.nested(node.aggregates)
        case .windowAggregate(let input, let node):
            return input.nested(node.keys, "grouped by") ?? input.nested(node.aggregates)
        case .windowTable(let input, let window, _):
            guard case .session(_, let keys) = window.kind else { return nil }
            return input.nested(keys, "partitioned by")
        case .join(let left, let right, let node):
            return left.nested(node.equalities.map(\.left), "joined by")
                ?? right.nested(node.equalities.map(\.right), "joined by")
        case .rank(let input, let node):
            return input.nested(node.partition, "partitioned by")
                ?? input.nested(node.order.map(\.column), "ordered by")
        case .over(let input, let node):
            return input.nested(node.partition, "partitioned by") ?? input.nested(node.aggregates)
        case .number(let input, let node): return input.nested(node.partition, "partitioned by")
        case .runningAggregate(let input, let node):
            return input.nested(node.partition, "partitioned by")
                ?? input.nested(node.order.map(\.column), "ordered by")
        case .match(let input, let node):
            return input.nested(node.partition, "partitioned by")
                ?? input.nested(node.order.map(\.column), "ordered by")
        case .sort(let input, let node): return input.nested(node.ties.map(\.column), "ordered by")
        case .normalize(let input, let node): return input.nested(node.key, "keyed by")
        case .materialize(let input, let node): return input.nested(node.key, "keyed by")
        case .scan, .values, .project, .filter, .watermark, .union, .expand, .unnest: return nil
        }
    }

    private func nested(_ columns: [Int], _ use: String) -> (name: String, type: LogicalType, use: String)? {
        for column in columns {
            let type = schema.columns[column].type.logical
            switch type {
            case .array, .map, .row: return (schema.columns[column].name, type, use)
            default: continue
            }
        }
        return nil
    }

    private func nested(_ calls: [AggregateCall]) -> (name: String, type: LogicalType, use: String)? {
        nested(calls.filter(\.isDistinct).flatMap(\.arguments), "told apart by DISTINCT")
    }
}

extension Binder {
    /// The plan, if the engine can find and order rows by all of its keys.
    func checked(_ plan: LogicalPlan, _ range: SourceRange) throws(SQLError) -> LogicalPlan {
        guard let key = plan.nestedKey else { return plan }
        let column = key.name.hasPrefix("$") ? "an expression" : "column '\(key.name)'"
        throw SQLError(
            .unsupported,
            "rows cannot be \(key.use) \(column) of type \(key.type)",
            at: range,
            hint: "use a field of it, or CAST(... AS STRING)"
        )
    }
}
