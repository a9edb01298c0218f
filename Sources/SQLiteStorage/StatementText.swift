import Storage

/// The SQL of a statement shape. Values are always placeholders, bound by `PreparedStatement` in the order in which
/// they are written here.
enum StatementText {
    static func quoted(_ name: String) -> String {
        "\"" + name.replacing("\"", with: "\"\"") + "\""
    }

    static func of(_ shape: StatementShape) -> String {
        let table = shape.table
        let name = quoted(table.name)
        switch shape.operation {
        case .row:
            return "SELECT \(columns(table)) FROM \(name) WHERE \(key(table))"
        case .insert, .insertIfAbsent, .upsert:
            return insert(shape)
        case .deleteRow:
            return "DELETE FROM \(name) WHERE \(key(table))"
        case .update(let columns, let condition):
            let assignments = columns.map { quoted($0) + " = ?" }.joined(separator: ", ")
            return "UPDATE \(name) SET \(assignments) WHERE \(key(table)) AND \(text(condition))"
        case .deleteRows(let condition):
            return "DELETE FROM \(name) WHERE \(text(condition))"
        case .rows(let query):
            return page(table, query)
        case .count(let condition):
            return "SELECT COUNT(*) FROM \(name) WHERE \(text(condition))"
        case .aggregate(let aggregates, let groupBy, let condition):
            let groups = groupBy.map(quoted)
            let outputs = (groups + aggregates.map(text)).joined(separator: ", ")
            let list = groups.joined(separator: ", ")
            let grouping = groups.isEmpty ? "" : " GROUP BY \(list) ORDER BY \(list)"
            return "SELECT \(outputs) FROM \(name) WHERE \(text(condition))\(grouping)"
        }
    }

    private static func columns(_ table: Table) -> String {
        table.columns.map { quoted($0.name) }.joined(separator: ", ")
    }

    private static func key(_ table: Table) -> String {
        table.primaryKey.map { quoted($0) + " = ?" }.joined(separator: " AND ")
    }

    private static func insert(_ shape: StatementShape) -> String {
        let table = shape.table
        let places = table.columns.map { _ in "?" }.joined(separator: ", ")
        let text = "INSERT INTO \(quoted(table.name)) (\(columns(table))) VALUES (\(places))"
        let conflict = " ON CONFLICT (" + table.primaryKey.map(quoted).joined(separator: ", ") + ") DO "
        switch shape.operation {
        case .insertIfAbsent: return text + conflict + "NOTHING"
        case .upsert:
            let others = table.columns.filter { !table.primaryKey.contains($0.name) }.map { quoted($0.name) }
            if others.isEmpty { return text + conflict + "NOTHING" }
            return text + conflict + "UPDATE SET " + others.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
        default: return text
        }
    }

    private static func page(_ table: Table, _ query: Query) -> String {
        var text = "SELECT \(columns(table)) FROM \(quoted(table.name)) WHERE \(text(query.condition))"
        if let after = query.after {
            text += " AND " + keyset(table, query, after)
        }
        var ordered = Set<String>()
        var terms = query.order.map { ordering in
            if ordering.path.isEmpty { ordered.insert(ordering.column) }
            let sorted =
                ordering.path.isEmpty
                ? quoted(ordering.column) : "\(DocumentFunctions.valueName)(\(quoted(ordering.column)), ?)"
            return sorted + (ordering.isAscending ? "" : " DESC")
        }
        for column in table.primaryKey where ordered.insert(column).inserted {
            terms.append(quoted(column) + (query.isKeyAscending ? "" : " DESC"))
        }
        return text + " ORDER BY " + terms.joined(separator: ", ") + " LIMIT ? OFFSET ?"
    }

    private static func keyset(_ table: Table, _ query: Query, _ after: [Value]) -> String {
        precondition(query.order.allSatisfy(\.path.isEmpty), "keyset paging by a document path")
        precondition(Set(query.order.map(\.isAscending)).count <= 1, "keyset paging in two directions")
        precondition(
            after.count == query.order.count + table.primaryKey.count,
            "keyset paging: \(after.count) values"
        )
        let columns = KeysetColumn.all(of: table, query)
        if columns.contains(where: \.isNullable) {
            return keysetWithNulls(columns[...], after, ascending: query.isKeyAscending)
        }
        // Everything pinned: the page holds one row, and it was seen.
        if columns.isEmpty { return "0" }
        let names = columns.map { quoted($0.name) }.joined(separator: ", ")
        let places = columns.map { _ in "?" }.joined(separator: ", ")
        return "(\(names)) \(query.isKeyAscending ? ">" : "<") (\(places))"
    }

