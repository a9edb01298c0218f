import Foundation
import Operations
import PostgresStorage
import SQLiteStorage
import Storage

extension Transfer {
    /// Moves every row from one end to the other.
    ///
    /// - Throws: `TransferError`, or what a store throws; calling it again then goes on.
    public static func run(
        from source: TransferEnd,
        to target: TransferEnd,
        progress: @escaping Progress
    ) async throws -> [Moved] {
        guard source != target else { throw TransferError.sameEnds(target.description) }
        let origin = try await open(source)
        do {
            let destination = try await open(target: target)
            do {
                let transfer = Transfer(
                    source: origin,
                    origin: source.description,
                    target: destination,
                    tables: Schema.tables
                )
                let moved = try await transfer.run(progress: progress)
                try await destination.storage.close()
                try await origin.close()
                return moved
            } catch {
                try await destination.storage.close()
                throw error
            }
        } catch {
            try await origin.close()
            throw error
        }
    }

    private static func open(_ end: TransferEnd) async throws -> any Storage {
        switch end {
        case .sqlite(let directory):
            guard FileManager.default.fileExists(atPath: directory + "/bss.sqlite") else {
                throw TransferError.noSource("\(directory)/bss.sqlite")
            }
            let store = try SQLiteStorage(path: directory + "/bss.sqlite")
            // An older version's rows get the tables and columns of this one first.
            try await store.migrate(Schema.migrations)
            return store
        case .postgres(let address):
            let store = PostgresStorage(address)
            try await store.migrate(Schema.migrations)
            return store
        }
    }

    private static func open(target: TransferEnd) async throws -> any TransferTarget {
        switch target {
        case .sqlite(let directory): try SQLiteTransferTarget(directory: directory)
        case .postgres(let address): try await PostgresTransferTarget(address)
        }
    }
}
