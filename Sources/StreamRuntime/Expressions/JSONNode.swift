/// A JSON value as a tree, for the JSON functions. Numbers are texts as Java's BigDecimal writes them, as Flink reads fractions so
/// (Jackson: USE_BIG_DECIMAL_FOR_FLOATS).
indirect enum JSONNode: Hashable {
    case null
    case boolean(Bool)
    /// An integer, or a number with a fraction or an exponent.
    case number(String, isInteger: Bool)
    case string(String)
    case array([JSONNode])
    /// The members in their order, of equal names the last one.
    case object([Member])

    /// A name and its value.
    struct Member: Hashable {
        let name: String
        var value: JSONNode
    }

    /// Deeper nesting is an error. Jackson: StreamReadConstraints.
    private static let depthLimit = 1000

    /// What a text says; nil if it is no JSON. Like Jackson's it may have something behind the value.
    init?(_ text: UnsafeBufferPointer<UInt8>) {
        var reader = Reader(bytes: text)
        guard let node = reader.value(depth: 0) else { return nil }
        self = node
    }

    /// Whether it is neither an array nor an object.
    var isScalar: Bool {
        switch self {
        case .array, .object: false
        default: true
        }
    }

    /// A scalar as Java's toString writes it.
    var scalarText: String {
        switch self {
        case .null: "null"
        case .boolean(let value): value ? "true" : "false"
        case .number(let text, _), .string(let text): text
        case .array, .object: text
        }
    }

    /// The JSON text, members sorted by name. Jackson: ORDER_MAP_ENTRIES_BY_KEYS.
    var text: String {
        let output = ByteBuffer()
        write(to: output)
        return output.text
    }

    /// Appends the JSON text.
    func write(to output: ByteBuffer) {
        switch self {
        case .null, .boolean, .number: output.append(scalarText)
        case .string(let text): Self.write(text, to: output)
        case .array(let elements):
            output.append("[")
            for (index, element) in elements.enumerated() {
                if index > 0 { output.append(",") }
                element.write(to: output)
            }
            output.append("]")
        case .object(let members):
            output.append("{")
            for (index, member) in members.sorted(by: {
                $0.name.unicodeScalars.lexicographicallyPrecedes($1.name.unicodeScalars)
            })
            .enumerated() {
                if index > 0 { output.append(",") }
                Self.write(member.name, to: output)
                output.append(":")
                member.value.write(to: output)
            }
            output.append("}")
        }
    }

    private static func write(_ text: String, to output: ByteBuffer) {
        var text = text
        text.withUTF8 { JSONEscapes.write($0, to: output) }
    }

    /// Sets a member; one of the same name is replaced.
    static func set(_ name: String, _ value: JSONNode, in members: inout [Member]) {
        if let index = members.firstIndex(where: { $0.name == name }) {
            members[index].value = value
        } else {
            members.append(Member(name: name, value: value))
        }
    }

    /// Reads a value from bytes.
    private struct Reader {
        let bytes: UnsafeBufferPointer<UInt8>
        var place = 0

        private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

        private mutating func skipSpace() {
            while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { place += 1 }
        }

        private mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard next == UInt8(ascii: character) else { return false }
            place += 1
            return true
        }

        private mutating func word(_ text: StaticString) -> Bool {
            let count = text.utf8CodeUnitCount
            guard bytes.count - place >= count else { return false }
            for index in 0..<count where bytes[place + index] != text.utf8Start[index] { return false }
            place += count
            // A word must end where it ends.
            if let byte = next,
                (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == UInt8(ascii: "_") || byte >= 0x80
            {
                return false
            }
            return true
        }

        mutating func value(depth: Int) -> JSONNode? {
            guard depth <= JSONNode.depthLimit else { return nil }
            skipSpace()
            switch next {
            case UInt8(ascii: "{"): return object(depth: depth)
            case UInt8(ascii: "["): return array(depth: depth)
            case UInt8(ascii: "\""): return string().map { .string($0) }
            case UInt8(ascii: "t"): return word("true") ? .boolean(true) : nil
            case UInt8(ascii: "f"): return word("false") ? .boolean(false) : nil
            case UInt8(ascii: "n"): return word("null") ? .null : nil
            default: return number()
            }
        }

        private mutating func array(depth: Int) -> JSONNode? {
            place += 1
            var elements: [JSONNode] = []
            skipSpace()
            if take("]") { return .array(elements) }
            while true {
                guard let element = value(depth: depth + 1) else { return nil }
                elements.append(element)
                skipSpace()
                if take("]") { return .array(elements) }
                guard take(",") else { return nil }
            }
        }

        private mutating func object(depth: Int) -> JSONNode? {
            place += 1
            var members: [Member] = []
            skipSpace()
            if take("}") { return .object(members) }
            while true {
                skipSpace()
                guard next == UInt8(ascii: "\""), let name = string() else { return nil }
                skipSpace()
                guard take(":"), let value = value(depth: depth + 1) else { return nil }
                JSONNode.set(name, value, in: &members)
                skipSpace()
                if take("}") { return .object(members) }
                guard take(",") else { return nil }
            }
        }

        private mutating func string() -> String? {
            place += 1
            let start = place
            var hasEscapes = false
            while let byte = next {
                switch byte {
                case UInt8(ascii: "\""):
                    let text = UnsafeBufferPointer(rebasing: bytes[start..<place])
                    place += 1
                    guard hasEscapes else { return String(decoding: text, as: UTF8.self) }
                    let output = ByteBuffer()
                    JSONEscapes.decode(text, to: output)
                    return output.text
                case UInt8(ascii: "\\"):
                    hasEscapes = true
                    guard let width = escapeWidth() else { return nil }
                    place += width
                case 0..<0x20: return nil
                default: place += 1
                }
            }
            return nil
        }

        private func escapeWidth() -> Int? {
            guard place + 1 < bytes.count else { return nil }
            switch bytes[place + 1] {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
                UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
                return 2
            case UInt8(ascii: "u"):
                guard place + 5 < bytes.count else { return nil }
                return (2..<6).allSatisfy { JSONEscapes.hexadecimal(bytes[place + $0]) != nil } ? 6 : nil
            default: return nil
            }
        }

        private mutating func number() -> JSONNode? {
            let start = place
            _ = take("-")
            let first = place
            while let byte = next, byte &- 0x30 < 10 { place += 1 }
            guard place > first, place - first == 1 || bytes[first] != 0x30 else { return nil }
            var isInteger = true
            if take(".") {
                isInteger = false
                let fraction = place
                while let byte = next, byte &- 0x30 < 10 { place += 1 }
                if place == fraction { return nil }
            }
            if let byte = next, byte | 0x20 == UInt8(ascii: "e") {
                isInteger = false
                place += 1
                if !take("+") { _ = take("-") }
                let exponent = place
                while let byte = next, byte &- 0x30 < 10 { place += 1 }
                if place == exponent { return nil }
            }
            // Jackson: a number ends where a value can end.
            if let byte = next, byte > 0x20, byte != UInt8(ascii: ","), byte != UInt8(ascii: "]"),
                byte != UInt8(ascii: "}")
            {
                return nil
            }
            let text = String(decoding: bytes[start..<place], as: UTF8.self)
            if isInteger { return .number(text == "-0" ? "0" : text, isInteger: true) }
            return JSONNode.decimal(text).map { .number($0, isInteger: false) }
        }
    }

    /// A number as Java's `new BigDecimal(text).toString()`; nil for what is none, an exponent beyond 32 bits too.
    static func decimal(_ text: String) -> String? {
        let parts = text.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == "e" || $0 == "E" }
        let unsigned = parts[0].utf8.first == 0x2B || parts[0].utf8.first == 0x2D ? parts[0].dropFirst() : parts[0]
        let mantissa = unsigned.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let digits = mantissa.joined()
        guard !digits.isEmpty, digits.utf8.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
        guard parts.count == 1 || Int32(parts[1]) != nil else { return nil }
        let exponent = parts.count == 1 ? 0 : Int(parts[1]) ?? 0
        let fraction = mantissa.count == 1 ? 0 : mantissa[1].utf8.count
        return Int32(exactly: fraction - exponent) == nil ? nil : bigDecimal(text)
    }

    /// A number as Java's `new BigDecimal(text).toString()`.
    static func bigDecimal(_ text: String) -> String {
        let parts = text.split { $0 == "e" || $0 == "E" }
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let isNegative = parts[0].hasPrefix("-")
        let mantissa = parts[0].drop { $0 == "-" || $0 == "+" }.split(separator: ".", omittingEmptySubsequences: false)
        let fraction = mantissa.count > 1 ? mantissa[1] : ""
        let scale = fraction.utf8.count - exponent
        let significant = (mantissa[0] + fraction).drop { $0 == "0" }
        let digits = significant.isEmpty ? "0" : String(significant)
        // Java: zero has no sign.
        let sign = isNegative && !significant.isEmpty ? "-" : ""
        let adjusted = digits.utf8.count - 1 - scale
        if scale >= 0, adjusted >= -6 {
            let padded = String(repeating: "0", count: max(0, scale + 1 - digits.utf8.count)) + digits
            if scale == 0 { return sign + padded }
            return sign + padded.dropLast(scale) + "." + padded.suffix(scale)
        }
        let point = digits.utf8.count > 1 ? "." + digits.dropFirst() : ""
        let power = adjusted == 0 ? "" : "E" + (adjusted > 0 ? "+" : "") + String(adjusted)
        return sign + digits.prefix(1) + point + power
    }
}
