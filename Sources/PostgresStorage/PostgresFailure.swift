import CPostgres

/// What PostgreSQL, or the way to it, reported. The text never holds a password.
public struct PostgresFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// What a failure means for the work that met it.
    public enum Kind: Sendable, Hashable {
        /// A key or a unique index is taken (23505).
        case duplicate
        /// The transaction lost against another (40001, 40P01, 55P03): it may be run again as a whole.
        case conflict
        /// The connection is gone or the server does not take any (08xxx, 57P01 to 57P03, no answer): whether what was
        /// under way was committed is unknown.
        case disconnected
        /// The statement was cancelled or ran too long (57014).
        case cancelled
        /// Anything else.
        case other
    }

    /// The five characters of SQLSTATE; empty if the failure is libpq's own.
    public let sqlState: String
    /// What happened.
    public let message: String
    /// The server's detail, empty if none.
    public let detail: String
    /// The server's hint, empty if none.
    public let hint: String
    /// The table it is about, empty if none.
    public let table: String
    /// The constraint or index it is about, empty if none.
    public let constraint: String
    private let isDisconnected: Bool

    /// A failure without a server's report.
    init(_ message: String, isDisconnected: Bool = false) {
        sqlState = ""
        self.message = message
        detail = ""
        hint = ""
        table = ""
        constraint = ""
        self.isDisconnected = isDisconnected
    }

    /// The report of a failed result.
    init(_ result: OpaquePointer, isDisconnected: Bool) {
        func field(_ code: Character) -> String {
            PQresultErrorField(result, Int32(code.asciiValue!)).map { String(cString: $0) } ?? ""
        }
        sqlState = field("C")
        let primary = field("M")
        message = primary.isEmpty ? String(cString: PQresultErrorMessage(result)) : primary
        detail = field("D")
        hint = field("H")
        table = field("t")
        constraint = field("n")
        self.isDisconnected = isDisconnected
    }

    /// What it means for the work that met it.
    public var kind: Kind {
        switch sqlState {
        case "23505": .duplicate
        case "40001", "40P01", "55P03": .conflict
        case "57014": .cancelled
        case "57P01", "57P02", "57P03": .disconnected
        default: isDisconnected || sqlState.hasPrefix("08") ? .disconnected : .other
        }
    }

    /// One line: what happened, the server's detail and hint, and the SQLSTATE.
    public var description: String {
        var text = message
        while let last = text.last, last.isNewline { text.removeLast() }
        if !detail.isEmpty { text += ": \(detail)" }
        if !hint.isEmpty { text += " (\(hint))" }
        return sqlState.isEmpty ? text : "\(text) [\(sqlState)]"
    }
}
