import Primitives
import ScratchPostgres
import Storage
import Testing

@testable import PostgresStorage

/// The statements of reads and writes of one customer, as the store sends them: each goes to one shard.
@Suite("Citus: hot statements", .enabled(if: ScratchCitus.isInstalled, "\(ScratchCitus.missing)"))
struct HotStatementTests {
    private static let outbox = Table(
        "outbox",
        distribution: .distributed(by: "customer_id"),
        columns: [.init("sequence", .sequence), .init("customer_id", .identifier), .init("body", .document)],
        primaryKey: ["sequence"]
    )
    private static let catalogue = Table(
        "catalogue",
        distribution: .reference,
        columns: [.init("id", .text), .init("body", .document)],
        primaryKey: ["id"]
    )

    /// What the store sends, with the values that it binds: those of the rows or keys, then those of the conditions.
    private static func statements(
        _ shapes: [(Table, StatementShape.Operation, [Value])]
    ) -> [(sql: String, values: [Value])] {
        shapes.map { table, operation, values in
            var bound = values
            switch operation {
            case .count(let condition), .deleteRows(let condition): bound += Self.values(of: condition)
            case .rows(let query):
                bound += Self.values(of: query.condition)
                bound += [.integer(Int64(query.limit)), .integer(Int64(query.offset))]
            default: break
            }
            return (StatementText.of(StatementShape(table: table, operation: operation)), bound)
        }
    }

    private static func values(of condition: Condition) -> [Value] {
        switch condition {
        case .equals(_, let value): [value]
        case .range(_, let from, _, let to, _): [from, to].compactMap(\.self)
        case .all(let parts): parts.flatMap { values(of: $0) }
        default: []
        }
    }

    @Test("each is one task, and its commit needs no second phase")
    func oneTask() async throws {
        try await inScratchSchema { address in
            let store = PostgresStorage(
                address.with("application_name", "hot"),
                writers: 1,
                readers: 1,
                placement: .citus(shards: 6)
            )
            try await store.migrate(
                Samples.migrations.prefix(1) + [
                    Migration("outbox in the shard", [.createTable(Self.outbox), .createTable(Self.catalogue)])
                ]
            )
            let customer = Samples.customer(5)
            let own = Condition.equals("customer_id", .identifier(customer))
            let key = Samples.key(5, 1)
            let statements: [(String, [Value])] = Self.statements([
                (Samples.notes, .row, key), (Samples.notes, .rows(Query(own, limit: 20)), []),
                (Samples.notes, .count(.all([own, .equals("state", .text("held"))])), []),
                (
                    Samples.notes,
                    .rows(Query(.all([own, .range("number", from: .integer(3), to: nil)]), limit: 1)), []
                ), (Samples.notes, .insert, Samples.note(5, 1).values),
                (Samples.notes, .insertIfAbsent, Samples.note(5, 2).values),
                (Samples.notes, .upsert, Samples.note(5, 3).values), (Samples.notes, .deleteRow, key),
                (Samples.notes, .deleteRows(own), []), (Self.outbox, .insert, [.integer(1), key[0], .text("{}")]),
                (Self.catalogue, .row, [.text("mobile")]),
            ])
            let session = PostgresSession(address)
            defer { session.close() }
            for (sql, values) in statements {
                let plan = try await session.texts("EXPLAIN " + sql, values).compactMap { $0[0] }
                let tasks = plan.filter { $0.contains("Task Count") }.map { $0.trimming() }
                #expect(tasks == ["Task Count: 1"], "\(sql)\n\(plan.joined(separator: "\n"))")
            }
            // A query over all customers shows that the test can fail.
            let all = Self.statements([(Samples.notes, .count(.all([])), [])])
            let plan = try await session.texts("EXPLAIN " + all[0].sql, all[0].values).compactMap { $0[0]?.trimming() }
            #expect(plan.contains("Task Count: 6"))

            // Commits of two phases leave a record with the number of the process that made them.
            let phases = """
                SELECT count(*) FROM pg_dist_transaction t JOIN pg_stat_activity a
                ON t.gid LIKE 'citus\\_0\\_' || a.pid || '\\_%' WHERE a.application_name = 'hot'
                """
            for round in 0..<20 {
                try await store.write(scope: customer) { transaction throws in
                    try transaction.insert(Samples.note(5, 100 + round))
                    try transaction.insert(Row(Self.outbox, [.null, .identifier(customer), .text("{}")]))
                    _ = try transaction.update(
                        Samples.notes,
                        key: Samples.key(5, 100 + round),
                        set: [("state", .text("held"))],
                        where: .equals("state", .text("acknowledged"))
                    )
                }
            }
            #expect(try await session.texts(phases) == [["0"]])
            // Six customers lie on more than one worker.
            try await store.write(scope: customer) { transaction throws in
                for other in 10..<16 { try transaction.insert(Samples.note(other, 1)) }
            }
            #expect(try await session.texts(phases) != [["0"]])
            try await store.close()
        }
    }
}

extension String {
    fileprivate func trimming() -> String { String(drop(while: { $0 == " " })) }
}
