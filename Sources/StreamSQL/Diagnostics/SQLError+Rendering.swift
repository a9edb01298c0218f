extension SQLError {
    /// How many columns of a line are shown at most.
    static let widthMax = 160
    /// How many columns of a longer line are shown before the place.
    private static let widthBefore = 60

    /// The error as it is shown:
    ///
    ///     jobs/a.sql:3:8: syntax error: expected an expression, found FROM
    ///     SELECT FROM orders
    ///            ^~~~
    ///     hint: ...
    ///
    /// Tabs are kept, and wide characters count as two columns, so that the carets stand under the place.
    public func rendered(source: String, file: String) -> String {
        let location = SourceLocation(of: range.start, in: source)
        var text = "\(file):\(location.line):\(location.column): \(kind.rawValue): \(message)\n"
        text += SQLError.excerpt(of: source, range)
        if let hint { text += "\nhint: \(hint)" }
        return text
    }

    /// The line in which a range starts, and the carets under it; a range over several lines is marked to the end of the
    /// first.
    private static func excerpt(of source: String, _ range: SourceRange) -> String {
        let bytes = Array(source.utf8)
        let start = min(range.start, bytes.count)
        var lineStart = start
        while lineStart > 0, bytes[lineStart - 1] != UInt8(ascii: "\n") { lineStart -= 1 }
        var lineEnd = start
        while lineEnd < bytes.count, bytes[lineEnd] != UInt8(ascii: "\n") { lineEnd += 1 }
        let end = min(max(range.end, start), lineEnd)
        var before = scalars(bytes[lineStart..<start])
        var marked = scalars(bytes[start..<end])
        var after = scalars(bytes[end..<lineEnd])
        if after.last == "\r" { after.removeLast() } else if after.isEmpty, marked.last == "\r" { marked.removeLast() }
        if before.count + marked.count + after.count > widthMax {
            if before.count > widthBefore { before = ["…"] + before.suffix(widthBefore - 1) }
            let room = widthMax - before.count
            if marked.count > room { marked = marked.prefix(room - 1) + ["…"] }
            if marked.count + after.count > room { after = after.prefix(max(0, room - marked.count - 1)) + ["…"] }
        }
        var line = ""
        line.unicodeScalars.append(contentsOf: before + marked + after)
        var carets = ""
        for scalar in before { carets += scalar == "\t" ? "\t" : String(repeating: " ", count: scalar.columns) }
        let width = marked.reduce(0) { $0 + $1.columns }
        carets += "^" + String(repeating: "~", count: max(0, width - 1))
        return "\(line)\n\(carets)"
    }

    /// The scalars of a text; control characters but tabs are replaced, for they would do things to a terminal.
    private static func scalars(_ bytes: ArraySlice<UInt8>) -> [Unicode.Scalar] {
        String(decoding: bytes, as: UTF8.self).unicodeScalars.map { scalar in
            scalar.properties.generalCategory == .control && scalar != "\t" && scalar != "\r" ? "\u{FFFD}" : scalar
        }
    }
}

extension Unicode.Scalar {
    /// How many columns of a terminal it takes: 0 for marks that join the character before, 2 for East Asian wide characters
    /// and emoji, else 1. A tab counts as 1.
    fileprivate var columns: Int {
        switch value {
        case 0..<0x300: return 1
        case 0x200B...0x200F, 0xFE00...0xFE0F: return 0
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            return 2
        default:
            switch properties.generalCategory {
            case .nonspacingMark, .enclosingMark: return 0
            default: return 1
            }
        }
    }
}
