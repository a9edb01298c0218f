import Testing

@testable import StreamRuntime

@Suite struct ColumnTestsKeyTable {
    private static let shapes: [[PhysicalType]] = [
        [.string], [.int64], [.decimal128], [.boolean], [.double, .int64], [.string, .int64],
        [.int64, .string, .string],
        [.decimal64, .decimal128, .boolean, .string],
    ]

    private func columns(_ types: [PhysicalType], _ rows: [[Value]]) -> [Column] {
        types.indices.map { index in
            let column = Column(types[index], capacity: max(rows.count, 1))
            for row in rows { column.append(row[index]) }
            return column
        }
    }

    private func ids(_ table: KeyTable, _ rows: [[Value]], isSearch: Bool = false) -> [UInt32] {
        var ids = [UInt32](repeating: 0, count: rows.count)
        let columns = columns(table.types, rows)
        ids.withUnsafeMutableBufferPointer { target in
            guard let start = target.baseAddress else { return }
            if isSearch {
                table.find(columns, count: rows.count, into: start)
            } else {
                table.intern(columns, count: rows.count, into: start)
            }
        }
        return ids
    }

    private func keys(_ table: KeyTable, _ ids: [UInt32]) -> [[Value]] {
        let columns = table.types.map { Column($0, capacity: 1) }
        ids.withUnsafeBufferPointer { source in
            guard let start = source.baseAddress else { return }
            table.append(start, count: ids.count, to: columns)
        }
        return ids.indices.map { row in columns.map { $0[row] } }
    }

