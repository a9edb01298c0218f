import StreamSQL
import Testing

/// No script uses up the stack, the memory or the time.
@Suite struct LimitTests {
    /// Texts that nest: what is before, what is opened each time, what is inside, what is closed each time.
    struct Nest: CustomTestStringConvertible {
        let before: String
        let open: String
        let inside: String
        let close: String
        /// How many levels of the parser each of them takes.
        var levels = 1

        var testDescription: String { before + open + inside + close }

        func text(_ times: Int) -> String {
            before + String(repeating: open, count: times) + inside + String(repeating: close, count: times)
        }
    }

    static let nests = [
        Nest(before: "SELECT ", open: "(", inside: "1", close: ")"),
        Nest(before: "SELECT ", open: "NOT ", inside: "a", close: ""),
        Nest(before: "SELECT ", open: "- ", inside: "a", close: ""),
        Nest(before: "SELECT ", open: "f(", inside: "a", close: ")"),
        Nest(before: "SELECT ", open: "CASE WHEN ", inside: "a", close: " THEN 1 END"),
        Nest(before: "SELECT ", open: "CASE ", inside: "a", close: " WHEN 1 THEN 1 END"),
        Nest(before: "SELECT ", open: "a[", inside: "1", close: "]"),
        Nest(before: "SELECT ", open: "ROW(", inside: "1", close: ")"),
        Nest(before: "SELECT ", open: "ARRAY[", inside: "1", close: "]"),
        Nest(before: "SELECT ", open: "MAP[1, ", inside: "1", close: "]"),
        Nest(before: "SELECT ", open: "1 + (", inside: "1", close: ")", levels: 2),
        Nest(before: "SELECT ", open: "a IN (", inside: "1", close: ")"),
        Nest(before: "SELECT ", open: "a BETWEEN (", inside: "1", close: ") AND 2", levels: 2),
        Nest(before: "SELECT ", open: "a LIKE (", inside: "1", close: ")", levels: 2),
        Nest(before: "SELECT ", open: "CAST(", inside: "1", close: " AS INT)"),
        Nest(before: "SELECT ", open: "TRIM(", inside: "a", close: ")"),
        Nest(before: "SELECT ", open: "JSON_OBJECT('a' VALUE ", inside: "a", close: ")"),
        Nest(before: "SELECT ", open: "COUNT(*) FILTER (WHERE ", inside: "a", close: ")"),
        Nest(before: "SELECT ", open: "COUNT(*) OVER (PARTITION BY ", inside: "a", close: ")"),
        Nest(before: "SELECT ", open: "(SELECT ", inside: "1", close: ")", levels: 2),
        Nest(before: "SELECT ", open: "EXISTS (SELECT ", inside: "1", close: ")", levels: 2),
        Nest(before: "", open: "(", inside: "SELECT 1", close: ")", levels: 2),
        Nest(before: "", open: "(", inside: "SELECT 1", close: ") UNION SELECT 2", levels: 2),
        Nest(before: "", open: "WITH w AS (", inside: "SELECT 1", close: ") SELECT 2"),
        Nest(before: "SELECT * FROM ", open: "(SELECT * FROM ", inside: "t", close: ")", levels: 3),
        Nest(before: "SELECT * FROM ", open: "(", inside: "t", close: ")", levels: 2),
        Nest(before: "SELECT * FROM ", open: "(", inside: "t", close: " JOIN u ON a)", levels: 2),
        Nest(before: "SELECT * FROM ", open: "TABLE(f((SELECT * FROM ", inside: "t", close: ")))", levels: 4),
        Nest(before: "SELECT 1 FROM t GROUP BY ", open: "ROLLUP(", inside: "a", close: ")"),
        Nest(before: "SELECT 1 FROM t GROUP BY ", open: "GROUPING SETS (", inside: "a", close: ")"),
        Nest(before: "CREATE TABLE t (a ", open: "ARRAY<", inside: "INT", close: ">"),
        Nest(before: "CREATE TABLE t (a ", open: "MAP<INT, ", inside: "INT", close: ">"),
        Nest(before: "CREATE TABLE t (a ", open: "ROW<a ", inside: "INT", close: ">"),
    ]

    @Test(arguments: nests)
    func deepNestingIsRefused(_ nest: Nest) {
        for times in [1_000, 20_000] {
            let source = nest.text(times)
            let parsed = Script.parse(source)
            #expect(parsed.errors.map(\.kind) == [.limit], "\(parsed.errors.first?.message ?? "accepted")")
            #expect(parsed.script.statements.isEmpty)
        }
    }

