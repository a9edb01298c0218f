import Foundation
import PostgresStorage
import Primitives
import ScratchPostgres
import Storage
import Synchronization
import Testing

/// What is PostgreSQL's own: faults of the server, several programs at once, refusals in shared commits.
@Suite("PostgreSQL: the store")
struct PostgresStorageTests {
    @Test("programs that start at the same time migrate once")
    func concurrentStart() async throws {
        try await inScratchDatabase { address in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        let store = PostgresStorage(address, writers: 1, readers: 1)
                        try await store.migrate(Samples.migrations)
                        try await store.close()
                    }
                }
                try await group.waitForAll()
            }
            let names = try PostgresConnection(address).execute("SELECT name FROM storage_migrations ORDER BY position")
            #expect(names.texts.compactMap(\.[0]) == Samples.migrations.map(\.name))
            let older = PostgresStorage(address)
            await #expect(throws: StorageError.schemaTooNew(migration: "outbox and emails")) {
                try await older.migrate([Samples.migrations[0]])
            }
        }
    }

    @Test("a placement's statements run in the migration, before the indexes are made")
    func placements() async throws {
        try await inScratchDatabase { address in
            let placement = TablePlacement(beforeMigration: ["SET LOCAL work_mem = '8MB'"]) { table in
                [
                    "COMMENT ON TABLE \(table.name) IS 'placed'",
                    "DO 'BEGIN ASSERT (SELECT count(*) FROM pg_index WHERE indrelid = ''\(table.name)''::regclass) = 1; END'",
                ]
            }
            let store = PostgresStorage(address, placement: placement)
            try await store.migrate(Samples.migrations)
            let placed = try PostgresConnection(address).execute("SELECT obj_description('notes'::regclass)")
            #expect(placed.text(0, 0) == "placed")
        }
    }

    @Test("writes share commits, and a refused row fails its own write only")
    func sharedCommits() async throws {
        try await inScratchDatabase { address in
            let store = PostgresStorage(address, writers: 2)
            try await store.migrate(Samples.migrations)
            try await store.write { try $0.insert(Samples.note(1, 0, nickname: "taken")) }
            let refused = Tally()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...400 {
                    group.addTask {
                        do {
                            try await store.write { transaction in
                                let nickname = number % 50 == 0 ? "taken" : nil
                                try transaction.insert(Samples.note(1, number, nickname: nickname))
                            }
                        } catch StorageError.duplicate(table: "notes", columns: ["customer_id", "nickname"]) {
                            refused.add()
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(refused.count == 8)
            #expect(try await store.read { try $0.count(Samples.notes, .all([])) } == 393)
            #expect(store.commits < 200)
            try await store.close()
        }
    }

    @Test("documents that jsonb does not take are kept as they are, and searched as far as can be")
    func unusualDocuments() async throws {
        try await inScratchDatabase { address in
            let store = PostgresStorage(address)
            try await store.migrate(Samples.migrations)
            let documents = [
                #"{"v":"a\u0000b","w":"x"}"#, #"{"v":"a\\u0000b","w":"x"}"#, #"{"v":1e999999,"w":"x"}"#,
                #"{"v":"\u0001\u0000\u0000","w":"x"}"#, #"{"v" : 1.50, "v2": 1, "w":"x"}"#,
            ]
            try await store.write { transaction in
                for (number, document) in documents.enumerated() {
                    try transaction.insert(Samples.note(1, number, document: document))
                }
            }
            func numbers(_ path: String, _ literal: String) async throws -> [Int64] {
                try await store.read { transaction in
                    try transaction.rows(
                        Samples.notes,
                        Query(.document("document", path: [path], .equals, [literal]), limit: 10)
                    ).compactMap { $0["number"].integer }
                }
            }
            #expect(try await numbers("v", "a\u{0}b") == [0])
            #expect(try await numbers("v", #"a\u0000b"#) == [1])
            #expect(try await numbers("v", "\u{1}\u{0}\u{0}") == [3])
            #expect(try await numbers("v", "1.5") == [4])
            #expect(try await numbers("w", "x") == [0, 1, 3, 4])
            let back = try await store.read { try $0.rows(Samples.notes, Query(limit: 10)) }
            #expect(back.compactMap { $0["document"].text } == documents)
            try await store.close()
        }
    }

    @Test("after kill -9 of the server under load every acknowledged write is there once, and writing goes on")
    func serverKilled() async throws {
        let server = try ScratchPostgres()
        let address = try server.borrowDatabase()
        let store = PostgresStorage(address, writers: 3, readers: 2)
        try await store.migrate(Samples.migrations)
        let isOver = Tally()
        let acknowledged = Tally()
        let writing = Task {
            try await withThrowingTaskGroup(of: (written: Set<Int>, failed: Int).self) { group in
                for scope in 0..<12 {
                    group.addTask {
                        var written: Set<Int> = []
                        var failed = 0
                        var number = 0
                        while isOver.count == 0 {
                            number += 1
                            let next = number
                            do {
                                // A plain insert: done twice it would be refused as a duplicate.
                                try await store.write(scope: Samples.customer(scope)) { transaction in
                                    try transaction.insert(Samples.note(scope, next))
                                    try transaction.insert(Row(Samples.outbox, [.null, .text("\(scope) \(next)")]))
                                }
                                written.insert(next)
                                acknowledged.add()
                            } catch StorageError.failed(_) {
                                failed += 1
                            }
                        }
                        let rows = try await store.read { transaction in
                            try transaction.rows(
                                Samples.notes,
                                Query(.equals("customer_id", .identifier(Samples.customer(scope))), limit: 1_000_000)
                            )
                        }
                        let found = Set(rows.compactMap { $0["number"].integer.map(Int.init) })
                        #expect(written.isSubset(of: found) && found.count <= written.count + failed)
                        return (written, failed)
                    }
                }
                var written = 0
                var failed = 0
                for try await result in group {
                    written += result.written.count
                    failed += result.failed
                }
                return (written, failed)
            }
        }
        func progress(_ more: Int) async throws {
            let goal = acknowledged.count + more
            while acknowledged.count < goal { try await Task.sleep(for: .milliseconds(5)) }
        }
        for _ in 0..<3 {
            try await progress(200)
            try server.kill()
            try server.restart()
        }
        try await progress(200)
        isOver.add()
        let (written, failed) = try await writing.value
        let events = try await store.read { try $0.count(Samples.outbox, .all([])) }
        let notes = try await store.read { try $0.count(Samples.notes, .all([])) }
        #expect(events == notes && written <= notes && notes <= written + failed)
        try await store.close()
    }

    @Test("a server that is away fails writes and reads in the end, and is found when it is there again")
    func awayAndBack() async throws {
        let address = try ScratchPostgres.shared().address(database: "not_there")
        let store = PostgresStorage(address)
        await #expect(throws: StorageError.self) { try await store.write { _ in } }
        await #expect(throws: StorageError.self) { try await store.read { _ in } }
        await #expect(throws: StorageError.self) { try await store.migrate([]) }
        let connection = try PostgresConnection(ScratchPostgres.shared().address(), .administration)
        try connection.execute("CREATE DATABASE not_there")
        try await store.migrate(Samples.migrations)
        try await store.write { try $0.insert(Samples.note(1, 1)) }
        #expect(try await store.read { try $0.count(Samples.notes, .all([])) } == 1)
        try await store.close()
        try connection.execute("DROP DATABASE not_there")
    }
}

/// A count that tasks share.
private final class Tally: Sendable {
    private let value = Atomic<Int>(0)

    var count: Int { value.load(ordering: .acquiring) }
    func add() { value.add(1, ordering: .releasing) }
}
