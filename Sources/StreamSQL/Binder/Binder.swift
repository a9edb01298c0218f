/// Gives names and types to parsed statements: the AST in, logical plans out. What the subset does not have is refused here,
/// by name and place.
public struct Binder {
    /// What is declared.
    public var catalog: Catalog
    /// The settings of the script (`SET`).
    public var settings: [String: String]
    /// The common tables (WITH) that are in sight.
    var commonTables: [String: LogicalPlan] = [:]
    /// Whether what is bound is a part of a query: ORDER BY means nothing there without LIMIT. Calcite: sorts of sub-queries
    /// are removed.
    var isNested = false
    /// Views being expanded, to refuse one that contains itself.
    var expanding: [String] = []

    /// A binder over declarations.
    public init(_ catalog: Catalog, settings: [String: String] = [:]) {
        self.catalog = catalog
        self.settings = settings
    }

    /// The plan of a query, with only the columns that are needed.
    ///
    /// - Throws: `SQLError`.
    public func plan(_ query: Query) throws(SQLError) -> LogicalPlan {
        try finished(try bind(query))
    }

    /// A plan as it runs, by the rules and the settings.
    private func finished(_ plan: LogicalPlan) throws(SQLError) -> LogicalPlan {
        let result = plan.numberingUnboundedRanks().pruned()
        guard let text = settings["table.exec.state.ttl"] else { return result }
        guard let timeToLive = DurationText.milliseconds(text) else {
            throw SQLError(
                .invalid,
                "'table.exec.state.ttl' is no duration: '\(text)'",
                at: SourceRange(0, 0),
                hint: "SET 'table.exec.state.ttl' = '1 h'"
            )
        }
        return timeToLive > 0 ? result.keepingState(for: timeToLive) : result
    }

    /// A sink table with the plan of the rows that go into it, in the order of the columns that are written.
    public struct BoundInsert: Hashable, Sendable {
        /// Where the rows go.
        public let table: TableDefinition
        /// The numbers of the table's columns that the plan's columns are for.
        public let columns: [Int]
        /// The rows.
        public let plan: LogicalPlan
    }

    /// The plan of an INSERT: the query's columns cast to the table's.
    ///
    /// - Throws: `SQLError`.
    public func plan(_ insert: Insert) throws(SQLError) -> BoundInsert {
        let table = try table(named: insert.table, hints: insert.hints)
        let writable = table.columns.indices.filter {
            switch table.columns[$0].source {
            case .physical, .metadata(_, isVirtual: false): true
            case .computed, .metadata: false
            }
        }
        let query = try bind(insert.query)
        var targets = writable
        if !insert.columns.isEmpty {
            targets = []
            for name in insert.columns {
                guard let index = writable.first(where: { table.columns[$0].name == name.name }) else {
                    throw SQLError.unknown(
                        "column",
                        name.name,
                        in: writable.map { table.columns[$0].name },
                        name.range,
                        of: "table '\(table.name)'"
                    )
                }
                targets.append(index)
            }
        }
        guard targets.count == query.schema.columns.count else {
            throw SQLError(
                .type,
                "the query has \(query.schema.columns.count) columns, but \(targets.count) of table '\(table.name)' are"
                    + " written",
                at: insert.range,
                hint: "the table's columns: "
                    + targets.map { "\(table.columns[$0].name) \(table.columns[$0].type)" }.joined(separator: ", ")
            )
        }
        var expressions: [BoundExpression] = []
        var columns: [LogicalPlan.Column] = []
        for (index, column) in query.schema.columns.enumerated() {
            let target = table.columns[targets[index]]
            guard FunctionCatalog.canStore(column.type, into: target.type) else {
                throw SQLError(
                    .type,
                    "column '\(column.name)' of type \(column.type) cannot be stored in '\(target.name)' \(target.type)"
                        + " of table '\(table.name)'",
                    at: insert.range,
                    hint: "write CAST(\(column.name) AS \(target.type.logical))"
                )
            }
            let value = BoundExpression.column(index, column.type)
            expressions.append(
                column.type.logical == target.type.logical
                    ? value
                    : FunctionCatalog.zoned(
                        BoundExpression(.cast(value, isTry: false), target.type.nullable(column.type.isNullable)),
                        settings["table.local-time-zone"]
                    )
            )
            columns.append(LogicalPlan.Column(target.name, target.type, time: column.time))
        }
        let plan = LogicalPlan.project(query, expressions, .init(columns))
        return BoundInsert(table: table, columns: targets, plan: try finished(plan))
    }

    /// A table by its name; `default_catalog.default_database.` before it is allowed.
    func table(named name: QualifiedName, hints: [Hint] = []) throws(SQLError) -> TableDefinition {
        guard let table = catalog.tables[name.last.name] else {
            throw SQLError.unknown("table", name.last.name, in: catalog.names, name.range)
        }
        let options = hints.filter { $0.name.name.uppercased() == "OPTIONS" }.flatMap(\.options)
        guard !options.isEmpty else { return table }
        var merged = table.options
        for option in options { merged[option.key] = option.value }
        return TableDefinition(
            name: table.name,
            columns: table.columns,
            watermark: table.watermark,
            primaryKey: table.primaryKey,
            options: merged
        )
    }
}

extension SQLError {
    /// A name that is not known, with the nearest one that is.
    static func unknown(
        _ what: String,
        _ name: String,
        in known: [String],
        _ range: SourceRange,
        of owner: String? = nil
    ) -> SQLError {
        let near = Spelling.closest(to: name, in: known)
        let place = owner.map { " in \($0)" } ?? ""
        let list = known.prefix(20).joined(separator: ", ")
        return SQLError(
            .name,
            "there is no \(what) '\(name)'\(place)",
            at: range,
            hint: near.map { "did you mean '\($0)'?" } ?? (known.isEmpty ? nil : "there are: \(list)")
        )
    }
}
