import Foundation
import Primitives
import Storage
import Synchronization
import Testing

/// What every backend does when writes run side by side.
@Suite("Storage: scopes and sequences")
struct StorageOrderConformanceTests {
    @Test("nothing of a scope changes under a body, whatever writes side by side", arguments: StorageBackend.all)
    func scopes(_ backend: StorageBackend) async throws {
        let (scopes, rounds, programs) = (5, 30, 2)
        try await backend.withStore { open in
            let first = try open()
            try await first.migrate(Samples.migrations)
            // why: SQLite is one program's; on a server two programs share the store.
            let second = (try? open()) ?? first
            try await withThrowingTaskGroup(of: Void.self) { group in
                for scope in 0..<scopes {
                    for program in 0..<programs {
                        for _ in 0..<rounds {
                            group.addTask { try await Self.append(scope, program == 0 ? first : second) }
                        }
                    }
                }
                try await group.waitForAll()
            }
            try await first.read { transaction in
                for scope in 0..<scopes {
                    let own = Condition.equals("customer_id", .identifier(Samples.customer(scope)))
                    let rows = try transaction.rows(Samples.notes, Query(own, limit: 1_000))
                    // Each body read the newest number and the sum before it: with one lost update both would break.
                    #expect(rows.compactMap { $0["number"].integer } == (0...Int64(rounds * programs)).map { $0 })
                    #expect(rows.first?["amount"] == .integer(Int64(rounds * programs)))
                }
            }
            try await first.close()
            try await second.close()
        }
    }

    /// Reads the newest note of a customer and its counter, then adds a note and raises the counter.
    private static func append(_ scope: Int, _ store: any Storage) async throws {
        let customer = Samples.customer(scope)
        try await store.write(scope: customer) { transaction in
            let newest = try transaction.rows(
                Samples.notes,
                Query(
                    .equals("customer_id", .identifier(customer)),
                    order: [Ordering("customer_id", ascending: false), Ordering("number", ascending: false)],
                    limit: 1
                )
            ).first
            let counter =
                try transaction.row(Samples.notes, key: Samples.key(scope, 0)) ?? Samples.note(scope, 0, amount: 0)
            let number = newest?["number"].integer ?? 0
            var next = counter
            next["amount"] = .integer(counter["amount"].integer! + 1)
            try transaction.upsert(next)
            try transaction.insert(Samples.note(scope, Int(number) + 1))
        }
    }

    @Test("whoever carries settled rows on in order of sequence loses none", arguments: StorageBackend.all)
    func settledSequences(_ backend: StorageBackend) async throws {
        let seed: UInt64 = 20_261_121
        let (scopes, rounds) = (8, 40)
        try await backend.withStore { open in
            let store = try open()
            try await store.migrate(Samples.migrations)
            let isWriting = Atomic<Bool>(true)
            async let carried: [Row] = {
                var (carried, known): ([Row], Int64) = ([], 0)
                while true {
                    let wasWriting = isWriting.load(ordering: .acquiring)
                    let after = carried.last?["sequence"] ?? .integer(0)
                    known = try await store.sequenceHorizon(of: Samples.outbox, after: known)
                    let horizon = Value.integer(known)
                    let (rows, unsettled) = try await store.read { transaction in
                        let settled = Condition.range("sequence", from: after, including: false, to: horizon)
                        return (
                            try transaction.rows(Samples.outbox, Query(settled, limit: 50)),
                            try transaction.count(Samples.outbox, .range("sequence", from: horizon, to: nil))
                        )
                    }
                    carried += rows
                    if rows.isEmpty, unsettled == 0, !wasWriting { return carried }
                }
            }()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for scope in 0..<scopes {
                    group.addTask {
                        var random = SeededRandom(seed: seed + UInt64(scope))
                        for round in 0..<rounds {
                            let milliseconds = Int.random(in: 0..<6, using: &random)
                            try await store.write(scope: Samples.customer(scope)) { transaction in
                                try transaction.insert(Row(Samples.outbox, [.null, .text("\(scope) \(round) a")]))
                                // Slow transactions take their sequence early and commit late.
                                if milliseconds > 2 { Thread.sleep(forTimeInterval: Double(milliseconds) / 1_000) }
                                try transaction.insert(Row(Samples.outbox, [.null, .text("\(scope) \(round) b")]))
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            isWriting.store(false, ordering: .releasing)
            let texts = try await carried.compactMap { $0["body"].text }
            #expect(texts.count == scopes * rounds * 2 && Set(texts).count == texts.count, "seed \(seed)")
            for scope in 0..<scopes {
                let expected = (0..<rounds).flatMap { ["\(scope) \($0) a", "\(scope) \($0) b"] }
                #expect(texts.filter { $0.hasPrefix("\(scope) ") } == expected, "seed \(seed)")
            }
            try await store.close()
        }
    }
}
