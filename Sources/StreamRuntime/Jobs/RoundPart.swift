import EventLog
import Primitives

/// Says in the job's journal that a part of a round's output is in the log: a round that gives more than one transaction holds is
/// appended in parts. After a crash it is processed again, and what the log has of it already lies behind `ends`; it is found by
/// its content, for operators need not give the rows of one moment in the same order again. Rows that come out otherwise each time
/// (UUID, RAND) are told by their number.
struct RoundPart {
    /// The most bytes of a transaction.
    static let bytesMax = 16 << 20
    private static let table: UInt8 = 2
    /// Version 1 told how many records there are.
    private static let version: UInt8 = 2

    /// The round.
    let round: Round
    /// Where the topics of its output ended before its first part.
    let ends: [TopicPartition: Int64]
    /// How many of its records are in the log.
    let appended: Int

    /// The journal's record.
    var bytes: [UInt8] {
        let writer = StateWriter()
        writer.record(table: Self.table, version: Self.version, keyHash: nil) { writer in
            writer.put(Int64(appended))
            writer.put(UInt32(ends.count))
            for (place, end) in ends {
                writer.put(Value.string(place.topic))
                writer.put(UInt32(place.partition))
                writer.put(end)
            }
            round.bytes.withUnsafeBytes { writer.put($0) }
        }
        return writer.bytes
    }

    init(round: Round, ends: [TopicPartition: Int64], appended: Int) {
        self.round = round
        self.ends = ends
        self.appended = appended
    }

    /// Reads a journal's record; nil if it is a whole round.
    ///
    /// - Throws: `StateError`; `SourceError` if an earlier version wrote it.
    init?(_ bytes: [UInt8]) throws {
        var part: RoundPart?
        try StateRecord.each(in: bytes) { record in
            guard record.table == Self.table else { return }
            guard record.version > 1 else {
                throw SourceError(
                    "an earlier version of the program ended within a large round; start that one once more, until it has"
                        + " written the whole round"
                )
            }
            guard record.version == Self.version else {
                throw StateError.unknownVersion(table: record.table, version: record.version)
            }
            var record = record
            let appended: Int64 = try record.number()
            var ends: [TopicPartition: Int64] = [:]
            for _ in 0..<(try record.number(UInt32.self)) {
                guard case .string(let topic) = try record.value() else { throw StateError.truncated }
                let place = TopicPartition(topic, Int(try record.number(UInt32.self)))
                ends[place] = try record.number()
            }
            let round = try Round(try record.withBytes { Array($0) })
            part = RoundPart(round: round, ends: ends, appended: Int(appended))
        }
        guard let part else { return nil }
        self = part
    }

    /// What of the round's output the log does not have yet.
    ///
    /// - Throws: what the log throws.
    nonisolated(nonsending) func rest(
        of output: [(topic: String, records: [EventRecord])],
        in log: any EventLog
    ) async throws -> [(topic: String, records: [EventRecord])] {
        var known: [String: AppendedRecords] = [:]
        for (place, end) in ends {
            try await Self.each(of: place, from: end, in: log) { known[place.topic, default: .init()].add($0) }
        }
        var left = appended
        var rest = output.map { part in
            let missing = part.records.filter { record in
                guard left > 0, known[part.topic]?.take(record) == true else { return true }
                left -= 1
                return false
            }
            return (topic: part.topic, records: missing)
        }
        // What is left is in the log and does not come out again: as many others stand for it.
        for index in rest.indices {
            let count = min(left, rest[index].records.count)
            rest[index].records.removeFirst(count)
            left -= count
        }
        return rest.filter { !$0.records.isEmpty }
    }

    private nonisolated(nonsending) static func each(
        of place: TopicPartition,
        from start: Int64,
        in log: any EventLog,
        _ body: (StoredEvent) -> Void
    ) async throws {
        let partitions = try await log.describe(place.topic).partitions
        guard let partition = partitions.first(where: { $0.partition == place.partition }) else { return }
        var offset = max(start, partition.earliestOffset)
        while offset < partition.lastStableOffset {
            let batch = try await log.read(place, from: offset)
            batch.events.forEach(body)
            guard batch.nextOffset > offset else { return }
            offset = batch.nextOffset
        }
    }
}

/// Records of a topic by content, each as often as it is there.
private struct AppendedRecords {
    /// When they happened: of a record without a time the log says it.
    private var timestamps: [EventRecord: [Timestamp]] = [:]

    mutating func add(_ event: StoredEvent) {
        var record = EventRecord(key: event.key, value: event.value, headers: event.headers)
        record.isTombstone = event.isTombstone
        timestamps[record, default: []].append(event.timestamp)
    }

    /// Takes a record away; false if it is not there.
    mutating func take(_ record: EventRecord) -> Bool {
        var content = record
        content.timestamp = nil
        content.partition = nil
        guard let place = timestamps[content]?.firstIndex(where: { record.timestamp == nil || record.timestamp == $0 })
        else { return false }
        timestamps[content]?.remove(at: place)
        return true
    }
}
