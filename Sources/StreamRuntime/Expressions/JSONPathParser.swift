/// Reads a JSON path: `$`, then `.name`, `['name']`, `['a', 'b']`, `[n]`, `[-n]`, `[a, b]`, `[a:b]`, `[*]`, `.*`, `[?(condition)]`,
/// each also at all depths behind `..`, and a function at the end.
struct JSONPathParser {
    private let text: String
    let scalars: [Unicode.Scalar]
    var place = 0

    init(_ text: String) {
        self.text = text
        scalars = Array(text.unicodeScalars)
    }

    var next: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

    /// An error at a place, which counts characters from 1.
    func illegal(_ problem: String, at place: Int? = nil) -> EvaluationError {
        EvaluationError("Illegal jsonpath spec '\(text)' at character \((place ?? self.place) + 1): \(problem)")
    }

    mutating func skipSpace() {
        while next == " " { place += 1 }
    }

    mutating func take(_ word: String) -> Bool {
        let end = place + word.unicodeScalars.count
        guard end <= scalars.count, scalars[place..<end].elementsEqual(word.unicodeScalars) else { return false }
        place = end
        return true
    }

    /// The characters up to one that ends them.
    mutating func word(until isEnd: (Unicode.Scalar) -> Bool) -> String {
        var word = String.UnicodeScalarView()
        while let scalar = next, !isEnd(scalar) {
            word.append(scalar)
            place += 1
        }
        return String(word)
    }

    /// Whether the path begins with `lax`; passes the mode, and `strict` too.
    mutating func mode() -> Bool {
        var mode = self
        while mode.next?.properties.isWhitespace == true { mode.place += 1 }
        let name = mode.word { $0.properties.isWhitespace }.lowercased()
        guard mode.next != nil, name == "lax" || name == "strict" else { return false }
        while mode.next?.properties.isWhitespace == true { mode.place += 1 }
        place = mode.place
        return name == "lax"
    }

    /// The whole path.
    ///
    /// - Throws: `EvaluationError`.
    mutating func path() throws -> JSONPathRoute {
        guard take("$") else { throw illegal("it has to begin with $") }
        let route = try route(isEnd: { _ in false })
        while next?.properties.isWhitespace == true { place += 1 }
        guard next == nil else { throw illegal("a step begins with a dot or a bracket") }
        return route
    }

    /// The steps behind `$` or `@`, up to what is no step.
    mutating func route(isEnd: (Unicode.Scalar) -> Bool) throws -> JSONPathRoute {
        var steps: [JSONPathRoute.Step] = []
        var deep: Int?
        while next == "." || next == "[" {
            let start = place
            let isDeep = take("..")
            if !isDeep, next == "." { place += 1 }
            if next == "[" {
                steps.append(try bracket())
            } else {
                let name = word { $0 == "." || $0 == "[" || $0 == "(" || $0 == " " || isEnd($0) }
                guard !name.isEmpty else { throw illegal("a name is missing") }
                if name != "*", name.hasPrefix("*") { throw illegal("a step begins with a dot or a bracket") }
                if next == "(" {
                    if deep != nil || isDeep { throw illegal("a function behind .. is not supported", at: start) }
                    let route = JSONPathRoute(steps, function: try function(name, at: start))
                    if route.function?.isElement == true, !route.isDefinite {
                        throw illegal("\(name)() behind a step to several places is not supported", at: start)
                    }
                    return route
                }
                steps.append(name == "*" ? .all : .member(name))
            }
            guard let step = steps.last else { continue }
            if let deep, !Self.canBePassed(steps[deep]) {
                throw illegal("a step behind ..*, ..[n] or ..[?()] is not supported", at: start)
            }
            if isDeep {
                steps[steps.count - 1] = .deep(step)
                deep = steps.count - 1
            }
        }
        return JSONPathRoute(steps, function: nil)
    }

    /// Flink leaves some places out where a step follows others than names at all depths.
    private static func canBePassed(_ step: JSONPathRoute.Step) -> Bool {
        switch step {
        case .deep(.member), .deep(.members): true
        default: false
        }
    }

    private mutating func function(_ name: String, at start: Int) throws -> JSONPathFunction {
        place += 1
        skipSpace()
        if name == "index", let index = number() {
            skipSpace()
            guard take(")") else { throw illegal("a parenthesis is missing") }
            return try end(.index(index), at: start)
        }
        guard let function = JSONPathFunction(name) else {
            throw illegal("the function \(name)() is not supported", at: start)
        }
        guard take(")") else { throw illegal("arguments of \(name)() are not supported") }
        return try end(function, at: start)
    }

    private func end(_ function: JSONPathFunction, at start: Int) throws -> JSONPathFunction {
        if next == "." || next == "[" { throw illegal("a step behind a function is not supported") }
        return function
    }

    // MARK: Brackets

    private mutating func bracket() throws -> JSONPathRoute.Step {
        place += 1
        skipSpace()
        let step: JSONPathRoute.Step
        switch next {
        case "'", "\"": step = try names()
        case "*":
            place += 1
            step = .all
        case "?":
            place += 1
            step = .filter(try filter())
        default: step = try indices()
        }
        skipSpace()
        guard take("]") else { throw illegal("a closing bracket is missing") }
        return step
    }

    private mutating func names() throws -> JSONPathRoute.Step {
        let quote = next
        var names: [String] = []
        repeat {
            skipSpace()
            guard next == quote else { throw illegal("a name is missing") }
            names.append(try quoted())
            skipSpace()
        } while take(",")
        return names.count == 1 ? .member(names[0]) : .members(names)
    }

    /// A text in quotes.
    mutating func quoted() throws -> String {
        let start = place
        let quote = next
        place += 1
        var text = String.UnicodeScalarView()
        while let scalar = next, scalar != quote {
            place += 1
            guard scalar == "\\" else {
                text.append(scalar)
                continue
            }
            guard let escaped = next, escaped == "\\" || escaped == "'" || escaped == "\"" || escaped == "/" else {
                throw illegal("only quotes, \\ and / can stand behind \\")
            }
            text.append(escaped)
            place += 1
        }
        guard next == quote else { throw illegal("a quote is missing", at: start) }
        place += 1
        return String(text)
    }

    /// Flink: numbers have 32 bits.
    private mutating func number() -> Int? {
        let start = place
        if next == "-" { place += 1 }
        let digits = word { !("0"..."9").contains($0) }
        guard let number = Int32(digits) else {
            place = start
            return nil
        }
        return Int(scalars[start] == "-" ? -number : number)
    }

    private mutating func indices() throws -> JSONPathRoute.Step {
        let first = number()
        if take(":") {
            let last = number()
            if first == nil, last == nil { throw illegal("a number from 0 to 2147483647 is missing") }
            if next == ":" { throw illegal("the third number of a slice is not supported") }
            return .slice(from: first, to: last)
        }
        guard let first else { throw illegal("a number from 0 to 2147483647 is missing") }
        var indices = [first]
        skipSpace()
        while take(",") {
            skipSpace()
            guard let index = number() else { throw illegal("a number from 0 to 2147483647 is missing") }
            indices.append(index)
            skipSpace()
        }
        return indices.count == 1 ? .element(first) : .elements(indices)
    }
}
