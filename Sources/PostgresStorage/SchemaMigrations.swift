import Storage

/// Applies migrations and remembers them by name in a table of the store. Servers that start at the same time wait for
/// one another.
enum SchemaMigrations {
    private static let table = "storage_migrations"
    // Any number, as long as it stays.
    private static let lock = "SELECT pg_advisory_xact_lock(7236282417)"

    /// Brings the schema forward, each migration in a transaction of its own.
    static func apply(
        _ migrations: [Migration],
        _ placement: TablePlacement,
        to connection: PostgresConnection
    ) throws {
        precondition(Set(migrations.map(\.name)).count == migrations.count, "two migrations of one name")
        try connection.transaction {
            try connection.execute(lock)
            try connection.execute(
                "CREATE TABLE IF NOT EXISTS \(table) (position bigint PRIMARY KEY, name text NOT NULL UNIQUE)"
            )
            let definitions = [SequenceOrigin.definition, SequenceOrigin.horizonDefinition, WriterLane.definition]
            for definition in DocumentFunctions.definitions + definitions {
                try connection.execute(definition)
            }
        }
        while try applyNext(migrations, placement, to: connection) {}
    }

    private static func applyNext(
        _ migrations: [Migration],
        _ placement: TablePlacement,
        to connection: PostgresConnection
    ) throws -> Bool {
        try connection.transaction {
            try connection.execute(lock)
            let applied = try connection.execute("SELECT name FROM \(table) ORDER BY position").texts.compactMap(\.[0])
            let known = Set(migrations.map(\.name))
            if let unknown = applied.first(where: { !known.contains($0) }) {
                throw StorageError.schemaTooNew(migration: unknown)
            }
            guard migrations.prefix(applied.count).map(\.name) == applied else {
                throw StorageError.failed(
                    "migrations were applied in another order: \(applied.joined(separator: ", "))"
                )
            }
            guard let next = migrations.dropFirst(applied.count).first else { return false }
            for statement in placement.beforeMigration { try connection.execute(statement) }
            for statement in next.steps.flatMap({ StatementText.of($0, placement) }) {
                try connection.execute(statement)
            }
            try connection.execute(
                "INSERT INTO \(table) VALUES ($1, $2)",
                [.integer(Int64(applied.count + 1)), .text(next.name)]
            )
            return true
        }
    }
}
