import StreamSQL

/// Which topics a job reads and writes, and which of the records in those that it writes are its own.
package struct JobTopics: Sendable, Hashable {
    /// The topics that it reads, sorted.
    package let inputs: [String]
    /// By topic that it writes, the values of the column `type` of all its records; nil where they are no constants, so that the
    /// topic's records cannot be told from those of other writers.
    package let outputs: [String: Set<String>?]

    /// The topics of a script.
    ///
    /// - Throws: `SourceError` if a table has no topic.
    package init(_ script: JobScript) throws {
        var inputs: Set<String> = []
        var outputs: [String: Set<String>?] = [:]
        for insert in script.inserts {
            for scan in Self.scans(insert.plan) { inputs.insert(try TableConnectors.topic(scan.table)) }
            let topic = try TableConnectors.topic(insert.table)
            let position = insert.columns.firstIndex { insert.table.columns[$0].name == "type" }
            let types = position.flatMap { Self.constants(of: $0, in: insert.plan) }
            if let known = outputs[topic] {
                outputs[topic] = .some(known.flatMap { known in types.map { known.union($0) } })
            } else {
                outputs[topic] = .some(types)
            }
        }
        self.inputs = inputs.sorted()
        self.outputs = outputs
    }

    private static func scans(_ plan: LogicalPlan) -> [LogicalPlan.Scan] {
        if case .scan(let scan) = plan { return [scan] }
        return plan.inputs.flatMap(scans)
    }

    /// The texts that a column can have where it is a constant in each branch.
    private static func constants(of column: Int, in plan: LogicalPlan) -> Set<String>? {
        switch plan {
        case .project(_, let expressions, _): constant(expressions[column]).map { [$0] }
        case .union(let inputs, _):
            inputs.reduce(.some([])) { all, input in
                all.flatMap { all in constants(of: column, in: input).map { all.union($0) } }
            }
        default: nil
        }
    }

    private static func constant(_ expression: BoundExpression) -> String? {
        switch expression.kind {
        case .literal(.string(let text)): text
        case .cast(let inner, _): constant(inner)
        default: nil
        }
    }
}
