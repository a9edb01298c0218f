import StreamSQL

/// The rows that a query has made and that nobody has taken yet.
///
/// Confined to the query that has it.
final class QueryRows {
    private let max: Int
    private let countsAll: Bool
    private var added = 0
    private var waiting: [StreamingQuery.Row] = []
    /// How many of the first are taken.
    private var taken = 0
    private var finalTables: [FinalTable] = []

    /// - Parameters:
    ///   - max: the most rows.
    ///   - countsAll: whether all rows count, or only those that wait.
    init(max: Int, countsAll: Bool) {
        self.max = max
        self.countsAll = countsAll
    }

    /// Where the rows of a plan go.
    ///
    /// - Parameter keepsFinal: whether of rows that are updated only the last ones are handed on, at the end.
    func sink(of plan: LogicalPlan, number: Int, keepsFinal: Bool) -> any RowSink {
        let types = plan.schema.types
        guard keepsFinal, plan.emitsUpdates else {
            return CallbackSink { [unowned self] batch in
                let cells = RowText.cells(batch, types)
                for row in 0..<batch.count {
                    try add(StreamingQuery.Row(output: number, kind: batch.kind(row), cells: cells[row]))
                }
            }
        }
        let table = FinalTable(number: number, order: plan.finalOrder)
        finalTables.append(table)
        return CallbackSink { [max] batch in
            table.apply(batch, RowText.cells(batch, types))
            guard table.count <= max else { throw Self.tooMany(max) }
        }
    }

    private func add(_ row: StreamingQuery.Row) throws {
        guard (countsAll ? added : waiting.count - taken) < max else { throw Self.tooMany(max) }
        added += 1
        waiting.append(row)
    }

    private static func tooMany(_ max: Int) -> SourceError {
        SourceError("more than \(max) rows: narrow the query with WHERE, or begin later")
    }

    /// All rows came: the final ones can be taken.
    func finish() {
        for table in finalTables { waiting += table.rows }
        finalTables = []
    }

    /// Takes some rows, the oldest.
    func take(_ count: Int) -> [StreamingQuery.Row] {
        let end = min(waiting.count, taken + count)
        let rows = Array(waiting[taken..<end])
        taken = end
        if taken == waiting.count {
            waiting.removeAll()
            taken = 0
        }
        return rows
    }
}

/// What the changes of a plan come to: a bag of rows.
private final class FinalTable {
    private struct Entry {
        var copies: Int
        /// The place of the first copy among all rows.
        var place: Int
        var keys: [Value]
    }

    private let number: Int
    private let order: [LogicalPlan.Ordering]
    private var entries: [[String?]: Entry] = [:]
    private var nextPlace = 0
    /// How many rows there are.
    private(set) var count = 0

    init(number: Int, order: [LogicalPlan.Ordering]) {
        self.number = number
        self.order = order
    }

    func apply(_ batch: Batch, _ cells: [[String?]]) {
        for row in 0..<batch.count {
            let change = batch.kind(row).isRetraction ? -1 : 1
            count += change
            nextPlace += 1
            if var entry = entries[cells[row]] {
                entry.copies += change
                entries[cells[row]] = entry.copies == 0 ? nil : entry
            } else {
                let keys = order.map { batch.columns[$0.column][row] }
                entries[cells[row]] = Entry(copies: change, place: nextPlace, keys: keys)
            }
        }
    }

    /// The rows, in the plan's order, else in that of their arrival.
    var rows: [StreamingQuery.Row] {
        let sorted = entries.sorted { left, right in
            for (index, ordering) in order.enumerated() {
                let (one, other) = (left.value.keys[index], right.value.keys[index])
                if one == other { continue }
                if one == .null || other == .null { return (one == .null) == ordering.nullsFirst }
                return one.precedes(other) == ordering.isAscending
            }
            return left.value.place < right.value.place
        }
        return sorted.flatMap { cells, entry in
            Array(
                repeating: StreamingQuery.Row(output: number, kind: .insert, cells: cells),
                count: Swift.max(0, entry.copies)
            )
        }
    }
}

extension Value {
    /// Whether it comes before another one of its type; false for types without an order.
    fileprivate func precedes(_ other: Value) -> Bool {
        switch (self, other) {
        case (.boolean(let left), .boolean(let right)): !left && right
        case (.int64(let left), .int64(let right)): left < right
        case (.double(let left), .double(let right)): left < right
        case (.decimal(let left), .decimal(let right)): left < right
        case (.string(let left), .string(let right)): left.utf8.lexicographicallyPrecedes(right.utf8)
        default: false
        }
    }
}

extension LogicalPlan {
    /// The order of the rows where the plan is a Top-N over all rows, as far as its columns show it.
    fileprivate var finalOrder: [Ordering] {
        switch self {
        case .rank(_, let node) where node.partition.isEmpty && node.window == nil: return node.order
        case .project(let input, let expressions, _):
            var order: [Ordering] = []
            for ordering in input.finalOrder {
                let place = expressions.firstIndex { $0.kind == .column(ordering.column) }
                guard let place else { return order }
                order.append(Ordering(place, isAscending: ordering.isAscending, nullsFirst: ordering.nullsFirst))
            }
            return order
        default: return []
        }
    }
}
