import StreamSQL

/// Functions between texts. Lengths and places count characters (code points) as Flink's BinaryStringData does; where Flink
/// goes through Java's String they count UTF-16 units.
enum TextFunctions {
    // MARK: Parts of a text

    /// Functions that give a part of their first argument, which is not copied.
    static func cut(_ function: ScalarFunction) -> RowFunction.Body? {
        switch function {
        case .substring:
            .text { arguments, row, _ in
                let length = arguments.count > 2 ? arguments.integer(2, row) : .max
                return substring(arguments.bytes(0, row), arguments.integer(1, row), length)
            }
        case .left:
            .text { arguments, row, _ in
                let bytes = arguments.bytes(0, row)
                let count = max(0, min(arguments.integer(1, row), Int64(bytes.count)))
                return StringRef(part: bytes, 0..<UTF8Characters.prefix(bytes, Int(count)).end)
            }
        case .right:
            .text { arguments, row, _ in
                let bytes = arguments.bytes(0, row)
                let total = UTF8Characters.count(bytes)
                let count = max(0, min(arguments.integer(1, row), Int64(total)))
                return StringRef(part: bytes, UTF8Characters.prefix(bytes, total - Int(count)).end..<bytes.count)
            }
        case .trim, .trimBoth: trimmed(start: true, end: true)
        case .trimLeading: trimmed(start: true, end: false)
        case .trimTrailing: trimmed(start: false, end: true)
        case .splitIndex: .text(split)
        default: nil
        }
    }

    /// Flink: BinaryStringDataUtil.substringSQL. A negative place counts from the end.
    private static func substring(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int64, _ length: Int64) -> StringRef? {
        if length < 0 { return nil }
        if bytes.isEmpty { return StringRef() }
        var skipped = 0
        if place > 0 {
            guard place <= Int64(bytes.count) else { return StringRef() }
            skipped = Int(place) - 1
        } else if place < 0 {
            let total = UTF8Characters.count(bytes)
            guard place >= -Int64(total) else { return StringRef() }
            skipped = total + Int(place)
        }
        let start = UTF8Characters.prefix(bytes, skipped).end
        let rest = UnsafeBufferPointer(rebasing: bytes[start...])
        let count = Int(min(length, Int64(bytes.count)))
        return StringRef(part: bytes, start..<(start + UTF8Characters.prefix(rest, count).end))
    }

    private static func trimmed(start: Bool, end: Bool) -> RowFunction.Body {
        .text { arguments, row, _ in
            let bytes = arguments.bytes(0, row)
            guard arguments.count > 1, !isBlank(arguments.bytes(1, row)) else {
                var range = 0..<bytes.count
                while start, let first = range.first, bytes[first] == 0x20 { range.removeFirst() }
                while end, let last = range.last, bytes[last] == 0x20 { range.removeLast() }
                return StringRef(part: bytes, range)
            }
            return trim(bytes, arguments.bytes(1, row), start: start, end: end)
        }
    }

