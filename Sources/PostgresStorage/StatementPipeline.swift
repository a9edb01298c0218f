import CPostgres
import Storage

/// Statements sent together over one connection, in libpq's pipeline mode: those whose answer nobody waits for cost no
/// round trip. Confined to the thread of its connection.
final class StatementPipeline {
    // Reached only by a program that builds ever new conditions; then all are prepared anew.
    private static let preparedMax = 256
    // After so many queued statements what is buffered is sent, so that the server works meanwhile.
    private static let sendEvery = 32

    private enum Sent {
        /// A statement; the name if it was prepared by this.
        case statement(prepared: Prepared?)
        /// The end of a group that fails as a whole.
        case sync
    }

    private enum Prepared: Hashable {
        case shape(StatementShape)
        case text(String)
    }

    let connection: PostgresConnection
    private var sent: [Sent] = []
    private var names: [Prepared: String] = [:]
    private var namesGiven = 0
    private var parameters = StatementParameters()

    /// Puts the connection into pipeline mode.
    init(_ connection: PostgresConnection) throws(PostgresFailure) {
        self.connection = connection
        guard PQenterPipelineMode(connection.pointer) == 1 else { throw connection.failure() }
    }

    /// Whether answers are outstanding.
    var isIdle: Bool { sent.isEmpty }

    /// Queues a statement of a shape, with the values that `bind` appends.
    func queue(_ shape: StatementShape, _ bind: (inout StatementParameters) -> Void) throws(PostgresFailure) {
        parameters.removeAll()
        bind(&parameters)
        try queue(.shape(shape)) { StatementText.of(shape) }
    }

    /// Queues a statement of the store's own, such as BEGIN.
    func queue(_ text: String, _ values: [Value] = []) throws(PostgresFailure) {
        parameters.removeAll()
        parameters.append(values)
        try queue(.text(text)) { text }
    }

    private func queue(_ key: Prepared, _ text: () -> String) throws(PostgresFailure) {
        let pointer = connection.pointer
        let count = Int32(parameters.count)
        if connection.isPooled {
            let text = text()
            let code = parameters.withPointers { PQsendQueryParams(pointer, text, count, nil, $0, $1, $2, 1) }
            guard code == 1 else { throw connection.failure() }
        } else {
            let name: String
            if let known = names[key] {
                name = known
            } else {
                if names.count >= Self.preparedMax { try forgetPrepared() }
                namesGiven += 1
                name = "s\(namesGiven)"
                guard PQsendPrepare(pointer, name, text(), 0, nil) == 1 else { throw connection.failure() }
                names[key] = name
                sent.append(.statement(prepared: key))
            }
            let code = parameters.withPointers { PQsendQueryPrepared(pointer, name, count, $0, $1, $2, 1) }
            guard code == 1 else { throw connection.failure() }
        }
        sent.append(.statement(prepared: nil))
        if sent.count % Self.sendEvery == 0 { try connection.flush(until: connection.answerDeadline) }
    }

    private func forgetPrepared() throws(PostgresFailure) {
        names.removeAll()
        guard PQsendQueryParams(connection.pointer, "DEALLOCATE ALL", 0, nil, nil, nil, nil, 1) == 1 else {
            throw connection.failure()
        }
        sent.append(.statement(prepared: nil))
    }

    /// Sends what was queued and ends its group, without waiting for the answers.
    func send() throws(PostgresFailure) {
        guard PQpipelineSync(connection.pointer) == 1 else { throw connection.failure() }
        sent.append(.sync)
        try connection.flush(until: connection.answerDeadline)
    }

    /// Sends what was queued, waits for all answers, and returns that of the last statement.
    ///
    /// - Throws: the first failure of the last group; the statements after it in the group did not run.
    @discardableResult
    func finish() throws(PostgresFailure) -> PostgresResult? {
        if case .sync? = sent.last {} else { try send() }
        let deadline = connection.answerDeadline
        var last: PostgresResult?
        var failure: PostgresFailure?
        defer { sent.removeAll(keepingCapacity: true) }
        for (index, step) in sent.enumerated() {
            switch step {
            case .statement(let prepared):
                var hasFailed = false
                while let pointer = try connection.nextResult(until: deadline) {
                    let result = PostgresResult(pointer)
                    if let reported = connection.failure(of: pointer) {
                        failure = failure ?? reported
                        hasFailed = true
                        if !connection.isUsable { throw reported }
                    } else if PQresultStatus(pointer) == PGRES_PIPELINE_ABORTED {
                        hasFailed = true
                    } else {
                        last = result
                    }
                }
                if hasFailed, let prepared { names[prepared] = nil }
            case .sync:
                guard let pointer = try connection.nextResult(until: deadline) else { throw connection.failure() }
                defer { PQclear(pointer) }
                guard PQresultStatus(pointer) == PGRES_PIPELINE_SYNC else {
                    throw connection.failure(of: pointer) ?? connection.failure()
                }
                // An earlier group's failure concerned whoever queued it.
                if index < sent.count - 1 { failure = nil }
            }
        }
        if let failure { throw failure }
        return last
    }
}
