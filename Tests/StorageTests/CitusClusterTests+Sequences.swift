import PostgresStorage
import Primitives
import Storage
import Synchronization
import Testing

/// Rows that are carried on in the order of their sequences, from shards of several nodes.
extension CitusClusterTests {
    private static let events = Table(
        "events",
        distribution: .distributed(by: "customer_id"),
        columns: [.init("sequence", .sequence), .init("customer_id", .identifier), .init("body", .text)],
        primaryKey: ["sequence"]
    )
    private static let (scopes, rounds, rowsEach) = (8, 60, 6)

    @Test("rows of transactions over several nodes, which are over before their rows are visible, are all carried on")
    func settledSequencesOverNodes() async throws {
        try await onSchema { cluster, session, _ in
            let store = PostgresStorage(cluster.address, placement: .citus(shards: 6))
            try await store.migrate([Migration("events", [.createTable(Self.events)])])
            let before = try await Self.transactionsOverNodes(session)
            let isWriting = Atomic<Bool>(true)
            async let carrying = Self.carried(store) { isWriting.load(ordering: .acquiring) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for scope in 0..<Self.scopes {
                    group.addTask {
                        for round in 0..<Self.rounds { try await Self.write(store, scope, round) }
                    }
                }
                try await group.waitForAll()
            }
            isWriting.store(false, ordering: .releasing)
            let carried = try await carrying
            #expect(try await Self.transactionsOverNodes(session) > before, "no transaction was over several nodes")
            #expect(carried.count == Self.scopes * Self.rounds * Self.rowsEach && Set(carried).count == carried.count)
            for scope in 0..<Self.scopes {
                let expected = (0..<Self.rounds).flatMap { round in
                    (0..<Self.rowsEach).map { "\(scope) \(round) \($0)" }
                }
                #expect(carried.filter { $0.hasPrefix("\(scope) ") } == expected)
            }
            try await store.close()
        }
    }

    /// Rows of customers of all shards in one transaction.
    private static func write(_ store: PostgresStorage, _ scope: Int, _ round: Int) async throws {
        try await store.write(scope: Samples.customer(scope)) { transaction in
            for number in 0..<rowsEach {
                let customer = Value.identifier(Samples.customer(scope * rowsEach + number))
                try transaction.insert(Row(events, [.null, customer, .text("\(scope) \(round) \(number)")]))
            }
        }
    }

    /// What is read between one horizon and the next, until nobody writes and nothing comes.
    private static func carried(_ store: PostgresStorage, isWriting: @Sendable () -> Bool) async throws -> [String] {
        var (carried, settled): ([String], Int64) = ([], 0)
        while true {
            let wasWriting = isWriting()
            let horizon = try await store.sequenceHorizon(of: events, after: settled)
            if horizon <= settled {
                let unsettled = Condition.range("sequence", from: .integer(settled), to: nil)
                if !wasWriting, try await store.read({ try $0.count(events, unsettled) }) == 0 { return carried }
                continue
            }
            let range = Condition.range("sequence", from: .integer(settled), to: .integer(horizon))
            let rows = try await store.read { transaction in
                try transaction.rows(events, Query(range, order: [Ordering("sequence")], limit: 10_000))
            }
            carried += rows.compactMap { $0["body"].text }
            settled = horizon
        }
    }

    private static func transactionsOverNodes(_ session: PostgresSession) async throws -> Int {
        let found = try await session.texts("SELECT count(*) FROM pg_dist_transaction")
        return found.first?[0].flatMap { Int($0) } ?? 0
    }
}
