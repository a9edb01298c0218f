import Foundation
import Primitives
import Storage
import Synchronization
import Testing

@testable import Operations

/// Who does what one of several servers on a store does at a time.
@Suite struct LeaseTests {
    private static let timing = Lease.Timing(renewMilliseconds: 50, holdMilliseconds: 2_000, lapseMilliseconds: 3_000)

    /// The names of those that work, in the order in which they began and ended.
    private final class Journal: Sendable {
        private let state = Mutex((working: Set<String>(), most: 0, began: [String]()))

        func work(_ name: String) async throws {
            state.withLock { state in
                state.working.insert(name)
                state.most = max(state.most, state.working.count)
                state.began.append(name)
            }
            defer { state.withLock { _ = $0.working.remove(name) } }
            try await Task.sleep(for: .seconds(600))
        }

        var most: Int { state.withLock { $0.most } }
        var began: [String] { state.withLock { $0.began } }
        var working: Set<String> { state.withLock { $0.working } }

        func wait(until isMet: @Sendable (Journal) -> Bool) async throws {
            for _ in 0..<1_000 where !isMet(self) { try await Task.sleep(for: .milliseconds(20)) }
            #expect(isMet(self), "began: \(began), at work: \(working)")
        }
    }

    private static func worker(_ lease: Lease, _ journal: Journal, _ name: String) -> Task<Void, any Error> {
        Task { try await lease.whileHeld { try await journal.work(name) } }
    }

    @Test func theNextOneMayTakeWhatIsItsOwnOrReleasedOrLapsed() {
        let (me, other) = (Identifier(high: 1, low: 1), Identifier(high: 2, low: 2))
        let held = Lease.Holding(holder: other, renewal: 7)
        #expect(held.next(other, lapsed: nil) == Lease.Holding(holder: other, renewal: 8))
        #expect(held.next(me, lapsed: nil) == nil)
        #expect(held.next(me, lapsed: Lease.Holding(holder: other, renewal: 6)) == nil, "it was renewed since")
        #expect(held.next(me, lapsed: held) == Lease.Holding(holder: me, renewal: 8))
        #expect(
            Lease.Holding(holder: nil, renewal: 7).next(me, lapsed: nil) == Lease.Holding(holder: me, renewal: 8)
        )
    }

    @Test func oneWorksAndTheOtherTakesOver() async throws {
        let store = try await Operator()
        let journal = Journal()
        let first = Lease("work", store.operations, timing: Self.timing)
        let second = Lease("work", store.operations, timing: Self.timing)
        let one = Self.worker(first, journal, "one")
        try await journal.wait { $0.working == ["one"] }
        let two = Self.worker(second, journal, "two")
        // Longer than a lease lasts without being renewed.
        try await Task.sleep(for: .milliseconds(3_500))
        #expect(journal.began == ["one"] && first.isHeld && !second.isHeld)

        // A process that stops in order hands over.
        one.cancel()
        _ = await one.result
        try await first.release()
        #expect(!first.isHeld)
        try await journal.wait { $0.working == ["two"] }

        // One that was killed is waited for until its lease has lapsed.
        let third = Self.worker(Lease("work", store.operations, timing: Self.timing), journal, "three")
        two.cancel()
        _ = await two.result
        try await journal.wait { $0.working == ["three"] }
        third.cancel()
        _ = await third.result
        #expect(journal.most == 1 && journal.began == ["one", "two", "three"])
    }

    @Test func aHolderThatCannotRenewEndsItsWork() async throws {
        let store = try await Operator()
        let journal = Journal()
        let lease = Lease("work", store.operations, timing: Self.timing)
        let work = Self.worker(lease, journal, "one")
        try await journal.wait { $0.working == ["one"] }
        try await store.storage.close()
        let result = await work.result
        #expect(throws: (any Error).self) { try result.get() }
        #expect(journal.working.isEmpty)
    }

    @Test func aStoreThatIsOverloadedIsAskedAgain() async throws {
        let shop = try await Operator()
        let store = OverloadedStorage(shop.storage)
        let operations = Operations(
            storage: store,
            surroundings: shop.operations.surroundings,
            settings: OperationSettings(),
            logger: shop.operations.logger
        )
        let journal = Journal()
        store.isOverloaded.store(true, ordering: .releasing)
        let work = Self.worker(Lease("work", operations, timing: Self.timing), journal, "one")
        try await store.waitForRefusals(3)
        #expect(journal.began.isEmpty)
        store.isOverloaded.store(false, ordering: .releasing)
        try await journal.wait { $0.working == ["one"] }
        // For longer than it may be held without being renewed.
        store.isOverloaded.store(true, ordering: .releasing)
        try await journal.wait { $0.working.isEmpty }
        store.isOverloaded.store(false, ordering: .releasing)
        try await journal.wait { $0.working == ["one"] }
        work.cancel()
        _ = await work.result
        #expect(journal.began == ["one", "one"])
    }

    @Test func workThatEndsEndsTheTurn() async throws {
        let store = try await Operator()
        let lease = Lease("work", store.operations, timing: Self.timing)
        try await lease.whileHeld {}
        #expect(lease.isHeld)
        try await lease.release()
    }
}
