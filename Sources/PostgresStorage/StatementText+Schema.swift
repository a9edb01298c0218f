import Storage

extension StatementText {
    /// PostgreSQL cuts longer names off (NAMEDATALEN).
    private static let nameBytesMax = 63

    /// The DDL of a migration's step in a transaction. An index on a table that is there is made outside of one.
    static func of(_ step: Migration.Step, _ placement: TablePlacement) -> [String] {
        switch step {
        case .createTable(let table):
            [create(table)] + placement.afterCreating(table)
                + table.indexes.map {
                    "CREATE " + index($0, on: table.name, columns: table.columns, isNew: true).definition
                }
        case .addColumn(let table, let column):
            ["ALTER TABLE \(quoted(table)) ADD COLUMN \(definition(column))"]
        case .createIndex: preconditionFailure("an index of a table that is there, in a transaction")
        }
    }

    private static func create(_ table: Table) -> String {
        precondition(
            !table.columns.contains { $0.type == .sequence }
                || table.primaryKey.count == 1
                    && table.columns[table.position(of: table.primaryKey[0])].type == .sequence,
            "\(table.name): a sequence is the whole primary key"
        )
        let key = "PRIMARY KEY (" + table.keyColumns.map(quoted).joined(separator: ", ") + ")"
        let lines = table.columns.map(definition) + [key]
        return "CREATE TABLE \(quoted(table.name)) (" + lines.joined(separator: ", ") + ")"
    }

    private static func definition(_ column: Table.Column) -> String {
        let type =
            switch column.type {
            case .integer, .sequence: "bigint"
            case .text, .document: "text COLLATE \"C\""
            case .bytes: "bytea"
            case .identifier: "uuid"
            }
        return quoted(column.name) + " " + type + (column.isNullable ? "" : " NOT NULL")
    }

    /// An index's name, and what follows CREATE to make it: at once for a new table, beside readers and writers for one
    /// that is there.
    static func index(
        _ index: Table.Index,
        on table: String,
        columns: [Table.Column],
        isNew: Bool = false
    ) -> (name: String, definition: String) {
        var name = ([table] + index.columns).joined(separator: "_")
        if index.isUnique { name += "_unique" }
        if let column = index.whereNotNull { name += "_where_" + column }
        name = shortened(name)
        // Nulls come first in every order of the contract; for a column without nulls it makes no difference.
        let nullable = Set(columns.lazy.filter(\.isNullable).map(\.name))
        let list = index.columns.map { quoted($0) + (nullable.contains($0) ? " NULLS FIRST" : "") }
        let filter = index.whereNotNull.map { " WHERE \(quoted($0)) IS NOT NULL" } ?? ""
        let unique = index.isUnique ? "UNIQUE " : ""
        let way = isNew ? "" : "CONCURRENTLY "
        let columns = list.joined(separator: ", ")
        return (name, "\(unique)INDEX \(way)\(quoted(name)) ON \(quoted(table)) (\(columns))" + filter)
    }

    private static func shortened(_ name: String) -> String {
        guard name.utf8.count > nameBytesMax else { return name }
        // FNV-1a, so that two names that begin alike stay apart.
        var hash: UInt32 = 2_166_136_261
        for byte in name.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        return String(name.prefix(nameBytesMax - 9)) + "_" + String(hash, radix: 16)
    }
}

extension Table {
    /// The columns of PostgreSQL's primary key: a distributed table's has the distribution column, without which Citus
    /// refuses it.
    var keyColumns: [String] {
        guard case .distributed(let column) = distribution, !primaryKey.contains(column) else { return primaryKey }
        return primaryKey + [column]
    }
}
