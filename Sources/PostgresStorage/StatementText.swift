import Primitives
import Storage

/// The SQL of a statement shape. Values are always `$1`, `$2`, ..., bound by `StatementParameters` in the order in which they
/// are written here.
struct StatementText {
    private var placeholders = 0

    /// The SQL of a shape.
    static func of(_ shape: StatementShape) -> String {
        var writer = StatementText()
        return writer.text(shape)
    }

    static func quoted(_ name: String) -> String {
        "\"" + name.replacing("\"", with: "\"\"") + "\""
    }

    private mutating func place() -> String {
        placeholders += 1
        return "$\(placeholders)"
    }

    private mutating func text(_ shape: StatementShape) -> String {
        let table = shape.table
        let name = Self.quoted(table.name)
        switch shape.operation {
        case .row:
            return "SELECT \(Self.columns(table)) FROM \(name) WHERE \(key(table))"
        case .insert, .insertIfAbsent, .upsert:
            return insert(shape)
        case .deleteRow:
            return "DELETE FROM \(name) WHERE \(key(table))"
        case .update(let columns, let condition):
            let assignments = columns.map { Self.quoted($0) + " = " + place() }.joined(separator: ", ")
            let key = key(table)
            return "UPDATE \(name) SET \(assignments) WHERE \(key) AND \(text(condition))"
        case .deleteRows(let condition):
            return "DELETE FROM \(name) WHERE \(text(condition))"
        case .rows(let query):
            return page(table, query)
        case .count(let condition):
            return "SELECT COUNT(*) FROM \(name) WHERE \(text(condition))"
        case .aggregate(let aggregates, let groupBy, let condition):
            let groups = groupBy.map(Self.quoted)
            let outputs = (groups + aggregates.map { Self.text($0, table) }).joined(separator: ", ")
            let order = groupBy.map { Self.sorted(table, $0, ascending: true) }.joined(separator: ", ")
            let grouping =
                groups.isEmpty ? "" : " GROUP BY \(groups.joined(separator: ", ")) ORDER BY \(order)"
            return "SELECT \(outputs) FROM \(name) WHERE \(text(condition))\(grouping)"
        }
    }

    private static func columns(_ table: Table) -> String {
        table.columns.map { quoted($0.name) }.joined(separator: ", ")
    }

    private mutating func key(_ table: Table) -> String {
        table.primaryKey.map { Self.quoted($0) + " = " + place() }.joined(separator: " AND ")
    }

    private mutating func insert(_ shape: StatementShape) -> String {
        let table = shape.table
        let places = table.columns.map { _ in place() }.joined(separator: ", ")
        let text = "INSERT INTO \(Self.quoted(table.name)) (\(Self.columns(table))) VALUES (\(places))"
        let conflict = " ON CONFLICT (" + table.keyColumns.map(Self.quoted).joined(separator: ", ") + ") DO "
        switch shape.operation {
        case .insertIfAbsent: return text + conflict + "NOTHING"
        case .upsert:
            let others = table.columns.filter { !table.primaryKey.contains($0.name) }.map { Self.quoted($0.name) }
            if others.isEmpty { return text + conflict + "NOTHING" }
            return text + conflict + "UPDATE SET " + others.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
        default: return text
        }
    }

    private mutating func page(_ table: Table, _ query: Query) -> String {
        var text = "SELECT \(Self.columns(table)) FROM \(Self.quoted(table.name)) WHERE \(text(query.condition))"
        if let after = query.after { text += " AND " + keyset(table, query, after) }
        var ordered = Set<String>()
        var terms: [String] = []
        for ordering in query.order {
            if ordering.path.isEmpty {
                ordered.insert(ordering.column)
                terms.append(Self.sorted(table, ordering.column, ascending: ordering.isAscending))
            } else {
                let arguments = "(\(Self.quoted(ordering.column)), \(place()))"
                let direction = ordering.isAscending ? "" : " DESC"
                terms.append(DocumentFunctions.number + arguments + direction)
                terms.append(DocumentFunctions.text + arguments + " COLLATE \"C\"" + direction)
            }
        }
        for column in table.primaryKey where ordered.insert(column).inserted {
            terms.append(Self.sorted(table, column, ascending: query.isKeyAscending))
        }
        return text + " ORDER BY " + terms.joined(separator: ", ") + " LIMIT \(place()) OFFSET \(place())"
    }

