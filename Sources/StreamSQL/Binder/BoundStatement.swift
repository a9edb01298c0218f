/// A statement after binding: what is to be done.
public enum BoundStatement: Hashable, Sendable {
    /// A table or view was declared or dropped, or a setting changed: nothing is left to do.
    case declared
    /// A query whose rows are shown.
    case query(LogicalPlan)
    /// Inserts that run as one job.
    case job([Binder.BoundInsert])
    /// A text to show: a plan.
    case text(String)
    /// Rows to show: names of the columns, and the rows.
    case table(columns: [String], rows: [[String]])
}

/// Binds the statements of a script one after the other, as far as what each of them declares matters to the next.
public struct ScriptBinder: Sendable {
    /// What is declared so far.
    public private(set) var catalog = Catalog()
    /// The settings so far.
    public private(set) var settings: [String: String] = [:]
    private var declarations: [String: String] = [:]

    /// Nothing is declared.
    public init() {}

    /// Binds a statement of a source text.
    ///
    /// - Throws: `SQLError`.
    public mutating func bind(_ statement: Statement, source: String) throws(SQLError) -> BoundStatement {
        let binder = Binder(catalog, settings: settings)
        switch statement.kind {
        case .createTable(let create):
            let name = create.name.last.name
            if catalog.names.contains(name) {
                guard create.ifNotExists else {
                    throw SQLError(.name, "'\(name)' is declared already", at: create.name.range)
                }
                return .declared
            }
            let whole = try binder.withLike(create)
            catalog.add(try binder.table(whole), declaration: whole)
            declarations[name] = Self.text(of: statement, in: source)
            return .declared
        case .createView(let create):
            let name = create.name.last.name
            if catalog.names.contains(name) {
                guard create.ifNotExists else {
                    throw SQLError(.name, "'\(name)' is declared already", at: create.name.range)
                }
                return .declared
            }
            _ = try binder.plan(create.query)
            catalog.add(Catalog.View(name: name, columns: create.columns.map(\.name), query: create.query))
            declarations[name] = Self.text(of: statement, in: source)
            return .declared
        case .dropTable(let drop), .dropView(let drop):
            guard catalog.remove(drop.name.last.name) || drop.ifExists else {
                throw SQLError.unknown("table or view", drop.name.last.name, in: catalog.names, drop.name.range)
            }
            return .declared
        case .set(let option):
            settings[option.key] = option.value
            return .declared
        case .reset(let key):
            if let key { settings[key] = nil } else { settings = [:] }
            return .declared
        case .showSettings:
            return .table(
                columns: ["key", "value"],
                rows: settings.sorted { $0.key < $1.key }.map { [$0.key, $0.value] }
            )
        case .insert(let insert): return .job([try binder.plan(insert)])
        case .statementSet(let inserts):
            var bound: [Binder.BoundInsert] = []
            for insert in inserts { bound.append(try binder.plan(insert)) }
            return .job(bound)
        case .query(let query): return .query(try binder.plan(query))
        case .explain(let explain): return .text(try self.explain(explain, source))
        case .describe(let name, _): return try describe(name, binder)
        case .show(let show): return try self.show(show)
        }
    }

    private static func text(of statement: Statement, in source: String) -> String {
        let bytes = Array(source.utf8)
        return String(decoding: bytes[statement.range.start..<min(bytes.count, statement.range.end)], as: UTF8.self)
    }

    private func explain(_ explain: Explain, _ source: String) throws(SQLError) -> String {
        var copy = self
        switch try copy.bind(explain.statement, source: source) {
        case .query(let plan): return plan.explained()
        case .job(let inserts):
            return inserts.map { "Sink(table=[\($0.table.name)])\n" + $0.plan.explained(depth: 1) }.joined(
                separator: "\n"
            )
        case .declared, .text, .table:
            throw SQLError(.invalid, "only queries and inserts have a plan", at: explain.statement.range)
        }
    }

    private func describe(_ name: QualifiedName, _ binder: Binder) throws(SQLError) -> BoundStatement {
        let columns = ["name", "type", "null", "key", "extras", "watermark"]
        if let view = catalog.views[name.last.name] {
            let plan = try binder.plan(view.query)
            return .table(
                columns: columns,
                rows: plan.schema.columns.map {
                    [$0.name, "\($0.type.logical)", "\($0.type.isNullable)".uppercased(), "", "", ""]
                }
            )
        }
        let table = try binder.table(named: name)
        let rows = table.columns.enumerated().map { index, column in
            let extras =
                switch column.source {
                case .physical: ""
                case .metadata(let key, let isVirtual): "METADATA FROM '\(key)'\(isVirtual ? " VIRTUAL" : "")"
                case .computed(let expression): "AS \(expression)"
                }
            return [
                column.name, "\(column.type.logical)", "\(column.type.isNullable)".uppercased(),
                table.primaryKey.contains(index) ? "PRI" : "", extras,
                table.watermark.map { $0.column == index ? "\($0.expression)" : "" } ?? "",
            ]
        }
        return .table(columns: columns, rows: rows)
    }

    private func show(_ show: Show) throws(SQLError) -> BoundStatement {
        func matching(_ names: [String]) -> [[String]] {
            guard let pattern = show.pattern else { return names.map { [$0] } }
            return names.filter { NamePattern(pattern).matches($0) != pattern.isNegated }.map { [$0] }
        }
        switch show.subject {
        case .tables: return .table(columns: ["table name"], rows: matching(catalog.names))
        case .views: return .table(columns: ["view name"], rows: matching(catalog.views.keys.sorted()))
        case .functions(let userOnly):
            let names =
                userOnly ? [] : ScalarFunction.allCases.map(\.rawValue) + AggregateFunction.allCases.map(\.rawValue)
            return .table(columns: ["function name"], rows: matching(names.sorted()))
        case .createTable(let name), .createView(let name):
            guard let text = declarations[name.last.name] else {
                throw SQLError.unknown("table or view", name.last.name, in: catalog.names, name.range)
            }
            return .text(text)
        case .jobs: return .table(columns: ["job"], rows: [])
        }
    }
}

/// `%` and `_` in SHOW ... LIKE.
private struct NamePattern {
    let pattern: [Character]
    let isCaseSensitive: Bool

    init(_ pattern: Show.NamePattern) {
        isCaseSensitive = pattern.isCaseSensitive
        self.pattern = Array(pattern.isCaseSensitive ? pattern.pattern : pattern.pattern.lowercased())
    }

    func matches(_ name: String) -> Bool {
        matches(Array(isCaseSensitive ? name : name.lowercased())[...], pattern[...])
    }

    private func matches(_ name: ArraySlice<Character>, _ pattern: ArraySlice<Character>) -> Bool {
        guard let first = pattern.first else { return name.isEmpty }
        if first == "%" {
            return matches(name, pattern.dropFirst()) || (!name.isEmpty && matches(name.dropFirst(), pattern))
        }
        guard let letter = name.first, first == "_" || first == letter else { return false }
        return matches(name.dropFirst(), pattern.dropFirst())
    }
}
