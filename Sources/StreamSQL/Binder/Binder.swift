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
        try checked(try finished(try bind(query)), query.body.range)
    }

    /// A plan as it runs, by the rules and the settings.
    private func finished(_ plan: LogicalPlan) throws(SQLError) -> LogicalPlan {
        try keepingState(plan.withRules().pruned())
    }

    /// A plan whose state lives as long as the settings say.
    func keepingState(_ result: LogicalPlan) throws(SQLError) -> LogicalPlan {
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

    /// A table by its name; `default_catalog.default_database.` before it is allowed.
    func table(named name: QualifiedName, hints: [Hint] = []) throws(SQLError) -> TableDefinition {
        guard let table = catalog.tables[name.last.name] else {
            throw SQLError.unknown("table", name.last.name, in: catalog.names, name.range)
        }
        let options = hints.filter { $0.name.name.uppercased() == "OPTIONS" }.flatMap(\.options)
        var merged = table.options
        for option in options { merged[option.key] = option.value }
        let whole = TableDefinition(
            name: table.name,
            columns: table.columns,
            watermark: table.watermark,
            primaryKey: table.primaryKey,
            options: merged
        )
        if whole.isUpserted, let fault = whole.upsertFault {
            throw SQLError(.invalid, "table '\(table.name)': \(fault)", at: name.range)
        }
        return whole
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
