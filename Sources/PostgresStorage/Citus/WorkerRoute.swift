import Logging
import Storage
import Synchronization

/// The way of reads to one worker, and back to the coordinator if the worker does not answer them.
final class WorkerRoute: Sendable {
    /// How long a worker that could not be reached is not asked.
    static let pause = Duration.seconds(5)

    /// Fails with a division by zero unless this node has the shard, and nobody is about to take it away.
    ///
    /// A move or a split deletes the placement's row here before the new owner takes writes; until this node knows that it
    /// was committed, the row stays, with the deleting transaction's number as `xmax`. One that had ended when the snapshot
    /// was taken, and left the row, was rolled back; so what is made of the number is 64 bits wide, as snapshots are.
    static let ownership = """
        SELECT 1 / count(*) FROM pg_catalog.pg_dist_placement, \
        (SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint) AS next(number) WHERE shardid = $1 \
        AND groupid = (SELECT groupid FROM pg_catalog.pg_dist_local_group) \
        AND (xmax = 0 OR pg_visible_in_snapshot( \
        (number - (number - xmax::text::bigint & 4294967295))::text::xid8, pg_current_snapshot()))
        """

    private let node: String
    private let logger: Logger
    private let giveBack: @Sendable (PendingRead) -> Void
    private let noteStale: @Sendable () -> Void
    private let closedUntil = Mutex<ContinuousClock.Instant?>(nil)
    private let answered: @Sendable () -> Void

    init(
        _ node: String,
        logger: Logger,
        giveBack: @escaping @Sendable (PendingRead) -> Void,
        noteStale: @escaping @Sendable () -> Void,
        answered: @escaping @Sendable () -> Void
    ) {
        self.node = node
        self.logger = logger
        self.giveBack = giveBack
        self.noteStale = noteStale
        self.answered = answered
    }

    /// Whether the worker is worth asking.
    var isOpen: Bool { closedUntil.withLock { until in until.map { $0 <= .now } ?? true } }

    /// The worker answered a read.
    func noteAnswer() { answered() }

    /// Lets the coordinator answer a read that the worker did not; `failure` is why, nil if it was not asked.
    func giveBack(_ read: PendingRead, _ failure: PostgresFailure?, wasReached: Bool) {
        if let failure {
            if !wasReached {
                closedUntil.withLock { $0 = .now + Self.pause }
                logger.warning(
                    "a worker does not answer reads; the coordinator does instead",
                    metadata: ["worker": "\(node)", "error": "\(failure)"]
                )
            }
            noteStale()
        }
        giveBack(read)
    }
}
