import Storage

/// What is done to a table beside making it: nothing on plain PostgreSQL, its distribution on Citus.
public struct TablePlacement: Sendable {
    /// Statements at the start of every transaction of a migration.
    public var beforeMigration: [String]
    /// Statements after a table was made and before its indexes are, in the migration's transaction.
    public var afterCreating: @Sendable (Table) -> [String]

    /// A placement by these statements.
    public init(
        beforeMigration: [String] = [],
        afterCreating: @escaping @Sendable (Table) -> [String]
    ) {
        self.beforeMigration = beforeMigration
        self.afterCreating = afterCreating
    }

    /// All tables on the one server.
    public static let plain = TablePlacement { _ in [] }
}
