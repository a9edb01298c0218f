extension Binder {
    /// A sink table with the plan of the rows that go into it, in the order of the columns that are written.
    public struct BoundInsert: Hashable, Sendable {
        /// Where the rows go.
        public let table: TableDefinition
        /// The numbers of the table's columns that the plan's columns are for.
        public let columns: [Int]
        /// The rows.
        public let plan: LogicalPlan
        /// Which changes the table takes, and which rows it refuses.
        public let intake: Intake
    }

    /// What a table does with the rows that a query gives it.
    public struct Intake: Hashable, Sendable {
        /// Which changes it takes.
        public enum Changes: Hashable, Sendable {
            /// Rows that come, none that go.
            case inserts
            /// All, as they are.
            case all
            /// New rows and deletions by key, these columns of the plan. `deletesBefore`: the old row of an update deletes too,
            /// as a later one may have another key or be left out.
            case upserts(key: [Int], deletesBefore: Bool)
        }

        /// Which changes it takes.
        public let changes: Changes
        /// The plan's columns that the table declares NOT NULL and the query does not.
        public let required: [Int]
        /// Whether a row with NULL in a required column is left out; else the job fails. Flink:
        /// table.exec.sink.not-null-enforcer.
        public let dropsNulls: Bool

        /// An intake.
        public init(_ changes: Changes, required: [Int] = [], dropsNulls: Bool = false) {
            self.changes = changes
            self.required = required
            self.dropsNulls = dropsNulls
        }
    }

    /// The plan of an INSERT: the query's columns cast to the table's.
    ///
    /// - Throws: `SQLError`.
    public func plan(_ insert: Insert) throws(SQLError) -> BoundInsert {
        let table = try table(named: insert.table, hints: insert.hints)
        let query = try bind(insert.query)
        let targets = try targets(insert, table)
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
        var required: [Int] = []
        let written = Self.writable(table)
        for place in written {
            let target = table.columns[place]
            guard let index = targets.firstIndex(of: place) else {
                expressions.append(.literal(.null, target.type.nullable()))
                columns.append(LogicalPlan.Column(target.name, target.type.nullable()))
                continue
            }
            let column = query.schema.columns[index]
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
            if column.type.isNullable, !target.type.isNullable { required.append(expressions.count - 1) }
        }
        let plan = LogicalPlan.project(query, expressions, .init(columns)).withRules()
        let (rows, changes) = try intake(of: table, written, plan, insert)
        return BoundInsert(
            table: table,
            columns: written,
            plan: try checked(try keepingState(rows.pruned()), insert.range),
            intake: Intake(
                changes,
                required: required,
                dropsNulls: settings["table.exec.sink.not-null-enforcer"]?.uppercased() == "DROP"
            )
        )
    }

    /// The numbers of the table's columns that an INSERT writes.
    private func targets(_ insert: Insert, _ table: TableDefinition) throws(SQLError) -> [Int] {
        let writable = Self.writable(table)
        guard !insert.columns.isEmpty else { return writable }
        var targets: [Int] = []
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
        for index in writable where !targets.contains(index) && !table.columns[index].type.isNullable {
            throw SQLError(
                .invalid,
                "column '\(table.columns[index].name)' of table '\(table.name)' takes no NULL, and is not among the columns",
                at: insert.range
            )
        }
        return targets
    }

    /// The numbers of the columns that are written: those of an INSERT that it does not name become NULL.
    private static func writable(_ table: TableDefinition) -> [Int] {
        table.columns.indices.filter {
            switch table.columns[$0].source {
            case .physical, .metadata(_, isVirtual: false): true
            case .computed, .metadata: false
            }
        }
    }

    /// Which changes a table takes of a plan, and the plan that gives them.
    private func intake(
        of table: TableDefinition,
        _ targets: [Int],
        _ plan: LogicalPlan,
        _ insert: Insert
    ) throws(SQLError) -> (LogicalPlan, Intake.Changes) {
        if table.isUpserted { return try upserts(into: table, targets, plan, insert) }
        let takesAll = table.options["connector"] == "print" || table.options["connector"] == "blackhole"
        if insert.conflict != nil {
            throw SQLError(
                .invalid,
                "ON CONFLICT clause is only allowed for upsert sinks. The sink '\(table.name)' is not an upsert sink",
                at: insert.range
            )
        }
        guard takesAll || !plan.emitsUpdates else {
            throw SQLError(
                .invalid,
                "Table sink '\(table.name)' doesn't support consuming update changes",
                at: insert.range,
                hint: "a table with the connector 'upsert-kafka' and the query's key as PRIMARY KEY takes them"
            )
        }
        return (plan, takesAll ? .all : .inserts)
    }

    /// Flink: FlinkChangelogModeInferenceProgram, analyzeUpsertMaterializeStrategy.
    private func upserts(
        into table: TableDefinition,
        _ targets: [Int],
        _ plan: LogicalPlan,
        _ insert: Insert
    ) throws(SQLError) -> (LogicalPlan, Intake.Changes) {
        var key: [Int] = []
        for column in table.primaryKey {
            guard let place = targets.firstIndex(of: column) else {
                let name = table.columns[column].name
                throw SQLError(.invalid, "column '\(name)' of the primary key is not written", at: insert.range)
            }
            key.append(place)
        }
        let keys = plan.upsertKeys
        let isKnownByKey = keys.contains { $0.isSubset(of: key) }
        if let conflict = insert.conflict, conflict != .deduplicate {
            try check(conflict, plan, isKnownByKey: isKnownByKey, insert)
            if !isKnownByKey {
                let first = LogicalPlan.Materialization(
                    key: key,
                    rowKey: nil,
                    ignoresBefore: false,
                    conflict: conflict
                )
                return (.materialize(plan, first), .upserts(key: key, deletesBefore: false))
            }
        }
        let onlyNew = keys.contains(Set(key)) ? plan.givingOnlyNewRows() : nil
        let direct = onlyNew ?? plan
        let deletesBefore = onlyNew == nil && plan.emitsUpdates
        switch settings["table.exec.sink.upsert-materialize"]?.uppercased() {
        case "NONE": return (direct, .upserts(key: key, deletesBefore: deletesBefore))
        case "FORCE": break
        case nil, "AUTO":
            let isRequired = settings["table.exec.sink.require-on-conflict"]?.lowercased() != "false"
            if isRequired, !isKnownByKey, insert.conflict == nil { throw conflict(table, plan, keys, insert) }
            if isKnownByKey || !plan.emitsUpdates {
                return (direct, .upserts(key: key, deletesBefore: deletesBefore))
            }
        case let other?:
            throw SQLError(
                .invalid,
                "'table.exec.sink.upsert-materialize' must be AUTO, NONE or FORCE, not '\(other)'",
                at: insert.range
            )
        }
        guard plan.emitsUpdates else { return (plan, .upserts(key: key, deletesBefore: false)) }
        let rowKey = keys.min { ($0.count, $0.sorted().description) < ($1.count, $1.sorted().description) }
        let materialization = LogicalPlan.Materialization(
            key: key,
            rowKey: rowKey?.sorted(),
            ignoresBefore: onlyNew != nil
        )
        return (.materialize(direct, materialization), .upserts(key: key, deletesBefore: false))
    }

    /// Flink: StreamPhysicalSink, which orders rows by watermarks before it looks for conflicts.
    private func check(
        _ conflict: Insert.Conflict,
        _ plan: LogicalPlan,
        isKnownByKey: Bool,
        _ insert: Insert
    ) throws(SQLError) {
        let tables = plan.tablesWithoutWatermark
        guard tables.isEmpty else {
            throw SQLError(
                .invalid,
                "ON CONFLICT DO \(conflict.rawValue) requires all source tables to define watermarks, but"
                    + " \(tables.map { "'\($0)'" }.joined(separator: ", ")) does not",
                at: insert.range,
                hint: "add WATERMARK FOR to the table"
            )
        }
        guard isKnownByKey || !plan.emitsUpdates else {
            throw SQLError(
                .unsupported,
                "ON CONFLICT DO \(conflict.rawValue) for rows that are updated is not supported",
                at: insert.range,
                hint: "DO DEDUPLICATE keeps the last row"
            )
        }
    }

    private func conflict(
        _ table: TableDefinition,
        _ plan: LogicalPlan,
        _ keys: Set<Set<Int>>,
        _ insert: Insert
    ) -> SQLError {
        let names = plan.schema.columns.map(\.name)
        let primary = table.primaryKey.map { table.columns[$0].name }.joined(separator: ", ")
        let upsert = keys.map { "[" + $0.sorted().map { names[$0] }.joined(separator: ", ") + "]" }.sorted()
        return SQLError(
            .invalid,
            "The query has an upsert key that differs from the primary key of the sink table '\(table.name)'. Primary key:"
                + " [\(primary)], upsert key: \(upsert.isEmpty ? "none" : upsert.joined(separator: ", ")). This can lead to"
                + " non-deterministic results when multiple records with different upsert keys map to the same primary key",
            at: insert.range,
            hint:
                "ON CONFLICT DO DEDUPLICATE behind the query keeps the last record of each primary key, and all in its state"
        )
    }
}
