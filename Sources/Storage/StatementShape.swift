/// What makes two calls share one prepared statement: the table, the operation and everything of a condition, an order
/// or a page but its values. For backends that build SQL.
package struct StatementShape: Hashable {
    /// What the statement does.
    package enum Operation {
        /// A row by its key.
        case row
        /// A new row.
        case insert
        /// A new row unless its key is taken.
        case insertIfAbsent
        /// A new row, or its key's row replaced.
        case upsert
        /// A row by its key removed.
        case deleteRow
        /// Columns of a row set.
        case update(columns: [String], Condition)
        /// Rows removed by a condition.
        case deleteRows(Condition)
        /// A page.
        case rows(Query)
        /// Rows counted.
        case count(Condition)
        /// Aggregates by group.
        case aggregate([Aggregate], groupBy: [String], Condition)
    }

    /// The table it is about.
    package let table: Table
    /// What it does.
    package let operation: Operation

    /// The shape of an operation on a table.
    package init(table: Table, operation: Operation) {
        self.table = table
        self.operation = operation
    }

    /// Whether one statement serves both.
    package static func == (left: StatementShape, right: StatementShape) -> Bool {
        // Descriptors are constants, so their arrays are nearly always the same buffer and compare in one step.
        guard left.table.name == right.table.name, left.table.columns == right.table.columns,
            left.table.primaryKey == right.table.primaryKey
        else { return false }
        switch (left.operation, right.operation) {
        case (.row, .row), (.insert, .insert), (.insertIfAbsent, .insertIfAbsent), (.upsert, .upsert),
            (.deleteRow, .deleteRow):
            return true
        case (.update(let columns, let condition), .update(let otherColumns, let other)):
            return columns == otherColumns && condition.hasShape(of: other)
        case (.deleteRows(let condition), .deleteRows(let other)), (.count(let condition), .count(let other)):
            return condition.hasShape(of: other)
        case (.rows(let query), .rows(let other)):
            return query.order == other.order && query.hasAfter(like: other)
                && query.condition.hasShape(of: other.condition)
        case (
            .aggregate(let aggregates, let groupBy, let condition), .aggregate(let others, let otherGroupBy, let other)
        ):
            return aggregates == others && groupBy == otherGroupBy && condition.hasShape(of: other)
        default: return false
        }
    }

    /// Feeds what `==` compares, or part of it.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(table.name)
        switch operation {
        case .row: hasher.combine(0)
        case .insert: hasher.combine(1)
        case .insertIfAbsent: hasher.combine(2)
        case .upsert: hasher.combine(3)
        case .deleteRow: hasher.combine(4)
        case .update(let columns, let condition):
            hasher.combine(5)
            hasher.combine(columns)
            condition.hashShape(into: &hasher)
        case .deleteRows(let condition):
            hasher.combine(6)
            condition.hashShape(into: &hasher)
        case .rows(let query):
            hasher.combine(7)
            hasher.combine(query.order)
            hasher.combine(query.after == nil)
            query.condition.hashShape(into: &hasher)
        case .count(let condition):
            hasher.combine(8)
            condition.hashShape(into: &hasher)
        case .aggregate(let aggregates, let groupBy, let condition):
            hasher.combine(9)
            hasher.combine(aggregates)
            hasher.combine(groupBy)
            condition.hashShape(into: &hasher)
        }
    }
}

extension Query {
    /// Whether the keyset is there in both or in neither, and null in the same places: a null is compared by other SQL.
    fileprivate func hasAfter(like other: Query) -> Bool {
        guard let after, let others = other.after else { return after == nil && other.after == nil }
        return after.count == others.count && zip(after, others).allSatisfy { ($0 == .null) == ($1 == .null) }
    }
}

extension Condition {
    /// How many placeholders a list of this many values gets: lists are padded to powers of two, so that lists of many
    /// lengths share a few statements.
    package static func placeholders(for count: Int) -> Int {
        var padded = 1
        while padded < count { padded *= 2 }
        return count == 0 ? 0 : padded
    }

    fileprivate func hasShape(of other: Condition) -> Bool {
        switch (self, other) {
        case (.equals(let column, _), .equals(let otherColumn, _)): column == otherColumn
        case (.oneOf(let column, let values), .oneOf(let otherColumn, let others)):
            column == otherColumn && Self.placeholders(for: values.count) == Self.placeholders(for: others.count)
        case (
            .range(let column, let from, let including, let to, let upToIncluding),
            .range(let otherColumn, let otherFrom, let otherIncluding, let otherTo, let otherUpToIncluding)
        ):
            column == otherColumn && (from == nil) == (otherFrom == nil) && (to == nil) == (otherTo == nil)
                && including == otherIncluding && upToIncluding == otherUpToIncluding
        case (.isNull(let column), .isNull(let otherColumn)), (.isNotNull(let column), .isNotNull(let otherColumn)):
            column == otherColumn
        // Path, comparison and literals are bound, as one object.
        case (.document(let column, _, _, _), .document(let otherColumn, _, _, _)): column == otherColumn
        case (.all(let parts), .all(let others)), (.any(let parts), .any(let others)):
            parts.count == others.count && zip(parts, others).allSatisfy { $0.hasShape(of: $1) }
        default: false
        }
    }

    fileprivate func hashShape(into hasher: inout Hasher) {
        switch self {
        case .equals(let column, _):
            hasher.combine(0)
            hasher.combine(column)
        case .oneOf(let column, let values):
            hasher.combine(1)
            hasher.combine(column)
            hasher.combine(Self.placeholders(for: values.count))
        case .range(let column, let from, _, let to, _):
            hasher.combine(2)
            hasher.combine(column)
            hasher.combine(from == nil)
            hasher.combine(to == nil)
        case .isNull(let column):
            hasher.combine(3)
            hasher.combine(column)
        case .isNotNull(let column):
            hasher.combine(4)
            hasher.combine(column)
        case .document(let column, _, _, _):
            hasher.combine(5)
            hasher.combine(column)
        case .all(let parts):
            hasher.combine(6)
            for part in parts { part.hashShape(into: &hasher) }
        case .any(let parts):
            hasher.combine(7)
            for part in parts { part.hashShape(into: &hasher) }
        }
    }
}
