import Foundation
import Logging
import Storage

/// Applies migrations while other programs read and write, and remembers them by name in a table of the store.
///
/// New tables, new columns and indexes are separate parts of a migration, done in their order: tables that follow one
/// another in one transaction, a column in one of its own that rather fails than lets writers queue behind it, an index
/// outside of transactions, concurrently. How many steps are done is kept beside the finished migrations, so after a crash
/// at any point the next start goes on there.
struct SchemaMigrations {
    /// How long a new column waits for its table, in milliseconds: so long may readers and writers queue behind it.
    static let lockMilliseconds = 500
    /// How often it is tried, and an index that fails for a deadlock.
    static let attemptsMax = 60
    /// The pause before the second attempt, in milliseconds; it doubles up to `pauseMaxMilliseconds`.
    static let pauseMilliseconds = 50
    static let pauseMaxMilliseconds = 2_000

    private static let table = "storage_migrations"
    private static let progress = "storage_migration_progress"

    private let migrations: [Migration]
    private let placement: TablePlacement
    private let connection: PostgresConnection
    private let logger: Logger

    /// Brings the schema forward; programs that do so at the same time wait for one another.
    static func apply(
        _ migrations: [Migration],
        _ placement: TablePlacement,
        to connection: PostgresConnection,
        logger: Logger
    ) throws {
        precondition(Set(migrations.map(\.name)).count == migrations.count, "two migrations of one name")
        let lock = try MigrationLock(connection.address)
        try withExtendedLifetime(lock) {
            try SchemaMigrations(
                migrations: migrations,
                placement: placement,
                connection: connection,
                logger: logger
            ).run()
        }
    }

    private func run() throws {
        try connection.transaction {
            try connection.execute(
                "CREATE TABLE IF NOT EXISTS \(Self.table) (position bigint PRIMARY KEY, name text NOT NULL UNIQUE)"
            )
            try connection.execute(
                "CREATE TABLE IF NOT EXISTS \(Self.progress) (name text PRIMARY KEY, steps bigint NOT NULL)"
            )
            let definitions = [SequenceOrigin.definition, SequenceOrigin.decisionDefinition, WriterLane.definition]
            for definition in DocumentFunctions.definitions + definitions {
                try connection.execute(definition)
            }
        }
        let applied = try connection.execute("SELECT name FROM \(Self.table) ORDER BY position").texts
            .compactMap(\.[0])
        let known = Set(migrations.map(\.name))
        if let unknown = applied.first(where: { !known.contains($0) }) {
            throw StorageError.schemaTooNew(migration: unknown)
        }
        guard migrations.prefix(applied.count).map(\.name) == applied else {
            throw StorageError.failed("migrations were applied in another order: \(applied.joined(separator: ", "))")
        }
        for position in applied.count..<migrations.count { try apply(position) }
    }

    private func apply(_ position: Int) throws {
        let migration = migrations[position]
        let steps = migration.steps
        var done =
            try connection.execute("SELECT steps FROM \(Self.progress) WHERE name = $1", [.text(migration.name)])
            .texts.first?[0].flatMap { Int($0) } ?? 0
        repeat {
            let first = done
            switch steps.dropFirst(done).first {
            case .createTable?, nil:
                while done < steps.count, case .createTable = steps[done] { done += 1 }
                try transaction(steps[first..<done], position, done)
            case .addColumn(let table, _)?:
                done += 1
                try repeatedly(table) { try transaction(steps[first..<done], position, done, isBounded: true) }
            case .createIndex(let table, let index)?:
                done += 1
                let before = migrations.prefix(position) + [Migration(migration.name, Array(steps.prefix(first)))]
                let columns = Migration.tables(after: Array(before)).first { $0.name == table }?.columns ?? []
                try make(StatementText.index(index, on: table, columns: columns), on: table)
                try transaction([], position, done)
            }
        } while done < steps.count
    }

