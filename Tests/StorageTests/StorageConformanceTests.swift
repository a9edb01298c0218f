import Primitives
import Storage
import Testing

/// What every backend does with single rows and transactions.
@Suite("Storage: rows and transactions")
struct StorageConformanceTests {
    @Test("a row comes back as it was written", arguments: StorageBackend.all)
    func roundTrip(_ backend: StorageBackend) async throws {
        try await backend.run { store in
            let rows = [
                Samples.note(1, 1),
                Samples.note(
                    1,
                    .max,
                    state: "",
                    amount: .min,
                    nickname: "",
                    payload: [],
                    document: #"{"a":"\u0000é😀"}"#
                ),
                Samples.note(2, -1, state: "zero\u{0}inside", amount: .max, payload: [0, 255, 0], document: "[]"),
            ]
            try await store.write { transaction throws in
                for row in rows { #expect(try transaction.insert(row) == 0) }
            }
            try await store.read { transaction throws in
                for row in rows { #expect(try transaction.row(Samples.notes, key: row.key) == row) }
                #expect(try transaction.row(Samples.notes, key: Samples.key(9, 9)) == nil)
            }
        }
    }

    @Test("a taken key or unique index is refused by name", arguments: StorageBackend.all)
    func duplicates(_ backend: StorageBackend) async throws {
        try await backend.run { store in
            try await store.write { try $0.insert(Samples.note(1, 1, nickname: "a")) }
            await #expect(throws: StorageError.duplicate(table: "notes", columns: ["customer_id", "number"])) {
                try await store.write { try $0.insert(Samples.note(1, 1)) }
            }
            await #expect(throws: StorageError.duplicate(table: "notes", columns: ["customer_id", "nickname"])) {
                try await store.write { try $0.insert(Samples.note(1, 2, nickname: "a")) }
            }
            await #expect(throws: StorageError.duplicate(table: "notes", columns: ["customer_id", "nickname"])) {
                try await store.write { try $0.insertIfAbsent(Samples.note(1, 2, nickname: "a")) }
            }
            // The index is partial: any number of rows without a nickname.
            try await store.write { transaction throws in
                try transaction.insert(Samples.note(1, 3))
                try transaction.insert(Samples.note(1, 4))
            }
            let email = Row(Samples.emails, [.text("a@b"), .identifier(Samples.customer(1))])
            try await store.write { try $0.insert(email) }
            await #expect(throws: StorageError.duplicate(table: "emails", columns: ["email"])) {
                try await store.write { try $0.insert(email) }
            }
        }
    }

    @Test("a body that goes on after a refused row keeps its other changes", arguments: StorageBackend.all)
    func refusedRowInsideBody(_ backend: StorageBackend) async throws {
        try await backend.run { store in
            // Only the run that is committed counts: a backend may try a body in haste first.
            let refusal = try await store.write { transaction throws in
                try transaction.insert(Samples.note(1, 1))
                var refusal: StorageError?
                do {
                    try transaction.insert(Samples.note(1, 1))
                } catch let error as StorageError {
                    refusal = error
                }
                try transaction.insert(Samples.note(1, 2))
                return refusal
            }
            #expect(refusal == .duplicate(table: "notes", columns: ["customer_id", "number"]))
            let count = try await store.read { try $0.count(Samples.notes, .all([])) }
            #expect(count == 2)
        }
    }

    @Test("insertIfAbsent and upsert", arguments: StorageBackend.all)
    func upserts(_ backend: StorageBackend) async throws {
        try await backend.run { store in
            let added = try await store.write { try $0.insertIfAbsent(Samples.note(1, 1, state: "first")) }
            let again = try await store.write { try $0.insertIfAbsent(Samples.note(1, 1, state: "second")) }
            #expect(added && !again)
            var row = try await store.read { try $0.row(Samples.notes, key: Samples.key(1, 1)) }
            #expect(row?["state"] == .text("first"))
            try await store.write { transaction throws in
                try transaction.upsert(Samples.note(1, 1, state: "third", amount: 3))
                try transaction.upsert(Samples.note(1, 2, state: "new"))
            }
            row = try await store.read { try $0.row(Samples.notes, key: Samples.key(1, 1)) }
            #expect(row == Samples.note(1, 1, state: "third", amount: 3))
            let count = try await store.read { try $0.count(Samples.notes, .all([])) }
            #expect(count == 2)
        }
    }

    @Test("update sets columns if the condition holds", arguments: StorageBackend.all)
    func updates(_ backend: StorageBackend) async throws {
        try await backend.run { store in
            try await store.write { try $0.insert(Samples.note(1, 1, state: "held", amount: 5, nickname: "n")) }
            try await store.write { transaction throws in
                let changed = try transaction.update(
                    Samples.notes,
                    key: Samples.key(1, 1),
                    set: [("state", .text("done")), ("amount", .integer(6)), ("nickname", .null)],
                    where: .equals("state", .text("held"))
                )
                #expect(changed)
                let stale = try transaction.update(
                    Samples.notes,
                    key: Samples.key(1, 1),
                    set: [("amount", .integer(7))],
                    where: .equals("state", .text("held"))
                )
                #expect(!stale)
                let absent = try transaction.update(
                    Samples.notes,
                    key: Samples.key(1, 2),
                    set: [("amount", .integer(7))],
                    where: .all([])
                )
                #expect(!absent)
                #expect(
                    try transaction.row(Samples.notes, key: Samples.key(1, 1))
                        == Samples.note(1, 1, state: "done", amount: 6)
                )
            }
        }
    }

    @Test("delete by key and by condition", arguments: StorageBackend.all)
    func deletes(_ backend: StorageBackend) async throws {
        try await backend.run { store in
            try await store.write { transaction throws in
                for number in 1...10 { try transaction.insert(Samples.note(1, number, amount: Int64(number))) }
                let first = try transaction.delete(Samples.notes, key: Samples.key(1, 1))
                let second = try transaction.delete(Samples.notes, key: Samples.key(1, 1))
                #expect(first && !second)
                #expect(
                    try transaction.delete(Samples.notes, where: .range("amount", from: .integer(3), to: .integer(6)))
                        == 3
                )
            }
            let left = try await store.read { transaction throws in
                try transaction.rows(Samples.notes, Query(limit: 100)).compactMap { $0["number"].integer }
            }
            #expect(left == [2, 6, 7, 8, 9, 10])
        }
    }

    @Test("sequences rise and are never given twice", arguments: StorageBackend.all)
    func sequences(_ backend: StorageBackend) async throws {
        try await backend.run { store in
            let first = try await store.write { transaction throws in
                try (0..<5).map { try transaction.insert(Row(Samples.outbox, [.null, .text("\($0)")])) }
            }
            #expect(first == first.sorted() && Set(first).count == 5)
            let removed = try await store.write { try $0.delete(Samples.outbox, where: .all([])) }
            #expect(removed == 5)
            let next = try await store.write { try $0.insert(Row(Samples.outbox, [.null, .text("next")])) }
            #expect(next > first[4])
        }
    }

    @Test("a body that throws takes back its own changes only", arguments: StorageBackend.all)
    func throwingBody(_ backend: StorageBackend) async throws {
        try await backend.run { store in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        do {
                            try await store.write { transaction throws in
                                try transaction.insert(Samples.note(1, number))
                                try transaction.insert(Row(Samples.outbox, [.null, .text("\(number)")]))
                                if number % 3 == 0 { throw BodyRefusal(reason: "\(number)") }
                            }
                            #expect(number % 3 != 0)
                        } catch let refusal as BodyRefusal {
                            #expect(refusal == BodyRefusal(reason: "\(number)"))
                        }
                    }
                }
                try await group.waitForAll()
            }
            try await store.read { transaction throws in
                let rows = try transaction.rows(Samples.notes, Query(limit: 1_000))
                let expected = (0..<200).filter { $0 % 3 != 0 }
                #expect(rows.compactMap { $0["number"].integer } == expected.map(Int64.init))
                #expect(try transaction.count(Samples.outbox, .all([])) == expected.count)
            }
        }
    }

    @Test("a read sees one snapshot, and everything acknowledged before it", arguments: StorageBackend.all)
    func snapshots(_ backend: StorageBackend) async throws {
        try await backend.run { store in
            async let writing: Void = {
                for number in 0..<200 {
                    try await store.write { transaction throws in
                        try transaction.insert(Samples.note(1, number))
                        try transaction.insert(Samples.note(2, number))
                    }
                    let seen = try await store.read { try $0.row(Samples.notes, key: Samples.key(2, number)) }
                    #expect(seen != nil)
                }
            }()
            for _ in 0..<100 {
                try await store.read { transaction throws in
                    let left = try transaction.count(
                        Samples.notes,
                        .equals("customer_id", .identifier(Samples.customer(1)))
                    )
                    let right = try transaction.count(
                        Samples.notes,
                        .equals("customer_id", .identifier(Samples.customer(2)))
                    )
                    // Citus: each shard answers as of its own moment.
                    if !backend.testDescription.hasPrefix("Citus") { #expect(left == right) }
                }
            }
            try await writing
        }
    }

    @Test("a closed store refuses everything", arguments: StorageBackend.all)
    func closed(_ backend: StorageBackend) async throws {
        try await backend.withStore { open in
            let store = try open()
            try await store.migrate(Samples.migrations)
            try await store.close()
            await #expect(throws: StorageError.closed) { try await store.write { _ in } }
            await #expect(throws: StorageError.closed) { try await store.read { _ in } }
            await #expect(throws: StorageError.closed) { try await store.migrate([]) }
            await #expect(throws: StorageError.closed) { try await store.backup(to: "/nonexistent/x") { _ in } }
        }
    }
}
