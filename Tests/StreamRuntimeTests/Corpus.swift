import EventLog
import Foundation
import Primitives
import StreamSQL
import Testing

@testable import StreamRuntime

/// The statements that real Flink 2.3 answered (Tests/StreamCorpus), and its answers.
struct Corpus {
    /// A statement and what Flink made of it.
    struct Entry: CustomTestStringConvertible, Sendable {
        let name: String
        var testDescription: String { name }
    }

    static let folder = String(#filePath.dropLast("StreamRuntimeTests/Corpus.swift".count)) + "StreamCorpus"

    /// All entries with an answer, by name.
    static func entries() -> [Entry] {
        // why: empty without
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/expected")) ?? []
        return files.filter { $0.hasSuffix(".rows") }.map { Entry(name: String($0.dropLast(5))) }.sorted {
            $0.name < $1.name
        }
    }

    static func source(_ entry: Entry) throws -> String {
        try String(contentsOfFile: "\(folder)/\(entry.name).sql", encoding: .utf8)
            .replacing("${INPUT}", with: "\(folder)/inputs")
    }

    /// Flink's header and rows, or its refusal.
    static func expected(_ entry: Entry) throws -> (header: String, rows: [String]) {
        let lines = try String(contentsOfFile: "\(folder)/expected/\(entry.name).rows", encoding: .utf8)
            .split(separator: "\n").map(String.init)
        guard let first = lines.first, first.hasPrefix("# ") else { return ("", lines) }
        return (first, lines.dropFirst().sorted())
    }

    /// What the built-in engine makes of a source text: header and rows in the form of the answers.
    ///
    /// - Parameter workers: how many share the work; several read files in small blocks.
    static func run(_ source: String, workers: Int = 1) throws -> (header: String, rows: [String]) {
        let script = try Script(parsing: source)
        var binder = ScriptBinder()
        var result: (header: String, rows: [String]) = ("", [])
        for statement in script.statements {
            let plan: LogicalPlan
            switch try binder.bind(statement, source: source) {
            case .query(let query): plan = query
            case .job(let inserts):
                result = ("# key, value", try records(inserts[0], source, workers: workers))
                continue
            case .declared, .text, .table: continue
            }
            let types = plan.schema.types
            result.header = "# " + plan.schema.columns.map { "\($0.name) \($0.type)" }.joined(separator: ", ")
            var rows: [String] = []
            let graph = JobGraph(parallelism: workers, open: open)
            graph.blockBytes = 700
            let sink = CallbackSink { batch in
                for row in 0..<batch.count {
                    rows.append(CanonicalRow.text(values(batch, row, types), types, batch.kind(row)))
                }
            }
            try graph.add(plan, into: sink, table: "result", intake: Binder.Intake(.all))
            try BoundedJob(graph).run()
            result.rows = (workers > 1 || source.contains("\n-- compare: net\n") ? net(rows) : rows).sorted()
        }
        return result
    }
}

extension Corpus {
    /// What stands in a topic's file for a key or value that is none.
    private static let none = "\\N"

    /// Opens a table: a file, or a topic whose records are in one (inputs/TOPIC.tsv).
    private static func open(_ scan: LogicalPlan.Scan) throws -> any TableSource {
        guard TableConnectors.isTopic(scan.table) else { return try TableConnectors.open(scan) }
        let topic = try TableConnectors.topic(scan.table)
        let text = try String(contentsOfFile: "\(folder)/inputs/\(topic).tsv", encoding: .utf8)
        var offsets: [Int: Int64] = [:]
        let events = text.split(separator: "\n").map { line -> StoredEvent in
            let parts = line.split(separator: "\t", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
            let partition = Int(parts[0])!
            defer { offsets[partition, default: 0] += 1 }
            return StoredEvent(
                topic: topic,
                partition: partition,
                offset: offsets[partition] ?? 0,
                key: parts[2] == none ? nil : Array(parts[2].utf8),
                value: parts[3] == none ? [] : Array(parts[3].utf8),
                headers: [],
                timestamp: Timestamp(milliseconds: Int64(parts[1])!),
                isTombstone: parts[3] == none
            )
        }
        return TopicFileSource(try TopicSource(scan), events)
    }

    /// The records that an insert makes, sorted: JSON arrays of key and value.
    private static func records(
        _ insert: Binder.BoundInsert,
        _ source: String,
        workers: Int
    ) throws -> [String] {
        let graph = JobGraph(parallelism: workers, open: open)
        var sinks: [TopicSink] = []
        try graph.add(
            insert.plan,
            intoEach: { _ in
                sinks.append(try TopicSink(insert.table, columns: insert.columns))
                return sinks[sinks.count - 1]
            },
            table: insert.table.name,
            intake: insert.intake
        )
        try BoundedJob(graph).run()
        let records = sinks.flatMap { $0.takeRecords() }
        let lines = records.map { record -> (key: [UInt8]?, line: String?) in
            let key = record.key.map { CanonicalRow.quoted(String(decoding: $0, as: UTF8.self)) } ?? "null"
            let value = record.isTombstone ? "null" : CanonicalRow.quoted(String(decoding: record.value, as: UTF8.self))
            return (record.key, record.isTombstone ? nil : "[\(key),\(value)]")
        }
        guard workers > 1 || source.contains("\n-- compare: net\n") else {
            return zip(records, lines).map { record, line in
                line.line ?? "[\(CanonicalRow.quoted(String(decoding: record.key ?? [], as: UTF8.self))),null]"
            }.sorted()
        }
        var last: [[UInt8]?: String?] = [:]
        for line in lines { last.updateValue(line.line, forKey: line.key) }
        return last.values.compactMap { $0 }.sorted()
    }

    /// The values of a row; of BINARY and BYTES each byte as one character, as a `Value` holds texts only.
    private static func values(_ batch: Batch, _ row: Int, _ types: [DataType]) -> [Value] {
        zip(batch.columns, types).map { column, type in
            switch type.logical {
            case .binary, .varbinary:
                if column.isNull(row) { return .null }
                return column.strings[row].withBytes { bytes in
                    .string(String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) })))
                }
            default: return column[row]
            }
        }
    }

    /// The rows that a changelog leaves, all as inserts: where its order depends on the order in which inputs are read.
    private static func net(_ changes: [String]) -> [String] {
        var counts: [Substring: Int] = [:]
        for change in changes {
            let isAdded = change.hasPrefix("[\"+")
            counts[change.dropFirst(5), default: 0] += isAdded ? 1 : -1
        }
        return counts.flatMap { row, count in Array(repeating: "[\"+I\"" + row.dropFirst(0), count: max(0, count)) }
    }
}

