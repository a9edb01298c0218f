import CStreamKernels

/// Splits records into fields, by the rules of Jackson's CsvDecoder: a field in quotes may hold delimiters, newlines
/// and doubled quotes; a quote inside another field is a character like others; a line ends with LF, CR or CR LF.
struct CSVScanner {
    typealias Bytes = UnsafePointer<UInt8>

    /// One field: its bytes without the quotes, and what is to be done to them.
    struct Slice {
        let start: Bytes
        let count: Int
        let isQuoted: Bool
        /// Whether escapes or doubled quotes are in it.
        let hasEscapes: Bool
    }

    /// How a record ended.
    enum Outcome {
        /// The fields are there; the next record begins here.
        case record(Bytes)
        /// There is no record up to the end.
        case nothing
        /// A quote is open at the end: there may be more to come.
        case incomplete
        /// It cannot be split; the place.
        case malformed(Bytes)
    }

    private let delimiter: UInt8
    private let quote: UInt8?
    private let escape: UInt8?
    private let allowsComments: Bool
    private let trimsSpaces: Bool
    private(set) var slices: [Slice] = []

    init(_ options: CSVFormatOptions) {
        delimiter = options.fieldDelimiter
        quote = options.quoteCharacter
        escape = options.escapeCharacter
        allowsComments = options.allowsComments
        trimsSpaces = options.trimsSpaces
    }

    /// Reads the record at a place. The byte before the end is a newline, and bytes behind it can be read.
    mutating func scan(_ start: Bytes, end: Bytes) -> Outcome {
        slices.removeAll(keepingCapacity: true)
        var place = allowsComments ? skipComments(start, end) : start
        if place >= end { return .nothing }
        while true {
            if trimsSpaces { place = skipSpaces(place) }
            let next: Bytes?
            if let quote, place[0] == quote {
                guard let close = closingQuote(place + 1, end) else { return .incomplete }
                next = behindQuote(close + 1)
            } else {
                next = unquoted(place, end)
            }
            guard let next else { return .malformed(place) }
            if next[0] == delimiter {
                place = next + 1
            } else {
                let isPair = next[0] == UInt8(ascii: "\r") && next[1] == UInt8(ascii: "\n")
                return .record(next + (isPair ? 2 : 1))
            }
        }
    }

    private func skipSpaces(_ start: Bytes) -> Bytes {
        var place = start
        while place[0] <= UInt8(ascii: " "), place[0] != delimiter, place[0] != UInt8(ascii: "\n"),
            place[0] != UInt8(ascii: "\r")
        { place += 1 }
        return place
    }

    private func skipComments(_ start: Bytes, _ end: Bytes) -> Bytes {
        var place = start
        while place < end {
            switch place[0] {
            case UInt8(ascii: "#"):
                while place < end, place[0] != UInt8(ascii: "\n"), place[0] != UInt8(ascii: "\r") { place += 1 }
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: " "): place += 1
            default: return place
            }
        }
        return place
    }

    private mutating func closingQuote(_ start: Bytes, _ end: Bytes) -> Bytes? {
        guard let quote else { return nil }
        let escape = escape ?? quote
        var place = start
        var hasEscapes = false
        while place < end {
            let stops = bss_any_of_four16(place, quote, escape, quote, quote)
            if stops == 0 {
                place += 16
                continue
            }
            place += stops.trailingZeroBitCount
            if place >= end { return nil }
            // A quote that is the escape character as well is a quote.
            if place[0] == quote {
                if place[1] != quote {
                    let slice = Slice(start: start, count: place - start, isQuoted: true, hasEscapes: hasEscapes)
                    slices.append(slice)
                    return place
                }
            }
            hasEscapes = true
            place += 2
        }
        return nil
    }

    /// From behind a closing quote to the delimiter or the end of the line; there may be only spaces between.
    private func behindQuote(_ start: Bytes) -> Bytes? {
        var place = start
        while place[0] != delimiter, place[0] != UInt8(ascii: "\n"), place[0] != UInt8(ascii: "\r") {
            if place[0] > UInt8(ascii: " ") { return nil }
            place += 1
        }
        return place
    }

    private mutating func unquoted(_ start: Bytes, _ end: Bytes) -> Bytes? {
        let escape = escape ?? delimiter
        var place = start
        var hasEscapes = false
        while true {
            let stops = bss_any_of_four16(place, delimiter, UInt8(ascii: "\n"), UInt8(ascii: "\r"), escape)
            if stops == 0 {
                place += 16
                continue
            }
            place += stops.trailingZeroBitCount
            if place[0] == delimiter || place[0] != escape {
                var last = place
                while trimsSpaces, last > start, last[-1] <= UInt8(ascii: " ") { last -= 1 }
                slices.append(Slice(start: start, count: last - start, isQuoted: false, hasEscapes: hasEscapes))
                return place
            }
            // An escape before the last newline escapes nothing.
            if place + 2 >= end { return nil }
            hasEscapes = true
            place += 2
        }
    }

    /// Appends a field without its escapes and doubled quotes.
    func unescape(_ slice: Slice, to output: ByteBuffer) {
        let quoted = slice.isQuoted ? quote : nil
        var index = 0
        while index < slice.count {
            let byte = slice.start[index]
            if byte == quoted, index + 1 < slice.count {
                // A quote inside is always doubled.
                output.append(byte)
                index += 2
            } else if byte == escape, index + 1 < slice.count {
                output.append(Self.escaped(slice.start[index + 1]))
                index += 2
            } else {
                output.append(byte)
                index += 1
            }
        }
    }

    private static func escaped(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "0"): 0
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: byte
        }
    }
}
