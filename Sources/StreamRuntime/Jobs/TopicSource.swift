import EventLog
import Primitives
import StreamSQL

/// The rows of a topic (connectors `kafka` and `upsert-kafka`), as the job's driver hands its records over.
final class TopicSource: TableSource {
    /// The topic.
    let topic: String
    /// Follows the table's watermark, if it has one.
    var assigner: WatermarkAssigner?
    /// Whether a new job reads only what comes from now on (`scan.startup.mode` = `latest-offset`).
    let startsAtEnd: Bool
    private let records: any RecordReader
    private let layout: [Place]
    private let table: String
    private var waiting: [RecordBlock] = []
    /// The records of the batch under way that became rows, each by its number in its block.
    private var kept: [Int] = []
    /// The blocks that they come from, each with where its rows end.
    private var runs: [(block: RecordBlock, end: Int)] = []
    var bytesRead: Int64 { records.bytesRead }
    /// Whether it keeps the records that cannot be read, for `takeDeadLetters`.
    var keepsDeadLetters = false
    private var deadLetters: [StoredEvent] = []

    /// Where a column of the scan comes from.
    private enum Place {
        /// A column of the record's value.
        case value(Int)
        /// The record's time, in ns or ms.
        case timestamp(hasNanoseconds: Bool)
        case partition
        case offset
        case topic
    }

    /// A source for a scan of a topic.
    ///
    /// - Throws: `SourceError`, `UnsupportedPlan`.
    init(_ scan: LogicalPlan.Scan) throws {
        table = scan.table.name
        topic = try TableConnectors.topic(scan.table)
        switch scan.table.options["scan.startup.mode"] {
        case nil, "earliest-offset", "group-offsets": startsAtEnd = false
        case "latest-offset": startsAtEnd = true
        case let mode?:
            throw SourceError(
                "table '\(table)': scan.startup.mode '\(mode)' is not supported; earliest-offset and latest-offset are"
            )
        }
        guard scan.table.options["scan.bounded.mode"] ?? "unbounded" == "unbounded" else {
            throw SourceError("table '\(table)': scan.bounded.mode is not supported: a topic is read without end")
        }
        var physical: [Int] = []
        var layout: [Place] = []
        for index in scan.columns {
            let column = scan.table.columns[index]
            guard case .metadata(let key, _) = column.source else {
                layout.append(.value(physical.count))
                physical.append(index)
                continue
            }
            switch key {
            case "timestamp": layout.append(.timestamp(hasNanoseconds: column.type.logical.hasNanoseconds))
            case "partition": layout.append(.partition)
            case "offset": layout.append(.offset)
            case "topic": layout.append(.topic)
            default:
                throw SourceError(
                    "table '\(scan.table.name)': there is no metadata '\(key)'; there are timestamp, partition, offset, topic"
                )
            }
        }
        records =
            scan.table.isUpserted
            ? try KeyedRecordReader(scan.table, physical) : try ValueRecordReader(scan.table, physical)
        self.layout = layout
    }

    var skipped: SkippedInput { records.skipped }

    /// Takes records of one partition, to be handed on by `poll`.
    func take(_ block: RecordBlock) {
        if !block.records.isEmpty { waiting.append(block) }
    }

    /// The records that could not be read since the last call, with headers that say whose and why.
    func takeDeadLetters(job: String) -> [EventRecord] {
        defer { deadLetters.removeAll() }
        return deadLetters.map { event in
            let reasons = [
                ("job", job), ("table", table), ("topic", topic), ("partition", "\(event.partition)"),
                ("offset", "\(event.offset)"), ("reason", "it is not what the table's format says"),
            ]
            let headers = reasons.map { EventHeader($0, text: $1) }
            var letter = EventRecord(key: event.key, value: event.value, headers: event.headers + headers)
            letter.isTombstone = event.isTombstone
            return letter
        }
    }

    /// Partitions share batches: a round has few records of each.
    func poll(_ receive: (Batch) throws -> Void) throws -> Bool {
        for block in waiting {
            var next = 0
            while next < block.records.count {
                if kept.isEmpty, runs.isEmpty { records.begin() }
                next = try read(block, from: next)
                runs.append((block, kept.count))
                if kept.count == Batch.standardCapacity { try hand(to: receive) }
            }
        }
        if !runs.isEmpty { try hand(to: receive) }
        waiting.removeAll(keepingCapacity: true)
        return true
    }

    /// Makes rows of a block's records while there is room; answers where to go on.
    private func read(_ block: RecordBlock, from start: Int) throws -> Int {
        var next = start
        while next < block.records.count, kept.count < Batch.standardCapacity {
            do {
                if try records.append(block, next) {
                    kept.append(next)
                } else if keepsDeadLetters {
                    deadLetters.append(block.event(next))
                }
            } catch {
                records.abandon()
                throw SourceError(
                    "table '\(table)' cannot read \(block.source)@\(block.records[next].offset): \(error); set"
                        + " 'json.ignore-parse-errors' = 'true' to leave such records out"
                )
            }
            next += 1
        }
        return next
    }

    /// Hands the batch on.
    private func hand(to receive: (Batch) throws -> Void) throws {
        let values = records.end()
        let columns = layout.map { place -> Column in
            switch place {
            case .value(let index): values.columns[index]
            case .timestamp(hasNanoseconds: true): fineTimestamps()
            case .timestamp: metadata { $0.records[$1].timestamp.milliseconds }
            case .partition: metadata { block, _ in Int64(block.source.partition) }
            case .offset: metadata { $0.records[$1].offset }
            case .topic: topics()
            }
        }
        let batch = Batch(columns: columns, count: columns.isEmpty ? 0 : kept.count)
        batch.kinds = values.kinds
        if batch.count > 0 {
            assigner?.select(runs.map { WatermarkAssigner.Run(split: $0.block.source.partition, end: $0.end) })
            try receive(batch)
        }
        kept.removeAll(keepingCapacity: true)
        runs.removeAll(keepingCapacity: true)
    }

    /// A column of a number of each record that became a row.
    private func metadata(_ value: (RecordBlock, Int) -> Int64) -> Column {
        let column = Column(.int64, capacity: max(1, kept.count))
        column.count = kept.count
        eachRecord { row, block, number in column.int64s[row] = value(block, number) }
        return column
    }

    private func fineTimestamps() -> Column {
        let column = Column(.decimal128, capacity: max(1, kept.count))
        column.count = kept.count
        eachRecord { row, block, number in
            let milliseconds = block.records[number].timestamp.milliseconds
            column.decimal128s[row] = FineTimestamp(milliseconds: milliseconds).value
        }
        return column
    }

    @inline(__always)
    private func eachRecord(_ body: (_ row: Int, RecordBlock, _ number: Int) -> Void) {
        var row = 0
        for run in runs {
            while row < run.end {
                body(row, run.block, kept[row])
                row += 1
            }
        }
    }

    private func topics() -> Column {
        let column = Column(.string, capacity: max(1, kept.count))
        for _ in kept { column.append(.string(topic)) }
        return column
    }
}
