import Testing

@testable import StreamRuntime

@Suite struct ColumnTestsStrings {
    private func strings(_ texts: [String], _ arena: StringArena) -> [StringRef] { texts.map { arena.store($0) } }

    @Test func everyLengthKeepsItsBytes() {
        let arena = StringArena()
        for count in 0...70 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7 + 1) }
            let padded = bytes + Array(repeating: 0xAA, count: 64)
            padded.withUnsafeBufferPointer { source in
                let start = source.baseAddress!
                let stored = arena.store(UnsafeBufferPointer(start: start, count: count))
                let pointing = StringRef(start, count: count)
                let readable = StringRef(readable: UnsafeRawPointer(start), count: count)
                for string in [stored, pointing, readable] {
                    #expect(string.count == count)
                    #expect(string.withBytes { Array($0) } == bytes)
                    #expect(string == stored)
                    #expect(RowHash.add(string, to: 1) == RowHash.add(stored, to: 1))
                }
                #expect(pointing.isInline == (count <= 12))
            }
        }
    }

    @Test func orderIsThatOfTheBytes() {
        var random = ColumnTestsRandom(seed: 1)
        let arena = StringArena()
        var texts = [
            "", "a", "ab", "a\u{0}", "a\u{0}\u{0}b", "é", "z", "aaaaaaaaaaaa", "aaaaaaaaaaaaa", "\u{FFFF}", "😀",
        ]
        for _ in 0..<150 { texts.append(random.text()) }
        let refs = strings(texts, arena)
        for (first, one) in zip(texts, refs) {
            for (second, other) in zip(texts, refs) {
                let less = first.utf8.lexicographicallyPrecedes(second.utf8)
                let greater = second.utf8.lexicographicallyPrecedes(first.utf8)
                let order = StringRef.compare(one, other)
                #expect((order < 0) == less && (order > 0) == greater, "\(first) and \(second)")
                #expect((one == other) == (first == second), "\(first) and \(second)")
                #expect((KeyString(one) == KeyString(other)) == (first == second), "\(first) and \(second)")
            }
        }
    }

    @Test func keyStringsComeBack() {
        let arena = StringArena()
        for count in 0...40 {
            let text = String("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP".prefix(count))
            let key = KeyString(arena.store(text))
            #expect(key.isInline == (count <= 20))
            #expect(key.string(arena).description == text)
            #expect(key.stored(in: arena).withBytes { String(decoding: $0, as: UTF8.self) } == text)
        }
    }

    @Test func packedUUIDsComeBack() {
        var random = ColumnTestsRandom(seed: 7)
        let arena = StringArena()
        let texts = (0..<300).map { _ in random.uuid() }
        let keys = texts.map { KeyString(arena.store($0)).packed() }
        for (text, key) in zip(texts, keys) {
            let digits = text.replacing("-", with: "")
            let areHex = digits.utf8.count == 32 && digits.allSatisfy("0123456789abcdef".contains)
            let isInPlace = [8, 13, 18, 23].allSatisfy { Array(text.utf8)[$0] == UInt8(ascii: "-") }
            #expect(key.isInline == (text.utf8.count == 36 && areHex && isInPlace), "\(text)")
            #expect(key.count == text.utf8.count)
            #expect(key.string(arena).description == text)
            #expect(key.stored(in: arena).withBytes { String(decoding: $0, as: UTF8.self) } == text)
            for (other, second) in zip(texts, keys) {
                #expect((key == second) == (text == other), "\(text), \(other)")
            }
        }
    }

    @Test func hashesSpread() {
        let arena = StringArena()
        var seen: Set<UInt32> = []
        var low: Set<UInt64> = []
        for number in 0..<20_000 {
            let hash = RowHash.add(arena.store("cust-\(String(number).count)-\(number)"), to: RowHash.seed)
            seen.insert(UInt32(truncatingIfNeeded: hash >> 32))
            low.insert(hash & 0xFFFF)
        }
        // Of 2^32 values 20,000 collide 0.05 times; of 2^16 they fill 26 percent.
        #expect(seen.count > 19_990)
        #expect(low.count > 16_000)
    }

    @Test func arenaKeepsStringsWhereTheyAre() {
        let arena = StringArena()
        let first = arena.store("a string that is long enough to need memory")
        let address = first.tail
        for _ in 0..<5_000 { _ = arena.store("another string that is long enough to need memory") }
        #expect(first.tail == address)
        #expect(first.description == "a string that is long enough to need memory")
        let large = arena.store(String(repeating: "x", count: StringArena.chunkSize * 2))
        #expect(large.count == StringArena.chunkSize * 2)
        arena.reset()
        #expect(arena.byteCount == 0)
        #expect(arena.store("and again a string of some length").description == "and again a string of some length")
    }

    @Test func brokenTextIsShownAsSuch() {
        let bytes: [UInt8] = [0x61, 0xFF, 0x62]
        #expect(bytes.withUnsafeBufferPointer { StringRef($0.baseAddress!, count: 3) }.description == "a\u{FFFD}b")
    }
}
