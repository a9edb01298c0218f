/// How long a connection waits, and how it uses the server.
public struct PostgresOptions: Sendable, Hashable {
    /// Whether named prepared statements and session settings may be used: not through PgBouncer before 1.21 in
    /// transaction mode, where the next transaction may be on another server session.
    public enum Sessions: String, Sendable, Hashable, CaseIterable {
        /// Asked of the server at each connection: whoever answers with another process id than it greeted with is a
        /// pooler.
        case detect
        /// The connection is one server session.
        case direct
        /// The connection goes through a pooler in transaction mode.
        case pooled
    }

    /// The longest that connecting may take, per host, in seconds.
    public var connectSeconds: Int
    /// The longest that a statement may run, in milliseconds; 0 for no limit. The server enforces it, and this side gives
    /// the connection up `answerGraceMilliseconds` later.
    public var statementMilliseconds: Int
    /// The longest that a statement may wait for a lock, in milliseconds; 0 for no limit.
    public var lockMilliseconds: Int
    /// Whether the connection is one server session.
    public var sessions: Sessions

    /// How long after `statementMilliseconds` a silent server is given up, in milliseconds.
    public static let answerGraceMilliseconds = 5_000

    /// For the program's own statements unless said otherwise; administration sets longer times.
    public init(
        connectSeconds: Int = 5,
        statementMilliseconds: Int = 30_000,
        lockMilliseconds: Int = 10_000,
        sessions: Sessions = .detect
    ) {
        self.connectSeconds = connectSeconds
        self.statementMilliseconds = statementMilliseconds
        self.lockMilliseconds = lockMilliseconds
        self.sessions = sessions
    }

    /// Without limits on statements and locks: for moving shards, building indexes and copying tables.
    public static let administration = PostgresOptions(statementMilliseconds: 0, lockMilliseconds: 0)
}