    /// Against a dictionary: looking up, adding, removing, and writing and reading in between.
    @Test(arguments: shapes.indices) func isADictionary(_ shape: Int) throws {
        let types = Self.shapes[shape]
        var random = ColumnTestsRandom(seed: UInt64(shape) + 40)
        var table = KeyTable(types)
        var model: [[Value]: UInt32] = [:]
        for round in 0..<30 {
            var rows: [[Value]] = []
            for _ in 0..<random.below(700) {
                // Some keys again, some close to them, many new.
                let old = random.chance(40) ? model.keys.randomElement(using: &random) : nil
                rows.append(old ?? types.map { random.value($0) })
            }
            let found = ids(table, rows, isSearch: true)
            #expect(found == rows.map { model[$0] ?? KeyTable.absent }, "shape \(shape), round \(round)")
            let given = ids(table, rows)
            for (row, id) in zip(rows, given) {
                if let known = model[row] { #expect(known == id) } else { model[row] = id }
            }
            #expect(table.count == model.count)
            #expect(Set(model.values).count == model.count)
            for (key, id) in Array(model) where random.chance(30) {
                table.remove(id)
                model[key] = nil
            }
            #expect(table.count == model.count)
            let all = Array(model)
            #expect(keys(table, all.map(\.value)) == all.map(\.key), "shape \(shape), round \(round)")
            if round % 7 == 3 {
                let output = ByteBuffer()
                table.write(to: output)
                table = try KeyTable(types, bytes: output.bytes)
            }
        }
    }

    @Test func newKeysAreTold() {
        let table = KeyTable([.int64])
        #expect(ids(table, [[.int64(5)], [.int64(6)], [.int64(5)], [.null]]) == [0, 1, 0, 2])
        #expect(table.created == [0, 1, 2])
        #expect(ids(table, [[.null], [.int64(7)]]) == [2, 3])
        #expect(table.created == [3])
        table.remove(1)
        #expect(ids(table, [[.int64(9)]]) == [1])
        #expect(table.idLimit == 4)
    }

    @Test func nullIsNoZero() {
        let table = KeyTable([.int64, .string])
        let rows: [[Value]] = [
            [.int64(0), .string("")], [.null, .string("")], [.int64(0), .null], [.null, .null],
            [.int64(0), .string("")],
        ]
        #expect(ids(table, rows) == [0, 1, 2, 3, 0])
        #expect(keys(table, [0, 1, 2, 3]) == Array(rows[..<4]))
    }

    @Test func garbageBehindANullDoesNotMatter() {
        let table = KeyTable([.int64])
        let column = Column(.int64)
        column.int64s[0] = 5
        column.int64s[1] = 6
        column.count = 2
        column.writableNulls()[0] = 1
        column.writableNulls()[1] = 1
        var ids: [UInt32] = [9, 9]
        ids.withUnsafeMutableBufferPointer { table.intern([column], count: 2, into: $0.baseAddress!) }
        #expect(ids == [0, 0])
    }

    @Test func zerosOfBothSignsDiffer() {
        let table = KeyTable([.double])
        #expect(ids(table, [[.double(0)], [.double(-0.0)], [.double(.nan)], [.double(.nan)]]) == [0, 1, 2, 2])
    }

    @Test func longStringsAreCopiedAndGivenBack() {
        let table = KeyTable([.string])
        let text = String(repeating: "long ", count: 5_000)
        for round in 0..<200 {
            let rows: [[Value]] = [[.string("\(round) \(text)")]]
            let id = ids(table, rows)[0]
            #expect(keys(table, [id]) == rows)
            table.remove(id)
        }
        // 5 MB went through; what is dead is not kept.
        #expect(table.arena.byteCount < 3 << 20)
    }

    @Test func manyKeysGrowTheTable() {
        let table = KeyTable([.string])
        let rows: [[Value]] = (0..<60_000).map { [.string("cust-\($0)")] }
        #expect(ids(table, rows) == (0..<60_000).map { UInt32($0) })
        #expect(ids(table, rows, isSearch: true) == (0..<60_000).map { UInt32($0) })
        #expect(ids(table, [[.string("cust-60000")]], isSearch: true) == [KeyTable.absent])
        table.removeAll()
        #expect(table.count == 0)
        #expect(ids(table, [rows[3]], isSearch: true) == [KeyTable.absent])
        #expect(ids(table, [rows[3]]) == [0])
    }

    @Test func hashesOfRowsAndTableAgree() {
        var random = ColumnTestsRandom(seed: 5)
        let types: [PhysicalType] = [.boolean, .int64, .decimal128, .string]
        let rows = (0..<300).map { _ in types.map { random.value($0) } }
        let table = KeyTable(types)
        let ids = ids(table, rows)
        var hashes = [UInt64](repeating: 0, count: rows.count)
        hashes.withUnsafeMutableBufferPointer {
            RowHash.hash(columns(types, rows), count: rows.count, into: $0.baseAddress!)
        }
        #expect(ids.map { table.hash($0) } == hashes)
    }

    /// The numbers are part of checkpoints: they may not change.
    @Test func hashesStayWhatTheyAre() {
        let arena = StringArena()
        let hashes = ["", "abc", "cust-00000001", "a key of more than twenty bytes"].map {
            RowHash.add(arena.store($0), to: RowHash.seed)
        }
        #expect(hashes == Self.knownHashes)
        #expect(RowHash.add(42, to: RowHash.seed) == Self.knownNumber)
    }

    private static let knownHashes: [UInt64] = [
        2_302_960_717_771_869_484, 2_560_768_155_002_166_569, 11_870_118_000_556_468_312, 776_842_018_161_646_145,
    ]
    private static let knownNumber: UInt64 = 4_065_339_750_870_538_420

    @Test func brokenBytesAreRefused() throws {
        let table = KeyTable([.int64, .string])
        _ = ids(
            table,
            [[.int64(1), .string("a")], [.null, .string("a string of thirty-one bytes....")], [.int64(3), .null]]
        )
        table.remove(0)
        let output = ByteBuffer()
        table.write(to: output)
        let bytes = Array(output.bytes)
        for count in bytes.indices {
            #expect(throws: KeyTable.FormatError.self) {
                try bytes[..<count].withUnsafeBytes { try KeyTable([.int64, .string], bytes: $0) }
            }
        }
        #expect(throws: KeyTable.FormatError.otherColumns) {
            try bytes.withUnsafeBytes { try KeyTable([.string, .int64], bytes: $0) }
        }
        var random = ColumnTestsRandom(seed: 3)
        for _ in 0..<2_000 {
            var changed = bytes
            changed[random.below(bytes.count)] = UInt8(truncatingIfNeeded: random.next())
            // Whatever it makes of it, it must not crash.
            _ = try? changed.withUnsafeBytes { try KeyTable([.int64, .string], bytes: $0) }  // why: only a crash counts
        }
        let restored = try bytes.withUnsafeBytes { try KeyTable([.int64, .string], bytes: $0) }
        #expect(restored.count == 2 && restored.freeIDs == [0] && restored.idLimit == 3)
    }
}
