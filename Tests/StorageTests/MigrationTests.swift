import PostgresStorage
import Primitives
import ScratchPostgres
import Storage
import Testing

/// Migrations of tables that others read and write meanwhile.
@Suite("PostgreSQL: migrations of live tables")
struct MigrationTests {
    private static let added = Table.Column("origin", .text, nullable: true)
    private static let column = Migration("where notes come from", [.addColumn(table: "notes", added)])
    private static let index = Migration(
        "notes by state and nickname",
        [.createIndex(table: "notes", .init(["state", "nickname"]))]
    )
    private static let indexName = "notes_state_nickname"

    /// Opens a transaction that holds `notes` as the statement does, until it is ended.
    private func transaction(_ statement: String, _ address: PostgresAddress) throws -> PostgresConnection {
        let connection = try PostgresConnection(address)
        try connection.execute("BEGIN")
        try connection.execute(statement)
        return connection
    }

    private static let reading = "SELECT count(*) FROM notes"
    private static let writing = "UPDATE notes SET amount = 1"

    /// Waits until a session waits with this statement.
    private func waitFor(_ statement: String, _ connection: PostgresConnection) async throws {
        let waiting = """
            SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' \
            AND wait_event_type = 'Lock' AND query LIKE $1
            """
        while try connection.execute(waiting, [.text(statement)]).integer(0, 0) == 0 {
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    private func isValid(_ connection: PostgresConnection) throws -> Bool? {
        try connection.execute(
            "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass($1)",
            [.text(Self.indexName)]
        ).texts.first.map { $0[0] == "t" }
    }

    private func names(_ connection: PostgresConnection) throws -> [String] {
        try connection.execute("SELECT name FROM storage_migrations ORDER BY position").texts.compactMap(\.[0])
    }

    /// Runs `body` on a store with the sample tables and a note, and a second one that will migrate it.
    private func onStores(
        _ body: (PostgresStorage, PostgresStorage, PostgresConnection) async throws -> Void
    ) async throws {
        try await inScratchDatabase { address in
            let options = PostgresOptions(lockMilliseconds: 5_000)
            let store = PostgresStorage(address, writers: 1, readers: 1, options: options)
            try await store.migrate(Samples.migrations)
            try await store.write { try $0.insert(Samples.note(1, 0)) }
            let newer = PostgresStorage(address, writers: 1, readers: 1)
            try await body(store, newer, try PostgresConnection(address))
            try await newer.close()
            try await store.close()
        }
    }

    @Test("writes go on while an index is made, which waits for a long transaction")
    func indexBesideWriters() async throws {
        try await onStores { store, newer, observer in
            let long = try transaction(Self.writing, observer.address)
            async let migrated: Void = newer.migrate(Samples.migrations + [Self.index])
            try await waitFor("CREATE INDEX CONCURRENTLY%", observer)
            for number in 1...30 { try await store.write { try $0.insert(Samples.note(1, number)) } }
            #expect(try isValid(observer) == false)
            #expect(try names(observer).count == 2)
            try long.execute("COMMIT")
            try await migrated
            #expect(try isValid(observer) == true)
            #expect(try names(observer).last == Self.index.name)
            let definition = try observer.execute("SELECT pg_get_indexdef($1::regclass)", [.text(Self.indexName)])
            #expect(definition.text(0, 0)?.contains("nickname NULLS FIRST") == true)
        }
    }

    @Test("a new column waits for a long reader without stopping writers")
    func columnBehindReader() async throws {
        try await onStores { store, newer, observer in
            let long = try transaction(Self.reading, observer.address)
            async let migrated: Void = newer.migrate(Samples.migrations + [Self.column])
            // The writes come while the change waits for its lock, and are longer than it has patience together.
            for round in 0..<3 {
                try await waitFor("ALTER TABLE%", observer)
                for number in 1...10 { try await store.write { try $0.insert(Samples.note(2, round * 10 + number)) } }
            }
            #expect(try names(observer).count == 2)
            try long.execute("COMMIT")
            try await migrated
            #expect(try names(observer).last == Self.column.name)
        }
    }

    @Test("killed with the server half way, a migration goes on where it was")
    func killedHalfWay() async throws {
        let server = try await ScratchPostgres.aside { try ScratchPostgres() }
        let address = try server.borrowDatabase()
        let store = PostgresStorage(address, writers: 1, readers: 1)
        try await store.migrate(Samples.migrations)
        try await store.write { try $0.insert(Samples.note(1, 0)) }
        let steps =
            Self.column.steps + Self.index.steps + [
                .addColumn(table: "notes", .init("note", .text, nullable: true)),
                .createTable(Table("more", distribution: .local, columns: [.init("id", .text)], primaryKey: ["id"])),
            ]
        let migrations = Samples.migrations + [Migration("a column, an index, a column, a table", steps)]
        var observer = try PostgresConnection(address)
        // An index waits for every old snapshot, a column for its table alone.
        let long = try PostgresConnection(address)
        try long.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        try long.execute("SELECT count(*) FROM links")
        let migrated = Task { try await store.migrate(migrations) }
        try await waitFor("CREATE INDEX CONCURRENTLY%", observer)
        try await ScratchPostgres.aside {
            try server.kill()
            try server.restart()
        }
        await #expect(throws: StorageError.self) { try await migrated.value }
        observer = try PostgresConnection(address)
        #expect(try isValid(observer) == false)
        #expect(try names(observer).count == 2)
        let progress = try observer.execute("SELECT name, steps FROM storage_migration_progress")
        #expect(progress.texts == [[migrations[2].name, "1"]])
        for _ in 0..<2 { try await store.migrate(migrations) }
        #expect(try isValid(observer) == true)
        #expect(try names(observer) == migrations.map(\.name))
        #expect(try observer.execute("SELECT origin, note, more.id FROM notes LEFT JOIN more ON true").count == 1)
        #expect(try observer.execute("SELECT * FROM storage_migration_progress").count == 0)
        try await store.close()
    }

    @Test("an index that the server still makes for a program that was killed is waited for, not made again")
    func orphan() async throws {
        try await onStores { _, newer, observer in
            let address = observer.address
            let long = try transaction(Self.writing, address)
            let orphan = PostgresSession(address)
            defer { orphan.close() }
            async let made = orphan.texts(
                #"CREATE INDEX CONCURRENTLY "\#(Self.indexName)" ON "notes" ("state", "nickname" NULLS FIRST)"#
            )
            try await waitFor("CREATE INDEX CONCURRENTLY%", observer)
            let first = try observer.execute("SELECT to_regclass($1)::oid", [.text(Self.indexName)]).texts
            async let migrated: Void = newer.migrate(Samples.migrations + [Self.index])
            // The program asks again and again whether the other is done.
            let asking = """
                SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
                AND query LIKE 'SELECT count(*) FROM pg_stat_activity%strpos(query%'
                """
            while try observer.execute(asking).integer(0, 0) == 0 { try await Task.sleep(for: .milliseconds(5)) }
            try long.execute("COMMIT")
            _ = try await made
            try await migrated
            #expect(try isValid(observer) == true)
            #expect(try observer.execute("SELECT to_regclass($1)::oid", [.text(Self.indexName)]).texts == first)
        }
    }

    @Test("a unique index over rows that agree is refused, and nothing of it stays")
    func refusedIndex() async throws {
        try await onStores { store, newer, observer in
            try await store.write { try $0.insert(Samples.note(1, 1)) }
            let unique = Migration(
                "one note a customer",
                [.createIndex(table: "notes", .init(["customer_id"], unique: true))]
            )
            await #expect(throws: StorageError.self) { try await newer.migrate(Samples.migrations + [unique]) }
            let left = try observer.execute("SELECT to_regclass('notes_customer_id_unique')").texts
            #expect(left == [[nil]])
            #expect(try names(observer).count == 2)
        }
    }

    @Test(
        "on a cluster, behind a long reader at a worker",
        .enabled(if: ScratchCitus.isInstalled, "\(ScratchCitus.missing)")
    )
    func cluster() async throws {
        try await inScratchSchema { address in
            let store = PostgresStorage(address, writers: 2, readers: 2, placement: .citus(shards: 6))
            try await store.migrate(Samples.migrations)
            try await store.write(scope: Samples.customer(1)) { try $0.insert(Samples.note(1, 0)) }
            let servers = try await ScratchCitus.shared()
            let worker = servers.workers[0]
            // It holds the shards of the worker, and nothing at the coordinator.
            let long = try transaction(
                Self.reading,
                address.with("host", worker.host).with("port", String(worker.port))
            )
            let newer = PostgresStorage(address)
            let migrations = Samples.migrations + [Self.column, Self.index]
            async let migrated: Void = newer.migrate(migrations)
            let observer = try PostgresConnection(long.address)
            let waiting = """
                SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE NOT granted \
                AND mode = 'AccessExclusiveLock' AND query LIKE 'ALTER TABLE%ADD COLUMN%origin%'
                """
            while try observer.execute(waiting).integer(0, 0) == 0 { try await Task.sleep(for: .milliseconds(5)) }
            for customer in 0..<12 {
                try await store.write(scope: Samples.customer(customer)) { transaction in
                    try transaction.insert(Samples.note(customer, 1))
                }
            }
            try long.execute("COMMIT")
            try await migrated
            let connection = try PostgresConnection(address)
            #expect(try names(connection) == migrations.map(\.name))
            let shards = try connection.execute(
                """
                SELECT result FROM run_command_on_shards('notes',
                'SELECT count(*) FROM pg_index i WHERE i.indrelid = ''%s''::regclass AND i.indisvalid '
                'AND pg_get_indexdef(i.indexrelid) LIKE ''%%(state, nickname NULLS FIRST)''')
                """
            ).texts
            #expect(shards == Array(repeating: ["1"], count: 6))
            try await newer.close()
            try await store.close()
        }
    }
}
