import CPostgres
import Glibc
import Primitives
import Storage

/// One connection to a PostgreSQL server, through libpq. Blocks its thread, and is confined to it.
///
/// After a failure of kind `disconnected` it is of no further use (`isUsable`): open another.
public final class PostgresConnection {
    let pointer: OpaquePointer
    /// Where it leads to.
    public let address: PostgresAddress
    /// How it waits.
    public let options: PostgresOptions
    /// Whether it goes through a pooler, so that nothing may be kept in the server's session.
    public private(set) var isPooled = false
    private var isAbandoned = false
    var copyBytesUnflushed = 0

    /// Connects.
    ///
    /// - Throws: `PostgresFailure` of kind `disconnected` if the server cannot be reached, of another kind if it refuses
    ///   the user, the password or the database.
    public init(_ address: PostgresAddress, _ options: PostgresOptions = PostgresOptions()) throws(PostgresFailure) {
        self.address = address
        self.options = options
        var parameters = [
            "connect_timeout": String(options.connectSeconds), "application_name": "bss", "client_encoding": "UTF8",
            // A peer that vanished without a word is noticed within half a minute.
            "keepalives_idle": "10", "keepalives_interval": "5", "keepalives_count": "3",
            "tcp_user_timeout": "30000",
        ]
        parameters.merge(address.parameters) { $1 }
        pointer = Self.open(parameters)
        guard PQstatus(pointer) == CONNECTION_OK else {
            let message = address.redacted(String(cString: PQerrorMessage(pointer)))
            throw PostgresFailure(message, isDisconnected: Self.isUnreachable(message))
        }
        PQsetNoticeReceiver(pointer, { _, _ in }, nil)
        PQsetnonblocking(pointer, 1)
        try begin()
    }

    deinit { PQfinish(pointer) }

    private static func open(_ parameters: [String: String]) -> OpaquePointer {
        let keywords = parameters.keys.sorted()
        var names: [UnsafeMutablePointer<CChar>?] = keywords.map { strdup($0) }
        var values: [UnsafeMutablePointer<CChar>?] = keywords.map { strdup(parameters[$0]!) }
        defer { for pointer in names + values { free(pointer) } }
        names.append(nil)
        values.append(nil)
        return names.withUnsafeBufferPointer { names in
            values.withUnsafeBufferPointer { values in
                names.withMemoryRebound(to: UnsafePointer<CChar>?.self) { names in
                    values.withMemoryRebound(to: UnsafePointer<CChar>?.self) { values in
                        PQconnectdbParams(names.baseAddress!, values.baseAddress!, 0)
                    }
                }
            }
        }
    }

    // libpq gives a failed connection no SQLSTATE. What a person must put right names one of these; all else may pass.
    private static func isUnreachable(_ message: String) -> Bool {
        let lasting = [
            "password authentication failed", "no password supplied", "does not exist", "no pg_hba.conf entry",
            "permission denied", "certificate", "invalid", "not supported",
        ]
        return !lasting.contains { message.contains($0) }
    }

    private func begin() throws(PostgresFailure) {
        switch options.sessions {
        case .direct: isPooled = false
        case .pooled: isPooled = true
        case .detect:
            let answer = try execute("SELECT pg_backend_pid()")
            isPooled = answer.integer(0, 0) != Int64(PQbackendPID(pointer))
        }
        if !isPooled {
            _ = try script(
                """
                SET statement_timeout = \(options.statementMilliseconds);
                SET lock_timeout = \(options.lockMilliseconds)
                """
            )
        }
    }

    /// Whether further statements can be sent.
    public var isUsable: Bool { !isAbandoned && PQstatus(pointer) == CONNECTION_OK }

    /// The server's version: 150020 for 15.20.
    public var serverVersion: Int { Int(PQserverVersion(pointer)) }

    /// Whether the connection is encrypted with TLS.
    public var isEncrypted: Bool { PQsslInUse(pointer) == 1 }

    /// What cancels this connection's statements from another thread; nil if the connection is gone.
    public var cancellation: PostgresCancellation? { PostgresCancellation(pointer) }

    /// Runs one statement, its `$1`, `$2`, ... bound to `parameters`, and returns its rows in text format.
    @discardableResult
    public func execute(_ sql: String, _ parameters: [Value] = []) throws(PostgresFailure) -> PostgresResult {
        var bound = StatementParameters()
        for parameter in parameters { bound.append(parameter) }
        let sent = bound.withPointers { values, lengths, formats in
            PQsendQueryParams(pointer, sql, Int32(bound.count), nil, values, lengths, formats, 0)
        }
        guard sent == 1 else { throw failure() }
        return try lastResult()
    }

