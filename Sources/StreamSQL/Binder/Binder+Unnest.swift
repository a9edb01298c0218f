extension Binder {
    /// `left [LEFT] JOIN UNNEST(collection) ON TRUE` and its like.
    func unnest(
        _ join: Join,
        _ left: Relation,
        _ collections: [Expression],
        _ withOrdinality: Bool
    ) throws(SQLError) -> Relation {
        guard join.kind != .right, join.kind != .full else {
            throw SQLError(.unsupported, "\(join.kind.rawValue) UNNEST is not supported", at: join.right.range)
        }
        var result = try unnest(left, join.right, collections, withOrdinality, isOuter: join.kind == .left)
        switch join.condition {
        case nil: break
        case .on(let expression):
            let condition = try bind(expression, Context(result.scope))
            try requireBoolean(condition, expression, "ON")
            if condition.kind == .literal(.boolean(true)) { break }
            guard join.kind == .inner else {
                throw SQLError(
                    .unsupported,
                    "LEFT JOIN UNNEST is supported only ON TRUE",
                    at: expression.range
                )
            }
            result.plan = result.plan.filtered(condition)
        case .using, .natural:
            throw SQLError(.unsupported, "JOIN UNNEST with USING is not supported", at: join.right.range)
        }
        return result
    }

    /// Rows with the elements of a collection behind them.
    func unnest(
        _ left: Relation,
        _ reference: TableReference,
        _ collections: [Expression],
        _ withOrdinality: Bool,
        isOuter: Bool
    ) throws(SQLError) -> Relation {
        guard collections.count == 1 else {
            throw SQLError(.unsupported, "UNNEST of several collections is not supported", at: collections[1].range)
        }
        let collection = try bind(collections[0], Context(left.scope))
        let name = reference.alias?.name.name
        var added: [LogicalPlan.Column]
        switch collection.type.logical {
        case .array(let element):
            if case .row(let fields) = element.logical {
                added = fields.map { .init($0.name, $0.type.nullable($0.type.isNullable || element.isNullable)) }
            } else {
                added = [.init(name ?? "EXPR$0", element)]
            }
        case .map(let key, let value): added = [.init("KEY", key), .init("VALUE", value)]
        default:
            throw SQLError(
                .type,
                "UNNEST takes an ARRAY or a MAP, not \(collection.type.logical)",
                at: collections[0].range
            )
        }
        if withOrdinality { added.append(.init("ORDINALITY", DataType(.integer, isNullable: false))) }
        if isOuter { added = added.map { .init($0.name, $0.type.nullable()) } }
        let node = LogicalPlan.Unnest(
            collection,
            isOuter: isOuter,
            withOrdinality: withOrdinality,
            schema: .init(left.plan.schema.columns + added)
        )
        if let names = reference.alias?.columns, !names.isEmpty {
            guard names.count == added.count else {
                throw SQLError(.name, "\(names.count) names for \(added.count) columns", at: reference.range)
            }
            added = zip(names, added).map { .init($0.name, $1.type) }
        }
        let right = Scope(.init(added), name: name)
        return Relation(plan: .unnest(left.plan, node), scope: left.scope.joined(right))
    }
}
