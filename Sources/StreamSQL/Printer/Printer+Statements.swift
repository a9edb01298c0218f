extension Printer {
    mutating func statement(_ statement: Statement.Kind) {
        switch statement {
        case .createTable(let table): createTable(table)
        case .createView(let view): createView(view)
        case .dropTable(let drop): self.drop("TABLE", drop)
        case .dropView(let drop): self.drop("VIEW", drop)
        case .set(let option):
            write("SET ")
            self.option(option)
        case .showSettings: write("SET")
        case .reset(let key):
            write("RESET")
            if let key {
                write(" ")
                string(key)
            }
        case .insert(let insert): self.insert(insert)
        case .statementSet(let inserts):
            write("EXECUTE STATEMENT SET BEGIN")
            indented { printer in
                for (index, insert) in inserts.enumerated() {
                    if index > 0 { printer.newLine() }
                    printer.insert(insert)
                    printer.write(";")
                }
            }
            write("END")
        case .explain(let explain):
            write("EXPLAIN ")
            if !explain.details.isEmpty { write(explain.details.map(\.rawValue).joined(separator: ", ") + " ") }
            self.statement(explain.statement.kind)
        case .describe(let name, let isExtended):
            write(isExtended ? "DESCRIBE EXTENDED " : "DESCRIBE ")
            self.name(name)
        case .show(let show): self.show(show)
        case .query(let query): self.query(query)
        }
    }

    private mutating func drop(_ object: String, _ drop: Drop) {
        write("DROP \(drop.isTemporary ? "TEMPORARY " : "")\(object) \(drop.ifExists ? "IF EXISTS " : "")")
        name(drop.name)
    }

    private mutating func createView(_ view: CreateView) {
        write("CREATE \(view.isTemporary ? "TEMPORARY " : "")VIEW \(view.ifNotExists ? "IF NOT EXISTS " : "")")
        name(view.name)
        if !view.columns.isEmpty {
            write(" ")
            names(view.columns)
        }
        comment(view.comment)
        write(" AS")
        newLine()
        query(view.query)
    }

    /// Writes ` COMMENT '...'` if there is one.
    private mutating func comment(_ comment: String?) {
        guard let comment else { return }
        write(" COMMENT ")
        string(comment)
    }

    private mutating func insert(_ insert: Insert) {
        write("INSERT INTO ")
        name(insert.table)
        hints(insert.hints)
        if !insert.columns.isEmpty {
            write(" ")
            names(insert.columns)
        }
        newLine()
        query(insert.query)
        guard let conflict = insert.conflict else { return }
        newLine()
        write("ON CONFLICT DO \(conflict.rawValue)")
    }

    private mutating func show(_ show: Show) {
        write("SHOW ")
        switch show.subject {
        case .tables: write("TABLES")
        case .views: write("VIEWS")
        case .jobs: write("JOBS")
        case .functions(let userOnly): write(userOnly ? "USER FUNCTIONS" : "FUNCTIONS")
        case .createTable(let name):
            write("CREATE TABLE ")
            self.name(name)
        case .createView(let name):
            write("CREATE VIEW ")
            self.name(name)
        }
        guard let pattern = show.pattern else { return }
        write("\(pattern.isNegated ? " NOT" : "") \(pattern.isCaseSensitive ? "LIKE" : "ILIKE") ")
        string(pattern.pattern)
    }

    private mutating func createTable(_ table: CreateTable) {
        write("CREATE \(table.isTemporary ? "TEMPORARY " : "")TABLE \(table.ifNotExists ? "IF NOT EXISTS " : "")")
        name(table.name)
        var elements: [TableElement] = table.columns.map { .column($0) }
        if let watermark = table.watermark { elements.append(.watermark(watermark)) }
        if let key = table.primaryKey { elements.append(.primaryKey(key)) }
        if !elements.isEmpty {
            write(" ")
            lines(elements) { $0.element($1) }
        }
        comment(table.comment)
        if !table.partitionedBy.isEmpty {
            write(" PARTITIONED BY ")
            names(table.partitionedBy)
        }
        if !table.options.isEmpty {
            write(" WITH ")
            lines(table.options) { $0.option($1) }
        }
        if let like = table.like { likeClause(like) }
    }

    private enum TableElement {
        case column(ColumnDefinition)
        case watermark(WatermarkDefinition)
        case primaryKey(PrimaryKeyDefinition)
    }

    private mutating func element(_ element: TableElement) {
        switch element {
        case .column(let column): self.column(column)
        case .watermark(let watermark):
            write("WATERMARK FOR ")
            name(watermark.column)
            write(" AS ")
            expression(watermark.expression)
        case .primaryKey(let key):
            if let name = key.name {
                write("CONSTRAINT ")
                self.name(name)
                write(" ")
            }
            write("PRIMARY KEY ")
            names(key.columns)
            write(" NOT ENFORCED")
        }
    }

    private mutating func column(_ column: ColumnDefinition) {
        name(column.name)
        write(" ")
        switch column.source {
        case .physical(let type): self.type(type)
        case .metadata(let type, let key, let isVirtual):
            self.type(type)
            write(" METADATA")
            if let key {
                write(" FROM ")
                string(key)
            }
            if isVirtual { write(" VIRTUAL") }
        case .computed(let expression):
            write("AS ")
            self.expression(expression)
        }
        comment(column.comment)
    }

    private mutating func likeClause(_ like: LikeClause) {
        write(" LIKE ")
        name(like.table)
        guard !like.options.isEmpty else { return }
        write(" (")
        write(like.options.map { "\($0.strategy.rawValue) \($0.feature.rawValue)" }.joined(separator: " "))
        write(")")
    }
}
