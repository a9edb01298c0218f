extension Migration {
    /// The tables as these migrations leave them, in the order in which they were created.
    public static func tables(after migrations: [Migration]) -> [Table] {
        var tables: [Table] = []
        func change(_ name: String, columns: [Table.Column] = [], indexes: [Table.Index] = []) {
            guard let index = tables.firstIndex(where: { $0.name == name }) else {
                preconditionFailure("a migration changes \(name) before it is there")
            }
            let table = tables[index]
            tables[index] = Table(
                name,
                distribution: table.distribution,
                columns: table.columns + columns,
                primaryKey: table.primaryKey,
                indexes: table.indexes + indexes
            )
        }
        for step in migrations.flatMap(\.steps) {
            switch step {
            case .createTable(let table): tables.append(table)
            case .addColumn(let table, let column): change(table, columns: [column])
            case .createIndex(let table, let index): change(table, indexes: [index])
            }
        }
        return tables
    }
}
