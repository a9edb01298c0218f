import Storage

/// What is left to do so that a database's tables lie over a cluster as their descriptors say. A value: nothing is asked
/// and nothing done here.
public struct DistributionPlan: Hashable, Sendable {
    /// What to do, in an order that works: the table that the others are co-located with comes first, reference tables
    /// last.
    public let steps: [DistributionStep]
    /// The tables that lie right already, and those that stay on the coordinator.
    public let settled: [String]

    /// Compares what the tables should be with what the cluster says of them (`existing`, by table name).
    ///
    /// - Throws: `DistributionConflict` if a table lies otherwise: moving it is the operator's decision.
    public init(
        _ tables: [Table],
        existing: [String: CitusPlacement],
        shards: Int
    ) throws(DistributionConflict) {
        precondition(shards >= 1, "a distributed table needs a shard")
        var anchor: (table: String, group: Int64)?
        for table in tables {
            guard case .distributed = table.distribution,
                case .distributed(_, let group, _) = existing[table.name] ?? .local
            else { continue }
            anchor = (table.name, group)
            break
        }
        var together: [DistributionStep] = []
        var alone: [DistributionStep] = []
        var copies: [DistributionStep] = []
        var settled: [String] = []
        var first = anchor?.table
        for table in tables {
            let placement = existing[table.name] ?? .local
            switch (table.distribution, placement) {
            case (.local, .local), (.reference, .reference):
                settled.append(table.name)
            case (.reference, .local):
                copies.append(.replicate(table: table.name))
            case (.distributed(let column), .local):
                together.append(.distribute(table: table.name, by: column, shards: shards, with: first))
                if first == nil { first = table.name }
            case (.distributedAlone(let column), .local):
                alone.append(.distribute(table: table.name, by: column, shards: shards, with: nil))
            case (.distributed(let column), .distributed(let other, let group, _)):
                guard column == other else { throw .otherColumn(table: table.name, wanted: column, found: other) }
                guard group == anchor?.group else {
                    throw .otherGroup(table: table.name, with: anchor?.table ?? table.name)
                }
                settled.append(table.name)
            case (.distributedAlone(let column), .distributed(let other, _, _)):
                guard column == other else { throw .otherColumn(table: table.name, wanted: column, found: other) }
                settled.append(table.name)
            case (.local, _), (.reference, _), (.distributed, _), (.distributedAlone, _):
                throw .otherKind(table: table.name, wanted: table.distribution, found: placement)
            }
        }
        steps = together + alone + copies
        self.settled = settled
    }
}
