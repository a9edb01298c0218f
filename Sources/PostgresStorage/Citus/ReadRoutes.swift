import Dispatch
import Foundation
import Logging
import Primitives
import Storage
import Synchronization

/// Sends reads of one customer's rows to the worker that has them, which saves the coordinator's part in them.
///
/// What is known here of the cluster may be out of date, so it only chooses whom to ask: the worker looks into its own catalog
/// in the snapshot of every read (`WorkerRoute.ownership`). Whatever a worker does not answer, the coordinator does.
final class ReadRoutes: Sendable {
    /// How often the coordinator is asked where the shards lie.
    static let refresh = Duration.seconds(2)
    /// The least time between two such questions, when reads find the answer to be out of date.
    static let refreshLeast = Duration.milliseconds(100)
    /// The longest that connecting to a worker may take, in seconds: reads wait for it.
    static let connectSecondsMax = 2

    private struct State {
        var isStarted = false
        var isClosed = false
        var map: ShardMap?
        var shards: [PlacedShard] = []
        var workers: [String: PostgresReaders] = [:]
    }

    private let address: PostgresAddress
    private let options: PostgresOptions
    private let readers: Int
    private let coordinator: PostgresReaders
    private let logger: Logger
    private let state = Mutex(State())
    private let mustRefresh = Atomic<Bool>(false)
    private let wakeUp = DispatchSemaphore(value: 0)
    private let answers = Atomic<Int>(0)

    /// Routes to the workers of the coordinator at `address`, each over `readers` connections.
    init(
        _ address: PostgresAddress,
        _ options: PostgresOptions,
        readers: Int,
        coordinator: PostgresReaders,
        logger: Logger
    ) {
        self.address = address
        self.options = options
        self.readers = readers
        self.coordinator = coordinator
        self.logger = logger
    }

    /// Reads that workers have answered.
    var answered: Int { answers.load(ordering: .relaxed) }

    /// Takes a read of this customer's rows, unless it is not known who has them.
    func take(_ read: PendingRead, of customer: Identifier) -> Bool {
        let (mustStart, worker, shard) = state.withLock { state -> (Bool, PostgresReaders?, Int64) in
            let mustStart = !state.isStarted && !state.isClosed
            if mustStart { state.isStarted = true }
            guard let map = state.map else { return (mustStart, nil, 0) }
            let shard = state.shards[map.shard(of: customer)]
            return (mustStart, state.workers[shard.node], shard.id)
        }
        if mustStart { start() }
        guard let worker, worker.route?.isOpen == true else { return false }
        return worker.inbox.add(PostgresReaders.Work(read: read, shard: shard)) == nil
    }

    /// Refuses further reads; those that were taken are still answered.
    func close() {
        let workers = state.withLock { state in
            state.isClosed = true
            return Array(state.workers.values)
        }
        for worker in workers { worker.inbox.close() }
        noteStale()
    }

    /// Blocks until the reads that were taken are answered or given back; once, and only after `close()`.
    func waitForEnd() {
        for worker in state.withLock({ Array($0.workers.values) }) { worker.waitForEnd() }
    }

    private func noteStale() {
        if !mustRefresh.exchange(true, ordering: .acquiringAndReleasing) { wakeUp.signal() }
    }

    private func start() {
        let thread = Thread { [self] in
            var connection: PostgresConnection?
            var hasSaidNone = false
            while !state.withLock({ $0.isClosed }) {
                mustRefresh.store(false, ordering: .sequentiallyConsistent)
                do {
                    let open = try connection?.isUsable == true ? connection! : PostgresConnection(address, options)
                    connection = open
                    let shards = try CitusCatalog.version(open) == nil ? [] : CitusCatalog.shards(open)
                    if shards.isEmpty, !hasSaidNone {
                        hasSaidNone = true
                        logger.warning("storage.routeReads has no effect: no table is distributed in this database")
                    }
                    adopt(shards)
                } catch {
                    // What was known stays in force: the workers know themselves what they have.
                    logger.debug("where the shards lie is not known", metadata: ["error": "\(error)"])
                }
                Thread.sleep(forTimeInterval: Self.refreshLeast / .seconds(1))
                _ = wakeUp.wait(timeout: .now() + Self.refresh / .seconds(1))
            }
        }
        thread.name = "bss-routes"
        thread.start()
    }

    /// Takes over where the shards lie now.
    private func adopt(_ shards: [PlacedShard]) {
        let nodes = Set(shards.map(\.node))
        let (known, isClosed) = state.withLock { (Set($0.workers.keys), $0.isClosed) }
        if isClosed { return }
        var new: [String: PostgresReaders] = [:]
        for node in nodes.subtracting(known) {
            new[node] = NodeAddress(node).map { readers(at: $0) }
        }
        let unneeded = state.withLock { state -> [PostgresReaders] in
            if state.isClosed { return [] }
            let gone = state.workers.filter { !nodes.contains($0.key) }
            for node in gone.keys { state.workers[node] = nil }
            for (node, readers) in new {
                readers.start(name: node)
                state.workers[node] = readers
            }
            state.map = ShardMap(ranges: shards.map(\.tokens))
            state.shards = shards
            return Array(gone.values)
        }
        for readers in unneeded { readers.inbox.close() }
    }

    private func readers(at node: NodeAddress) -> PostgresReaders {
        var options = options
        options.connectSeconds = min(options.connectSeconds, Self.connectSecondsMax)
        // The pooler before the coordinator is not on the way to a worker.
        if options.sessions == .pooled { options.sessions = .detect }
        let route = WorkerRoute(
            node.description,
            logger: logger,
            giveBack: { [coordinator] read in
                if let refusal = coordinator.inbox.add(PostgresReaders.Work(read: read, shard: nil)) {
                    read.fail(refusal)
                }
            },
            noteStale: { [weak self] in self?.noteStale() },
            answered: { [weak self] in self?.answers.add(1, ordering: .relaxed) }
        )
        return PostgresReaders(address.at(node), options, count: readers, route: route, logger: logger)
    }
}
