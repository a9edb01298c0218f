/// What names mean at a place in a query: the relations of its FROM, their columns side by side.
struct Scope {
    /// A table, view or sub-query under the name by which it is referred to.
    struct Relation {
        let name: String?
        let columns: Range<Int>
    }

    var relations: [Relation] = []
    var columns: [LogicalPlan.Column] = []
    /// Columns that a join by USING merged: not found without a table's name.
    var hidden: Set<Int> = []

    /// Columns that a join merged of both sides': a star shows them first.
    var merged: [Int] = []

    init() {}

    init(_ schema: LogicalPlan.Schema, name: String?) {
        columns = schema.columns
        relations = [Relation(name: name, columns: 0..<columns.count)]
    }

    /// Both scopes' relations, the other's columns behind this one's.
    func joined(_ other: Scope) -> Scope {
        var result = self
        let start = columns.count
        result.columns += other.columns
        result.hidden.formUnion(other.hidden.map { $0 + start })
        result.merged += other.merged.map { $0 + start }
        result.relations += other.relations.map {
            Relation(name: $0.name, columns: ($0.columns.lowerBound + start)..<($0.columns.upperBound + start))
        }
        return result
    }

    /// The columns that a star shows, in order.
    var visibleColumns: [Int] {
        merged + columns.indices.filter { !hidden.contains($0) && !merged.contains($0) }
    }

    /// A name found: a column and how many parts of the name it took (the rest are fields).
    struct Found {
        let column: Int
        let parts: Int
    }

    /// Finds a column by name.
    ///
    /// - Throws: `SQLError` if there is none, or more than one.
    func find(_ name: QualifiedName) throws(SQLError) -> Found {
        let parts = name.parts.map(\.name)
        if parts.count > 1 {
            for relation in relations where relation.name == parts[0] {
                if let column = relation.columns.first(where: { columns[$0].name == parts[1] }) {
                    return Found(column: column, parts: 2)
                }
                throw SQLError.unknown(
                    "column",
                    parts[1],
                    in: relation.columns.map { columns[$0].name },
                    name.parts[1].range,
                    of: "table '\(parts[0])'"
                )
            }
        }
        let matches = columns.indices.filter { columns[$0].name == parts[0] && !hidden.contains($0) }
        guard let column = matches.first else {
            let known = parts.count > 1 ? relations.compactMap(\.name) : columns.map(\.name)
            throw SQLError.unknown(parts.count > 1 ? "table" : "column", parts[0], in: known, name.parts[0].range)
        }
        guard matches.count == 1 else {
            throw SQLError(
                .name,
                "column '\(parts[0])' is ambiguous",
                at: name.range,
                hint: "put the name of its table before it: "
                    + relations.filter { $0.columns.contains { columns[$0].name == parts[0] } }
                    .compactMap(\.name).map { "\($0).\(parts[0])" }.joined(separator: " or ")
            )
        }
        return Found(column: column, parts: 1)
    }
}
