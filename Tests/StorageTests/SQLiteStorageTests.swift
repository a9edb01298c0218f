import Dispatch
import Foundation
import Primitives
import Storage
import Synchronization
import Testing

@testable import SQLiteStorage

/// What only the SQLite store promises: its settings, its lock, its shared commits and its files.
@Suite("SQLite store")
struct SQLiteStorageTests {
    private func withStore(_ body: (SQLiteStorage, String) async throws -> Void) async throws {
        try await inTemporaryFolder { folder in
            let store = try SQLiteStorage(path: folder + "/store.sqlite", readers: 2)
            try await store.migrate(Samples.migrations)
            try await body(store, folder)
            try await store.close()
        }
    }

    /// Holds the writer thread until `count` writes of `start` wait behind it, which then share a commit.
    private func sharingOneCommit(
        _ store: SQLiteStorage,
        _ count: Int,
        _ start: @escaping @Sendable () async throws -> Void
    ) async throws {
        let gate = DispatchSemaphore(value: 0)
        let isHeld = Flag()
        async let held: Void = store.write { _ in
            isHeld.set()
            gate.wait()
        }
        while !isHeld.isSet { try await Task.sleep(for: .milliseconds(1)) }
        async let started: Void = start()
        while store.writesWaiting < count { try await Task.sleep(for: .milliseconds(1)) }
        gate.signal()
        try await held
        try await started
    }

