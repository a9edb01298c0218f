import StreamSQL
import Testing

/// Golden texts of the printer, and that what is printed parses to the same syntax.
@Suite struct PrintingTests {
    static let scripts =
        GoldenCase.blocks(StatementGoldens.text) + GoldenCase.blocks(QueryGoldens.text)

    @Test func theGoldensAreThere() {
        #expect(Self.scripts.count > 60)
        #expect(GoldenCase.lines(ExpressionGoldens.text).count > 180)
    }

    @Test(arguments: scripts)
    func statements(_ golden: GoldenCase) throws {
        let script = try Script(parsing: golden.source)
        #expect(script.sql == golden.expected)
        #expect(try Script(parsing: script.sql) == script)
    }

    @Test(arguments: GoldenCase.lines(ExpressionGoldens.text))
    func expressions(_ golden: GoldenCase) throws {
        let expression = try Expression(parsing: golden.source)
        #expect(expression.sql == golden.expected)
        #expect(try Expression(parsing: golden.expected) == expression)
    }

    @Test(arguments: [
        ("decimal(10,2)not null", "DECIMAL(10, 2) NOT NULL"), ("row<a int>array", "ARRAY<ROW<a INT>>"),
        ("time without time zone null", "TIME"), ("interval day(2)to second(3)", "INTERVAL DAY(2) TO SECOND(3)"),
    ])
    func types(_ source: String, _ printed: String) throws {
        let type = try TypeName(parsing: source)
        #expect(type.sql == printed)
        #expect(try TypeName(parsing: printed) == type)
    }

    @Test(arguments: [
        ("orders", "orders"), ("order", "`order`"), ("Value", "`Value`"), ("type", "type"), ("status", "status"),
        ("a`b", "`a``b`"), ("1a", "`1a`"), ("a b", "`a b`"), ("ü", "`ü`"), ("count", "`count`"),
        ("eventTime", "eventTime"),
    ])
    func names(_ name: String, _ printed: String) throws {
        let identifier = try #require(try QualifiedName(parsing: "\(printed)").simple)
        #expect(identifier.name == name)
        #expect(identifier.sql == printed)
    }

    @Test func partsOfStatementsPrintAlone() throws {
        let statement = try Statement(parsing: "create table a.b (c int)")
        guard case .createTable(let table) = statement.kind else {
            Issue.record("\(statement)")
            return
        }
        #expect(table.sql == statement.sql)
        #expect(table.name.sql == "a.b")
        let view = try Statement(parsing: "create view v as select 1")
        guard case .createView(let definition) = view.kind else {
            Issue.record("\(view)")
            return
        }
        #expect(definition.sql == view.sql)
        #expect(definition.query.sql == "SELECT 1")
    }
}

extension QualifiedName {
    /// The name that an expression is.
    fileprivate init(parsing source: String) throws {
        let expression = try Expression(parsing: source)
        guard case .column(let name) = expression.kind else {
            throw SQLError(.syntax, "no name", at: expression.range)
        }
        self = name
    }
}
