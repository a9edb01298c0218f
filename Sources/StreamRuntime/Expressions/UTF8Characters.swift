/// Characters (code points, as Flink's BinaryStringData counts them) in UTF-8 bytes. Bytes that are no UTF-8 are taken as
/// Flink takes them: the first byte says how long a character is.
enum UTF8Characters {
    /// How many bytes a character has, by its first one.
    @inline(__always)
    static func width(_ first: UInt8) -> Int {
        if first < 0x80 { return 1 }
        switch first >> 4 {
        case 0xC, 0xD: return 2
        case 0xE: return 3
        case 0xF: return 4
        default: return 1
        }
    }

    /// Where the first so many characters end, and how many there are if the text is shorter.
    static func prefix(_ bytes: UnsafeBufferPointer<UInt8>, _ count: Int) -> (end: Int, count: Int) {
        var end = 0
        var found = 0
        while found < count, end < bytes.count {
            end += width(bytes[end])
            found += 1
        }
        return (min(end, bytes.count), found)
    }

    /// As `prefix`, counting UTF-16 units.
    static func utf16Prefix(_ bytes: UnsafeBufferPointer<UInt8>, _ count: Int) -> (end: Int, count: Int) {
        var end = 0
        var found = 0
        while found < count, end < bytes.count {
            let width = width(bytes[end])
            if width == 4, found + 1 == count { break }
            end += width
            found += width == 4 ? 2 : 1
        }
        return (min(end, bytes.count), found)
    }

    /// How many characters there are.
    static func count(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var end = 0
        var found = 0
        while end < bytes.count {
            end += width(bytes[end])
            found += 1
        }
        return found
    }

    /// Whether all are ASCII.
    static func isASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var all: UInt8 = 0
        for byte in bytes { all |= byte }
        return all < 0x80
    }

    /// The place of some bytes in others, from a place on; nil if they do not occur.
    static func find(
        _ part: UnsafeBufferPointer<UInt8>,
        in bytes: UnsafeBufferPointer<UInt8>,
        from start: Int = 0
    ) -> Int? {
        guard !part.isEmpty else { return start }
        guard bytes.count - start >= part.count else { return nil }
        let first = part[0]
        var place = start
        let last = bytes.count - part.count
        while place <= last {
            if bytes[place] == first, equal(bytes, place, part) { return place }
            place += 1
        }
        return nil
    }

    /// Whether some bytes stand at a place in others.
    @inline(__always)
    static func equal(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int, _ part: UnsafeBufferPointer<UInt8>) -> Bool {
        guard place >= 0, place + part.count <= bytes.count else { return false }
        for index in 0..<part.count where bytes[place + index] != part[index] { return false }
        return true
    }
}

extension StringRef {
    /// Part of some bytes that stay where they are; short parts are copied.
    init(part bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        guard let start = bytes.baseAddress, !range.isEmpty else {
            self.init()
            return
        }
        self.init(start + range.lowerBound, count: range.count)
    }
}