    private static func isBlank(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { bytes.count == 1 && bytes[0] == 0x20 }

    /// Takes away characters of a set.
    private static func trim(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ set: UnsafeBufferPointer<UInt8>,
        start: Bool,
        end: Bool
    ) -> StringRef {
        func contains(_ character: UnsafeBufferPointer<UInt8>) -> Bool {
            var place = 0
            while place < set.count {
                let width = UTF8Characters.width(set[place])
                if width == character.count, UTF8Characters.equal(set, place, character) { return true }
                place += width
            }
            return false
        }
        var (first, last) = (0, bytes.count)
        while start, first < last {
            let next = min(first + UTF8Characters.width(bytes[first]), last)
            guard contains(UnsafeBufferPointer(rebasing: bytes[first..<next])) else { break }
            first = next
        }
        while end, first < last {
            var previous = last - 1
            while previous > first, bytes[previous] & 0xC0 == 0x80 { previous -= 1 }
            guard contains(UnsafeBufferPointer(rebasing: bytes[previous..<last])) else { break }
            last = previous
        }
        return StringRef(part: bytes, first..<last)
    }

    /// SPLIT_INDEX; the separator is a text, or the number of a character. Java: StringUtils.
    private static func split(_ arguments: RowArguments, _ row: Int, _ sink: TextSink) -> StringRef? {
        let index = arguments.integer(2, row)
        let bytes = arguments.bytes(0, row)
        guard index >= 0, !bytes.isEmpty else { return nil }
        if arguments.isText(1) {
            let separator = arguments.bytes(1, row)
            if separator.isEmpty { return part(bytes, index) { isSpace(bytes[$0]) ? 1 : 0 } }
            return part(bytes, index) { UTF8Characters.equal(bytes, $0, separator) ? separator.count : 0 }
        }
        let code = arguments.integer(1, row)
        guard (1...255).contains(code), let scalar = Unicode.Scalar(UInt32(code)) else { return nil }
        let separator = Array(String(Character(scalar)).utf8)
        return separator.withUnsafeBufferPointer { separator in
            part(bytes, index) { UTF8Characters.equal(bytes, $0, separator) ? separator.count : 0 }
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte) || (0x1C...0x1F).contains(byte)
    }

    /// The part with a number, of parts between places where a separator of some bytes stands.
    private static func part(
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ index: Int64,
        separator: (Int) -> Int
    ) -> StringRef? {
        var number: Int64 = 0
        var start = 0
        var place = 0
        while place < bytes.count {
            let width = separator(place)
            guard width > 0 else {
                place += 1
                continue
            }
            if number == index { return StringRef(part: bytes, start..<place) }
            number += 1
            place += width
            start = place
        }
        return number == index ? StringRef(part: bytes, start..<bytes.count) : nil
    }

    // MARK: Numbers about a text

    /// Functions of texts that give a number or a BOOLEAN.
    static func counted(_ function: ScalarFunction, count: Int) -> RowFunction.Body? {
        switch function {
        case .characterLength: .integer { arguments, row in Int64(UTF8Characters.count(arguments.bytes(0, row))) }
        // Java: a byte is a number from -128 to 127.
        case .ascii: .integer { arguments, row in Int64(Int8(bitPattern: arguments.bytes(0, row).first ?? 0)) }
        case .position, .locate:
            .integer { arguments, row in
                let from = arguments.count > 2 ? arguments.integer(2, row) : 1
                return place(arguments.bytes(0, row), in: arguments.bytes(1, row), from: from)
            }
        case .instr: .integer(instr)
        case .startsWith:
            .boolean { arguments, row in UTF8Characters.equal(arguments.bytes(0, row), 0, arguments.bytes(1, row)) }
        case .endsWith:
            .boolean { arguments, row in
                let (bytes, part) = (arguments.bytes(0, row), arguments.bytes(1, row))
                return UTF8Characters.equal(bytes, bytes.count - part.count, part)
            }
        default: nil
        }
    }

    /// The number of the character from which on a part occurs, from 1; 0 if it does not. Flink finds the empty text at 1.
    private static func place(
        _ part: UnsafeBufferPointer<UInt8>,
        in bytes: UnsafeBufferPointer<UInt8>,
        from: Int64
    ) -> Int64 {
        if part.isEmpty { return 1 }
        let skipped = Int(max(0, min(from - 1, Int64(bytes.count))))
        let start = UTF8Characters.prefix(bytes, skipped).end
        guard let found = UTF8Characters.find(part, in: bytes, from: start) else { return 0 }
        return Int64(UTF8Characters.count(UnsafeBufferPointer(rebasing: bytes[..<found]))) + 1
    }

    /// `INSTR(text, part, start, occurrence)`; a negative start looks from the end.
    private static func instr(_ arguments: RowArguments, _ row: Int) throws -> Int64? {
        let start = arguments.count > 2 ? arguments.integer(2, row) : 1
        let occurrence = arguments.count > 3 ? arguments.integer(3, row) : 1
        guard occurrence > 0 else { throw EvaluationError("nthAppearance must be positive!") }
        if start == 0 { return 0 }
        if start > 0 { return nth(occurrence, arguments.bytes(1, row), arguments.bytes(0, row), from: start) }
        let text = Array(arguments.text(0, row).unicodeScalars.reversed())
        let part = Array(arguments.text(1, row).unicodeScalars.reversed())
        var (reversed, reversedPart) = (string(text), string(part))
        let found = reversed.withUTF8 { bytes in
            reversedPart.withUTF8 { nth(occurrence, $0, bytes, from: -start) }
        }
        return found == 0 ? 0 : Int64(text.count) + 2 - found - Int64(part.count)
    }

    private static func nth(
        _ occurrence: Int64,
        _ part: UnsafeBufferPointer<UInt8>,
        _ bytes: UnsafeBufferPointer<UInt8>,
        from start: Int64
    ) -> Int64 {
        var (from, found) = (start, Int64(0))
        for _ in 0..<occurrence {
            found = place(part, in: bytes, from: from)
            if found == 0 { return 0 }
            from = found + 1
        }
        return found
    }

    static func string(_ scalars: [Unicode.Scalar]) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }
}

extension RowArguments {
    /// Whether an argument is a text.
    func isText(_ argument: Int) -> Bool { column(argument).type == .string }
}