    /// Does steps and keeps how many of the migration's are done, in one transaction.
    private func transaction(
        _ steps: ArraySlice<Migration.Step>,
        _ position: Int,
        _ done: Int,
        isBounded: Bool = false
    ) throws {
        let name = Value.text(migrations[position].name)
        try connection.transaction {
            for statement in placement.beforeMigration { try connection.execute(statement) }
            if isBounded { try connection.execute("SET LOCAL lock_timeout = \(Self.lockMilliseconds)") }
            for statement in steps.flatMap({ StatementText.of($0, placement) }) { try connection.execute(statement) }
            if done < migrations[position].steps.count {
                try connection.execute(
                    "INSERT INTO \(Self.progress) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET steps = excluded.steps",
                    [name, .integer(Int64(done))]
                )
            } else {
                try connection.execute("DELETE FROM \(Self.progress) WHERE name = $1", [name])
                try connection.execute(
                    "INSERT INTO \(Self.table) VALUES ($1, $2)",
                    [.integer(Int64(position + 1)), name]
                )
            }
        }
    }

    /// Runs `body` again while it loses against others for locks of the table.
    private func repeatedly(_ table: String, _ body: () throws -> Void) throws {
        var pause = Self.pauseMilliseconds
        for attempt in 1... {
            do {
                return try body()
            } catch let failure as PostgresFailure where failure.kind == .conflict {
                guard attempt < Self.attemptsMax else {
                    throw StorageError.failed(
                        """
                        \(table) is never free for a change of the schema: \(failure)\(try holder(of: table)). \
                        End the transactions that hold it, or start again when they are over; nothing is half done
                        """
                    )
                }
                if attempt == 1 {
                    logger.notice(
                        "a change of the schema waits for its table, and lets others pass meanwhile",
                        metadata: ["table": "\(table)"]
                    )
                }
            }
            Thread.sleep(forTimeInterval: Double(pause) / 1_000)
            pause = min(pause * 2, Self.pauseMaxMilliseconds)
        }
    }

    private func holder(of table: String) throws -> String {
        let found = try connection.execute(
            """
            SELECT format('; process %s (%s, %s) has it since %s', pid, application_name, state, xact_start)
            FROM pg_locks JOIN pg_stat_activity USING (pid)
            WHERE relation = $1::regclass AND granted AND pid <> pg_backend_pid() ORDER BY xact_start LIMIT 1
            """,
            [.text(StatementText.quoted(table))]
        )
        return found.count > 0 ? found.text(0, 0) ?? "" : ""
    }

    /// Makes an index while its table is written, unless it is there.
    private func make(_ index: (name: String, definition: String), on table: String) throws {
        try waitForBuilders(of: index.name)
        if try isValid(index.name) == true { return }
        logger.notice("an index is made; writes go on", metadata: ["index": "\(index.name)", "table": "\(table)"])
        try repeatedly(table) {
            // What a crash or a failure left behind cannot be used, but slows writes down.
            if try isValid(index.name) != nil { try drop(index.name) }
            do {
                try connection.execute("CREATE " + index.definition)
            } catch {
                // why: the failure itself is what counts, and what is left is found by the next start.
                try? drop(index.name)
                throw error
            }
        }
    }

    private func drop(_ index: String) throws(PostgresFailure) {
        try connection.execute("DROP INDEX CONCURRENTLY IF EXISTS \(StatementText.quoted(index))")
    }

    /// Whether an index can be used; nil if there is none of this name.
    private func isValid(_ index: String) throws(PostgresFailure) -> Bool? {
        try connection.execute(
            """
            SELECT i.indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
            WHERE c.relname = $1 AND c.relnamespace = current_schema()::regnamespace
            """,
            [.text(index)]
        ).texts.first.map { $0[0] == "t" }
    }

    /// The server goes on with an index that a program began which was killed: another of the name cannot be made meanwhile.
    private func waitForBuilders(of index: String) throws(PostgresFailure) {
        let builders = """
            SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' \
            AND pid <> pg_backend_pid() AND query LIKE 'CREATE %INDEX CONCURRENTLY %' \
            AND strpos(query, ' ' || $1 || ' ON ') > 0
            """
        while try connection.execute(builders, [.text(StatementText.quoted(index))]).integer(0, 0) != 0 {
            Thread.sleep(forTimeInterval: Double(Self.pauseMilliseconds) / 1_000)
        }
    }
}
