import StreamSQL
import Testing

@testable import StreamRuntime

/// JSON paths beyond the corpus: what is refused, the limits, and that no path and no document is too much.
@Suite struct JSONPathTests {
    private static func answer(_ path: String, _ document: String) throws -> String? {
        var document = document
        let root = try #require(document.withUTF8 { JSONNode($0) })
        return try JSONPath(path).value(in: root)?.text
    }

    @Test(arguments: [
        ("n", "character 1: it has to begin with $"),
        ("lax $.", "character 7: a name is missing"),
        ("$.a b", "character 5: a step begins with a dot or a bracket"),
        ("$.a[", "character 5: a number from 0 to 2147483647 is missing"),
        ("$.a[0:4:2]", "character 8: the third number of a slice is not supported"),
        ("$['a\\nb']", "character 6: only quotes, \\ and / can stand behind \\"),
        ("$..*.a", "character 5: a step behind ..*, ..[n] or ..[?()] is not supported"),
        ("$..a.sum()", "character 5: a function behind .. is not supported"),
        ("$.a.sum().b", "character 10: a step behind a function is not supported"),
        ("$.a.concat('b')", "character 4: the function concat() is not supported"),
        ("$.a.sum($.b)", "character 9: arguments of sum() are not supported"),
        ("$.a[*].first()", "character 7: first() behind a step to several places is not supported"),
        ("$[?(@.a.last() == 1)]", "character 5: keys(), first(), last() and index() in a condition are not supported"),
        ("$[?(@.a)]", "character 5: a condition without a comparison is not supported, Flink 2.3 fails on it"),
        ("$[?(@.a in [1])]", "character 9: 'in' in a condition is not supported, Flink 2.3 fails on lists"),
        (
            "$[?(@.a == [1])]",
            "character 12: a list or an object in a condition is not supported, Flink 2.3 fails on it"
        ),
        (
            "$[?(@.a[*] == 1)]",
            "character 5: a path to several places in a condition is not supported, Flink 2.3 fails on it"
        ),
        ("$[?(@.a ~ 1)]", "character 9: the comparison '~' is not supported"),
        ("$[?(@.a =~ /(?<=b)/)]", "character 12: look-behind in a regular expression is not supported: '(?<=b)'"),
    ]) func refuses(_ path: String, _ problem: String) {
        #expect(throws: EvaluationError("Illegal jsonpath spec '\(path)' at \(problem)")) { try JSONPath(path) }
    }

    @Test func conditionsHaveADepth() throws {
        func path(_ depth: Int) -> String {
            "$[?" + String(repeating: "(", count: depth) + "@ == 1" + String(repeating: ")", count: depth) + "]"
        }
        #expect(try Self.answer(path(JSONPathFilter.depthLimit), "[1,2]") == "[1]")
        #expect(throws: EvaluationError.self) { try JSONPath(path(JSONPathFilter.depthLimit + 1)) }
        #expect(throws: EvaluationError.self) { try JSONPath(path(1_000_000)) }
    }

    /// Each `..a` multiplies what it finds in a document of nested members.
    @Test func aPathPassesNotTooMuch() throws {
        let depth = 900
        let document = String(repeating: "{\"a\":", count: depth) + "1" + String(repeating: "}", count: depth)
        #expect(try Self.answer("$..a", document)?.hasPrefix("[{\"a\":") == true)
        #expect {
            try Self.answer("$..a..a..a", document)
        } throws: {
            "\($0)" == "a JSON path passes more than \(JSONPathRoute.passedLimit) values of a document"
        }
    }

    @Test func exponentsBeyondABigDecimalAreNoNumbers() {
        for text in ["1e99999999999999999999", "1e-9223372036854775808", "1e2147483648", "[1.5e-2147483648]"] {
            var text = text
            #expect(text.withUTF8 { JSONNode($0) } == nil, "\(text)")
        }
    }

    private static let pieces = [
        "$", "@", ".", "..", "a", "n", "*", "[", "]", "[0]", "[-1]", "[0,1]", "[:2]", "[1:]", "['a']", "['a','n']", "(",
        ")",
        "?", "[?(", ")]", "@.n", "==", "!=", "===", "<", ">=", "=~", "/a.*/i", "/(/", "&&", "||", "!", " ", "'", "\"",
        "\\",
        "1", "1e400", "-2.50", "9999999999", "null", "true", "contains", "size", "empty", "in", ".length()", ".sum()",
        ".index(-1)", ".keys()", ",", ":", "é", "e\u{301}", "😀", "\u{0}", "lax ",
    ]
    private static let documents = [
        "null", "7", "\"a\"", "[]", "{}", "[1,2.50,\"a\",null,[1],{\"n\":1}]",
        "{\"a\":[{\"n\":1,\"s\":\"a\"},{\"n\":\"1\"}],\"n\":1e5}",
        "{\"a\":{\"a\":{\"a\":[[[]]]}},\"é\":1}",
        String(repeating: "[", count: 1000) + String(repeating: "]", count: 1000),
        "[1e2147483647,1e-2147483647,-0.0,12345678901234567890123456789012345678901234567890]",
    ]

    /// Whole paths, damaged ones and ones of any pieces: an answer or an error, and the same one again.
    @Test(arguments: 0..<8) func noPathIsTooMuch(_ seed: Int) throws {
        var random = ColumnTestsRandom(seed: UInt64(seed) + 77)
        let whole = [
            "$.a[*].n", "$..n", "$['a','n']", "$.a[?(@.n == 1 && !(@.s != 'a'))].s", "$[-2:]", "$..a[0:1]..n",
            "lax $.a[?(@.s =~ /a.*/ || @.n > -1.5e3)].length()", "$[?($.n >= @ || @ contains 'a')]", "$..[?(@.n == 1)]",
        ]
        var answered = 0
        for _ in 0..<400 {
            var path = random.pick(whole)
            if random.chance(40) {
                var scalars = Array(path.unicodeScalars)
                for _ in 0..<(1 + random.below(3)) where !scalars.isEmpty {
                    let place = random.below(scalars.count)
                    if random.chance(50) {
                        scalars.remove(at: place)
                    } else {
                        scalars.insert(random.pick(scalars), at: place)
                    }
                }
                path = scalars.map { String($0) }.joined()
            } else if random.chance(70) {
                path = "$" + (0..<random.below(10)).map { _ in random.pick(Self.pieces) }.joined()
            }
            for document in Self.documents {
                func outcome() -> String {
                    do { return try Self.answer(path, document) ?? "-" } catch { return "! \(error)" }
                }
                let first = outcome()
                #expect(outcome() == first, "\(path) in \(document.prefix(80))")
                if !first.hasPrefix("!") { answered += 1 }
            }
        }
        #expect(answered > 400)
    }
}
