import Primitives

/// What a target notes of the transfer into it, so that an interrupted one goes on and nothing else is written over.
struct TransferMark: Hashable, Sendable {
    /// Where the rows come from.
    let origin: String
    /// Whether all of them have arrived.
    let isComplete: Bool

    init(origin: String, isComplete: Bool) {
        self.origin = origin
        self.isComplete = isComplete
    }

    /// Reads the text of a mark; nil if it is none.
    init?(_ text: String) {
        guard let json = try? JSON(parsing: text),  // why: a damaged mark is as good as none
            let origin = json["origin"]?.string, let isComplete = json["complete"]?.bool
        else { return nil }
        self.init(origin: origin, isComplete: isComplete)
    }

    var text: String { JSON.object(JSONObject([("origin", .string(origin)), ("complete", .bool(isComplete))])).text }

    /// Decides whether a transfer may begin, or go on.
    ///
    /// - Throws: `TransferError`.
    static func admit(
        _ origin: String,
        into target: String,
        found mark: TransferMark?,
        firstTableWithRows: String?
    ) throws(TransferError) {
        if let mark {
            guard mark.origin == origin else { throw .otherOrigin(target: target, origin: mark.origin) }
            if mark.isComplete { throw .alreadyDone(target: target) }
        } else if let firstTableWithRows {
            throw .targetNotEmpty(target: target, table: firstTableWithRows)
        }
    }
}
