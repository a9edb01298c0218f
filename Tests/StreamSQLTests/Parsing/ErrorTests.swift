import StreamSQL
import Testing

/// Golden texts of errors, and what holds for each of them.
@Suite struct ErrorTests {
    static let goldens = GoldenCase.blocks(StatementErrorGoldens.text) + GoldenCase.blocks(QueryErrorGoldens.text)

    @Test func theGoldensAreThere() {
        #expect(Self.goldens.count > 110)
    }

    @Test(arguments: goldens)
    func errors(_ golden: GoldenCase) throws {
        let errors = Script.parse(golden.source).errors
        try #require(!errors.isEmpty)
        #expect(SQLErrors(errors).rendered(source: golden.source, file: "a.sql") == golden.expected)
        #expect(errors.map(\.range.start) == errors.map(\.range.start).sorted())
        for error in errors { #expect(error.range.end <= golden.source.utf8.count) }
    }

    /// The places of the carets, found by the columns of the line above.
    private func marked(_ source: String) throws -> String {
        let error = try #require(Script.parse(source).errors.first)
        let lines = error.rendered(source: source, file: "a.sql").split(separator: "\n").map(String.init)
        let carets = Array(lines[2])
        let first = try #require(carets.firstIndex(of: "^"))
        #expect(carets[..<first].allSatisfy { $0 == " " || $0 == "\t" })
        return lines[1] + "\n" + lines[2]
    }

    @Test func charactersThatCannotBeSeenAreNamed() throws {
        let source = "SELECT a,\u{00A0}b"
        let error = try #require(Script.parse(source).errors.first)
        #expect(error.message == "no SQL begins with the character U+00A0")
        let bell = try #require(Script.parse("SELECT \u{7}").errors.first)
        #expect(bell.message == "no SQL begins with the character U+0007")
        #expect(bell.rendered(source: "SELECT \u{7}", file: "x").hasSuffix("\nSELECT \u{FFFD}\n       ^"))
    }

    @Test func tabsAreKept() throws {
        #expect(try marked("\tSELECT\ta,\t)") == "\tSELECT\ta,\t)\n\t      \t  \t^")
    }

    @Test func wideCharactersTakeTwoColumns() throws {
        #expect(try marked("SELECT '漢字😀' )") == "SELECT '漢字😀' )\n                ^")
        // A combining accent takes none.
        #expect(try marked("SELECT 'e\u{301}' )") == "SELECT 'e\u{301}' )\n           ^")
    }

    @Test func linesOfWindowsAreLines() throws {
        let source = "SELECT a\r\nFROM\r\n)\r\n"
        let error = try #require(Script.parse(source).errors.first)
        #expect(error.rendered(source: source, file: "a.sql").hasPrefix("a.sql:3:1: "))
        #expect(try marked(source) == ")\n^")
    }

    @Test func longLinesAreCut() throws {
        let source =
            "SELECT " + String(repeating: "abcdefghi, ", count: 100) + "+, " + String(repeating: "xyz, ", count: 100)
        let lines = try marked(source).split(separator: "\n")
        #expect(lines[0].count == 160)
        #expect(lines[0].hasPrefix("…"))
        #expect(lines[0].hasSuffix("…"))
        #expect(lines[1].hasSuffix(" ^"))
        #expect(lines[0].dropFirst(lines[1].count - 1).hasPrefix(", xyz"))
    }

    @Test func aMarkOverSeveralLinesEndsWithTheFirst() throws {
        let error = SQLError(.invalid, "it is wrong", at: SourceRange(7, 20))
        let source = "SELECT a +\n  b + c FROM t"
        #expect(
            error.rendered(source: source, file: "a.sql") == """
                a.sql:1:8: invalid statement: it is wrong
                SELECT a +
                       ^~~
                """
        )
    }

    @Test func placesOutsideOfTheTextAreItsEnd() {
        let error = SQLError(.name, "no", at: SourceRange(100, 200))
        #expect(error.rendered(source: "ab\nc", file: "f") == "f:2:2: name error: no\nc\n ^")
        #expect(error.rendered(source: "", file: "f") == "f:1:1: name error: no\n\n^")
    }

    @Test func locationsCountCharacters() {
        let source = "aé😀\nx"
        #expect(SourceLocation(of: 0, in: source) == SourceLocation(of: -1, in: source))
        #expect(SourceLocation(of: 3, in: source).column == 3)
        #expect(SourceLocation(of: 7, in: source).column == 4)
        let second = SourceLocation(of: 8, in: source)
        #expect(second.line == 2 && second.column == 1)
    }

    @Test func errorsOfAScriptAreReportedTogether() {
        let source = "SELECT; SELECT 1; FOO; CREATE TABLE; INSERT INTO t SELECT 2; SELECT 3 FROM"
        let parsed = Script.parse(source)
        #expect(parsed.errors.map(\.range.start) == [6, 18, 35, source.utf8.count])
        #expect(parsed.script.statements.map(\.sql) == ["SELECT 1", "INSERT INTO t\nSELECT 2"])
        #expect(throws: SQLErrors(parsed.errors)) { try Script(parsing: source) }
    }

    @Test func errorsAreLimited() {
        let parsed = Script.parse(String(repeating: "SELECT;", count: 1000))
        #expect(parsed.errors.count == ParserLimits.errorsMax)
    }
}
