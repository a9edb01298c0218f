import GRDB
import Storage

/// Applies migrations and remembers them by name in a table of the store.
enum SchemaMigrations {
    private static let table = "storage_migrations"

    /// Brings the schema forward, each migration in a transaction of its own.
    static func apply(_ migrations: [Migration], to database: Database) throws {
        precondition(Set(migrations.map(\.name)).count == migrations.count, "two migrations of one name")
        try database.execute(
            sql: "CREATE TABLE IF NOT EXISTS \(table) (position INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT"
        )
        let applied = try String.fetchAll(database, sql: "SELECT name FROM \(table) ORDER BY position")
        let known = Set(migrations.map(\.name))
        if let unknown = applied.first(where: { !known.contains($0) }) {
            throw StorageError.schemaTooNew(migration: unknown)
        }
        guard migrations.prefix(applied.count).map(\.name) == applied else {
            throw StorageError.failed("migrations were applied in another order: \(applied.joined(separator: ", "))")
        }
        for migration in migrations.dropFirst(applied.count) {
            try database.inTransaction(.immediate) {
                for text in migration.steps.flatMap(StatementText.of) { try database.execute(sql: text) }
                try database.execute(sql: "INSERT INTO \(table) (name) VALUES (?)", arguments: [migration.name])
                return .commit
            }
        }
    }
}
