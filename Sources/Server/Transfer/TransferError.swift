/// Why rows are not moved.
public enum TransferError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The target holds rows of another origin.
    case targetNotEmpty(target: String, table: String)
    /// The target holds a transfer from elsewhere that did not end.
    case otherOrigin(target: String, origin: String)
    /// The same transfer was done before.
    case alreadyDone(target: String)
    /// Source and target are the same.
    case sameEnds(String)
    /// There is no store to move rows from.
    case noSource(String)
    /// What arrived is not what was sent.
    case differs(table: String, sent: String, arrived: String)

    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .targetNotEmpty(let target, let table):
            "\(target) is not empty: \(table) has rows; name a database or a directory that holds no rows yet"
        case .otherOrigin(let target, let origin):
            "\(target) holds an unfinished transfer from \(origin); go on with that one, or name an empty target"
        case .alreadyDone(let target):
            "\(target) holds this transfer already, complete; nothing was done"
        case .sameEnds(let end): "\(end) is both source and target"
        case .noSource(let source):
            "there is no \(source); name the data directory of an embedded deployment"
        case .differs(let table, let sent, let arrived):
            "\(table) differs: sent \(sent), arrived \(arrived); the source was written to meanwhile, or the target was; "
                + "begin again with an empty target while nothing else writes"
        }
    }

    /// Whether the command was given wrong ends, as opposed to failing on the way.
    public var isUsage: Bool { if case .differs = self { false } else { true } }
}
