/// A nested JSON value as one text without spaces, for a STRING column. Jackson: JsonNode.toString of the value read as
/// a tree.
struct JSONCompactText {
    typealias Bytes = UnsafePointer<UInt8>

    let scanner: JSONScanner
    /// Whether the table has a DECIMAL column: then fractions are read as decimals and not as doubles (Flink:
    /// USE_BIG_DECIMAL_FOR_FLOATS).
    let hasDecimals: Bool

    /// Appends the text of a value that has been checked, and gives the place behind it.
    @discardableResult
    func write(_ start: Bytes, to output: ByteBuffer) -> Bytes {
        switch start[0] {
        case UInt8(ascii: "{"): return writeObject(start, to: output)
        case UInt8(ascii: "["): return writeArray(start, to: output)
        case UInt8(ascii: "\""): return writeString(start, to: output)
        default:
            var place = start
            while ![0x2C, 0x5D, 0x7D, 0x20, 0x09, 0x0A, 0x0D].contains(place[0]) { place += 1 }
            writePlain(UnsafeBufferPointer(start: start, count: place - start), to: output)
            return place
        }
    }

    private func writeArray(_ start: Bytes, to output: ByteBuffer) -> Bytes {
        output.append(start[0])
        var place = scanner.skipSpace(start + 1)
        while place[0] != UInt8(ascii: "]") {
            if place[0] == UInt8(ascii: ",") {
                output.append(place[0])
                place = scanner.skipSpace(place + 1)
            }
            place = scanner.skipSpace(write(place, to: output))
        }
        output.append(place[0])
        return place + 1
    }

    /// Of members of one name the last value stands where the first one stood.
    private func writeObject(_ start: Bytes, to output: ByteBuffer) -> Bytes {
        var reader = scanner
        var members: [(name: [UInt8], value: Bytes)] = []
        var places: [[UInt8]: Int] = [:]
        var place = start + 1
        while true {
            var name = JSONScanner.Name()
            guard let next = reader.member(place, isFirst: place == start + 1, &name), !name.isObjectEnd,
                let text = name.start, let behind = reader.skipValue(next)
            else { break }
            let decoded = Self.decode(text, name.count)
            if let known = places[decoded] {
                members[known].value = next
            } else {
                places[decoded] = members.count
                members.append((decoded, next))
            }
            place = behind
        }
        output.append(UInt8(ascii: "{"))
        for (index, member) in members.enumerated() {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            member.name.withUnsafeBufferPointer { JSONEscapes.write($0, to: output) }
            output.append(UInt8(ascii: ":"))
            write(member.value, to: output)
        }
        output.append(UInt8(ascii: "}"))
        return scanner.skipSpace(place) + 1
    }

    private static func decode(_ start: Bytes, _ count: Int) -> [UInt8] {
        let buffer = ByteBuffer()
        JSONEscapes.decode(UnsafeBufferPointer(start: start, count: count), to: buffer)
        return Array(buffer.bytes)
    }

    private func writeString(_ start: Bytes, to output: ByteBuffer) -> Bytes {
        var reader = scanner
        var hasEscapes = false
        guard let close = reader.string(start + 1, hasEscapes: &hasEscapes) else { return start + 1 }
        if hasEscapes {
            Self.decode(start + 1, close - start - 1).withUnsafeBufferPointer { JSONEscapes.write($0, to: output) }
        } else {
            JSONEscapes.write(UnsafeBufferPointer(start: start + 1, count: close - start - 1), to: output)
        }
        return close + 1
    }

    private func writePlain(_ text: UnsafeBufferPointer<UInt8>, to output: ByteBuffer) {
        let isFraction = text.contains { $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") }
        let isNumber = text.first.map { $0 == UInt8(ascii: "-") || $0 &- 0x30 < 10 } ?? false
        if isNumber, isFraction, !hasDecimals, let value = DoubleText.parse(text) {
            // Jackson writes a number that is too large for a double as a string.
            if value.isFinite { return output.append(DoubleText.format(value)) }
            return output.append("\"\(DoubleText.format(value))\"")
        }
        if isNumber, isFraction, let stripped = Decimal128Text.stripped(text) { return output.append(stripped) }
        // -0 is read as the integer 0.
        output.append(isNumber && text.elementsEqual([0x2D, 0x30]) ? text.dropFirst() : text[...])
    }
}
