import CStreamKernels

/// The grammar of JSON (RFC 8259) over bytes, one token at a time. Like Flink's reader it allows control characters in
/// strings. The byte at `end` is a newline, and `StringArena.padding` bytes behind it can be read.
struct JSONScanner {
    typealias Bytes = UnsafePointer<UInt8>

    /// Deeper nesting is an error. Jackson: StreamReadConstraints.
    static let depthLimit = 1000

    /// A token that begins a value.
    enum Token: BitwiseCopyable {
        /// Its bytes between the quotes.
        case string(hasEscapes: Bool)
        case number(isInteger: Bool)
        case yes
        case no
        case null
        case object
        case array
    }

    /// Where reading stopped, and why.
    struct Failure {
        let place: Bytes
        let problem: StaticString
    }

    /// The newline behind the record or, for lines, behind the last line that may be read.
    let end: Bytes
    /// Whether a newline ends the record wherever it stands.
    let isLine: Bool
    private(set) var failure: Failure?

    init(end: Bytes, isLine: Bool) {
        self.end = end
        self.isLine = isLine
    }

    mutating func fail(_ place: Bytes, _ problem: StaticString) -> Bytes? {
        failure = Failure(place: place, problem: problem)
        return nil
    }

    /// Why the last record could not be read.
    mutating func takeFailure() -> Failure? {
        defer { failure = nil }
        return failure
    }

    /// Whether a byte at a place is the newline behind the record.
    @inline(__always)
    func isEnd(_ place: Bytes) -> Bool { place[0] == UInt8(ascii: "\n") && (isLine || place >= end) }

    @inline(__always)
    func skipSpace(_ start: Bytes) -> Bytes {
        var place = start
        while true {
            switch place[0] {
            case 0x20, 0x09, 0x0D: place += 1
            case 0x0A where !isLine && place < end: place += 1
            default: return place
            }
        }
    }

    /// From behind an opening quote to the closing one.
    mutating func string(_ start: Bytes, hasEscapes: inout Bool) -> Bytes? {
        var place = start
        while true {
            let stops = bss_string_stops16(place) & 0xFFFF
            if stops == 0 {
                place += 16
                continue
            }
            place += stops.trailingZeroBitCount
            switch place[0] {
            case UInt8(ascii: "\""): return place
            case UInt8(ascii: "\\"):
                hasEscapes = true
                guard let next = escape(place) else { return nil }
                place = next
            default:
                if isEnd(place) { return fail(start - 1, "a string that does not end") }
                place += 1
            }
        }
    }

    private mutating func escape(_ start: Bytes) -> Bytes? {
        switch start[1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return start + 2
        case UInt8(ascii: "u"):
            for place in 2..<6 where JSONEscapes.hexadecimal(start[place]) == nil {
                return fail(start, "an escape that is none")
            }
            return start + 6
        default: return fail(start, "an escape that is none")
        }
    }

