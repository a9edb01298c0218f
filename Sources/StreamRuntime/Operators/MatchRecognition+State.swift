import CStreamKernels
import StreamSQL

/// A key's record is: the layout's signature | the key's values | number of the next row, how many before it are kept | those
/// rows | partial matches | complete matches that wait | the rows in the buffer, in the order of their arrival where their
/// times are equal.
extension MatchRecognition {
    private static let keyTable: UInt8 = 0
    private static let watermarkTable: UInt8 = 1
    private static let version: UInt8 = 1
    private static let keysAtOnce = 1024
    /// How many keys before its turn a key's rows are asked for, twice as many for what says where they are; and of each row
    /// how many cache lines.
    private static let keysAhead = 3
    private static let linesAhead = 3

    /// Tells state of this plan from that of another one.
    private var signature: UInt32 { layout.signature ^ UInt32(machine.shape.partial) << 16 }

    /// See `Operator.snapshot`.
    package func snapshot(to writer: StateWriter) {
        writer.record(table: Self.watermarkTable, version: Self.version, keyHash: nil) { $0.put(watermark) }
        let waiting = waitingRows()
        let ids = (0..<UInt32(keys?.idLimit ?? 1)).filter { isInUse($0) }
        for start in stride(from: 0, to: ids.count, by: Self.keysAtOnce) {
            var some = Array(ids[start..<min(start + Self.keysAtOnce, ids.count)])
            let columns = plan.partition.map { Column(layout.inputTypes[$0], capacity: some.count) }
            keys?.append(&some, count: some.count, to: columns)
            var hashes = Array(repeating: UInt64(0), count: some.count)
            RowHash.hash(columns, count: some.count, into: &hashes)
            for (index, id) in some.enumerated() {
                if index + 2 * Self.keysAhead < some.count {
                    if let block = slots[Int(some[index + 2 * Self.keysAhead])].block { bss_prefetch(block) }
                    prefetchRows(of: some[index + Self.keysAhead])
                }
                let hash = UInt32(truncatingIfNeeded: hashes[index])
                writer.record(table: Self.keyTable, version: Self.version, keyHash: hash) { writer in
                    writer.put(signature)
                    for column in columns { writer.put(column, index) }
                    write(id, waiting.rows[waiting.starts[Int(id)]..<waiting.starts[Int(id) + 1]], to: writer)
                }
            }
        }
    }

    /// Asks for the rows that a key keeps: each of them lies elsewhere.
    private func prefetchRows(of id: UInt32) {
        guard let block = slots[Int(id)].block else { return }
        let key = MatchKey(block, machine.shape)
        for number in (key.next - key.rowCount)..<key.next {
            let row = key.row(number)
            for line in 0..<Self.linesAhead { bss_prefetch(row + line * 64) }
        }
    }

    /// The rows that wait for the watermark, those of a key side by side in the order of their arrival, and where those of each
    /// key begin.
    private func waitingRows() -> (rows: [UnsafeMutableRawPointer], starts: [Int]) {
        var starts = [0]
        starts.reserveCapacity(slotCount + 1)
        for id in 0..<slotCount { starts.append(starts[id] + Int(buffered[id])) }
        var ends = starts
        let sorted = [UnsafeMutableRawPointer](unsafeUninitializedCapacity: starts[slotCount]) { rows, count in
            self.rows.visit { entry in
                let row = Self.row(entry.payload)
                let key = Int(MatchLayout.key(row))
                rows.initializeElement(at: ends[key], to: row)
                ends[key] += 1
            }
            count = starts[slotCount]
        }
        return (sorted, starts)
    }

    private func write(_ id: UInt32, _ waiting: ArraySlice<UnsafeMutableRawPointer>, to writer: StateWriter) {
        if let block = slots[Int(id)].block {
            let key = MatchKey(block, machine.shape)
            writer.put(Int64(key.next))
            writer.put(UInt32(key.rowCount))
            for number in (key.next - key.rowCount)..<key.next { layout.write(key.row(number), to: writer, boxes) }
            write(key.partials, words: machine.partialWords, to: writer)
            write(key.complete, words: machine.shape.complete, to: writer)
        } else {
            writer.put(Int64(0))
            for _ in 0..<3 { writer.put(UInt32(0)) }
        }
        writer.put(UInt32(waiting.count))
        for row in waiting { layout.write(row, to: writer, boxes) }
    }

    private func write(_ matches: MatchPartials, words: Int, to writer: StateWriter) {
        writer.put(UInt32(matches.count))
        for index in 0..<matches.count {
            for word in 0..<words { writer.put(matches.base[index * matches.stride + word]) }
        }
    }

    /// See `Operator.restore`.
    package func restore(_ record: StateRecord) throws {
        guard record.version == Self.version else {
            throw StateError.unknownVersion(table: record.table, version: record.version)
        }
        var record = record
        switch record.table {
        case Self.watermarkTable: raise(watermark: try record.number())
        case Self.keyTable: try restoreKey(&record)
        default: throw StateError.unexpectedRecord(table: record.table)
        }
    }

    private func restoreKey(_ record: inout StateRecord) throws {
        guard try record.number(UInt32.self) == signature else {
            throw RowFault("the state of a MATCH_RECOGNIZE was written for other columns or another pattern")
        }
        let columns = plan.partition.map { Column(layout.inputTypes[$0], capacity: 1) }
        for column in columns { column.append(try record.value()) }
        let id = intern(columns)
        let next = Int(try record.number(Int64.self))
        let count = Int(try record.number(UInt32.self))
        var kept: [UnsafeMutableRawPointer] = []
        for _ in 0..<count { kept.append(try layout.read(&record, key: id, machine.memory, boxes)) }
        // Aggregates are computed anew: their words may hold addresses of strings.
        let partials = try matches(&record, words: machine.partialWords).map {
            machine.withAggregates($0, kept, next - count)
        }
        let complete = try matches(&record, words: machine.shape.complete)
        if !partials.isEmpty {
            adopt(machine.key(next: next, rows: kept, partials: partials, complete: complete), id)
        }
        for _ in 0..<(try record.number(UInt32.self)) {
            buffer(try layout.read(&record, key: id, machine.memory, boxes), id)
        }
    }

    private func matches(_ record: inout StateRecord, words count: Int) throws -> [[UInt64]] {
        var matches: [[UInt64]] = []
        for _ in 0..<(try record.number(UInt32.self)) {
            var words: [UInt64] = []
            for _ in 0..<count { words.append(try record.number()) }
            matches.append(words)
        }
        return matches
    }
}
