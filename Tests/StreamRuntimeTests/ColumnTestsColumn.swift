import Testing

@testable import StreamRuntime

@Suite struct ColumnTestsColumn {
    @Test(arguments: PhysicalType.allCases) func valuesComeBack(_ type: PhysicalType) {
        var random = ColumnTestsRandom(seed: UInt64(type.rawValue) + 7)
        let column = Column(type, capacity: 3)
        let values = (0..<500).map { _ in random.value(type) }
        for value in values { column.append(value) }
        #expect(column.values == values)
        #expect(column.capacity >= 500)
        for row in stride(from: 0, to: 500, by: 7) { column.set(row, to: values[499 - row]) }
        for row in 0..<500 { #expect(column[row] == (row % 7 == 0 ? values[499 - row] : values[row])) }
    }

    @Test(arguments: PhysicalType.allCases) func rowsAreGatheredSlicedAndCopied(_ type: PhysicalType) {
        var random = ColumnTestsRandom(seed: UInt64(type.rawValue) + 99)
        let source = Column(type, capacity: 64)
        let values = (0..<64).map { _ in random.value(type) }
        for value in values { source.append(value) }
        let selection = Selection(capacity: 4)
        let rows = (0..<20).map { _ in random.below(64) }
        selection.reserve(20)
        for (index, row) in rows.enumerated() { selection.rows[index] = UInt32(row) }
        selection.count = 20
        #expect(source.gather(selection).values == rows.map { values[$0] })
        #expect(source.slice(10..<30).values == Array(values[10..<30]))
        let target = Column(type, capacity: 1)
        target.append(random.value(type))
        let first = target[0]
        target.append(source, rows: 5..<9)
        target.append(gathering: source, rows: selection.rows, count: 3)
        target.appendRow(from: source, at: 63)
        target.appendNull()
        let expected = [first] + values[5..<9] + rows[..<3].map { values[$0] } + [values[63], .null]
        #expect(target.values == expected)
    }

    @Test func nullsAppearWithTheFirst() {
        let column = Column(.int64, capacity: 4)
        column.append(.int64(1))
        #expect(column.nulls == nil)
        column.appendNull()
        #expect(column.nulls != nil)
        #expect(column.values == [.int64(1), .null])
        #expect(column.int64s[1] == 0)
        column.reset()
        #expect(column.nulls == nil)
        column.append(.int64(2))
        column.append(.int64(3))
        #expect(column.values == [.int64(2), .int64(3)])
    }

    @Test func gatheredStringsOutliveTheirColumn() {
        let long = "a string that does not fit into sixteen bytes"
        let target = Column(.string)
        do {
            let source = Column(.string)
            for number in 0..<10 { source.append(.string("\(number) \(long)")) }
            let selection = Selection()
            selection.selectAll(10)
            target.append(gathering: source, rows: selection.rows, count: 10)
            source.reset()
            // The arena is still used by the target, so this must not write over it.
            for number in 0..<10 { source.append(.string("\(number) another string of some length")) }
        }
        for row in 0..<10 { #expect(target[row] == .string("\(row) \(long)")) }
        target.ownStrings()
        #expect(target.retained.isEmpty)
        for row in 0..<10 { #expect(target[row] == .string("\(row) \(long)")) }
    }

    @Test func masksAreSelected() {
        let selection = Selection(capacity: 2)
        let mask: [UInt8] = [0, 1, 1, 0, 0, 1]
        mask.withUnsafeBufferPointer { selection.select(mask: $0.baseAddress!, count: 6) }
        #expect((0..<selection.count).map { selection.rows[$0] } == [1, 2, 5])
    }

    @Test func batchesKeepTheirCompanions() {
        let batch = Batch([.int64, .string], capacity: 4)
        batch.watermarks = Column(.int64, capacity: 4)
        batch.metadata = Batch.RecordMetadata(capacity: 4)
        batch.append([.int64(1), .string("a")])
        batch.append([.int64(2), .null], kind: .delete)
        batch.append([.int64(3), .string("c")])
        batch.watermarks?.set(1, to: .int64(77))
        batch.metadata?.offsets.set(1, to: .int64(12))
        #expect(batch.count == 3)
        #expect((0..<3).map { batch.kind($0) } == [.insert, .delete, .insert])
        let selection = Selection()
        selection.rows[0] = 1
        selection.count = 1
        let part = batch.gather(selection)
        #expect(part.count == 1)
        #expect(part.rows == [[.int64(2), .null]])
        #expect(part.kind(0) == .delete)
        #expect(part.watermarks?[0] == .int64(77))
        #expect(part.metadata?.offsets[0] == .int64(12))
        #expect(batch.slice(1..<3).rows == [[.int64(2), .null], [.int64(3), .string("c")]])
        batch.reset()
        #expect(batch.count == 0)
    }

    @Test func retractionsAreKnown() {
        #expect(RowKind.allCases.filter(\.isRetraction) == [.updateBefore, .delete])
    }
}
