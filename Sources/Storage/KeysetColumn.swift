/// A column of the total order that a page continues, with the position of its value in `Query.after`.
package struct KeysetColumn {
    /// The column.
    package let name: String
    /// The position of its value in `Query.after`.
    package let position: Int
    /// Whether it may be null.
    package let isNullable: Bool

    /// The columns that decide whether a row comes after `query.after`: those of the order, then those of the primary
    /// key, each once, without those that the condition pins to one value (they cannot differ, and without them the
    /// rest matches an index).
    package static func all(of table: Table, _ query: Query) -> [KeysetColumn] {
        let names = query.order.map(\.column) + table.primaryKey
        var seen = query.condition.pinnedColumns
        return names.enumerated().compactMap { position, name in
            guard seen.insert(name).inserted else { return nil }
            return KeysetColumn(
                name: name,
                position: position,
                isNullable: table.columns[table.position(of: name)].isNullable
            )
        }
    }
}

extension Condition {
    /// The columns that are equal in all rows that meet the condition.
    fileprivate var pinnedColumns: Set<String> {
        switch self {
        case .equals(let column, _): [column]
        case .all(let parts): parts.reduce(into: []) { $0.formUnion($1.pinnedColumns) }
        default: []
        }
    }
}

extension Query {
    /// The direction of the primary key, which ends every order: that of the columns before it.
    package var isKeyAscending: Bool { order.isEmpty || order.contains { $0.isAscending } }
}