    // PostgreSQL sorts nulls last unless told; indexes are made to match.
    private static func sorted(_ table: Table, _ column: String, ascending: Bool) -> String {
        let isNullable = table.columns[table.position(of: column)].isNullable
        if ascending { return quoted(column) + (isNullable ? " NULLS FIRST" : "") }
        return quoted(column) + " DESC" + (isNullable ? " NULLS LAST" : "")
    }

    private mutating func keyset(_ table: Table, _ query: Query, _ after: [Value]) -> String {
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
        if columns.isEmpty { return "false" }
        let names = columns.map { Self.quoted($0.name) }.joined(separator: ", ")
        let places = columns.map { _ in place() }.joined(separator: ", ")
        return "(\(names)) \(query.isKeyAscending ? ">" : "<") (\(places))"
    }

    // A row value with a null compares as unknown, so the order with nulls first is spelt out column by column.
    private mutating func keysetWithNulls(
        _ columns: ArraySlice<KeysetColumn>,
        _ after: [Value],
        ascending: Bool
    ) -> String {
        guard let column = columns.first else { return "false" }
        let name = Self.quoted(column.name)
        if after[column.position] == .null {
            let rest = keysetWithNulls(columns.dropFirst(), after, ascending: ascending)
            let same = "(\(name) IS NULL AND \(rest))"
            return ascending ? "(\(name) IS NOT NULL OR \(same))" : same
        }
        let (bound, same) = (place(), place())
        let rest = keysetWithNulls(columns.dropFirst(), after, ascending: ascending)
        if ascending { return "(\(name) > \(bound) OR (\(name) = \(same) AND \(rest)))" }
        let null = column.isNullable ? " OR \(name) IS NULL" : ""
        return "(\(name) < \(bound)\(null) OR (\(name) = \(same) AND \(rest)))"
    }

    private mutating func text(_ condition: Condition) -> String {
        switch condition {
        case .equals(let column, _): return Self.quoted(column) + " = " + place()
        case .oneOf(let column, let values):
            precondition(values.count <= StorageLimits.valuesPerConditionMax, "\(values.count) values in one condition")
            let places = (0..<Condition.placeholders(for: values.count)).map { _ in place() }
            if places.isEmpty { return "false" }
            return Self.quoted(column) + " IN (" + places.joined(separator: ", ") + ")"
        case .range(let column, let from, let including, let to, let upToIncluding):
            let name = Self.quoted(column)
            let lower = from.map { _ in name + (including ? " >= " : " > ") + place() }
            let upper = to.map { _ in name + (upToIncluding ? " <= " : " < ") + place() }
            let bounds = [lower, upper].compactMap(\.self)
            return bounds.isEmpty ? name + " IS NOT NULL" : "(" + bounds.joined(separator: " AND ") + ")"
        case .isNull(let column): return Self.quoted(column) + " IS NULL"
        case .isNotNull(let column): return Self.quoted(column) + " IS NOT NULL"
        case .document(let column, _, _, _):
            let places = (0..<4).map { _ in place() }.joined(separator: ", ")
            return "\(DocumentFunctions.matches)(\(Self.quoted(column)), \(places))"
        case .all(let parts):
            return parts.isEmpty ? "true" : "(" + parts.map { text($0) }.joined(separator: " AND ") + ")"
        case .any(let parts):
            return parts.isEmpty ? "false" : "(" + parts.map { text($0) }.joined(separator: " OR ") + ")"
        }
    }

    // There is no minimum of uuid or bytea before PostgreSQL 18; their hexadecimal texts sort as their bytes do.
    private static func text(_ aggregate: Aggregate, _ table: Table) -> String {
        switch aggregate {
        case .count: return "COUNT(*)"
        case .sum(let column): return "COALESCE(SUM(\(quoted(column))), 0)::bigint"
        case .bytes(let column): return "COALESCE(SUM(octet_length(\(quoted(column)))), 0)::bigint"
        case .minimum(let column), .maximum(let column):
            let function = if case .minimum = aggregate { "MIN" } else { "MAX" }
            let name = quoted(column)
            switch table.columns[table.position(of: column)].type {
            case .identifier: return "\(function)(\(name)::text COLLATE \"C\")::uuid"
            case .bytes: return "decode(\(function)(encode(\(name), 'hex') COLLATE \"C\"), 'hex')"
            default: return "\(function)(\(name))"
            }
        }
    }
}
