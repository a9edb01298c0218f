/// A server of a cluster, as the coordinator knows it.
public struct CitusNode: Hashable, Sendable {
    /// Its number in `pg_dist_node`.
    public let id: Int64
    /// Where it listens.
    public let address: NodeAddress
    /// Whether it is the coordinator.
    public let isCoordinator: Bool
    /// Whether it takes part.
    public let isActive: Bool
    /// Whether new shards may come to it: false for the coordinator of a cluster with workers, and for drained workers.
    public let takesShards: Bool
    /// How many shards of the customer tables it holds (each of all tables together).
    public let shards: Int
    /// The bytes of all shards on it, with indexes.
    public let bytes: Int64
}
