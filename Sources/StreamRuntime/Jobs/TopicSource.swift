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
    private var waiting: [[StoredEvent]] = []
    private(set) var bytesRead: Int64 = 0
    /// Whether it keeps the records that cannot be read, for `takeDeadLetters`.
    var keepsDeadLetters = false
    private var deadLetters: [StoredEvent] = []

    /// Where a column of the scan comes from.
    private enum Place {
        /// A column of the record's value.
        case value(Int)
        case timestamp
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
            case "timestamp": layout.append(.timestamp)
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
    func take(_ events: [StoredEvent]) {
        if !events.isEmpty { waiting.append(events) }
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

    func poll(_ receive: (Batch) throws -> Void) throws -> Bool {
        for events in waiting {
            assigner?.select(split: events[0].partition)
            var start = 0
            while start < events.count { start = try hand(events, from: start, to: receive) }
        }
        waiting.removeAll(keepingCapacity: true)
        return true
    }

    /// Hands a batch on; answers where to go on.
    private func hand(_ events: [StoredEvent], from start: Int, to receive: (Batch) throws -> Void) throws -> Int {
        records.begin()
        var kept: [Int] = []
        var next = start
        while next < events.count, kept.count < Batch.standardCapacity {
            let event = events[next]
            do {
                bytesRead += Int64(event.value.count)
                if try records.append(event) {
                    kept.append(next)
                } else if keepsDeadLetters {
                    deadLetters.append(event)
                }
            } catch {
                records.abandon()
                throw SourceError(
                    "table '\(table)' cannot read \(topic)-\(event.partition)@\(event.offset): \(error); set"
                        + " 'json.ignore-parse-errors' = 'true' to leave such records out"
                )
            }
            next += 1
        }
        let values = records.end()
        let columns = layout.map { place -> Column in
            if case .value(let index) = place { return values.columns[index] }
            let column = Column(Self.type(place), capacity: max(1, kept.count))
            for index in kept { column.append(Self.value(place, events[index])) }
            return column
        }
        let batch = Batch(columns: columns, count: columns.isEmpty ? 0 : kept.count)
        batch.kinds = values.kinds
        if batch.count > 0 { try receive(batch) }
        return next
    }

    private static func type(_ place: Place) -> PhysicalType {
        if case .topic = place { return .string }
        return .int64
    }

    private static func value(_ place: Place, _ event: StoredEvent) -> Value {
        switch place {
        case .timestamp: .int64(event.timestamp.milliseconds)
        case .partition: .int64(Int64(event.partition))
        case .offset: .int64(event.offset)
        case .topic: .string(event.topic)
        case .value: .null
        }
    }
}
