import Foundation
import Operations
import SQLiteStorage
import Storage

/// Takes rows into the store of a data directory, which is made if it is not there.
struct SQLiteTransferTarget: TransferTarget {
    let directory: String
    private let store: SQLiteStorage

    init(directory: String) throws {
        self.directory = directory
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        store = try SQLiteStorage(path: directory + "/bss.sqlite")
    }

    var storage: any Storage { store }

    private var markPath: String { directory + "/transfer.json" }

    func begin(from origin: String, tables: [Table]) async throws {
        try await store.migrate(Schema.migrations)
        let filled = try await store.read { transaction in
            try tables.first { try !transaction.rows($0, Query(limit: 1)).isEmpty }?.name
        }
        let found = FileManager.default.contents(atPath: markPath).flatMap {
            TransferMark(String(decoding: $0, as: UTF8.self))
        }
        try TransferMark.admit(origin, into: directory, found: found, firstTableWithRows: filled)
        try write(TransferMark(origin: origin, isComplete: false))
    }

    func lanes(of table: Table) -> TransferLanes { .single }

    func lastKeys(of table: Table) async throws -> [[Value]?] {
        let last = try await store.read { transaction in
            try transaction.rows(
                table,
                Query(order: table.primaryKey.map { Ordering($0, ascending: false) }, limit: 1)
            ).first
        }
        return [last?.key]
    }

    func append(_ rows: [Row], to table: Table) async throws {
        try await store.write { transaction throws in
            for row in rows { try transaction.insert(row) }
        }
    }

    func advanceSequence(of table: Table, past number: Int64) async throws {
        guard number > 0 else { return }
        try await store.write { transaction throws in
            // SQLite remembers the greatest number that was ever there (sqlite.org/autoinc.html).
            let key = [Value.integer(number)]
            guard try transaction.row(table, key: key) == nil else { return }
            try transaction.insert(table.blankRow(sequence: number))
            _ = try transaction.delete(table, key: key)
        }
    }

    func end(from origin: String) async throws { try write(TransferMark(origin: origin, isComplete: true)) }

    private func write(_ mark: TransferMark) throws {
        try Data(mark.text.utf8).write(to: URL(fileURLWithPath: markPath), options: .atomic)
    }
}
