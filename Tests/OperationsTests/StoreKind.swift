import ScratchPostgres
import Testing

/// What keeps the rows of an `Operator`.
enum StoreKind: Sendable {
    case sqlite, postgres, citus

    @TaskLocal static var current = StoreKind.sqlite
}

/// Runs every test of a suite once over each of these kinds of store.
struct EveryStore: SuiteTrait, TestTrait, TestScoping {
    let kinds: [StoreKind]
    let isRecursive = true

    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable () async throws -> Void
    ) async throws {
        for kind in kinds {
            await StoreKind.$current.withValue(kind) {
                do {
                    try await function()
                } catch {
                    Issue.record("over \(kind): \(error)")
                }
            }
        }
    }
}

extension Trait where Self == EveryStore {
    static var everyStore: EveryStore { EveryStore(kinds: [.sqlite, .postgres]) }
    /// Over a cluster too, where there is one: for whole stories, which touch every table.
    static var everyStoreAndCluster: EveryStore {
        guard ScratchCitus.isInstalled else {
            print(ScratchCitus.missing)
            return everyStore
        }
        return EveryStore(kinds: [.sqlite, .postgres, .citus])
    }
}
