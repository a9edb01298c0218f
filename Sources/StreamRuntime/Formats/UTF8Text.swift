/// Checks of UTF-8.
enum UTF8Text {
    /// Whether bytes are well-formed UTF-8.
    static func isValid(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = 0
        while index < bytes.count {
            let first = bytes[index]
            if first < 0x80 {
                index += 1
                continue
            }
            guard let length = sequenceLength(bytes, index, first) else { return false }
            index += length
        }
        return true
    }

    /// The length of a sequence of several bytes; `nil` if it is none (Unicode Standard, table 3-7).
    private static func sequenceLength(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int, _ first: UInt8) -> Int? {
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch first {
        case 0xC2...0xDF: length = 2
        case 0xE0...0xEF:
            length = 3
            if first == 0xE0 { second = 0xA0...0xBF }
            if first == 0xED { second = 0x80...0x9F }
        case 0xF0...0xF4:
            length = 4
            if first == 0xF0 { second = 0x90...0xBF }
            if first == 0xF4 { second = 0x80...0x8F }
        default: return nil
        }
        guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { return nil }
        for place in 2..<4 where place < length && bytes[index + place] & 0xC0 != 0x80 { return nil }
        return length
    }
}
