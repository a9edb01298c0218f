import Foundation
import PostgresStorage
import Primitives
import SQLiteStorage
import ScratchPostgres
import Storage
import Testing

/// An implementation of the storage contract that the conformance suite runs over.
struct StorageBackend: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Calls its argument with a function that opens a store, again and again the same, and removes what is left of it.
    let withStore: @Sendable (_ body: (() throws -> any Storage) async throws -> Void) async throws -> Void

    static let all = onOneServer + onCitus

    private static let onOneServer = [
        StorageBackend(testDescription: "SQLite") { body in
            try await inTemporaryFolder { folder in
                try await body { try SQLiteStorage(path: folder + "/store.sqlite", readers: 2) }
            }
        },
        StorageBackend(testDescription: "PostgreSQL") { body in
            try await inScratchDatabase { address in try await body { PostgresStorage(address, readers: 2) } }
        },
        StorageBackend(testDescription: "PostgreSQL behind PgBouncer in transaction mode") { body in
            try await inScratchDatabase { address in
                let pooled = try ScratchPostgres.shared().throughPooler(address)
                try await body { PostgresStorage(pooled, readers: 2) }
            }
        },
    ]

    private static var onCitus: [StorageBackend] {
        guard ScratchCitus.isInstalled else {
            print(ScratchCitus.missing)
            return []
        }
        return [
            StorageBackend(testDescription: "Citus") { body in
                try await inScratchSchema { address in
                    try await body { PostgresStorage(address, readers: 2, placement: .citus(shards: 6)) }
                }
            },
            StorageBackend(testDescription: "Citus, reads at the workers") { body in
                try await inScratchSchema { address in try await body { RoutedStorage(address) } }
            },
        ]
    }

    /// Runs `body` on a fresh store with the tables of `Samples`, and closes it.
    func run(_ body: (any Storage) async throws -> Void) async throws {
        try await withStore { open in
            let store = try open()
            try await store.migrate(Samples.migrations)
            do {
                try await body(store)
            } catch {
                try await store.close()
                throw error
            }
            try await store.close()
        }
    }
}

/// Runs `body` on a database of its own of the scratch server.
func inScratchDatabase(_ body: (PostgresAddress) async throws -> Void) async throws {
    let (server, address) = try await ScratchPostgres.aside {
        let server = try ScratchPostgres.shared()
        return (server, try server.borrowDatabase())
    }
    do {
        try await body(address)
    } catch {
        try await ScratchPostgres.aside { try server.giveBack(address) }
        throw error
    }
    try await ScratchPostgres.aside { try server.giveBack(address) }
}

/// Runs `body` on a schema of its own of the scratch cluster.
func inScratchSchema(_ body: (PostgresAddress) async throws -> Void) async throws {
    let servers = try await ScratchCitus.shared()
    let address = try PostgresAddress(try await servers.emptySchema())
    do {
        try await body(address)
    } catch {
        try await servers.dropSchema(of: address)
        throw error
    }
    try await servers.dropSchema(of: address)
}

func inTemporaryFolder(_ body: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("bss-storage-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer {
        // why: a folder that stays behind in /tmp must not fail the test.
        try? FileManager.default.removeItem(at: folder)
    }
    try await body(folder.path)
}

/// The tables of the suite: a wide one, a narrow one, a sequence, and one distributed by text.
enum Samples {
    static let notes = Table(
        "notes",
        distribution: .distributed(by: "customer_id"),
        columns: [
            .init("customer_id", .identifier), .init("number", .integer), .init("state", .text),
            .init("amount", .integer, nullable: true), .init("nickname", .text, nullable: true),
            .init("payload", .bytes, nullable: true), .init("document", .document),
        ],
        primaryKey: ["customer_id", "number"],
        indexes: [
            .init(["state", "amount"]),
            .init(["customer_id", "nickname"], unique: true, whereNotNull: "nickname"),
        ]
    )
    static let links = Table(
        "links",
        distribution: .distributed(by: "customer_id"),
        columns: [.init("customer_id", .identifier), .init("target", .identifier), .init("since", .integer)],
        primaryKey: ["customer_id", "target"]
    )
    static let outbox = Table(
        "outbox",
        distribution: .local,
        columns: [.init("sequence", .sequence), .init("body", .text)],
        primaryKey: ["sequence"]
    )
    static let emails = Table(
        "emails",
        distribution: .distributedAlone(by: "email"),
        columns: [.init("email", .text), .init("customer_id", .identifier)],
        primaryKey: ["email"]
    )

    static let migrations = [
        Migration("tables of the tests", [.createTable(notes), .createTable(links)]),
        Migration("outbox and emails", [.createTable(outbox), .createTable(emails)]),
    ]

    static func customer(_ number: Int) -> Identifier { Identifier(high: 7, low: UInt64(number)) }

    static func note(
        _ customer: Int,
        _ number: Int,
        state: String = "acknowledged",
        amount: Int64? = nil,
        nickname: String? = nil,
        payload: [UInt8]? = nil,
        document: String = "{}"
    ) -> Row {
        Row(
            notes,
            [
                .identifier(self.customer(customer)), .integer(Int64(number)), .text(state),
                amount.map(Value.integer) ?? .null, nickname.map(Value.text) ?? .null,
                payload.map(Value.bytes) ?? .null, .text(document),
            ]
        )
    }

    static func key(_ customer: Int, _ number: Int) -> [Value] {
        [.identifier(self.customer(customer)), .integer(Int64(number))]
    }
}

struct BodyRefusal: Error, Equatable {
    let reason: String
}