    @Test(arguments: nests)
    func someNestingIsAccepted(_ nest: Nest) throws {
        let closing = nest.before.hasPrefix("CREATE") ? ")" : ""
        let source = nest.text((ParserLimits.nestingMax - 10) / nest.levels) + closing
        let script = try Script(parsing: source)
        #expect(try Script(parsing: script.sql) == script)
        #expect(script.hashValue == (try Script(parsing: script.sql)).hashValue)
    }

    @Test func deepPatternsAreRefused() {
        let source =
            "SELECT * FROM t MATCH_RECOGNIZE (PATTERN (" + String(repeating: "(", count: 10_000) + "A"
            + String(repeating: "B)", count: 10_000) + ") DEFINE A AS TRUE)"
        #expect(Script.parse(source).errors.map(\.kind) == [.limit])
    }

    /// Operators one after the other, which make trees high without nesting.
    static let chains = [
        (" + 1", "SELECT 1"), (" OR a", "SELECT a"), (" AND a = 1", "SELECT a"), (" || 'x'", "SELECT 'x'"),
        (" IS NULL", "SELECT a"), (" IN (1)", "SELECT a"), (" LIKE 'x'", "SELECT a"), ("[1]", "SELECT a"),
        (".b", "SELECT a[1]"), (" BETWEEN 1 AND 2", "SELECT a"), (" UNION SELECT 1", "SELECT 1"),
        (" UNION ALL SELECT 1 INTERSECT SELECT 2", "SELECT 1"), (" JOIN t ON TRUE", "SELECT * FROM t"),
        (" ARRAY", "CREATE TABLE t (a INT"),
    ]

    @Test(arguments: chains)
    func longChainsAreRefused(_ link: String, _ start: String) throws {
        let long = start + String(repeating: link, count: 20_000)
        #expect(Script.parse(long).errors.map(\.kind) == [.limit])
        let isType = link == " ARRAY"
        let length = (isType ? ParserLimits.nestingMax : ParserLimits.heightMax) - 20
        let short = start + String(repeating: link, count: length) + (isType ? ")" : "")
        let script = try Script(parsing: short)
        #expect(try Script(parsing: script.sql) == script)
        #expect(script.hashValue == (try Script(parsing: script.sql)).hashValue)
    }

    @Test func nestedChainsAreRefused() {
        var chain = "a"
        for _ in 0..<50 { chain = "(" + chain + String(repeating: " + a", count: 90) + ")" }
        let source = "SELECT \(chain)"
        #expect(Script.parse(source).errors.map(\.kind) == [.limit])
    }

    @Test func listsMayBeLong() throws {
        let list = (0..<20_000).map(String.init).joined(separator: ", ")
        let script = try Script(parsing: "SELECT * FROM t WHERE a IN (\(list))")
        #expect(script.statements.count == 1)
    }

    @Test func textsAreLimited() throws {
        let source = "SELECT '" + String(repeating: "x", count: ParserLimits.bytesMax) + "'"
        let errors = Script.parse(source).errors
        #expect(errors.map(\.kind) == [.limit])
        #expect(errors.map(\.range) == [SourceRange(ParserLimits.bytesMax, source.utf8.count)])
        let fitting = "SELECT '" + String(repeating: "x", count: ParserLimits.bytesMax - 9) + "'"
        #expect(try Script(parsing: fitting).statements.count == 1)
    }

    @Test func tokensAreLimited() {
        let source = "SELECT " + String(repeating: "1,", count: ParserLimits.tokensMax / 2) + "1"
        let errors = Script.parse(source).errors
        #expect(errors.map(\.message) == ["more than \(ParserLimits.tokensMax) words and signs"])
    }

    @Test func emptyTextsHaveNoStatements() throws {
        for source in ["", " ", ";", "-- nothing", "/* nothing */", ";;\n;"] {
            #expect(try Script(parsing: source).statements.isEmpty)
            #expect(throws: SQLErrors.self) { try Statement(parsing: source) }
        }
        #expect(throws: SQLErrors.self) { try Statement(parsing: "SELECT 1; SELECT 2") }
        #expect(throws: SQLError.self) { try Expression(parsing: "") }
        #expect(throws: SQLError.self) { try Expression(parsing: "a b") }
        #expect(throws: SQLError.self) { try TypeName(parsing: "INT INT") }
    }
}