/// Rows as the answers have them: a JSON array of the kind and the values as texts.
enum CanonicalRow {
    static func text(_ values: [Value], _ types: [DataType], _ kind: RowKind) -> String {
        let names: [RowKind: String] = [.insert: "+I", .updateBefore: "-U", .updateAfter: "+U", .delete: "-D"]
        let items = zip(values, types).map { item($0, $1.logical) }
        return "[" + (["\"\(names[kind]!)\""] + items).joined(separator: ",") + "]"
    }

    private static func item(_ value: Value, _ type: LogicalType) -> String {
        switch (value, type) {
        case (.null, _): return "null"
        case (.array(let elements), .array(let element)):
            return "[" + elements.map { item($0, element.logical) }.joined(separator: ",") + "]"
        case (.array(let entries), .map(let key, let content)):
            let pairs = entries.map { entry -> String in
                guard case .row(let pair) = entry else { return "?" }
                return "[" + item(pair[0], key.logical) + "," + item(pair[1], content.logical) + "]"
            }
            return "[" + pairs.sorted().joined(separator: ",") + "]"
        case (.row(let values), .row(let fields)):
            return "[" + zip(values, fields).map { item($0, $1.type.logical) }.joined(separator: ",") + "]"
        default: return quoted(scalar(value, type))
        }
    }

    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\0"..<" ": result += "\\u" + String(format: "%04x", scalar.value)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    private static func scalar(_ value: Value, _ type: LogicalType) -> String {
        switch (value, type) {
        case (.boolean(let value), _): return "\(value)"
        case (.int64(let days), .date): return date(days)
        case (.int64(let time), .time(let digits)): return clock(time, digits)
        case (.int64(let time), .timestamp(let digits)), (.int64(let time), .timestampLTZ(let digits)):
            let days = time >= 0 ? time / 86_400_000 : -((-time + 86_399_999) / 86_400_000)
            return date(days) + " " + clock(time - days * 86_400_000, digits)
        case (.decimal(let time), .timestamp(let digits)), (.decimal(let time), .timestampLTZ(let digits)):
            let day: Int128 = 86_400_000_000_000
            let days = time >= 0 ? time / day : -((-time + day - 1) / day)
            let rest = Int64(time - days * day)
            let fraction = String(format: "%09d", rest % 1_000_000_000).prefix(digits)
            return date(Int64(days)) + " " + clock(rest / 1_000_000, 0) + ".\(fraction)"
        case (.int64(let value), _): return "\(value)"
        case (.double(let value), .float): return javaText(value, isFloat: true)
        case (.double(let value), _): return javaText(value, isFloat: false)
        case (.decimal(let value), .decimal(_, let scale)):
            let digits = "\(value.magnitude)"
            let padded = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
            let sign = value < 0 ? "-" : ""
            guard scale > 0 else { return sign + padded }
            return sign + padded.dropLast(scale) + "." + padded.suffix(scale)
        case (.string(let text), .binary), (.string(let text), .varbinary):
            return text.unicodeScalars.map { String(format: "%02x", $0.value) }.joined()
        case (.string(let text), _): return text
        default: return "\(value)"
        }
    }

    private static func javaText(_ value: Double, isFloat: Bool) -> String {
        isFloat ? DoubleText.format(single: Float(value)) : DoubleText.format(value)
    }

    private static func clock(_ milliseconds: Int64, _ digits: Int) -> String {
        let seconds = milliseconds / 1_000
        var text = String(format: "%02d:%02d:%02d", seconds / 3_600, seconds / 60 % 60, seconds % 60)
        if digits > 0 {
            text += "." + (String(format: "%03d", milliseconds % 1_000) + "000000").prefix(digits)
        }
        return text
    }

    private static func date(_ days: Int64) -> String {
        // Civil from days, years beginning in March.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * month + 2) / 5 + 1
        let year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0)
        // Java puts a plus before years of more than four digits.
        let sign = year > 9_999 ? "+" : year < 0 ? "-" : ""
        return sign + String(format: "%04d-%02d-%02d", abs(year), month < 10 ? month + 3 : month - 9, day)
    }
}
