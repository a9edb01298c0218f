/// How a Citus cluster keeps a table.
public enum CitusPlacement: Hashable, Sendable {
    /// An ordinary table of the coordinator.
    case local
    /// Spread over `shards` by the hash of a column; tables with the same `group` are co-located.
    case distributed(by: String, group: Int64, shards: Int)
    /// A whole copy on every node.
    case reference
}
