/// A shard of the tables that are distributed by customer, where a cluster keeps it now.
public struct PlacedShard: Hashable, Sendable {
    /// The cluster's number of it.
    public let id: Int64
    /// The tokens that it owns (`ShardMap.token(of:)`).
    public let tokens: ClosedRange<Int32>
    /// The node that holds it, as `host:port`.
    public let node: String

    /// A shard.
    public init(id: Int64, tokens: ClosedRange<Int32>, node: String) {
        self.id = id
        self.tokens = tokens
        self.node = node
    }
}
