extension Binder {
    /// A relation of a FROM: its rows, and what its names mean.
    struct Relation {
        var plan: LogicalPlan
        var scope: Scope
    }

    /// The rows of the tables of a FROM. Of the conditions those that join two of them are taken out of the list.
    func bind(from references: [TableReference], conditions: inout [Expression]) throws(SQLError) -> Relation {
        guard var relation = try references.first.map({ (first) throws(SQLError) in try bind(first) }) else {
            return Relation(plan: .values([[]], .init([])), scope: Scope())
        }
        for reference in references.dropFirst() {
            if case .unnest(let collections, let withOrdinality) = reference.kind {
                relation = try unnest(relation, reference, collections, withOrdinality, isOuter: false)
                continue
            }
            let right = try bind(reference)
            relation = try join(
                relation,
                right,
                .inner,
                try taken(&conditions, relation.scope.joined(right.scope)),
                at: reference.range
            )
        }
        return relation
    }

    /// Takes those conditions out of a list that can be bound over a scope.
    private func taken(_ conditions: inout [Expression], _ scope: Scope) throws(SQLError) -> [BoundExpression] {
        var bound: [BoundExpression] = []
        var rest: [Expression] = []
        for condition in conditions {
            if condition.hasSubquery {
                rest.append(condition)
                continue
            }
            do {
                bound.append(try bind(condition, Context(scope)))
            } catch  where error.kind == .name {
                rest.append(condition)
            }
        }
        conditions = rest
        return bound
    }

    func bind(_ reference: TableReference) throws(SQLError) -> Relation {
        var relation: Relation
        var name = reference.alias?.name.name
        switch reference.kind {
        case .named(let table, let hints):
            relation = try bindNamed(table, hints)
            name = name ?? table.last.name
        case .subquery(let query, let isLateral):
            guard !isLateral else { throw SQLError(.unsupported, "LATERAL is not supported", at: reference.range) }
            relation = unnamed(try bind(query))
        case .function(let call, let isLateral):
            guard !isLateral else {
                throw SQLError(.unsupported, "LATERAL TABLE is not supported", at: reference.range)
            }
            relation = unnamed(try bindWindowFunction(call))
        case .join(let join): return try bind(join)
        case .matchRecognize(let match): relation = unnamed(try bind(match))
        case .unnest(let collections, let withOrdinality):
            let nothing = Relation(plan: .values([[]], .init([])), scope: Scope())
            return try unnest(nothing, reference, collections, withOrdinality, isOuter: false)
        case .snapshot:
            throw SQLError(
                .unsupported,
                "FOR SYSTEM_TIME AS OF is supported only for the right side of a JOIN",
                at: reference.range
            )
        }
        return try renamed(relation, name, reference.alias)
    }

    private func unnamed(_ plan: LogicalPlan) -> Relation { Relation(plan: plan, scope: Scope(plan.schema, name: nil)) }

    private func renamed(_ relation: Relation, _ name: String?, _ alias: TableAlias?) throws(SQLError) -> Relation {
        var columns = relation.plan.schema.columns
        if let names = alias?.columns, !names.isEmpty {
            guard names.count <= columns.count else {
                throw SQLError(
                    .name,
                    "\(names.count) names for \(columns.count) columns",
                    at: names[columns.count].range
                )
            }
            for (index, name) in names.enumerated() {
                let old = columns[index]
                columns[index] = .init(name.name, old.type, time: old.time)
            }
        }
        return Relation(plan: relation.plan, scope: Scope(.init(columns), name: name))
    }

    private func bindNamed(_ name: QualifiedName, _ hints: [Hint]) throws(SQLError) -> Relation {
        if let simple = name.simple, let plan = commonTables[simple.name] { return unnamed(plan) }
        if let view = catalog.views[name.last.name] {
            guard !expanding.contains(view.name) else {
                throw SQLError(.name, "view '\(view.name)' contains itself", at: name.range)
            }
            var inner = self
            inner.expanding.append(view.name)
            inner.commonTables = [:]
            let plan: LogicalPlan
            do { plan = try inner.bind(view.query) } catch {
                throw SQLError(error.kind, "in view '\(view.name)': \(error.message)", at: name.range, hint: error.hint)
            }
            var columns = plan.schema.columns
            for (index, name) in view.columns.enumerated() where index < columns.count {
                columns[index] = .init(name, columns[index].type, time: columns[index].time)
            }
            return Relation(plan: plan.renamed(.init(columns)), scope: Scope(.init(columns), name: nil))
        }
        return unnamed(Self.scan(try table(named: name, hints: hints)))
    }

    /// The rows of a table: what is read, then what is computed, then the watermark.
    static func scan(_ table: TableDefinition) -> LogicalPlan {
        let stored = table.columns.indices.filter {
            if case .computed = table.columns[$0].source { false } else { true }
        }
        let columns = table.columns.enumerated().map { index, column in
            var time: LogicalPlan.TimeAttribute?
            if table.watermark?.column == index { time = .event }
            if case .computed(let expression) = column.source, expression.isProcessingTime { time = .processing }
            return LogicalPlan.Column(column.name, column.type, time: time)
        }
        let schema = LogicalPlan.Schema(stored.map { columns[$0] })
        var plan = LogicalPlan.scan(.init(table, columns: stored, schema: schema))
        // Flink: what is computed comes behind the normalization, unless it is needed for the watermark, which is before it.
        if table.isUpserted, table.watermark == nil {
            plan = .normalize(plan, .init(key: table.primaryKey.map { stored.firstIndex(of: $0)! }))
        }
        if stored.count < table.columns.count {
            let expressions = table.columns.enumerated().map { index, column in
                guard case .computed(let expression) = column.source else {
                    return BoundExpression.column(stored.firstIndex(of: index)!, column.type)
                }
                return expression.mapColumns { stored.firstIndex(of: $0)! }
            }
            plan = .project(plan, expressions, .init(columns))
        }
        guard let watermark = table.watermark else { return plan }
        plan = .watermark(plan, column: watermark.column, watermark.expression, .init(columns))
        return table.isUpserted ? .normalize(plan, .init(key: table.primaryKey)) : plan
    }
}

extension LogicalPlan {
    /// The same rows under other column names.
    func renamed(_ schema: Schema) -> LogicalPlan {
        if self.schema == schema { return self }
        return .project(
            self,
            self.schema.columns.enumerated().map { .column($0.offset, $0.element.type) },
            schema
        )
    }
}

extension Expression {
    /// The conditions that all must be true for this one to be.
    var conjuncts: [Expression] {
        if case .binary(.and, let left, let right) = kind { return left.conjuncts + right.conjuncts }
        return [self]
    }
}
