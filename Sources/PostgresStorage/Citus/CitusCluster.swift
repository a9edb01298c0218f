import Primitives
import Storage

/// A Citus cluster, administered through its coordinator.
///
/// Every method may be called again after it failed or its process died: it does what is left to do.
public struct CitusCluster: Sendable {
    /// The coordinator's database.
    public let address: PostgresAddress
    let session: PostgresSession
    // Tells how far a statement has come that keeps `session` busy.
    let observer: PostgresSession

    /// The cluster behind this coordinator. Connects when it is first asked something.
    public init(_ address: PostgresAddress) {
        self.address = address
        session = PostgresSession(address)
        observer = PostgresSession(address)
    }

    /// Ends the connections.
    public func close() {
        session.close()
        observer.close()
    }

    /// The extension's version; nil if the database has none.
    public func version() async throws -> String? {
        try await session.run { try CitusCatalog.version($0) }
    }

    /// - Throws: `ClusterError.notCitus` if the database has no Citus extension.
    func requireCitus() async throws {
        guard try await version() != nil else { throw ClusterError.notCitus(database: address.description) }
    }

    /// The nodes, the coordinator first.
    public func nodes() async throws -> [CitusNode] {
        try await requireCitus()
        let rows = try await session.texts(
            """
            WITH held AS (
                SELECT l.groupid, count(*) FILTER (WHERE s.logicalrelid = \(CitusCatalog.anchor)) AS shards
                FROM pg_dist_placement l JOIN pg_dist_shard s ON s.shardid = l.shardid GROUP BY l.groupid
            ), sized AS (
                SELECT nodename, nodeport, sum(shard_size) AS bytes FROM citus_shards GROUP BY nodename, nodeport
            )
            SELECT n.nodeid, n.nodename, n.nodeport, n.groupid = 0, n.isactive, n.shouldhaveshards,
                   coalesce(held.shards, 0), coalesce(sized.bytes, 0)
            FROM pg_dist_node n
            LEFT JOIN held ON held.groupid = n.groupid
            LEFT JOIN sized ON sized.nodename = n.nodename AND sized.nodeport = n.nodeport
            WHERE n.noderole = 'primary'
            ORDER BY n.groupid <> 0, n.nodeid
            """
        )
        return rows.compactMap { row in
            guard let id = row[0].flatMap({ Int64($0) }), let host = row[1], let port = row[2].flatMap({ Int($0) })
            else { return nil }
            return CitusNode(
                id: id,
                address: NodeAddress(host: host, port: port),
                isCoordinator: row[3] == "t",
                isActive: row[4] == "t",
                takesShards: row[5] == "t",
                shards: row[6].flatMap { Int($0) } ?? 0,
                bytes: row[7].flatMap { Int64($0) } ?? 0
            )
        }
    }

    /// The tables that the cluster knows, by name.
    public func tables() async throws -> [CitusTable] {
        try await requireCitus()
        return try await session.run { connection in
            let placements = try CitusCatalog.placements(connection)
            let sizes = try connection.execute(
                """
                SELECT c.relname, sum(h.shard_size)
                FROM citus_shards h JOIN pg_class c ON c.oid = h.table_name
                WHERE c.relnamespace = current_schema()::regnamespace GROUP BY c.relname
                """
            ).texts
            let bytes = Dictionary(sizes.map { ($0[0] ?? "", $0[1].flatMap { Int64($0) } ?? 0) }) { $1 }
            return placements.map { CitusTable(name: $0, placement: $1, bytes: bytes[$0] ?? 0) }
                .sorted { $0.name < $1.name }
        }
    }

    /// The shards of the customer tables, in the order of their tokens; empty if nothing is distributed yet.
    public func shards() async throws -> [PlacedShard] {
        try await requireCitus()
        return try await session.run { try CitusCatalog.shards($0) }
    }

    /// The node at an address.
    ///
    /// - Throws: `ClusterError.unknownNode`.
    func node(at address: NodeAddress) async throws -> CitusNode {
        let nodes = try await nodes()
        guard let node = nodes.first(where: { $0.address == address }) else {
            throw ClusterError.unknownNode(address, known: nodes.map(\.address))
        }
        return node
    }

    /// The address of another node's database of the same name, for the same user.
    func address(of node: NodeAddress, database: String? = nil) -> PostgresAddress {
        address.at(node).with("dbname", database ?? databaseName)
    }

    var databaseName: String { address.parameters["dbname"] ?? address.parameters["user"] ?? "postgres" }
}
