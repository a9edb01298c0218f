extension LogicalPlan {
    /// What becomes of the newest rows of each key. Flink: ChangelogNormalize.
    public struct Normalization: Hashable, Sendable {
        /// The columns of the key.
        public let key: [Int]
        /// Which rows there are; a row that no longer fulfils it is deleted. Over the input's columns.
        public let condition: BoundExpression?
        /// How long a key that is not written is kept at least, in ms; nil for ever. Flink: table.exec.state.ttl.
        public var timeToLive: Int64?
        /// Whether several parts of the plan read the table: an update of columns that only another one needs is one then.
        public let isShared: Bool

        /// A normalization.
        public init(
            key: [Int],
            condition: BoundExpression? = nil,
            timeToLive: Int64? = nil,
            isShared: Bool = false
        ) {
            self.key = key
            self.condition = condition
            self.timeToLive = timeToLive
            self.isShared = isShared
        }
    }

    /// Which of the rows with the same primary key a table shows. Flink: SinkUpsertMaterializer.
    public struct Materialization: Hashable, Sendable {
        /// The columns of the table's primary key.
        public let key: [Int]
        /// The columns by which the query's updates are told apart; nil for all, where they have no key.
        public let rowKey: [Int]?
        /// Whether old rows of updates are passed over, as the new one says by its key what it replaces.
        public let ignoresBefore: Bool
        /// What becomes of a row whose primary key another row has; others than `deduplicate` are for rows that only come.
        public let conflict: Insert.Conflict
        /// How long a key that is not written is kept at least, in ms; nil for ever. Flink: table.exec.state.ttl.
        public var timeToLive: Int64?

        /// A materialization.
        public init(
            key: [Int],
            rowKey: [Int]?,
            ignoresBefore: Bool,
            conflict: Insert.Conflict = .deduplicate,
            timeToLive: Int64? = nil
        ) {
            self.conflict = conflict
            self.ignoresBefore = ignoresBefore
            self.key = key
            self.rowKey = rowKey
            self.timeToLive = timeToLive
        }
    }

    /// The tables whose rows have no watermarks.
    var tablesWithoutWatermark: [String] {
        switch self {
        case .watermark: []
        case .scan(let scan): [scan.table.name]
        default: inputs.flatMap(\.tablesWithoutWatermark)
        }
    }

    /// The same plan with conditions on tables of changes where they belong: those on the key before the normalization, others
    /// within it. A table that several normalizations read has only those moved that all of them have. Flink:
    /// PushCalcPastChangelogNormalizeRule, FlinkMarkChangelogNormalizeProgram.
    func normalizingConditions() -> LogicalPlan {
        var conditions: [String: [Set<BoundExpression>]] = [:]
        collectConditions(into: &conditions)
        let common = conditions.mapValues { lists in
            (lists.dropFirst().reduce(lists[0]) { $0.intersection($1) }, lists.count > 1)
        }
        return movingConditions(common)
    }

    private func collectConditions(into conditions: inout [String: [Set<BoundExpression>]]) {
        switch self {
        case .filter, .project:
            guard let (table, found) = normalizedConditions([]) else { break }
            conditions[table, default: []].append(Set(found))
            return
        default: break
        }
        for input in inputs { input.collectConditions(into: &conditions) }
    }

    /// The conditions above a normalization, in its columns, and its table; nil where there is none below.
    private func normalizedConditions(_ above: [BoundExpression]) -> (table: String, [BoundExpression])? {
        switch self {
        case .filter(let input, let condition): input.normalizedConditions(above + condition.conjuncts)
        case .project(let input, let expressions, _):
            input.normalizedConditions(above.map { $0.substituting(expressions) })
        case .normalize(let input, _): (input.scannedTable, above)
        default: nil
        }
    }

    private var scannedTable: String {
        if case .scan(let scan) = self { return scan.table.name }
        return inputs.first?.scannedTable ?? ""
    }

    private func movingConditions(
        _ common: [String: (conditions: Set<BoundExpression>, isShared: Bool)]
    ) -> LogicalPlan {
        switch self {
        case .filter, .project:
            guard let (table, _) = normalizedConditions([]), let moved = common[table] else { break }
            return taking([], moved.conditions, isShared: moved.isShared)
        default: break
        }
        return mappingInputs { $0.movingConditions(common) }
    }

    /// The same rows of those that fulfil conditions from above, in this plan's columns, with those of the set moved into the
    /// normalization.
    private func taking(
        _ above: [BoundExpression],
        _ moved: Set<BoundExpression>,
        isShared: Bool
    ) -> LogicalPlan {
        switch self {
        case .filter(let input, let condition):
            return input.taking(above + condition.conjuncts, moved, isShared: isShared)
        case .project(let input, let expressions, let schema):
            let below = input.taking(above.map { $0.substituting(expressions) }, moved, isShared: isShared)
            return .project(below, expressions, schema)
        case .normalize(let input, let node):
            let inner = above.filter(moved.contains)
            let onKey = inner.filter { $0.columns.isSubset(of: node.key) }
            let others = inner.filter { !$0.columns.isSubset(of: node.key) }
            let normalized = LogicalPlan.normalize(
                input.filtered(all: onKey),
                Normalization(key: node.key, condition: .all(others), timeToLive: node.timeToLive, isShared: isShared)
            )
            return normalized.filtered(all: above.filter { !moved.contains($0) })
        default: preconditionFailure("there is no normalization below")
        }
    }

    private func filtered(all conditions: [BoundExpression]) -> LogicalPlan {
        BoundExpression.all(conditions).map { .filter(self, $0) } ?? self
    }

    /// The same rows, where of an update only the new row is needed; nil where the old one is needed to tell what is to be
    /// deleted. What a source says need not be normalized then. Flink: SatisfyUpdateKindTraitVisitor with ONLY_UPDATE_AFTER.
    func givingOnlyNewRows() -> LogicalPlan? {
        guard emitsUpdates else { return self }
        switch self {
        case .normalize(let input, let node):
            return node.condition == nil && !input.readsMetadata ? input : self
        case .filter(let input, let condition):
            guard input.upsertKeys.contains(where: { condition.columns.isSubset(of: $0) }) else { return nil }
            return input.givingOnlyNewRows().map { .filter($0, condition) }
        case .project(let input, let expressions, let schema):
            return input.givingOnlyNewRows().map { .project($0, expressions, schema) }
        case .watermark(let input, let column, let expression, let schema):
            return input.givingOnlyNewRows().map { .watermark($0, column: column, expression, schema) }
        case .union(let inputs, let schema):
            var plans: [LogicalPlan] = []
            for input in inputs {
                guard let plan = input.givingOnlyNewRows() else { return nil }
                plans.append(plan)
            }
            return .union(plans, schema)
        case .join(let left, let right, let node):
            let sides = [(left, Set(node.equalities.map(\.left))), (right, Set(node.equalities.map(\.right)))]
            let canReplace = sides.allSatisfy { side, keys in
                !side.emitsUpdates
                    || side.upsertKeys.contains { keys.isSubset(of: $0) } && side.givingOnlyNewRows() != nil
            }
            return canReplace ? self : nil
        case .groupAggregate, .rank, .materialize, .scan: return self
        case .values, .windowTable, .windowAggregate, .over, .match, .expand, .unnest, .sort, .number,
            .runningAggregate:
            return nil
        }
    }

    private var readsMetadata: Bool {
        if case .scan(let scan) = self {
            return scan.columns.contains {
                if case .metadata = scan.table.columns[$0].source { true } else { false }
            }
        }
        return inputs.contains(where: \.readsMetadata)
    }
}

extension BoundExpression {
    /// The conjunction of conditions; nil of none.
    static func all(_ conditions: [BoundExpression]) -> BoundExpression? {
        conditions.dropFirst().reduce(conditions.first) {
            BoundExpression(.call(.and, [$0!, $1]), DataType(.boolean))
        }
    }
}
