/// A table of text: columns as wide as their content, numbers to the right.
public struct TextTable: Sendable, Hashable {
    /// A column.
    public struct Column: Sendable, Hashable {
        /// Its title.
        public let title: String
        /// Whether cells stand to the right.
        public let isNumber: Bool

        /// A column of text.
        public static func text(_ title: String) -> Column { Column(title: title, isNumber: false) }
        /// A column of numbers.
        public static func number(_ title: String) -> Column { Column(title: title, isNumber: true) }
    }

    /// The columns.
    public let columns: [Column]
    /// The rows, one cell per column.
    public let rows: [[String]]

    /// A table. Traps if a row has another number of cells than there are columns.
    public init(_ columns: [Column], _ rows: [[String]]) {
        precondition(rows.allSatisfy { $0.count == columns.count })
        self.columns = columns
        self.rows = rows
    }

    /// The text, a line per row under the titles; cells of the last text column are cut to fit `width`.
    public func render(style: Style = Style(isOn: false), width: Int = .max) -> String {
        var widths = columns.map { Self.width(of: $0.title) }
        for row in rows {
            for (index, cell) in row.enumerated() { widths[index] = max(widths[index], Self.width(of: cell)) }
        }
        let total = widths.reduce(0, +) + 2 * (widths.count - 1)
        if total > width,
            let widest = widths.indices.filter({ !columns[$0].isNumber }).max(by: { widths[$0] < widths[$1] })
        {
            widths[widest] = max(8, widths[widest] - (total - width))
        }
        var text = style.faint(line(columns.map(\.title), widths)) + "\n"
        for row in rows { text += line(row, widths) + "\n" }
        return text
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var parts: [String] = []
        for (index, cell) in cells.enumerated() {
            let cell = Self.fit(cell, widths[index])
            let padding = String(repeating: " ", count: widths[index] - Self.width(of: cell))
            parts.append(columns[index].isNumber ? padding + cell : cell + padding)
        }
        var line = parts.joined(separator: "  ")
        while line.last == " " { line.removeLast() }
        return line
    }

    private static func fit(_ text: String, _ width: Int) -> String {
        guard self.width(of: text) > width else { return text }
        var result = ""
        var used = 0
        for character in text {
            let more = self.width(of: String(character))
            if used + more > width - 1 { break }
            result.append(character)
            used += more
        }
        return result + "…"
    }

    /// Columns that a text takes on a terminal: wide East Asian characters and emoji take two.
    public static func width(of text: String) -> Int {
        text.reduce(0) { width, character in
            guard let scalar = character.unicodeScalars.first else { return width }
            let isWide: Bool
            switch scalar.value {
            case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
                0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
                isWide = true
            default: isWide = false
            }
            return width + (isWide ? 2 : 1)
        }
    }
}
