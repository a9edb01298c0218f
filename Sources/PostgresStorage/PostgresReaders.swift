import Dispatch
import Foundation
import Logging
import Storage

/// Threads that read, each over a connection of its own that it opens when it first reads.
final class PostgresReaders: Sendable {
    /// How long a read waits for a server that is away before it fails.
    static let patience = Duration.seconds(15)
    private static let pauseMaxMilliseconds = 1_000

    /// A read, and at a worker the shard that it is of.
    struct Work: Sendable {
        let read: PendingRead
        let shard: Int64?
    }

    let inbox = WorkInbox<Work>(limit: StorageLimits.readsWaitingMax)
    /// At a worker: what becomes of reads that it does not answer.
    let route: WorkerRoute?

    private let address: PostgresAddress
    private let options: PostgresOptions
    private let count: Int
    private let logger: Logger
    private let ended = DispatchSemaphore(value: 0)

    init(
        _ address: PostgresAddress,
        _ options: PostgresOptions,
        count: Int,
        route: WorkerRoute? = nil,
        logger: Logger
    ) {
        self.address = address
        self.options = options
        self.count = count
        self.route = route
        self.logger = logger
    }

    func start(name: String = "reader") {
        for number in 0..<count {
            let thread = Thread { [self] in
                var pipeline: StatementPipeline?
                while let work = inbox.take(atMost: 1).first { serve(work, &pipeline) }
                ended.signal()
            }
            thread.name = "bss-\(name)-\(number)"
            thread.start()
        }
    }

    /// Blocks until the threads have read what was accepted; once, and only after `inbox.close()`.
    func waitForEnd() {
        for _ in 0..<count { ended.wait() }
    }

    private func serve(_ work: Work, _ pipeline: inout StatementPipeline?) {
        let read = work.read
        if let route, !route.isOpen { return route.giveBack(read, nil, wasReached: false) }
        let start = ContinuousClock.now
        var pause = 20
        while true {
            do {
                let open = try pipeline ?? StatementPipeline(PostgresConnection(address, options))
                pipeline = open
                try open.queue("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                if open.connection.isPooled {
                    try open.queue("SET LOCAL statement_timeout = \(options.statementMilliseconds)")
                }
                if let shard = work.shard { try open.queue(WorkerRoute.ownership, [.integer(shard)]) }
                let transaction = PostgresTransaction(open, isCareful: false, isAtWorker: route != nil, sequences: 0)
                let finish = read.run(transaction)
                if let failure = transaction.failure { throw failure }
                // Nobody waits for the end of a snapshot: its answer is read before the next read's.
                try open.queue("COMMIT")
                try open.send()
                route?.noteAnswer()
                finish()
                return
            } catch let failure as PostgresFailure {
                let wasReached = pipeline != nil
                recover(&pipeline)
                if let route { return route.giveBack(read, failure, wasReached: wasReached) }
                let mayRetry = failure.kind == .disconnected || failure.kind == .conflict
                guard mayRetry, ContinuousClock.now - start < Self.patience else {
                    read.fail(StorageError.failed("\(failure)"))
                    return
                }
            } catch {
                preconditionFailure("the store threw \(error)")
            }
            Thread.sleep(forTimeInterval: Double(pause) / 1_000)
            pause = min(pause * 2, Self.pauseMaxMilliseconds)
        }
    }

    private func recover(_ pipeline: inout StatementPipeline?) {
        guard let open = pipeline, open.connection.isUsable else {
            pipeline = nil
            return
        }
        do {
            if !open.isIdle {
                // why: what they report was reported before.
                _ = try? open.finish()
            }
            try open.queue("ROLLBACK")
            try open.finish()
        } catch {
            logger.debug("a reader connects again", metadata: ["error": "\(error)"])
            pipeline = nil
        }
    }
}
