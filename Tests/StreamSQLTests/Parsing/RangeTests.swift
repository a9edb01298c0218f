import StreamSQL
import Testing

/// Each node's range lies within that of the node around it.
@Suite struct RangeTests {
    /// Visits all nodes below a value and collects those that stick out of the range around them.
    private static func check(_ value: Any, within outer: SourceRange, _ violations: inout [String]) {
        let mirror = Mirror(reflecting: value)
        var inner = outer
        // What these two apply to stands before them.
        let isSuffix = value is MatchRecognize || value is PrimaryKeyDefinition
        for child in mirror.children where child.label == "_range" {
            guard let range = (child.value as? NotCompared<SourceRange>)?.wrappedValue else { continue }
            if range.start < outer.start || range.end > outer.end { violations.append("\(type(of: value)) \(range)") }
            if !isSuffix { inner = range }
        }
        for child in mirror.children where !(child.value is NotCompared<SourceRange>) {
            check(child.value, within: inner, &violations)
        }
    }

    @Test(arguments: PrintingTests.scripts + CorpusTests.cases.map { GoldenCase(source: $0.text, expected: "") })
    func nodesLieWithinOneAnother(_ golden: GoldenCase) {
        let script = Script.parse(golden.source).script
        var violations: [String] = []
        Self.check(script, within: script.range, &violations)
        #expect(violations.isEmpty)
    }

    /// The text of an expression's parts.
    private func slices(_ source: String) throws -> [String] {
        let bytes = Array(source.utf8)
        func slice(_ range: SourceRange) -> String { String(decoding: bytes[range.start..<range.end], as: UTF8.self) }
        let expression = try Expression(parsing: source)
        guard case .binary(_, let left, let right) = expression.kind else { return [slice(expression.range)] }
        return [slice(expression.range), slice(left.range), slice(right.range)]
    }

    @Test func parenthesesBelongToWhatIsAroundThem() throws {
        #expect(try slices("(a + b) * c") == ["(a + b) * c", "a + b", "c"])
        #expect(try slices("a * (b + c)") == ["a * (b + c)", "a", "b + c"])
        #expect(try slices("( a )") == ["a"])
        #expect(
            try slices("f( x ) + CASE WHEN a THEN b END") == [
                "f( x ) + CASE WHEN a THEN b END", "f( x )", "CASE WHEN a THEN b END",
            ]
        )
        #expect(try slices("a.b[ 1 ].c || -x") == ["a.b[ 1 ].c || -x", "a.b[ 1 ].c", "-x"])
    }

    @Test func statementsEndBeforeTheirSemicolon() throws {
        let source = " SELECT 1 ; \n SELECT a FROM t -- end"
        let script = try Script(parsing: source)
        #expect(script.statements.map(\.range) == [SourceRange(1, 9), SourceRange(14, 29)])
    }
}
