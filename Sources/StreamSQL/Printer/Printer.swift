/// Writes syntax as SQL text that parses to the same syntax: keywords in upper case, a clause a line, names in back-quotes
/// where they need them, and no parentheses that are not needed.
struct Printer {
    private(set) var text = ""
    private var level = 0

    /// Adds text as it is.
    mutating func write(_ part: String) { text += part }

    /// Begins a new line.
    mutating func newLine() {
        text += "\n"
        for _ in 0..<level { text += "  " }
    }

    /// Writes something a level deeper, from a new line on to a new line.
    mutating func indented(_ body: (inout Printer) -> Void) {
        level += 1
        newLine()
        body(&self)
        level -= 1
        newLine()
    }

    /// Writes several things with commas between them.
    mutating func list<Element>(_ elements: [Element], _ body: (inout Printer, Element) -> Void) {
        for (index, element) in elements.enumerated() {
            if index > 0 { write(", ") }
            body(&self, element)
        }
    }

    /// Writes several things in parentheses, each on a line.
    mutating func lines<Element>(_ elements: [Element], _ body: (inout Printer, Element) -> Void) {
        write("(")
        indented { printer in
            for (index, element) in elements.enumerated() {
                if index > 0 {
                    printer.write(",")
                    printer.newLine()
                }
                body(&printer, element)
            }
        }
        write(")")
    }

    /// Writes a string in quotes.
    mutating func string(_ value: String) { write(Printer.quoted(value, "'")) }

    /// Writes a name.
    mutating func name(_ identifier: Identifier) { write(Printer.name(identifier.name)) }

    /// Writes names with dots between them.
    mutating func name(_ name: QualifiedName) {
        for (index, part) in name.parts.enumerated() {
            if index > 0 { write(".") }
            self.name(part)
        }
    }

    /// Writes names in parentheses.
    mutating func names(_ identifiers: [Identifier]) {
        write("(")
        list(identifiers) { $0.name($1) }
        write(")")
    }

    /// A text between quotes, those within doubled.
    private static func quoted(_ value: String, _ quote: String) -> String {
        var result = quote
        for character in value.unicodeScalars {
            if character == quote.unicodeScalars.first { result.unicodeScalars.append(character) }
            result.unicodeScalars.append(character)
        }
        return result + quote
    }

    /// A name, in back-quotes if it is not a plain word, or one that the grammar knows.
    static func name(_ name: String) -> String {
        isPlain(name) && KeywordTable.shared.words[name.uppercased()] == nil ? name : quoted(name, "`")
    }

    /// Whether a name is letters, digits and `_`, not beginning with a digit.
    static func isPlain(_ name: String) -> Bool {
        var isFirst = true
        for byte in name.utf8 {
            let letter = byte | KeywordTable.lowerCase
            let isLetter = letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z") || byte == UInt8(ascii: "_")
            let isDigit = byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
            guard isLetter || isDigit && !isFirst else { return false }
            isFirst = false
        }
        return !isFirst
    }

    /// Writes hints and a blank before them.
    mutating func hints(_ hints: [Hint]) {
        guard !hints.isEmpty else { return }
        write(" /*+ ")
        list(hints) { printer, hint in
            let name = hint.name.name
            printer.write(KeywordTable.shared.words[name.uppercased()] == .name ? name : Printer.name(name))
            guard !hint.options.isEmpty || !hint.arguments.isEmpty else { return }
            printer.write("(")
            printer.list(hint.options) { $0.option($1) }
            if !hint.options.isEmpty, !hint.arguments.isEmpty { printer.write(", ") }
            printer.list(hint.arguments) { printer, argument in
                if Printer.name(argument) == argument { printer.write(argument) } else { printer.string(argument) }
            }
            printer.write(")")
        }
        write(" */")
    }

    /// Writes `'k' = 'v'`.
    mutating func option(_ option: TableOption) {
        string(option.key)
        write(" = ")
        string(option.value)
    }
}
