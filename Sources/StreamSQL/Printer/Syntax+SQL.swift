extension Script {
    /// As SQL text, each statement with its semicolon.
    public var sql: String { statements.map { $0.sql + ";" }.joined(separator: "\n\n") }
}

extension Statement {
    /// As SQL text, without a semicolon.
    public var sql: String {
        var printer = Printer()
        printer.statement(kind)
        return printer.text
    }
}

extension CreateTable {
    /// As SQL text, without a semicolon.
    public var sql: String { Statement(kind: .createTable(self), range: name.range).sql }
}

extension CreateView {
    /// As SQL text, without a semicolon.
    public var sql: String { Statement(kind: .createView(self), range: name.range).sql }
}

extension Query {
    /// As SQL text.
    public var sql: String {
        var printer = Printer()
        printer.query(self)
        return printer.text
    }
}

extension Expression {
    /// As SQL text.
    public var sql: String {
        var printer = Printer()
        printer.expression(self)
        return printer.text
    }
}

extension TypeName {
    /// As SQL text.
    public var sql: String {
        var printer = Printer()
        printer.type(self)
        return printer.text
    }
}

extension Identifier {
    /// As SQL text: in back-quotes if it needs them.
    public var sql: String { Printer.name(name) }
}

extension QualifiedName {
    /// As SQL text: each name in back-quotes if it needs them.
    public var sql: String { parts.map(\.sql).joined(separator: ".") }
}
