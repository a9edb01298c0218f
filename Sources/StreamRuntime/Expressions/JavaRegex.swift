/// A regular expression of Java's, by Swift's engine.
///
/// What differs: there is no look-behind (refused), and no intersection of classes (`&&`); `\G`, `\Z`, `\R` and flags inside the
/// pattern other than `i`, `m`, `s`, `x` are as Swift has them. Classes by name are ASCII as in Java (`\d`, `\w`, `\s`,
/// `\p{Alpha}`...), a character is a code point.
struct JavaRegex {
    private let regex: Regex<AnyRegexOutput>

    /// - Throws: `EvaluationError` if the pattern is none.
    init(_ pattern: String, isDotAll: Bool = false) throws {
        do {
            regex = try Regex(try Self.translated(pattern))
                .matchingSemantics(.unicodeScalar)
                .asciiOnlyDigits()
                .asciiOnlyWhitespace()
                .wordBoundaryKind(.simple)
                .dotMatchesNewlines(isDotAll)
        } catch {
            throw EvaluationError("'\(pattern)' is no regular expression: \(error)")
        }
    }

    /// - Throws: `EvaluationError` for a pattern that Java knows and this does not, which must not pass for none.
    static func checkSupport(_ pattern: String) throws {
        if pattern.contains("(?<=") || pattern.contains("(?<!") {
            throw EvaluationError("look-behind in a regular expression is not supported: '\(pattern)'")
        }
        if pattern.contains("&&") {
            throw EvaluationError("an intersection of classes in a regular expression is not supported: '\(pattern)'")
        }
    }

    /// Classes by what they hold, as inside brackets.
    private static let classes = [
        "Alpha": "a-zA-Z", "Digit": "0-9", "Alnum": "a-zA-Z0-9", "Upper": "A-Z", "Lower": "a-z",
        "Punct": "!-/:-@\\[-`{-~", "XDigit": "0-9a-fA-F", "Space": " \\t\\n\\x0B\\f\\r", "Blank": " \\t",
        "ASCII": "\\x00-\\x7F", "Cntrl": "\\x00-\\x1F\\x7F", "Graph": "!-~", "Print": " -~", "w": "a-zA-Z0-9_",
    ]

    /// Java's ASCII classes as sets: Swift's know all of Unicode, and its word boundaries are right only if its words do too.
    ///
    /// - Throws: `EvaluationError` for braces that Java takes for no repetition, where Swift takes them for characters.
    private static func translated(_ pattern: String) throws -> String {
        var result = ""
        var isInSet = false
        var rest = Substring(pattern)
        while let character = rest.popFirst() {
            guard character == "\\", let letter = rest.popFirst() else {
                if character == "[" { isInSet = true }
                if character == "]" { isInSet = false }
                if character == "{", !isInSet { try checkRepetition(rest, behind: result.last) }
                result.append(character)
                continue
            }
            var name = String(letter).lowercased()
            var source = "\\" + String(letter)
            if letter == "p" || letter == "P" || letter == "x", rest.first == "{", let end = rest.firstIndex(of: "}") {
                name = String(rest[rest.index(after: rest.startIndex)..<end])
                source += rest[...end]
                rest = rest[rest.index(after: end)...]
            }
            guard let members = classes[name] else {
                result += source
                continue
            }
            let isNegated = letter == "W" || letter == "P"
            result += isNegated ? "[^\(members)]" : isInSet ? members : "[\(members)]"
        }
        return result
    }

    /// - Throws: `EvaluationError` if what follows an opening brace is no `n}`, `n,}` or `n,m}`, or nothing is repeated.
    private static func checkRepetition(_ rest: Substring, behind last: Character?) throws {
        let bounds = rest.prefix { $0 != "}" }.split(separator: ",", omittingEmptySubsequences: false)
        let least = bounds.first.flatMap { UInt32($0) }
        let most = bounds.count == 2 && !bounds[1].isEmpty ? UInt32(bounds[1]) : least
        guard let least, let most, bounds.count <= 2, least <= most, let last, last != "(", last != "|",
            rest.contains("}")
        else { throw EvaluationError("illegal repetition in a regular expression") }
    }

    /// The first match.
    // why: a pattern without transformations cannot fail to run
    func find(_ text: String) -> Regex<AnyRegexOutput>.Match? { try? regex.firstMatch(in: text) }

    /// Whether the whole text matches.
    // why: as above
    func matchesAll(_ text: String) -> Bool { (try? regex.wholeMatch(in: text)) != nil }

    /// How often it matches, one match behind the other.
    func count(_ text: String) -> Int { text.matches(of: regex).count }

    /// The number of the first match's first character (a UTF-16 unit, as in Java), from 1; 0 for none.
    func place(_ text: String) -> Int {
        guard let match = find(text) else { return 0 }
        return text.utf16.distance(from: text.startIndex, to: match.range.lowerBound) + 1
    }

    /// The text of a group of the first match; nil if there is none.
    func extract(_ text: String, group: Int) -> String? {
        guard let match = find(text), group >= 0, group < match.output.count else { return nil }
        return match.output[group].substring.map(String.init)
    }

    /// A group of each match; nil for one that took no part in it.
    func extractAll(_ text: String, group: Int) -> [String?] {
        text.matches(of: regex).map { match in
            group < match.output.count ? match.output[group].substring.map(String.init) : nil
        }
    }

    /// The text between the matches, in at most so many parts. Java: String.split, which drops empty parts at the end unless
    /// there is a limit, and one before a match of nothing at the start.
    func split(_ text: String, limit: Int = 0) -> [String] {
        var parts: [String] = []
        var place = text.startIndex
        for match in text.matches(of: regex) where limit == 0 || parts.count < limit - 1 {
            if match.range.isEmpty, match.range.lowerBound == text.startIndex || match.range.lowerBound == text.endIndex
            {
                continue
            }
            parts.append(String(text[place..<match.range.lowerBound]))
            place = match.range.upperBound
        }
        parts.append(String(text[place...]))
        if limit == 0 { while parts.count > 1, parts.last == "" { parts.removeLast() } }
        return parts.count == 1 && limit == 0 && parts[0].isEmpty && !text.isEmpty ? [] : parts
    }

    /// How many groups a pattern has.
    static func groupCount(_ pattern: String) -> Int {
        var count = 0
        var depth = 0
        var rest = Substring(pattern)
        while let character = rest.popFirst() {
            switch character {
            case "\\": rest = rest.dropFirst()
            case "[": depth += 1
            case "]": depth = max(0, depth - 1)
            case "(" where depth == 0:
                let isNamed = rest.hasPrefix("?<") && !rest.hasPrefix("?<=") && !rest.hasPrefix("?<!")
                if !rest.hasPrefix("?") || isNamed { count += 1 }
            default: break
            }
        }
        return count
    }

    /// The text with each match replaced by another text.
    func replace(_ text: String, _ replacement: String) -> String { text.replacing(regex, with: replacement) }
}
