import PostgresStorage
import Primitives
import Storage

/// A store whose every read names a customer, and so is sent to a worker, which any other row is read through too.
final class RoutedStorage: Storage {
    private let store: PostgresStorage

    init(_ address: PostgresAddress) {
        store = PostgresStorage(address, readers: 2, placement: .citus(shards: 6), routeReads: true)
    }

    func migrate(_ migrations: [Migration]) async throws {
        try await store.migrate(migrations)
        let table = Migration.tables(after: migrations).first { $0.isDistributedByCustomer }
        guard let table else { return }
        try await store.waitForRoutes(table)
    }

    @discardableResult
    func write<Result: Sendable>(
        scope: Identifier,
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Result
    ) async throws -> Result {
        try await store.write(scope: scope, body)
    }

    func read<Result: Sendable>(
        scope: Identifier?,
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Result
    ) async throws -> Result {
        try await store.read(scope: scope ?? Samples.customer(1), body)
    }

    func sequenceHorizon(of table: Table, after known: Int64) async throws -> Int64 {
        try await store.sequenceHorizon(of: table, after: known)
    }

    func backup(to path: String, progress: @escaping @Sendable (Double) -> Void) async throws {
        try await store.backup(to: path, progress: progress)
    }

    func shards() async throws -> [PlacedShard]? { try await store.shards() }
    func close() async throws { try await store.close() }
}

extension PostgresStorage {
    /// Reads until a worker answers: the first reads ask the coordinator, while it is found out where the shards lie.
    func waitForRoutes(_ table: Table, of customer: Identifier = Samples.customer(1)) async throws {
        let before = readsAtWorkers
        while readsAtWorkers == before {
            _ = try await read(scope: customer) { transaction in
                try transaction.rows(table, Query(.equals("customer_id", .identifier(customer)), limit: 1))
            }
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}
