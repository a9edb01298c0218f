/// Why an administration command is not carried out.
public enum ClusterError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The database has no Citus extension.
    case notCitus(database: String)
    /// The server is not built or configured for Citus.
    case citusMissing(node: String, reason: String)
    /// The cluster has no such node.
    case unknownNode(NodeAddress, known: [NodeAddress])
    /// The cluster has no such shard.
    case unknownShard(Int64)
    /// No table is distributed yet.
    case nothingDistributed
    /// A background job ended otherwise than well.
    case jobFailed(state: String, message: String)

    /// What is wrong.
    public var description: String {
        switch self {
        case .notCitus(let database): "\(database) is no Citus cluster: the extension citus is not there"
        case .citusMissing(let node, let reason): "\(node) cannot run Citus: \(reason)"
        case .unknownNode(let node, _): "the cluster has no node \(node)"
        case .unknownShard(let shard): "the cluster has no shard \(shard)"
        case .nothingDistributed: "no table is distributed yet"
        case .jobFailed(let state, let message): "the cluster's background job is \(state): \(message)"
        }
    }

    /// What to do next.
    public var hint: String {
        switch self {
        case .notCitus, .nothingDistributed: "make it one with: bss cluster init"
        case .citusMissing:
            "install Citus there and set shared_preload_libraries = 'citus' in its postgresql.conf, then restart it"
        case .unknownNode(_, let known): "its nodes: \(known.map(\.description).joined(separator: ", "))"
        case .unknownShard: "see the shards with: bss cluster status --shards"
        case .jobFailed: "see what is wrong with: bss cluster health; then run the command again"
        }
    }
}
