/// Says in the job's journal that a round's output is in the log as far as it goes: a round that gives more than one
/// transaction holds is appended in parts, and after a crash goes on behind the last of them.
struct RoundPart {
    /// The most records of a transaction.
    static let recordsMax = 50_000
    /// The most bytes of a transaction.
    static let bytesMax = 16 << 20
    private static let table: UInt8 = 2

    /// The round.
    let round: Round
    /// How many of its records are in the log.
    let appended: Int
    /// The workers of the job; with others the records would come in another order.
    let workers: Int

    /// The journal's record.
    var bytes: [UInt8] {
        let writer = StateWriter()
        writer.record(table: Self.table, keyHash: nil) { writer in
            writer.put(Int64(appended))
            writer.put(UInt32(workers))
            round.bytes.withUnsafeBytes { writer.put($0) }
        }
        return writer.bytes
    }

    init(round: Round, appended: Int, workers: Int) {
        self.round = round
        self.appended = appended
        self.workers = workers
    }

    /// Reads a journal's record; nil if it is a whole round.
    ///
    /// - Throws: `StateError`.
    init?(_ bytes: [UInt8]) throws {
        var part: RoundPart?
        try StateRecord.each(in: bytes) { record in
            guard record.table == Self.table else { return }
            guard record.version == 1 else {
                throw StateError.unknownVersion(table: record.table, version: record.version)
            }
            var record = record
            let appended: Int64 = try record.number()
            let workers: UInt32 = try record.number()
            let round = try Round(try record.withBytes { Array($0) })
            part = RoundPart(round: round, appended: Int(appended), workers: Int(workers))
        }
        guard let part else { return nil }
        self = part
    }
}