    @Test("commits are durable: write-ahead log, synchronous FULL; readers cannot write")
    func settings() async throws {
        try await withStore { store, _ throws in
            #expect(try await store.texts("PRAGMA journal_mode") == ["wal"])
            #expect(try await store.texts("PRAGMA synchronous") == ["2"])
            await #expect(throws: (any Error).self) {
                try await store.texts("INSERT INTO links VALUES (x'00', x'00', 1)", onReader: true)
            }
            #expect(try await store.texts("PRAGMA busy_timeout") == ["5000"])
        }
    }

    @Test("narrow tables have no rowid, wide ones have")
    func layout() async throws {
        try await withStore { store, _ throws in
            let without = try await store.texts("SELECT name FROM pragma_table_list WHERE wr AND schema = 'main'")
            #expect(without.sorted() == ["emails", "links"])
            let strict = try await store.texts(
                "SELECT name FROM pragma_table_list WHERE strict AND name NOT LIKE 'storage_%' ORDER BY name"
            )
            #expect(strict == ["emails", "links", "notes", "outbox"])
        }
    }

    @Test("a second store on the same file is refused until the first is closed")
    func lock() async throws {
        try await inTemporaryFolder { folder in
            let path = folder + "/store.sqlite"
            let store = try SQLiteStorage(path: path)
            #expect(throws: StorageError.locked(path: path)) { try SQLiteStorage(path: path) }
            try await store.close()
            let again = try SQLiteStorage(path: path)
            try await again.close()
            #expect(throws: StorageError.self) { try SQLiteStorage(path: folder + "/missing/store.sqlite") }
        }
    }

    @Test("waiting writes share a commit")
    func groupCommit() async throws {
        try await withStore { store, _ throws in
            let before = store.commits
            try await sharingOneCommit(store, 300) {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<300 {
                        group.addTask {
                            let sequence = try await store.write { try $0.insert(Samples.note(1, number)) }
                            #expect(sequence == 0)
                        }
                    }
                    try await group.waitForAll()
                }
            }
            // One for the write that held the thread, one for all others, or a few if they take longer than a gathering.
            #expect((2...30).contains(store.commits - before))
            let count = try await store.read { try $0.count(Samples.notes, .all([])) }
            #expect(count == 300)
        }
    }

    @Test("in a shared commit a failing body leaves nothing, and its neighbours everything")
    func failingNeighbour() async throws {
        try await withStore { store, _ throws in
            let before = store.commits
            let refused = Counter()
            try await sharingOneCommit(store, 99) {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<99 {
                        group.addTask {
                            do {
                                try await store.write { transaction in
                                    try transaction.insert(Samples.note(1, number))
                                    // Every third takes the same key again, after it has changed a row.
                                    if number % 3 == 0 { try transaction.insert(Samples.note(1, number)) }
                                }
                            } catch StorageError.duplicate {
                                refused.add()
                            }
                        }
                    }
                    try await group.waitForAll()
                }
            }
            #expect((2...30).contains(store.commits - before))
            #expect(refused.count == 33)
            let rows = try await store.read { try $0.rows(Samples.notes, Query(limit: 200)) }
            #expect(rows.compactMap { $0["number"].integer } == (0..<99).filter { $0 % 3 != 0 })
        }
    }

    @Test("when a shared commit fails its writes are retried singly, and only the culprit fails")
    func retriedSingly() async throws {
        try await withStore { store, _ throws in
            // A deferred foreign key fails at COMMIT, for the whole transaction.
            _ = try await store.texts("CREATE TABLE parents (id INTEGER PRIMARY KEY) STRICT")
            _ = try await store.texts(
                """
                CREATE TABLE children (id INTEGER PRIMARY KEY,
                parent INTEGER NOT NULL REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED) STRICT
                """
            )
            _ = try await store.texts("INSERT INTO parents VALUES (1)")
            let children = Table(
                "children",
                distribution: .local,
                columns: [.init("id", .integer), .init("parent", .integer)],
                primaryKey: ["id"]
            )
            let failed = Counter()
            try await sharingOneCommit(store, 20) {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<20 {
                        group.addTask {
                            do {
                                try await store.write { transaction in
                                    let parent: Int64 = number == 7 ? 404 : 1
                                    try transaction.insert(Row(children, [.integer(Int64(number)), .integer(parent)]))
                                }
                                #expect(number != 7)
                            } catch StorageError.failed(let text) {
                                #expect(number == 7 && text.contains("FOREIGN KEY"))
                                failed.add()
                            }
                        }
                    }
                    try await group.waitForAll()
                }
            }
            #expect(failed.count == 1)
            let count = try await store.read { try $0.count(children, .all([])) }
            #expect(count == 19)
        }
    }

    @Test("writes beyond the limit are refused, those within it are done")
    func overload() async throws {
        try await withStore { store, _ throws in
            let refused = Counter()
            try await sharingOneCommit(store, StorageLimits.writesWaitingMax) {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<StorageLimits.writesWaitingMax + 50 {
                        group.addTask {
                            do {
                                try await store.write { try $0.insert(Samples.note(1, number)) }
                            } catch StorageError.overloaded {
                                refused.add()
                            }
                        }
                    }
                    // The thread is let go as soon as the inbox is full, so not all of the surplus need be refused.
                    try await group.waitForAll()
                }
            }
            let count = try await store.read { try $0.count(Samples.notes, .all([])) }
            #expect(count + refused.count == StorageLimits.writesWaitingMax + 50)
        }
    }

    @Test("closing finishes what was accepted, empties the log, and the file opens again with everything")
    func reopen() async throws {
        try await inTemporaryFolder { folder in
            let path = folder + "/store.sqlite"
            let store = try SQLiteStorage(path: path)
            try await store.migrate(Samples.migrations)
            let accepted = Counter()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<500 {
                    group.addTask {
                        do {
                            try await store.write { try $0.insert(Samples.note(1, number)) }
                            accepted.add()
                        } catch StorageError.closed {}
                    }
                }
                group.addTask { try await store.close() }
                try await group.waitForAll()
            }
            #expect(try FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int == 0)
            let again = try SQLiteStorage(path: path)
            try await again.migrate(Samples.migrations)
            let count = try await again.read { try $0.count(Samples.notes, .all([])) }
            #expect(count == accepted.count)
            try await again.close()
        }
    }

    @Test("migrations are applied once, forward only")
    func migrations() async throws {
        try await withStore { store, _ throws in
            try await store.migrate(Samples.migrations)
            let wider = Table(
                "links",
                distribution: Samples.links.distribution,
                columns: Samples.links.columns + [.init("label", .text, nullable: true)],
                primaryKey: Samples.links.primaryKey
            )
            let link: [Value] = [.identifier(.zero), .identifier(Samples.customer(1)), .integer(5)]
            try await store.write { try $0.insert(Row(Samples.links, link)) }
            let newer =
                Samples.migrations + [
                    Migration(
                        "labels of links",
                        [
                            .addColumn(table: "links", .init("label", .text, nullable: true)),
                            .createIndex(table: "links", .init(["customer_id", "label"])),
                        ]
                    )
                ]
            try await store.migrate(newer)
            let row = try await store.read { try $0.row(wider, key: [link[0], link[1]]) }
            #expect(row?.values == link + [.null])
            await #expect(throws: StorageError.schemaTooNew(migration: "labels of links")) {
                try await store.migrate(Samples.migrations)
            }
            await #expect(throws: StorageError.self) { try await store.migrate(newer.reversed()) }
        }
    }

    @Test("a migration that fails leaves nothing of itself")
    func failingMigration() async throws {
        try await withStore { store, _ throws in
            let other = Table("others", distribution: .local, columns: [.init("id", .integer)], primaryKey: ["id"])
            await #expect(throws: StorageError.self) {
                try await store.migrate(
                    Samples.migrations + [Migration("twice", [.createTable(other), .createTable(other)])]
                )
            }
            try await store.migrate(Samples.migrations + [Migration("once", [.createTable(other)])])
        }
    }

    @Test("a backup taken while writes go on is consistent, and opens")
    func backup() async throws {
        try await withStore { store, folder throws in
            let filler = String(repeating: "x", count: 2_000)
            try await store.write { transaction in
                for number in 0..<4_000 {
                    try transaction.insert(Samples.note(9, number, document: "{\"x\":\"\(filler)\"}"))
                }
            }
            let isDone = Flag()
            let acknowledged = Counter()
            let steps = Mutex<[Double]>([])
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    while !isDone.isSet {
                        let number = acknowledged.count
                        try await store.write { transaction in
                            try transaction.insert(Samples.note(1, number))
                            try transaction.insert(Samples.note(2, number))
                        }
                        acknowledged.add()
                    }
                }
                while acknowledged.count < 20 { try await Task.sleep(for: .milliseconds(1)) }
                let before = acknowledged.count
                try await store.backup(to: folder + "/copy.sqlite") { done in steps.withLock { $0.append(done) } }
                let after = acknowledged.count
                isDone.set()
                try await group.waitForAll()
                let copy = try SQLiteStorage(path: folder + "/copy.sqlite")
                try await copy.migrate(Samples.migrations)
                let counts = try await copy.read { transaction in
                    try [1, 2, 9].map { customer in
                        try transaction.count(
                            Samples.notes,
                            .equals("customer_id", .identifier(Samples.customer(customer)))
                        )
                    }
                }
                #expect(counts[0] == counts[1] && counts[2] == 4_000)
                #expect(counts[0] >= before && counts[0] <= after + 1)
                #expect(try await copy.texts("PRAGMA integrity_check") == ["ok"])
                try await copy.write { try $0.insert(Samples.note(3, 3)) }
                try await copy.close()
            }
            let progress = steps.withLock { $0 }
            #expect(progress.count > 1 && progress == progress.sorted() && progress.last == 1)
            await #expect(throws: StorageError.self) { try await store.backup(to: folder + "/no/such/folder") { _ in } }
        }
    }

    @Test("a page by the primary key is read from its index, unsorted")
    func plans() async throws {
        try await withStore { store, _ throws in
            var query = Query(.equals("customer_id", .identifier(.zero)), limit: 10)
            query.after = [.identifier(.zero), .integer(5)]
            let text = StatementText.of(StatementShape(table: Samples.notes, operation: .rows(query)))
            let plan = try await store.texts(
                "EXPLAIN QUERY PLAN " + text.replacing("?", with: "1")
            ).joined(separator: "\n")
            #expect(plan.contains("(customer_id=? AND number>?)"))
            #expect(!plan.contains("TEMP B-TREE"))
        }
    }

    @Test("the size of the file is known")
    func size() async throws {
        try await withStore { store, _ throws in
            let size = try await store.databaseSize()
            #expect(size > 0 && size % 4_096 == 0)
        }
    }
}

/// Set once, from any thread.
final class Flag: Sendable {
    private let state = Atomic<Bool>(false)
    var isSet: Bool { state.load(ordering: .acquiring) }
    func set() { state.store(true, ordering: .releasing) }
}

/// Counts from any thread.
final class Counter: Sendable {
    private let state = Atomic<Int>(0)
    var count: Int { state.load(ordering: .acquiring) }
    func add() { state.add(1, ordering: .acquiringAndReleasing) }
}
