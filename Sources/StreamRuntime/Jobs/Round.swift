import EventLog
import Primitives

/// What a job read at once: the exact input of one deterministic step. Rounds are written to the job's journal together with
/// their output, so that after a crash the same rounds give the same state, and no output twice.
struct Round: Equatable {
    /// Its number, from 1; 0 says where the job starts.
    var number: Int64
    /// When it was read, by the clock: the processing time of its rows.
    var time: Timestamp
    /// The offsets read of each partition, in the order in which they are processed; the end is exclusive.
    var ranges: [(source: TopicPartition, from: Int64, to: Int64)]
    /// The partitions that do not hold the watermark back.
    var idle: Set<TopicPartition>

    static func == (left: Round, right: Round) -> Bool {
        left.number == right.number && left.time == right.time && left.idle == right.idle
            && left.ranges.elementsEqual(right.ranges, by: ==)
    }

    private static let table: UInt8 = 1

    /// The journal's record.
    var bytes: [UInt8] {
        let writer = StateWriter()
        writer.record(table: Self.table, keyHash: nil) { writer in
            writer.put(number)
            writer.put(time.milliseconds)
            writer.put(UInt32(ranges.count))
            for range in ranges {
                writer.put(Value.string(range.source.topic))
                writer.put(UInt32(range.source.partition))
                writer.put(range.from)
                writer.put(range.to)
                writer.put(idle.contains(range.source))
            }
        }
        return writer.bytes
    }

    /// Reads a journal's record.
    ///
    /// - Throws: `StateError`.
    init(_ bytes: [UInt8]) throws {
        var round: Round?
        try StateRecord.each(in: bytes) { record in
            guard record.table == Self.table else { throw StateError.unexpectedRecord(table: record.table) }
            guard record.version == 1 else {
                throw StateError.unknownVersion(table: record.table, version: record.version)
            }
            var record = record
            let number: Int64 = try record.number()
            let time = Timestamp(milliseconds: try record.number())
            var read = Round(number: number, time: time, ranges: [], idle: [])
            for _ in 0..<(try record.number(UInt32.self)) {
                guard case .string(let topic) = try record.value() else { throw StateError.truncated }
                let source = TopicPartition(topic, Int(try record.number(UInt32.self)))
                read.ranges.append((source, try record.number(), try record.number()))
                if try record.boolean() { read.idle.insert(source) }
            }
            round = read
        }
        guard let round else { throw StateError.truncated }
        self = round
    }

    init(
        number: Int64,
        time: Timestamp,
        ranges: [(source: TopicPartition, from: Int64, to: Int64)],
        idle: Set<TopicPartition>
    ) {
        self.number = number
        self.time = time
        self.ranges = ranges
        self.idle = idle
    }

    /// Where the next round begins.
    var positions: [TopicPartition: Int64] {
        Dictionary(uniqueKeysWithValues: ranges.map { ($0.source, $0.to) })
    }
}