    // A row value with a null compares as unknown, so the order with nulls first is spelt out column by column.
    private static func keysetWithNulls(
        _ columns: ArraySlice<KeysetColumn>,
        _ after: [Value],
        ascending: Bool
    ) -> String {
        guard let column = columns.first else { return "0" }
        let name = quoted(column.name)
        let rest = keysetWithNulls(columns.dropFirst(), after, ascending: ascending)
        if after[column.position] == .null {
            let same = "(\(name) IS NULL AND \(rest))"
            return ascending ? "(\(name) IS NOT NULL OR \(same))" : same
        }
        let same = "(\(name) = ? AND \(rest))"
        if ascending { return "(\(name) > ? OR \(same))" }
        return column.isNullable
            ? "(\(name) < ? OR \(name) IS NULL OR \(same))" : "(\(name) < ? OR \(same))"
    }

    private static func text(_ condition: Condition) -> String {
        switch condition {
        case .equals(let column, _): return quoted(column) + " = ?"
        case .oneOf(let column, let values):
            precondition(values.count <= StorageLimits.valuesPerConditionMax, "\(values.count) values in one condition")
            let places = [String](repeating: "?", count: Condition.placeholders(for: values.count))
            return quoted(column) + " IN (" + places.joined(separator: ", ") + ")"
        case .range(let column, let from, let including, let to, let upToIncluding):
            let name = quoted(column)
            let lower = from.map { _ in name + (including ? " >= ?" : " > ?") }
            let upper = to.map { _ in name + (upToIncluding ? " <= ?" : " < ?") }
            let bounds = [lower, upper].compactMap(\.self)
            return bounds.isEmpty ? name + " IS NOT NULL" : "(" + bounds.joined(separator: " AND ") + ")"
        case .isNull(let column): return quoted(column) + " IS NULL"
        case .isNotNull(let column): return quoted(column) + " IS NOT NULL"
        case .document(let column, _, _, _): return "\(DocumentFunctions.matchesName)(\(quoted(column)), ?)"
        case .all(let parts):
            return parts.isEmpty ? "1" : "(" + parts.map(text).joined(separator: " AND ") + ")"
        case .any(let parts):
            return parts.isEmpty ? "0" : "(" + parts.map(text).joined(separator: " OR ") + ")"
        }
    }

    private static func text(_ aggregate: Aggregate) -> String {
        switch aggregate {
        case .count: "COUNT(*)"
        case .sum(let column): "COALESCE(SUM(\(quoted(column))), 0)"
        case .minimum(let column): "MIN(\(quoted(column)))"
        case .maximum(let column): "MAX(\(quoted(column)))"
        case .bytes(let column): "COALESCE(SUM(LENGTH(CAST(\(quoted(column)) AS BLOB))), 0)"
        }
    }
}

extension StatementText {
    /// The DDL of a migration's step.
    static func of(_ step: Migration.Step) -> [String] {
        switch step {
        case .createTable(let table): [create(table)] + table.indexes.map { create($0, on: table.name) }
        case .addColumn(let table, let column):
            ["ALTER TABLE \(quoted(table)) ADD COLUMN \(definition(column))"]
        case .createIndex(let table, let index): [create(index, on: table)]
        }
    }

    private static func create(_ table: Table) -> String {
        var lines = table.columns.map(definition)
        var options = "STRICT"
        let isSequenced = table.columns.contains { $0.type == .sequence }
        if isSequenced {
            precondition(
                table.primaryKey.count == 1 && table.columns[table.position(of: table.primaryKey[0])].type == .sequence,
                "\(table.name): a sequence is the whole primary key"
            )
        } else {
            lines.append("PRIMARY KEY (" + table.primaryKey.map(quoted).joined(separator: ", ") + ")")
            // Without a rowid the row lives in the key's own b-tree: one descent instead of two, but its inner pages
            // hold whole rows, which ruins it for wide ones (sqlite.org/withoutrowid.html: below 1/20 of a page).
            let isWide = table.columns.contains { $0.type == .document || $0.type == .bytes }
            if !isWide { options += ", WITHOUT ROWID" }
        }
        return "CREATE TABLE \(quoted(table.name)) (" + lines.joined(separator: ", ") + ") " + options
    }

    private static func definition(_ column: Table.Column) -> String {
        let type =
            switch column.type {
            case .integer: "INTEGER"
            case .text, .document: "TEXT"
            case .bytes, .identifier: "BLOB"
            case .sequence: "INTEGER PRIMARY KEY AUTOINCREMENT"
            }
        return quoted(column.name) + " " + type + (column.isNullable || column.type == .sequence ? "" : " NOT NULL")
    }

    private static func create(_ index: Table.Index, on table: String) -> String {
        var name = ([table] + index.columns).joined(separator: "_")
        if index.isUnique { name += "_unique" }
        if let column = index.whereNotNull { name += "_where_" + column }
        let list = index.columns.map(quoted).joined(separator: ", ")
        let filter = index.whereNotNull.map { " WHERE \(quoted($0)) IS NOT NULL" } ?? ""
        let unique = index.isUnique ? "UNIQUE " : ""
        return "CREATE \(unique)INDEX \(quoted(name)) ON \(quoted(table)) (\(list))\(filter)"
    }
}
