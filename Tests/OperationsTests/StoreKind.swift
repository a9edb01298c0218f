import Testing

/// What keeps the rows of an `Operator`.
enum StoreKind: Sendable, CaseIterable {
    case sqlite, postgres

    @TaskLocal static var current = StoreKind.sqlite
}

/// Runs every test of a suite once over each kind of store.
struct EveryStore: SuiteTrait, TestTrait, TestScoping {
    let isRecursive = true

    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable () async throws -> Void
    ) async throws {
        for kind in StoreKind.allCases {
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
    static var everyStore: EveryStore { EveryStore() }
}
