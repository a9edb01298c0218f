import CRDKafka
import EventLog
import Primitives
import Synchronization

/// Reads one partition for everyone: each of its cursors serves whoever is near it, so that those who follow the end share
/// one, and reading on never seeks.
actor PartitionReader {
    private let source: TopicPartition
    private let lanes: ReaderLanes
    private var cursors: [Cursor] = []
    private var uses: UInt64 = 0
    private var made = 0
    /// While a cursor is on its way to another place.
    private var starting: Task<Void, any Error>?

    init(_ source: TopicPartition, lanes: ReaderLanes) {
        self.source = source
        self.lanes = lanes
    }

    /// The records from an offset on; none only if the partition ended before it when last asked, and before `end`.
    ///
    /// - Throws: `EventLogError.offsetOutOfRange`, `.failed`, `.closed`.
    func read(from offset: Int64, _ options: ReadOptions) async throws -> EventBatch {
        let started = ContinuousClock.now
        var hasMoved = false
        while true {
            let cursor = try await cursor(at: offset)
            let generation = cursor.signal.generation
            if !cursor.has(offset), let trouble = cursor.drain(keeping: offset) {
                guard !hasMoved else { throw error(trouble) }
                hasMoved = true
                try await move(cursor, to: offset)
                continue
            }
            let (events, next) = cursor.events(from: offset, options)
            let isStable = cursor.position >= lanes.end(of: source)
            let waited = ContinuousClock.now - started
            if !events.isEmpty
                || cursor.isAtEnd()
                    && (isStable || waited > .milliseconds(KafkaConfiguration.stableMilliseconds))
            {
                return EventBatch(
                    source: source,
                    events: events,
                    nextOffset: next,
                    endOffset: max(cursor.knownEnd, next)
                )
            }
            if waited > lanes.timeout {
                throw EventLogError.failed("no broker sent records of \(source) within \(lanes.timeout)")
            }
            let wakeup = Wakeup()
            cursor.signal.register(wakeup, since: generation)
            _ = await wakeup.wait(atMost: cursor.isAtEnd() ? .milliseconds(Self.stableMilliseconds) : Self.patience)
            cursor.signal.unregister(wakeup)
        }
    }

    /// How long it waits for an answer before it looks at the time again.
    private static let patience = Duration.seconds(1)
    private static let stableMilliseconds = 100

    /// Whether there is a record at or after an offset; if not, `wakeup` is fired when something comes in.
    ///
    /// - Throws: `EventLogError.offsetOutOfRange`, `.failed`, `.closed`.
    func hasRecord(at offset: Int64, wakeup: Wakeup) async throws -> Bool {
        let cursor = try await cursor(at: offset)
        if cursor.has(offset) { return true }
        let generation = cursor.signal.generation
        if let trouble = cursor.drain(keeping: offset) {
            if case .other = trouble { throw error(trouble) }
            try await move(cursor, to: offset)
            wakeup.fire(.grown)
            return false
        }
        if cursor.has(offset) { return true }
        cursor.signal.register(wakeup, since: generation)
        return false
    }

    /// Forgets one who waited.
    func forget(_ wakeup: Wakeup) { for cursor in cursors { cursor.signal.unregister(wakeup) } }

    /// Wakes who waits, to see that the log is closed.
    func wakeAll() { for cursor in cursors { cursor.signal.fire() } }

    /// Ends fetching.
    func stop() async throws {
        let cursors = cursors
        self.cursors = []
        try await lanes.calls.run { for cursor in cursors { cursor.stop() } }
    }

    private func error(_ trouble: Cursor.Trouble) -> EventLogError {
        switch trouble {
        case .outOfRange: .failed("offset out of range in \(source)")
        case .other(let fault): fault.error("read \(source)", topic: source.topic)
        }
    }

    /// The cursor that has, or will come upon, an offset; a new one or another one moved there if none has.
    private func cursor(at offset: Int64) async throws -> Cursor {
        while true {
            if lanes.isClosed { throw EventLogError.closed }
            if let cursor = cursors.first(where: { $0.covers(offset) }) {
                uses += 1
                cursor.lastUse = uses
                return cursor
            }
            if let starting {
                // why: who started it hears of its failure; here another look is due
                try? await starting.value
                continue
            }
            let cursor: Cursor
            if let stopped = cursors.firstIndex(where: \.isStopped) {
                cursor = cursors.remove(at: stopped)
            } else if made < KafkaConfiguration.cursorsMax {
                cursor = Cursor(source, namespace: lanes.namespace, lane: try lanes.lane(made))
                made += 1
            } else {
                cursor = cursors.remove(at: cursors.indices.min { cursors[$0].lastUse < cursors[$1].lastUse }!)
            }
            try await start(cursor, at: offset)
        }
    }

    /// Moves a cursor that came upon trouble.
    private func move(_ cursor: Cursor, to offset: Int64) async throws {
        cursors.removeAll { $0 === cursor }
        try await start(cursor, at: offset, isTroubled: true)
    }

    /// Starts a cursor, which nobody may use meanwhile, at an offset that has to be in the partition.
    private func start(_ cursor: Cursor, at offset: Int64, isTroubled: Bool = false) async throws {
        let task = Task { try await arrive(cursor, at: offset, isTroubled: isTroubled) }
        starting = task
        try await task.value
    }

    /// Ends `starting` before those who wait for it go on.
    private func arrive(_ cursor: Cursor, at offset: Int64, isTroubled: Bool) async throws {
        let (source, lanes) = (source, lanes)
        defer {
            starting = nil
            cursors.append(cursor)
        }
        try await lanes.calls.run {
            if isTroubled { cursor.stop() }
            let (earliest, end) = try lanes.topics.bounds(of: source)
            guard offset >= earliest, offset <= end else {
                throw EventLogError.offsetOutOfRange(source, offset: offset, earliest: earliest, end: end)
            }
            do {
                try cursor.start(at: offset)
            } catch let fault as KafkaFault {
                throw fault.error("read \(source)", topic: source.topic)
            }
        }
    }
}
