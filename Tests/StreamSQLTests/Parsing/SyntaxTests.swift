import Testing

@testable import StreamSQL

/// What the parser makes of texts, where printing would not show it.
@Suite struct SyntaxTests {
    private func kind(_ source: String) throws -> Expression.Kind { try Expression(parsing: source).kind }

    private func select(_ source: String) throws -> Select {
        let statement = try Statement(parsing: source)
        guard case .query(let query) = statement.kind, case .select(let select) = query.body.kind else {
            throw SQLError(.syntax, "no SELECT", at: statement.range)
        }
        return select
    }

    @Test func literalsKeepTheirText() throws {
        #expect(try kind("007") == .literal(.integer("007")))
        #expect(try kind("1.50") == .literal(.decimal("1.50")))
        #expect(try kind("1e-5") == .literal(.approximate("1e-5")))
        #expect(try kind("'it''s'") == .literal(.string("it's")))
        #expect(try kind("'a'\n -- on\n 'b'") == .literal(.string("ab")))
        #expect(try kind("U&'\\d83d\\DE00 \\\\'") == .literal(.string("😀 \\")))
        #expect(try kind("x'0aF0'") == .literal(.binary("0aF0")))
        #expect(try kind("UNKNOWN") == .literal(.unknown))
        guard case .literal(.interval(let interval)) = try kind("INTERVAL - '1 2' DAY(3) TO SECOND(4)") else {
            Issue.record("no interval")
            return
        }
        #expect(interval.isNegative)
        #expect(interval.text == "1 2")
        #expect(interval.qualifier.start == .day && interval.qualifier.end == .second)
        #expect(interval.qualifier.startPrecision == 3 && interval.qualifier.fractionPrecision == 4)
    }

    @Test func positionsDoNotCount() throws {
        #expect(try Expression(parsing: "a+ b") == Expression(parsing: "(a) + /* x */ b"))
        #expect(try Set([Expression(parsing: "f(a)"), Expression(parsing: " f ( a ) ")]).count == 1)
        #expect(try Expression(parsing: "a") != Expression(parsing: "A"))
        #expect(try Expression(parsing: "`a`") == Expression(parsing: "a"))
    }

    @Test func precedenceIsThatOfCalcite() throws {
        for (short, long) in [
            ("a OR b AND NOT c = d + e * -f", "a OR (b AND (NOT (c = (d + (e * (-f))))))"),
            ("a = b IS NULL", "(a = b) IS NULL"), ("a < b LIKE c", "a < (b LIKE c)"),
            ("NOT a IS NULL", "NOT (a IS NULL)"),
            ("a + b BETWEEN c AND d AND e", "((a + b) BETWEEN c AND d) AND e"), ("a || b + c", "(a || b) + c"),
            ("a - b - c", "(a - b) - c"), ("a * b / c % d", "((a * b) / c) % d"), ("-a[1]", "-(a[1])"),
            ("a IS NULL = b", "(a IS NULL) = b"), ("a IN (1) = b", "(a IN (1)) = b"), ("a = b <> c", "(a = b) <> c"),
            ("a IS DISTINCT FROM b OR c", "(a IS DISTINCT FROM b) OR c"),
        ] {
            #expect(try Expression(parsing: short) == Expression(parsing: long), "\(short)")
        }
    }

    @Test func groupsInParenthesesAreSets() throws {
        let elements = try select("SELECT 1 FROM t GROUP BY (a, b), ROW(a, b), (a), (a, b) = c").groupBy?.elements ?? []
        let kinds = elements.map { element in
            switch element.kind {
            case .set: "set"
            case .expression(let expression):
                switch expression.kind {
                case .row: "row"
                case .column: "column"
                default: "other"
                }
            default: "?"
            }
        }
        #expect(kinds == ["set", "row", "column", "other"])
    }

    @Test func framesHaveTheirEnds() throws {
        let item = try select("SELECT SUM(a) OVER (ROWS 2 PRECEDING) FROM t").items[0]
        guard case .expression(let expression, nil) = item.kind, case .call(let call) = expression.kind,
            case .specification(let window)? = call.over, let frame = window.frame
        else {
            Issue.record("no frame")
            return
        }
        #expect(frame.unit == .rows)
        #expect(frame.start == .preceding(try Expression(parsing: "2")))
        #expect(frame.end == nil)
    }

