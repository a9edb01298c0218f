import EventLog
import Primitives
import StreamSQL

/// Plans over topics whose rows are shown and not kept: no journal, no transactions, no checkpoints.
///
/// It does nothing by itself: rounds are read while `next` is awaited, so that a slow reader holds it back.
package actor StreamingQuery {
    /// What is asked for.
    package struct Settings: Sendable, Hashable {
        /// Goes on with every new record, until the task is cancelled. Otherwise it reads to where the topics end when it begins
        /// and shows what is there: all windows fire, and of an updating plan only the final rows are shown. Flink:
        /// `execution.runtime-mode` streaming and batch.
        package var follows: Bool
        /// Begins at the first record of this time or later, whatever the tables say.
        package var since: Timestamp?
        /// Milliseconds without records after which a partition no longer holds the watermark back; nil for never.
        package var idleMilliseconds: Int64?
        /// Records of one partition in a round.
        package var roundRecordsMax: Int
        /// Rows of an answer that does not follow; rows that one round gives of one that does.
        package var rowsMax: Int

        /// Settings.
        package init(
            follows: Bool,
            since: Timestamp? = nil,
            idleMilliseconds: Int64? = nil,
            roundRecordsMax: Int = 2_000,
            rowsMax: Int = 100_000
        ) {
            self.follows = follows
            self.since = since
            self.idleMilliseconds = idleMilliseconds
            self.roundRecordsMax = roundRecordsMax
            self.rowsMax = rowsMax
        }
    }

    /// A plan whose rows are shown.
    package struct Output: Sendable, Hashable {
        /// Whose rows they are, for errors.
        package let name: String
        /// The rows.
        package let plan: LogicalPlan
        /// Which changes it takes: all for a query, those of its table for an insert.
        package let intake: Binder.Intake

        /// An output.
        package init(name: String, plan: LogicalPlan, intake: Binder.Intake = Binder.Intake(.all)) {
            self.name = name
            self.plan = plan
            self.intake = intake
        }
    }

    /// A row of an output.
    package struct Row: Sendable, Hashable {
        /// The output's number.
        package let output: Int
        /// What happened to the row.
        package let kind: RowKind
        /// Its values as CAST to STRING gives them; nil for NULL.
        package let cells: [String?]

        /// A row.
        package init(output: Int, kind: RowKind, cells: [String?]) {
            self.output = output
            self.kind = kind
            self.cells = cells
        }
    }

    /// Rows that `next` hands over at once.
    private static let rowsAtOnce = 500

    private nonisolated let executor = QueueExecutor(label: "query")
    /// The query's own thread.
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let settings: Settings
    private let rounds: TopicRounds
    private let rows: QueryRows
    private var round: Round?
    private var ends: [TopicPartition: Int64] = [:]
    private var isAtEnd = false

    /// A query, which has not begun. All outputs read their topics together, once.
    ///
    /// - Throws: `SourceError`, `UnsupportedPlan`, `UnsupportedAggregate`.
    package init(
        _ outputs: [Output],
        log: any EventLog,
        settings: Settings,
        now: @escaping @Sendable () -> Timestamp
    ) throws {
        self.settings = settings
        let clock = RoundClock()
        let graph = JobGraph(processingTime: { clock.milliseconds }, open: Self.open)
        let rows = QueryRows(max: settings.rowsMax, countsAll: !settings.follows)
        for (number, output) in outputs.enumerated() {
            let sink = rows.sink(of: output.plan, number: number, keepsFinal: !settings.follows)
            try graph.add(output.plan, into: sink, table: output.name, intake: output.intake)
        }
        self.rows = rows
        rounds = TopicRounds(
            graph,
            clock: clock,
            log: log,
            recordsMax: settings.roundRecordsMax,
            idleMilliseconds: settings.idleMilliseconds,
            now: now
        )
    }

    private static func open(_ scan: LogicalPlan.Scan) throws -> any TableSource {
        guard TableConnectors.isTopic(scan.table) else {
            throw SourceError(
                "table '\(scan.table.name)' is no topic: a query over the server's topics reads tables with"
                    + " 'connector' = 'kafka' or 'upsert-kafka'; bss sql run reads files"
            )
        }
        return try TopicSource(scan)
    }

    /// Finds its topics, and where it begins and ends.
    ///
    /// - Throws: `EventLogError.unknownTopic`.
    package func open() async throws {
        precondition(round == nil, "a query is opened once")
        try await rounds.open()
        ends = try await rounds.ends()
        round = try await rounds.start(since: settings.since)
        rounds.resetIdleTimes()
    }

    /// The next rows, at least one; nil at the end. To be called after `open`, by one reader.
    ///
    /// - Throws: what the log, a record or an operator throws; `CancellationError` when the task is cancelled.
    package func next() async throws -> [Row]? {
        guard var round else { preconditionFailure("a query is opened before it is read") }
        while true {
            let waiting = rows.take(Self.rowsAtOnce)
            if !waiting.isEmpty { return waiting }
            if isAtEnd { return nil }
            try Task.checkCancellation()
            // Without topics, VALUES is all there is.
            if settings.follows, !round.ranges.isEmpty {
                if let (next, records) = try await rounds.next(after: round) {
                    _ = try rounds.process(next, records)
                    round = next
                } else {
                    try await rounds.wait(after: round)
                }
            } else if let (next, records) = try await rounds.next(after: round, until: ends) {
                _ = try rounds.process(next, records)
                round = next
            } else {
                round.number += 1
                _ = try rounds.process(round, [])
                try rounds.finish()
                rows.finish()
                isAtEnd = true
            }
            self.round = round
        }
    }
}
