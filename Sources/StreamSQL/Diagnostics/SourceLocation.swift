/// A place in a text as people count: line and column, both from 1. A column is a character.
public struct SourceLocation: Hashable, Sendable {
    /// The line, from 1.
    public var line: Int
    /// The character within the line, from 1.
    public var column: Int

    /// Where a byte of a text stands. An offset behind the end is the end.
    public init(of offset: Int, in source: String) {
        let text = source.utf8
        var line = 1
        var lineStart = text.startIndex
        var index = text.startIndex
        var left = offset
        while left > 0, index < text.endIndex {
            let byte = text[index]
            text.formIndex(after: &index)
            if byte == UInt8(ascii: "\n") {
                line += 1
                lineStart = index
            }
            left -= 1
        }
        self.line = line
        self.column = source[lineStart..<index].count + 1
    }
}
