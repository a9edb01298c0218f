import StreamSQL

extension LogicalPlan {
    /// Whether rows come from VALUES, or from a query without FROM.
    var hasConstantRows: Bool {
        if case .values = self { return true }
        return inputs.contains(where: \.hasConstantRows)
    }

    /// The operators that keep state, as EXPLAIN shows them: what a checkpoint must fit.
    var statefulOperators: [String] { (hasState ? [summary] : []) + inputs.flatMap(\.statefulOperators) }

    private var hasState: Bool {
        switch self {
        case .scan, .values, .project, .filter, .watermark, .expand, .union, .unnest: false
        case .windowTable(_, let window, _):
            if case .session = window.kind { true } else { false }
        case .windowAggregate, .groupAggregate, .join, .rank, .over, .match, .sort, .number, .runningAggregate,
            .normalize, .materialize:
            true
        }
    }

    /// Whether timestamps of more than 3 digits may be part of state.
    var keepsNanoseconds: Bool {
        let types = ([self] + inputs).flatMap(\.schema.types).map(\.logical)
        // What an operator casts for itself is in none of its columns.
        let casts = (4...9).contains { digits in
            ["TIMESTAMP", "TIMESTAMP_LTZ"].contains { summary.contains("AS \($0)(\(digits))") }
        }
        return hasState && (casts || types.contains(where: \.containsNanoseconds))
            || inputs.contains(where: \.keepsNanoseconds)
    }

    /// The columns whose values decide in which worker a row of the result is, if the operator took its rows by a key; nil if
    /// nothing is known. No columns: all rows are in the same worker.
    var partitioning: [Int]? {
        switch self {
        case .scan, .values, .union, .expand: nil
        case .filter(let input, _), .watermark(let input, _, _, _), .unnest(let input, _): input.partitioning
        case .windowTable(let input, let window, _):
            if case .session(_, let keys) = window.kind { keys } else { input.partitioning }
        case .sort: []
        case .number(_, let node): node.partition
        case .runningAggregate(_, let node): node.partition
        case .normalize(_, let node): node.key
        case .materialize(_, let node): node.key
        case .project(let input, let expressions, _): Self.mapped(input.partitioning, expressions)
        case .windowAggregate(_, let node): Array(node.keys.indices)
        case .groupAggregate(_, let node): Array(node.keys.indices)
        case .rank(_, let node): node.partition
        case .over(_, let node): node.partition
        case .match(_, let node): Array(node.partition.indices)
        case .join(_, _, let node):
            switch node.kind {
            case .inner, .left, .semi, .anti: node.equalities.map(\.left)
            // why: rows without a left partner have NULL in the left key columns
            case .right, .full: nil
            }
        }
    }

    private static func mapped(_ partitioning: [Int]?, _ expressions: [BoundExpression]) -> [Int]? {
        guard let partitioning else { return nil }
        var mapped: [Int] = []
        for column in partitioning {
            let place = expressions.firstIndex { if case .column(column) = $0.kind { true } else { false } }
            guard let place else { return nil }
            mapped.append(place)
        }
        return mapped
    }
}
