import Storage

/// A table that lies over the cluster in a way that this program did not choose.
public enum DistributionConflict: Error, Hashable, Sendable, CustomStringConvertible {
    /// It is distributed by another column.
    case otherColumn(table: String, wanted: String, found: String)
    /// It is not co-located with the other tables of customers.
    case otherGroup(table: String, with: String)
    /// It is distributed where it should be a reference table, or the like.
    case otherKind(table: String, wanted: Table.Distribution, found: CitusPlacement)

    /// What is wrong.
    public var description: String {
        switch self {
        case .otherColumn(let table, let wanted, let found):
            "\(table) is distributed by \(found) and should be by \(wanted)"
        case .otherGroup(let table, let other):
            "\(table) is not co-located with \(other)"
        case .otherKind(let table, let wanted, let found):
            "\(table) is \(Self.text(found)) and should be \(Self.text(wanted))"
        }
    }

    /// The statement by which an operator takes the table's distribution back, so that `bss cluster init` can make it anew.
    public var remedy: String {
        switch self {
        case .otherColumn(let table, _, _), .otherGroup(let table, _), .otherKind(let table, _, _):
            "SELECT undistribute_table('\(table)');"
        }
    }

    private static func text(_ placement: CitusPlacement) -> String {
        switch placement {
        case .local: "a table of the coordinator"
        case .distributed(let column, _, let shards): "distributed by \(column) over \(shards) shards"
        case .reference: "a reference table"
        }
    }

    private static func text(_ distribution: Table.Distribution) -> String {
        switch distribution {
        case .local: "a table of the coordinator"
        case .distributed(let column), .distributedAlone(let column): "distributed by \(column)"
        case .reference: "a reference table"
        }
    }
}
