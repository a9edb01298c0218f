import Domain
import EventLog
import HTTPAPI
import Primitives
import StreamRuntime
import StreamSQL

/// What the statements of a script answer, one after the other.
struct QueryAnswer: AsyncSequence, Sendable {
    typealias Element = [SQLAccess.Part]

    /// Something to answer.
    enum Step: Sendable {
        /// What is known already.
        case parts([SQLAccess.Part])
        /// The rows of a query, which was opened.
        case query(StreamingQuery, [QueryTable], follows: Bool)
    }

    private let steps: [Step]
    private let slot: QuerySlots.Slot

    init(_ steps: [Step], slot: QuerySlots.Slot) {
        self.steps = steps
        self.slot = slot
    }

    func makeAsyncIterator() -> Iterator { Iterator(steps: steps[...], slot: slot) }

    struct Iterator: AsyncIteratorProtocol {
        var steps: ArraySlice<Step>
        let slot: QuerySlots.Slot
        var current: (query: StreamingQuery, tables: [QueryTable])?

        mutating func next() async throws -> [SQLAccess.Part]? {
            while true {
                if let (query, tables) = current {
                    if let rows = try await refusingFaults({ try await query.next() }) {
                        return rows.map { tables[$0.output].part($0) }
                    }
                    current = nil
                }
                switch steps.popFirst() {
                case nil: return nil
                case .parts(let parts): return parts
                case .query(let query, let tables, let follows):
                    current = (query, tables)
                    return QueryTable.headers(tables, follows: follows)
                }
            }
        }
    }
}

/// How the rows of one output of a query are shown.
struct QueryTable: Sendable {
    /// The table that they would go into; nil for a query.
    let table: String?
    let columns: [SQLAccess.Column]
    /// For each of the columns the number of the cell; nil for those that are not written.
    private let cells: [(index: Int, type: LogicalType)?]

    /// The rows of a query.
    init(_ plan: LogicalPlan) {
        table = nil
        columns = plan.schema.columns.map { .init(name: $0.name, type: "\($0.type)") }
        cells = plan.schema.columns.enumerated().map { ($0.offset, $0.element.type.logical) }
    }

    /// The rows of an insert, in all columns of its table that can be written.
    init(_ insert: Binder.BoundInsert) {
        let definition = insert.table
        let writable = definition.columns.indices.filter { index in
            switch definition.columns[index].source {
            case .physical, .metadata(_, isVirtual: false): true
            case .metadata, .computed: false
            }
        }
        table = definition.name
        columns = writable.map { .init(name: definition.columns[$0].name, type: "\(definition.columns[$0].type)") }
        cells = writable.map { column in
            insert.columns.firstIndex(of: column).map { ($0, definition.columns[column].type.logical) }
        }
    }

    /// A header for each table.
    static func headers(_ tables: [QueryTable], follows: Bool) -> [SQLAccess.Part] {
        var seen: Set<String?> = []
        return tables.compactMap { table in
            guard seen.insert(table.table).inserted else { return nil }
            return .columns(table.columns, table: table.table, follows: follows)
        }
    }

    /// A row as the API shows it.
    func part(_ row: StreamingQuery.Row) -> SQLAccess.Part {
        let values = cells.map { cell in cell.map { Self.json(row.cells[$0.index], $0.type) } ?? .null }
        return .row(kind: Self.kinds[Int(row.kind.rawValue)], table: table, values)
    }

    private static let kinds = ["+I", "-U", "+U", "-D"]

    private static func json(_ text: String?, _ type: LogicalType) -> JSON {
        guard let text else { return .null }
        switch type {
        case .boolean: return .bool(text == "TRUE")
        case .tinyint, .smallint, .integer, .bigint, .decimal: return .number(JSONNumber(validated: text))
        case .float, .double:
            // NaN and the infinities are no numbers of JSON.
            guard text.last?.isNumber == true else { return .string(text) }
            return .number(JSONNumber(validated: text))
        default: return .string(text)
        }
    }
}
