import Glibc
import Primitives
import StreamSQL

/// Made-up rows (connector `datagen`): sequences and random values within limits, so many a second. It ends with its first
/// sequence, or after `number-of-rows`.
final class DatagenSource: TableSource {
    private static let rowsPerSecondDefault: Int64 = 10_000
    private static let waitMicroseconds: UInt32 = 1_000
    private let fields: [DatagenField]
    private let types: [PhysicalType]
    private let end: Int64
    /// nil: as fast as possible, which gives the same rows where they end.
    private let rowsPerSecond: Int64?
    private var rows: Int64 = 0
    private var started: Int64?
    private var random = SeededRandom(seed: UInt64(bitPattern: EvaluationContext.systemTime()))
    let skipped = SkippedInput()

    /// Opens a table.
    ///
    /// - Throws: `SourceError` for options that are wrong, `UnsupportedPlan` for types that cannot be made up.
    init(_ scan: LogicalPlan.Scan) throws {
        let table = scan.table
        let options = DatagenOptions(table)
        try options.check()
        let all = try table.columns.indices.filter { table.columns[$0].source == .physical }.map {
            (index: $0, field: try DatagenField(table.columns[$0].type, "fields.\(table.columns[$0].name)", options))
        }
        fields = try scan.columns.map { column in
            guard let known = all.first(where: { $0.index == column }) else {
                throw UnsupportedPlan("the metadata column '\(table.columns[column].name)' of the connector datagen")
            }
            return known.field
        }
        types = scan.schema.types.map { PhysicalType($0.logical) }
        // A sequence ends the table even if nothing reads it.
        let limits = all.compactMap(\.field.limit) + (try options.number("number-of-rows").map { [$0] } ?? [])
        end = limits.min() ?? .max
        let given = try options.number("rows-per-second")
        rowsPerSecond = given ?? (limits.isEmpty ? Self.rowsPerSecondDefault : nil)
    }

    func poll(_ receive: (Batch) throws -> Void) throws -> Bool {
        var count = min(end - rows, Int64(Batch.standardCapacity))
        if let rowsPerSecond {
            let now = EvaluationContext.systemTime()
            let start = started ?? now
            started = start
            let allowed = ((now - start) / 1000 + 1) * rowsPerSecond
            if allowed <= rows, rows < end { usleep(Self.waitMicroseconds) }
            count = min(count, max(0, allowed - rows))
        }
        if count > 0 {
            let batch = Batch(types, capacity: Int(count))
            for offset in 0..<count { batch.append(fields.map { $0.value(rows + offset, &random) }) }
            if types.isEmpty { batch.setCount(Int(count)) }
            rows += count
            try receive(batch)
        }
        return rows < end
    }
}

/// The options of a `datagen` table.
struct DatagenOptions {
    private let table: TableDefinition

    init(_ table: TableDefinition) { self.table = table }

    /// An option's text.
    func text(_ name: String) -> String? { table.options[name] }

    /// An option that is a whole number.
    ///
    /// - Throws: `SourceError`.
    func number(_ name: String) throws -> Int64? {
        guard let text = table.options[name] else { return nil }
        guard let number = Int64(text) else { throw fault("'\(name)' must be a whole number, not '\(text)'") }
        return number
    }

    /// An option that is a number.
    ///
    /// - Throws: `SourceError`.
    func double(_ name: String) throws -> Double? {
        guard let text = table.options[name] else { return nil }
        guard let number = Double(text) else { throw fault("'\(name)' must be a number, not '\(text)'") }
        return number
    }

    /// An option that is a length of time, in ms.
    ///
    /// - Throws: `SourceError`.
    func duration(_ name: String) throws -> Int64? {
        guard let text = table.options[name] else { return nil }
        guard let duration = DurationText.milliseconds(text) else { throw fault("'\(name)' is no duration: '\(text)'") }
        return duration
    }

    func fault(_ text: String) -> SourceError { SourceError("table '\(table.name)': \(text)") }

    /// Refuses options that nothing reads.
    ///
    /// - Throws: `SourceError`.
    func check() throws {
        let known: Set<String> = ["connector", "rows-per-second", "number-of-rows", "scan.parallelism"]
        for key in table.options.keys.sorted() where !known.contains(key) {
            let parts = key.split(separator: ".")
            guard parts.count >= 3, parts[0] == "fields", table.columns.contains(where: { $0.name == parts[1] }) else {
                throw fault("the connector datagen has no option '\(key)'")
            }
        }
    }
}