    @Test func patternsHaveTheirQuantifiers() throws {
        let source = "SELECT * FROM t MATCH_RECOGNIZE (PATTERN (A B{2,}? (C | D){,3} E{2}?) DEFINE A AS TRUE)"
        guard case .matchRecognize(let match)? = try select(source).from.first?.kind,
            case .sequence(let parts) = match.pattern.kind
        else {
            Issue.record("no pattern")
            return
        }
        let quantifiers = parts.map { part -> RowPattern.Quantifier? in
            guard case .repetition(_, let quantifier) = part.kind else { return nil }
            return quantifier
        }
        #expect(
            quantifiers == [
                nil, .init(atLeast: 2, atMost: nil, isReluctant: true),
                .init(atLeast: 0, atMost: 3, isReluctant: false),
                .init(atLeast: 2, atMost: 2, isReluctant: false),
            ]
        )
        #expect(match.skip == nil && match.rows == nil)
    }

    @Test func optionsKnowTheirPlaces() throws {
        let source = "SET 'key' = 'it''s'"
        guard case .set(let option) = try Statement(parsing: source).kind else {
            Issue.record("no SET")
            return
        }
        #expect(option.key == "key" && option.value == "it's")
        #expect(option.keyRange == SourceRange(4, 9) && option.valueRange == SourceRange(12, 19))
    }

    @Test func bothFormsOfStatementSetsAreTheSame() throws {
        let first = try Script(
            parsing: "EXECUTE STATEMENT SET BEGIN INSERT INTO a SELECT 1; INSERT INTO b SELECT 2; END;"
        )
        let second = try Script(parsing: "BEGIN STATEMENT SET; INSERT INTO a SELECT 1; INSERT INTO b SELECT 2; END;")
        #expect(first == second)
        #expect(first.statements.count == 1)
    }

    @Test func keywordsThatAreNotReservedAreNames() throws {
        for (word, kind) in KeywordTable.shared.words {
            for text in [word, word.lowercased()] {
                let parsed = Script.parse("SELECT 1 AS \(text) FROM a AS \(text), \(text)")
                #expect(parsed.errors.isEmpty == (kind == .name), "\(text)")
                #expect(Script.parse("SELECT `\(text)`, `\(text)`(1) FROM `\(text)`").errors.isEmpty, "\(text)")
            }
        }
        // Flink: columns that people have.
        let columns =
            "type, status, name, eventTime, id, data, key, first, last, week, map, json, version, level, state, plan"
        #expect(try select("SELECT \(columns) FROM t WHERE type = 'a' AND status IN (key, week)").items.count == 16)
        for word in [
            "value", "timestamp", "date", "user", "result", "method", "start", "end", "rank", "comment", "system",
        ] {
            #expect(!Script.parse("CREATE TABLE t (\(word) INT)").errors.isEmpty, "\(word)")
        }
    }

    @Test func keywordsAreFoundInAnyCase() {
        for text in ["select", "SELECT", "Select", "sELECt"] {
            #expect(Script.parse("\(text) 1").errors.isEmpty)
        }
        for text in ["selec", "selectt", "sel_ect", "SELECT1", "ſelect"] {
            #expect(!Script.parse("\(text) 1").errors.isEmpty)
        }
    }

    @Test func namesMayHaveOtherLetters() throws {
        #expect(try kind("größe") == kind("`größe`"))
        #expect(try kind("中文.列") == kind("`中文`.`列`"))
        #expect(try kind("_a$1") == kind("`_a$1`"))
        #expect(throws: SQLError.self) { try Expression(parsing: "😀") }
        #expect(
            try kind("`😀`")
                == .column(QualifiedName(parts: [Identifier(name: "😀", range: .init(0, 6))], range: .init(0, 6)))
        )
    }

    @Test func commentsEndWhereFlinkEndsThem() throws {
        #expect(try kind("1 -- a\n + 2") == kind("1 + 2"))
        #expect(try kind("1 // a\r + 2") == kind("1 + 2"))
        #expect(try kind("1 /* a /* b */ + 2") == kind("1 + 2"))
        #expect(try kind("'-- a' || '/* b'") == kind("('-- a') || '/* b'"))
        #expect(try kind("4 */* x */ 2") == kind("4 * 2"))
        #expect(throws: SQLError.self) { try Expression(parsing: "1 /*+ a") }
    }

    @Test func bytesThatAreNoTextAreErrors() {
        for bytes: [UInt8] in [[0xFF], [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0x80], [0xC3, 0x28]] {
            let parsed = (Array("SELECT ".utf8) + bytes).withUnsafeBufferPointer { Script.parse(utf8: $0) }
            #expect(parsed.errors.count == 1)
            let quoted = (Array("SELECT '".utf8) + bytes + Array("'".utf8)).withUnsafeBufferPointer {
                Script.parse(utf8: $0)
            }
            #expect(quoted.errors.isEmpty)
        }
    }
}
