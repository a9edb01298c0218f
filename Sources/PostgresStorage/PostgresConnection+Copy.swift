import CPostgres

/// Takes the bytes of a COPY ... FROM STDIN. Confined to the closure it was handed to.
public struct PostgresCopySink: ~Copyable {
    let connection: PostgresConnection

    /// Sends bytes: any part of the data, rows need not be whole.
    public func append(_ bytes: UnsafeRawBufferPointer) throws(PostgresFailure) {
        let deadline = connection.answerDeadline
        var rest = bytes
        while !rest.isEmpty {
            // libpq counts in Int32.
            let part = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 20))
            switch PQputCopyData(connection.pointer, part.bindMemory(to: CChar.self).baseAddress, Int32(part.count)) {
            case 1: rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(part.count))
            case 0: try connection.flush(until: deadline)
            default: throw connection.failure()
            }
        }
        // What libpq cannot send at once it keeps in memory without a limit.
        connection.copyBytesUnflushed += bytes.count
        if connection.copyBytesUnflushed >= CopyRowBuffer.bytesMax {
            connection.copyBytesUnflushed = 0
            try connection.flush(until: deadline)
        }
    }

    /// Sends bytes.
    public func append(_ bytes: [UInt8]) throws(PostgresFailure) {
        let result = bytes.withUnsafeBytes { bytes in
            Result { () throws(PostgresFailure) in try append(bytes) }
        }
        try result.get()
    }
}

extension PostgresConnection {
    /// Runs a `COPY ... FROM STDIN`, in whatever format it names, and returns how many rows came in. What `body` throws
    /// makes the server take all of them back.
    @discardableResult
    public func copyIn(_ sql: String, _ body: (borrowing PostgresCopySink) throws -> Void) throws -> Int {
        guard PQresultStatus(try script(sql).pointer) == PGRES_COPY_IN else {
            throw PostgresFailure("not a COPY ... FROM STDIN: \(sql)")
        }
        do {
            try body(PostgresCopySink(connection: self))
        } catch {
            if isUsable {
                try endCopy(failing: "given up by bss")
                // why: the reason is the body's; the server only confirms that it took the rows back.
                _ = try? lastCopyResult()
            }
            throw error
        }
        try endCopy(failing: nil)
        return try lastCopyResult().rowsAffected
    }

    /// Runs a `COPY ... TO STDOUT` and hands every row to `body`, as the bytes of the format that the statement names.
    /// If `body` throws, the statement is cancelled.
    public func copyOut(_ sql: String, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        guard PQresultStatus(try script(sql).pointer) == PGRES_COPY_OUT else {
            throw PostgresFailure("not a COPY ... TO STDOUT: \(sql)")
        }
        var refusal: (any Error)?
        while true {
            var row: UnsafeMutablePointer<CChar>?
            let count = PQgetCopyData(pointer, &row, 1)
            switch count {
            case 0:
                _ = try wait(toWrite: false, until: answerDeadline)
                try consume()
            case -1:
                if let refusal {
                    // why: the cancelled statement's own failure is expected.
                    _ = try? lastCopyResult()
                    throw refusal
                }
                _ = try lastCopyResult()
                return
            case -2: throw failure()
            default:
                defer { PQfreemem(row) }
                guard refusal == nil else { continue }
                do {
                    try body(UnsafeRawBufferPointer(start: row, count: Int(count)))
                } catch {
                    refusal = error
                    cancellation?.cancel()
                }
            }
        }
    }

    private func endCopy(failing message: String?) throws(PostgresFailure) {
        let deadline = answerDeadline
        while true {
            switch PQputCopyEnd(pointer, message) {
            case 1: return try flush(until: deadline)
            case 0: try flush(until: deadline)
            default: throw failure()
            }
        }
    }

    private func lastCopyResult() throws(PostgresFailure) -> PostgresResult {
        let deadline = answerDeadline
        var last: PostgresResult?
        var failure: PostgresFailure?
        while let result = try nextResult(until: deadline) {
            failure = failure ?? self.failure(of: result)
            last = PostgresResult(result)
        }
        if let failure { throw failure }
        guard let last else { throw self.failure() }
        return last
    }
}
