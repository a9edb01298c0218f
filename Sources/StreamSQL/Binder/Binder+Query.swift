extension Binder {
    /// The plan of a query, as it is written.
    func bind(_ query: Query) throws(SQLError) -> LogicalPlan {
        var inner = self
        inner.isNested = true
        for table in query.with {
            var plan = try inner.bind(table.query)
            if !table.columns.isEmpty {
                guard table.columns.count == plan.schema.columns.count else {
                    throw SQLError(
                        .name,
                        "'\(table.name.name)' has \(plan.schema.columns.count) columns",
                        at: table.name.range
                    )
                }
                plan = plan.renamed(
                    .init(
                        zip(table.columns, plan.schema.columns).map { name, column in
                            LogicalPlan.Column(name.name, column.type, time: column.time)
                        }
                    )
                )
            }
            inner.commonTables[table.name.name] = plan
        }
        let isSorted = !query.orderBy.isEmpty && !isNested
        guard isSorted || query.limit != nil || query.offset != nil else { return try inner.bind(query.body) }
        return try inner.ordered(query)
    }

    func bind(_ body: QueryBody) throws(SQLError) -> LogicalPlan {
        switch body.kind {
        case .select(let select): return try bind(select)
        case .values(let rows): return try bindValues(rows, body.range)
        case .table(let name):
            return try bind(TableReference(kind: .named(name, hints: []), alias: nil, range: name.range)).plan
        case .query(let query): return try bind(query)
        case .setOperation(let operation): return try bind(operation, body.range)
        }
    }

    private func bind(_ operation: SetOperation, _ range: SourceRange) throws(SQLError) -> LogicalPlan {
        let (left, right) = (try bind(operation.left), try bind(operation.right))
        let (leftColumns, rightColumns) = (left.schema.columns, right.schema.columns)
        guard leftColumns.count == rightColumns.count else {
            throw SQLError(
                .type,
                "\(operation.kind.rawValue) of \(leftColumns.count) and \(rightColumns.count) columns",
                at: operation.right.range
            )
        }
        var columns: [LogicalPlan.Column] = []
        for (one, other) in zip(leftColumns, rightColumns) {
            guard let type = FunctionCatalog.leastRestrictive([one.type, other.type]) else {
                throw SQLError(
                    .type,
                    "\(operation.kind.rawValue): column '\(one.name)' is \(one.type) on one side and \(other.type) on the other",
                    at: operation.right.range
                )
            }
            columns.append(.init(one.name, type, time: one.time == other.time ? one.time : nil))
        }
        let schema = LogicalPlan.Schema(columns)
        var inputs = [left.cast(to: schema), right.cast(to: schema)]
        guard operation.kind == .union else {
            return try difference(operation, inputs[0].renamed(schema), inputs[1])
        }
        if case .union(let earlier, let known) = inputs[0], known == schema { inputs = earlier + [inputs[1]] }
        let union = LogicalPlan.union(inputs, schema)
        return operation.isAll ? union : union.distinct()
    }

    private func bindValues(_ rows: [Expression], _ range: SourceRange) throws(SQLError) -> LogicalPlan {
        var bound: [[BoundExpression]] = []
        for row in rows {
            var fields = [row]
            if case .row(let expressions) = row.kind { fields = expressions }
            var values: [BoundExpression] = []
            for field in fields {
                let value = try bind(field, Context(Scope()))
                guard value.type.logical != .null else {
                    throw SQLError(
                        .type,
                        "illegal use of NULL in VALUES",
                        at: field.range,
                        hint: "give it a type: CAST(NULL AS INT)"
                    )
                }
                values.append(value)
            }
            guard values.count == bound.first?.count ?? values.count else {
                throw SQLError(.type, "the rows of VALUES have different widths", at: row.range)
            }
            bound.append(values)
        }
        var columns: [LogicalPlan.Column] = []
        for index in bound[0].indices {
            guard let type = FunctionCatalog.leastRestrictive(bound.map { $0[index].type }) else {
                throw SQLError(
                    .type,
                    "column \(index + 1) of VALUES has values of types that do not go together",
                    at: range
                )
            }
            for row in bound.indices where bound[row][index].type.logical != type.logical {
                bound[row][index] = BoundExpression(.cast(bound[row][index], isTry: false), type)
            }
            columns.append(.init("EXPR$\(index)", type))
        }
        return .values(bound, .init(columns))
    }
}

extension LogicalPlan {
    /// The same rows in columns of these types.
    func cast(to schema: Schema) -> LogicalPlan {
        if self.schema.columns.map(\.type.logical) == schema.columns.map(\.type.logical) {
            return self.schema.columns.map(\.time) == schema.columns.map(\.time) ? self : renamed(schema)
        }
        let expressions = self.schema.columns.enumerated().map { index, column in
            let value = BoundExpression.column(index, column.type)
            let target = schema.columns[index].type
            return column.type.logical == target.logical
                ? value : BoundExpression(.cast(value, isTry: false), target.nullable(column.type.isNullable))
        }
        return .project(self, expressions, schema)
    }

    /// Each row once.
    func distinct() -> LogicalPlan {
        let columns = schema.columns.map { Column($0.name, $0.type) }
        return .groupAggregate(
            self,
            GroupAggregate(keys: Array(columns.indices), aggregates: [], schema: .init(columns))
        )
    }
}