    /// Runs statements separated by semicolons, without parameters, in one transaction unless they say otherwise. Returns
    /// the result of the last.
    @discardableResult
    public func script(_ sql: String) throws(PostgresFailure) -> PostgresResult {
        guard PQsendQuery(pointer, sql) == 1 else { throw failure() }
        return try lastResult()
    }

    /// Runs `body` between BEGIN and COMMIT; takes everything back if it throws.
    public func transaction<Result>(_ body: () throws -> Result) throws -> Result {
        try execute("BEGIN")
        do {
            let result = try body()
            // A COMMIT of a failed transaction answers ROLLBACK, without an error.
            guard PQtransactionStatus(pointer) == PQTRANS_INTRANS else {
                throw PostgresFailure("the transaction had failed before its commit")
            }
            try execute("COMMIT")
            return result
        } catch {
            if isUsable, PQtransactionStatus(pointer) != PQTRANS_IDLE {
                do {
                    try execute("ROLLBACK")
                } catch {
                    isAbandoned = true
                }
            }
            throw error
        }
    }

    /// The current failure of the connection itself.
    func failure() -> PostgresFailure {
        PostgresFailure(
            address.redacted(String(cString: PQerrorMessage(pointer))),
            isDisconnected: PQstatus(pointer) != CONNECTION_OK
        )
    }

    /// The failure that a result reports, or nil if it reports success.
    func failure(of result: OpaquePointer) -> PostgresFailure? {
        switch PQresultStatus(result) {
        case PGRES_BAD_RESPONSE, PGRES_FATAL_ERROR:
            PostgresFailure(result, isDisconnected: PQstatus(pointer) != CONNECTION_OK)
        default: nil
        }
    }

    // Every statement answers with at least one result, and a null ends its results.
    private func lastResult() throws(PostgresFailure) -> PostgresResult {
        let deadline = answerDeadline
        try flush(until: deadline)
        var last: PostgresResult?
        var failure: PostgresFailure?
        while let result = try nextResult(until: deadline) {
            failure = failure ?? self.failure(of: result)
            last = PostgresResult(result)
            switch PQresultStatus(result) {
            case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH: return last!
            default: break
            }
        }
        if let failure { throw failure }
        guard let last else { throw self.failure() }
        return last
    }
}

extension PostgresConnection {
    /// When this side gives up waiting for the answer to what is sent now; nil for never.
    var answerDeadline: ContinuousClock.Instant? {
        if options.statementMilliseconds == 0 { return nil }
        return ContinuousClock.now
            + .milliseconds(options.statementMilliseconds + PostgresOptions.answerGraceMilliseconds)
    }

    /// Sends what is buffered, reading what comes meanwhile: a server whose answers nobody reads stops reading too.
    func flush(until deadline: ContinuousClock.Instant?) throws(PostgresFailure) {
        while true {
            switch PQflush(pointer) {
            case 0: return
            case 1:
                if try wait(toWrite: true, until: deadline) { try consume() }
            default: throw failure()
            }
        }
    }

    /// The next result, which the caller owns, or nil at the end of a statement's results.
    func nextResult(until deadline: ContinuousClock.Instant?) throws(PostgresFailure) -> OpaquePointer? {
        while PQisBusy(pointer) == 1 {
            _ = try wait(toWrite: false, until: deadline)
            try consume()
        }
        return PQgetResult(pointer)
    }

    func consume() throws(PostgresFailure) {
        guard PQconsumeInput(pointer) == 1 else { throw failure() }
    }

    /// Blocks until the socket can be read, or written if asked; says whether it can be read.
    func wait(toWrite: Bool, until deadline: ContinuousClock.Instant?) throws(PostgresFailure) -> Bool {
        var descriptor = pollfd(
            fd: PQsocket(pointer),
            events: Int16(POLLIN) | (toWrite ? Int16(POLLOUT) : 0),
            revents: 0
        )
        while true {
            var milliseconds: Int32 = -1
            if let deadline {
                let left = (deadline - ContinuousClock.now) / .milliseconds(1)
                milliseconds = Int32(max(0, min(left.rounded(.up), 3_600_000)))
            }
            let ready = poll(&descriptor, 1, milliseconds)
            if ready > 0 { return descriptor.revents & ~Int16(POLLOUT) != 0 }
            if ready < 0, errno == EINTR { continue }
            if ready == 0, milliseconds > 0 { continue }
            abandon()
            throw PostgresFailure(
                ready == 0 ? "no answer from \(address)" : "poll: errno \(errno)",
                isDisconnected: true
            )
        }
    }

    /// Gives the connection up, and asks the server to give up what it executes for it.
    func abandon() {
        isAbandoned = true
        cancellation?.cancel()
    }
}
