import Primitives
import Storage
import Synchronization
import Testing

/// A store that refuses reads and writes as long as it is told to, as one with too many waiting does.
final class OverloadedStorage: Storage {
    let isOverloaded = Atomic<Bool>(false)
    private let refusals = Atomic<Int>(0)
    private let store: any Storage

    init(_ store: any Storage) { self.store = store }

    /// Returns when so many calls were refused; fails the test if they are not within a minute.
    func waitForRefusals(_ count: Int) async throws {
        for _ in 0..<12_000 where refusals.load(ordering: .acquiring) < count {
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(refusals.load(ordering: .acquiring) >= count)
    }

    private func check() throws {
        guard isOverloaded.load(ordering: .acquiring) else { return }
        refusals.add(1, ordering: .acquiringAndReleasing)
        throw StorageError.overloaded
    }

    func migrate(_ migrations: [Migration]) async throws { try await store.migrate(migrations) }

    @discardableResult
    func write<Result: Sendable>(
        scope: Identifier,
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Result
    ) async throws -> Result {
        try check()
        return try await store.write(scope: scope, body)
    }

    func read<Result: Sendable>(
        scope: Identifier?,
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Result
    ) async throws -> Result {
        try check()
        return try await store.read(scope: scope, body)
    }

    func sequenceHorizon(of table: Table, after known: Int64) async throws -> Int64 {
        try check()
        return try await store.sequenceHorizon(of: table, after: known)
    }

    func backup(to path: String, progress: @escaping @Sendable (Double) -> Void) async throws {
        try await store.backup(to: path, progress: progress)
    }

    func close() async throws { try await store.close() }
}
