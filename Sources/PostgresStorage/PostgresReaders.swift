import Dispatch
import Foundation
import Logging
import Storage

/// Threads that read, each over a connection of its own that it opens when it first reads.
final class PostgresReaders: Sendable {
    /// How long a read waits for a server that is away before it fails.
    static let patience = Duration.seconds(15)
    private static let pauseMaxMilliseconds = 1_000

    let inbox = WorkInbox<PendingRead>(limit: StorageLimits.readsWaitingMax)

    private let address: PostgresAddress
    private let options: PostgresOptions
    private let count: Int
    private let logger: Logger
    private let ended = DispatchSemaphore(value: 0)

    init(_ address: PostgresAddress, _ options: PostgresOptions, count: Int, logger: Logger) {
        self.address = address
        self.options = options
        self.count = count
        self.logger = logger
    }

    func start() {
        for number in 0..<count {
            let thread = Thread { [self] in
                var pipeline: StatementPipeline?
                while let read = inbox.take(atMost: 1).first { serve(read, &pipeline) }
                ended.signal()
            }
            thread.name = "bss-reader-\(number)"
            thread.start()
        }
    }

    /// Blocks until the threads have read what was accepted; once, and only after `inbox.close()`.
    func waitForEnd() {
        for _ in 0..<count { ended.wait() }
    }

    private func serve(_ read: PendingRead, _ pipeline: inout StatementPipeline?) {
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
                let transaction = PostgresTransaction(open, isCareful: false, sequences: 0)
                let finish = read.run(transaction)
                if let failure = transaction.failure { throw failure }
                // Nobody waits for the end of a snapshot: its answer is read before the next read's.
                try open.queue("COMMIT")
                try open.send()
                finish()
                return
            } catch let failure as PostgresFailure {
                recover(&pipeline)
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
