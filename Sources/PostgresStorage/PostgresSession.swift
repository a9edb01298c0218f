import Foundation
import Storage
import Synchronization

/// Statements on a connection and a thread of their own, for callers that must not block: administration, migration,
/// checks. One piece of work runs at a time.
public final class PostgresSession: Sendable {
    /// Pieces of work that may wait; a further one is refused with `StorageError.overloaded`.
    public static let waitingMax = 1_024

    private let address: PostgresAddress
    private let options: PostgresOptions
    private let inbox = WorkInbox<@Sendable (Opener) -> Void>(limit: waitingMax)

    /// The thread's connection, made when it is first needed and again when it was lost.
    private final class Opener {
        let address: PostgresAddress
        let options: PostgresOptions
        private var current: PostgresConnection?

        init(_ address: PostgresAddress, _ options: PostgresOptions) {
            self.address = address
            self.options = options
        }

        func connection() throws(PostgresFailure) -> PostgresConnection {
            if let current, current.isUsable { return current }
            current = nil
            let opened = try PostgresConnection(address, options)
            current = opened
            return opened
        }
    }

    /// A session that connects when it is first used.
    public init(_ address: PostgresAddress, _ options: PostgresOptions = .administration) {
        self.address = address
        self.options = options
        let thread = Thread { [inbox, address, options] in
            let opener = Opener(address, options)
            while let work = inbox.take(atMost: 1).first { work(opener) }
        }
        thread.name = "bss-postgres"
        thread.start()
    }

    deinit { inbox.close() }

    /// Runs `body` with the connection, connecting first if need be. If the task is cancelled, the statement under way is
    /// too, and fails with kind `cancelled`.
    public func run<Result: Sendable>(
        _ body: @escaping @Sendable (PostgresConnection) throws -> Result
    ) async throws -> Result {
        let running = Mutex((isCancelled: false, statement: PostgresCancellation?.none))
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let refusal = inbox.add { opener in
                    let result = Swift.Result {
                        let connection = try opener.connection()
                        try running.withLock { state in
                            if state.isCancelled { throw CancellationError() }
                            state.statement = connection.cancellation
                        }
                        defer { running.withLock { $0.statement = nil } }
                        return try body(connection)
                    }
                    continuation.resume(with: result)
                }
                if let refusal { continuation.resume(throwing: refusal) }
            }
        } onCancel: {
            running.withLock { state in
                state.isCancelled = true
                state.statement?.cancel()
            }
        }
    }

    /// Runs one statement and returns its rows as texts.
    @discardableResult
    public func texts(_ sql: String, _ parameters: [Value] = []) async throws -> [[String?]] {
        try await run { try $0.execute(sql, parameters).texts }
    }

    /// Ends the thread and its connection once the work that waits is done.
    public func close() { inbox.close() }
}
