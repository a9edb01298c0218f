import Operations
import PostgresStorage
import Primitives
import Storage

/// Takes rows into a PostgreSQL database, plain or with Citus, by COPY: the rows of each shard in transactions of their own.
struct PostgresTransferTarget: TransferTarget {
    let address: PostgresAddress
    private let store: PostgresStorage
    private let session: PostgresSession
    private let map: ShardMap

    /// A mark is kept in a table of its own, beside the schema's.
    private static let markTable = "storage_transfer"

    init(_ address: PostgresAddress) async throws {
        self.address = address
        store = PostgresStorage(address)
        session = PostgresSession(address)
        // Without a cluster the shards are those that one would have; the rows are sent in the same portions.
        let placed = try await store.shards() ?? []
        map = ShardMap(ranges: placed.map(\.tokens)) ?? ShardMap(count: Operations.shardCount)
    }

    var storage: any Storage { store }

    func begin(from origin: String, tables: [Table]) async throws {
        try await store.migrate(Schema.migrations)
        try await session.texts("CREATE TABLE IF NOT EXISTS \(Self.markTable) (mark text NOT NULL)")
        let found = try await session.texts("SELECT mark FROM \(Self.markTable)").first?[0].flatMap(TransferMark.init)
        let filled = try await store.read { transaction in
            try tables.first { try !transaction.rows($0, Query(limit: 1)).isEmpty }?.name
        }
        try TransferMark.admit(origin, into: "\(address)", found: found, firstTableWithRows: filled)
        try await write(TransferMark(origin: origin, isComplete: false))
    }

    func lanes(of table: Table) -> TransferLanes {
        guard case .distributed(let column) = table.distribution else { return .single }
        return .shards(map, column: column)
    }

    func lastKeys(of table: Table) async throws -> [[Value]?] {
        let lanes = lanes(of: table)
        return try await session.run { connection in
            let copy = RowCopy(table)
            guard case .shards(let map, let column) = lanes else {
                return [try copy.lastKey(connection, where: nil)]
            }
            return try map.ranges.map { try copy.lastKey(connection, where: (column, $0)) }
        }
    }

    func append(_ rows: [Row], to table: Table) async throws {
        try await session.run { try RowCopy(table).append(rows, over: $0) }
    }

    func advanceSequence(of table: Table, past number: Int64) async throws {
        guard number > 0 else { return }
        try await session.run { try RowCopy.advanceSequences(past: number, over: $0) }
    }

    func end(from origin: String) async throws {
        try await write(TransferMark(origin: origin, isComplete: true))
        session.close()
    }

    private func write(_ mark: TransferMark) async throws {
        try await session.run { connection in
            try connection.transaction {
                try connection.execute("DELETE FROM \(Self.markTable)")
                try connection.execute("INSERT INTO \(Self.markTable) VALUES ($1)", [.text(mark.text)])
            }
        }
    }
}
