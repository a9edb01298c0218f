extension JSONPathParser {
    /// The condition behind a question mark, in its parentheses.
    mutating func filter() throws -> JSONPathFilter {
        skipSpace()
        guard take("(") else { throw illegal("a condition stands in parentheses") }
        return try closed(depth: 0)
    }

    /// What stands in parentheses of which the first one has been passed.
    private mutating func closed(depth: Int) throws -> JSONPathFilter {
        guard depth < JSONPathFilter.depthLimit else {
            throw illegal("conditions are nested deeper than \(JSONPathFilter.depthLimit)")
        }
        let filter = try anyOf(depth: depth)
        guard take(")") else { throw illegal("a parenthesis is missing") }
        return filter
    }

    private mutating func anyOf(depth: Int) throws -> JSONPathFilter {
        var parts: [JSONPathFilter] = []
        repeat { parts.append(try allOf(depth: depth)) } while take("||")
        return parts.count == 1 ? parts[0] : .or(parts)
    }

    private mutating func allOf(depth: Int) throws -> JSONPathFilter {
        var parts: [JSONPathFilter] = []
        repeat { parts.append(try condition(depth: depth)) } while take("&&")
        return parts.count == 1 ? parts[0] : .and(parts)
    }

    private mutating func condition(depth: Int) throws -> JSONPathFilter {
        skipSpace()
        let start = place
        var isNegated = false
        while take("!") {
            isNegated.toggle()
            skipSpace()
        }
        let filter: JSONPathFilter
        if take("(") {
            filter = try closed(depth: depth + 1)
        } else {
            if place > start { throw illegal("! has to stand before a parenthesis", at: start) }
            filter = try comparison()
        }
        skipSpace()
        return isNegated ? .not(filter) : filter
    }

    private mutating func comparison() throws -> JSONPathFilter {
        let start = place
        let left = try operand()
        skipSpace()
        if next == ")" || next == "&" || next == "|" {
            throw illegal("a condition without a comparison is not supported, Flink 2.3 fails on it", at: start)
        }
        let operation = try operation()
        skipSpace()
        return .comparison(left, operation, try operand())
    }

    private mutating func operation() throws -> JSONPathFilter.Operation {
        let start = place
        let sign = word { !"=!<>~".unicodeScalars.contains($0) }
        let name = sign.isEmpty ? word { !$0.properties.isAlphabetic } : sign
        if ["in", "nin", "subsetof", "anyof", "noneof", "all", "type", "matches", "exists"].contains(name.lowercased())
        {
            throw illegal("'\(name)' in a condition is not supported, Flink 2.3 fails on lists", at: start)
        }
        guard let operation = JSONPathFilter.Operation(rawValue: name.lowercased()) else {
            throw illegal("the comparison '\(name)' is not supported", at: start)
        }
        return operation
    }

    private mutating func operand() throws -> JSONPathFilter.Operand {
        let start = place
        switch next {
        case "@", "$":
            let isRoot = next == "$"
            place += 1
            let route = try route { ")=!<>~&|".unicodeScalars.contains($0) }
            guard route.isDefinite else {
                throw illegal(
                    "a path to several places in a condition is not supported, Flink 2.3 fails on it",
                    at: start
                )
            }
            if let function = route.function, function == .keys || function.isElement {
                throw illegal("keys(), first(), last() and index() in a condition are not supported", at: start)
            }
            if next == "&" || next == "|" { throw illegal("a space is missing behind a path") }
            return .path(route, isRoot: isRoot)
        case "'", "\"": return .value(.string(try quoted()))
        case "/": return .value(try pattern())
        case "[", "{":
            throw illegal("a list or an object in a condition is not supported, Flink 2.3 fails on it", at: start)
        default:
            let word = word { " )=!<>~&|,".unicodeScalars.contains($0) }
            switch word {
            case "null": return .value(.null)
            case "true": return .value(.boolean(true))
            case "false": return .value(.boolean(false))
            default:
                guard word.first != "+", !word.contains("+"), let number = JSONPathNumber(reading: word) else {
                    throw illegal("a path, a text in quotes, a number, true, false or null is missing", at: start)
                }
                return .value(.number(number))
            }
        }
    }

    /// `/expression/flags`.
    private mutating func pattern() throws -> JSONPathScalar {
        let start = place
        place += 1
        var source = String.UnicodeScalarView()
        while let scalar = next, scalar != "/" {
            place += 1
            source.append(scalar)
            guard scalar == "\\", let escaped = next else { continue }
            source.append(escaped)
            place += 1
        }
        guard take("/") else { throw illegal("a regular expression ends with /", at: start) }
        let flags = word { !$0.properties.isAlphabetic }
        guard flags.isEmpty || flags == "i" else { throw illegal("only the flag i is supported", at: start) }
        let text = String(source)
        do {
            try JavaRegex.checkSupport(text)
            return .pattern(try JavaRegex(flags.isEmpty ? text : "(?i)" + text))
        } catch let error as EvaluationError {
            throw illegal(error.message, at: start)
        }
    }
}