    /// Past a number.
    mutating func number(_ start: Bytes, isInteger: inout Bool) -> Bytes? {
        var place = start
        if place[0] == UInt8(ascii: "-") { place += 1 }
        if place[0] == UInt8(ascii: "0") {
            place += 1
            if place[0] &- 0x30 < 10 { return fail(start, "a number with a leading zero") }
        } else {
            guard let next = digits(place) else { return fail(start, "no value") }
            place = next
        }
        isInteger = true
        if place[0] == UInt8(ascii: ".") {
            isInteger = false
            guard let next = digits(place + 1) else { return fail(start, "a number without digits behind the point") }
            place = next
        }
        if place[0] | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            place += 1
            if place[0] == UInt8(ascii: "+") || place[0] == UInt8(ascii: "-") { place += 1 }
            guard let next = digits(place) else { return fail(start, "a number without digits in its exponent") }
            place = next
        }
        return place
    }

    @inline(__always)
    private func digits(_ start: Bytes) -> Bytes? {
        var place = start
        while place[0] &- 0x30 < 10 { place += 1 }
        return place == start ? nil : place
    }

    /// Reads the token that begins a value and gives the place behind it: for strings the closing quote, for objects
    /// and arrays the place behind the bracket.
    mutating func token(_ start: Bytes, _ token: inout Token) -> Bytes? {
        switch start[0] {
        case UInt8(ascii: "\""):
            var hasEscapes = false
            let close = string(start + 1, hasEscapes: &hasEscapes)
            token = .string(hasEscapes: hasEscapes)
            return close
        case UInt8(ascii: "{"):
            token = .object
            return start + 1
        case UInt8(ascii: "["):
            token = .array
            return start + 1
        case UInt8(ascii: "t"):
            token = .yes
            return literal(start, "true")
        case UInt8(ascii: "f"):
            token = .no
            return literal(start, "false")
        case UInt8(ascii: "n"):
            token = .null
            return literal(start, "null")
        default:
            var isInteger = false
            let next = number(start, isInteger: &isInteger)
            token = .number(isInteger: isInteger)
            return next
        }
    }

    private mutating func literal(_ start: Bytes, _ text: StaticString) -> Bytes? {
        let count = text.utf8CodeUnitCount
        for place in 0..<count where start[place] != text.utf8Start[place] { return fail(start, "no value") }
        return start + count
    }

    /// Past a value of any kind.
    mutating func skipValue(_ start: Bytes, depth: Int = 0) -> Bytes? {
        var kind = Token.null
        guard let next = token(start, &kind) else { return nil }
        switch kind {
        case .string: return next + 1
        case .object: return skipMembers(next, depth: depth + 1)
        case .array: return skipElements(next, depth: depth + 1)
        default: return next
        }
    }

    private mutating func skipElements(_ start: Bytes, depth: Int) -> Bytes? {
        if depth > Self.depthLimit { return fail(start, "values nested too deep") }
        var place = skipSpace(start)
        if place[0] == UInt8(ascii: "]") { return place + 1 }
        while true {
            guard let next = skipValue(place, depth: depth) else { return nil }
            place = skipSpace(next)
            if place[0] == UInt8(ascii: "]") { return place + 1 }
            guard place[0] == UInt8(ascii: ",") else { return fail(place, "no comma or end of the array") }
            place = skipSpace(place + 1)
        }
    }

    private mutating func skipMembers(_ start: Bytes, depth: Int) -> Bytes? {
        if depth > Self.depthLimit { return fail(start, "values nested too deep") }
        var place = start
        var isFirst = true
        while true {
            var name = Name()
            guard let next = member(place, isFirst: isFirst, &name) else { return nil }
            if name.isObjectEnd { return next }
            guard let behind = skipValue(next, depth: depth) else { return nil }
            place = behind
            isFirst = false
        }
    }

    /// The name of an object's member, or the end of the object.
    struct Name {
        var isObjectEnd = false
        var start: Bytes?
        var count = 0
        var hasEscapes = false
    }

    /// Reads from behind an opening brace or a member's value to the next member's value, or past the closing brace.
    mutating func member(_ start: Bytes, isFirst: Bool, _ name: inout Name) -> Bytes? {
        var place = skipSpace(start)
        if place[0] == UInt8(ascii: "}") {
            name.isObjectEnd = true
            return place + 1
        }
        if !isFirst {
            guard place[0] == UInt8(ascii: ",") else { return fail(place, "no comma or end of the object") }
            place = skipSpace(place + 1)
        }
        guard place[0] == UInt8(ascii: "\"") else { return fail(place, "no field name") }
        name.hasEscapes = false
        guard let close = string(place + 1, hasEscapes: &name.hasEscapes) else { return nil }
        name.start = place + 1
        name.count = close - place - 1
        place = skipSpace(close + 1)
        guard place[0] == UInt8(ascii: ":") else { return fail(place, "no colon behind a field name") }
        return skipSpace(place + 1)
    }
}
