/// A pattern of LIKE: `%` for any text, `_` for any character.
struct LikePattern {
    private enum Part: Equatable {
        case bytes([UInt8])
        case character
        case anything
    }

    private let parts: [Part]

    /// A pattern; the escape character takes their meaning from `%`, `_` and itself.
    ///
    /// - Throws: `EvaluationError` for an escape that is no single character, or stands before something else.
    init(_ pattern: String, escape: String?) throws {
        let scalars = Array(pattern.unicodeScalars)
        let mark = escape?.unicodeScalars.first
        guard escape == nil || escape?.unicodeScalars.count == 1 else {
            throw EvaluationError("Invalid escape character '\(escape ?? "")'")
        }
        var parts: [Part] = []
        var literal: [UInt8] = []
        func endLiteral() {
            if !literal.isEmpty { parts.append(.bytes(literal)) }
            literal = []
        }
        var index = 0
        while index < scalars.count {
            let scalar = scalars[index]
            if scalar == mark {
                guard index + 1 < scalars.count,
                    scalars[index + 1] == "%" || scalars[index + 1] == "_" || scalars[index + 1] == mark
                else { throw EvaluationError("Invalid escape sequence '\(pattern)', \(index)") }
                literal += Array(String(scalars[index + 1]).utf8)
                index += 1
            } else if scalar == "%" {
                endLiteral()
                if parts.last != .anything { parts.append(.anything) }
            } else if scalar == "_" {
                endLiteral()
                parts.append(.character)
            } else {
                literal += Array(String(scalar).utf8)
            }
            index += 1
        }
        endLiteral()
        self.parts = parts
    }

    /// Whether a text is as the pattern says.
    func matches(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var (part, place) = (0, 0)
        // The last `%`, and from where it may take one character more.
        var (retryPart, retryPlace) = (-1, 0)
        while true {
            if part < parts.count, parts[part] == .anything {
                (retryPart, retryPlace) = (part, place)
                part += 1
                // `%` at the end takes all.
                if part == parts.count { return true }
                continue
            }
            if part == parts.count, place == bytes.count { return true }
            if part < parts.count, let next = step(parts[part], bytes, place) {
                part += 1
                place = next
                continue
            }
            guard retryPart >= 0, retryPlace < bytes.count else { return false }
            retryPlace += UTF8Characters.width(bytes[retryPlace])
            guard retryPlace <= bytes.count else { return false }
            (part, place) = (retryPart + 1, retryPlace)
        }
    }

    @inline(__always)
    private func step(_ part: Part, _ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) -> Int? {
        switch part {
        case .bytes(let literal):
            guard bytes.count - place >= literal.count else { return nil }
            for index in 0..<literal.count where bytes[place + index] != literal[index] { return nil }
            return place + literal.count
        case .character:
            return place < bytes.count ? min(place + UTF8Characters.width(bytes[place]), bytes.count) : nil
        case .anything: return nil
        }
    }
}

/// Patterns of SIMILAR TO as regular expressions. Calcite: Like.sqlToRegexSimilar.
enum SimilarPattern {
    private static let classes = [
        "[:ALPHA:]": "\\p{Alpha}", "[:alpha:]": "\\p{Alpha}", "[:UPPER:]": "\\p{Upper}", "[:upper:]": "\\p{Upper}",
        "[:LOWER:]": "\\p{Lower}", "[:lower:]": "\\p{Lower}", "[:DIGIT:]": "\\d", "[:digit:]": "\\d",
        "[:SPACE:]": " ", "[:space:]": " ", "[:WHITESPACE:]": "\\s", "[:whitespace:]": "\\s",
        "[:ALNUM:]": "\\p{Alnum}", "[:alnum:]": "\\p{Alnum}", "\\w": "\\w",
    ]

    /// The expression that a whole text must match.
    ///
    /// - Throws: `EvaluationError` for a pattern that is none.
    static func regex(_ pattern: String, escape: String?) throws -> String {
        guard escape == nil || escape?.unicodeScalars.count == 1 else {
            throw EvaluationError("Invalid escape character '\(escape ?? "")'")
        }
        let mark = escape?.unicodeScalars.first
        let scalars = Array(pattern.unicodeScalars)
        var result = ""
        var index = 0
        var isInSet = false
        while index < scalars.count {
            let scalar = scalars[index]
            if scalar == mark {
                guard index + 1 < scalars.count else {
                    throw EvaluationError("Invalid escape sequence '\(pattern)', \(index)")
                }
                index += 1
                result += "\\" + String(scalars[index])
            } else if isInSet {
                if let name = Self.name(scalars, index) {
                    result += classes[name] ?? name
                    index += name.unicodeScalars.count - 1
                } else {
                    if scalar == "]" { isInSet = false }
                    result += String(scalar)
                }
            } else {
                switch scalar {
                case "%": result += "(?:.*)"
                case "_": result += "."
                case "[":
                    isInSet = true
                    result += "["
                case "\\", "^", "$": result += "\\" + String(scalar)
                default: result += String(scalar)
                }
            }
            index += 1
        }
        guard !isInSet else { throw EvaluationError("Invalid regular expression: \(pattern)") }
        return result
    }

    /// A class such as `[:ALPHA:]` at a place.
    private static func name(_ scalars: [Unicode.Scalar], _ index: Int) -> String? {
        guard scalars[index] == "[" else { return nil }
        let rest = TextFunctions.string(Array(scalars[index...]))
        return classes.keys.first { rest.hasPrefix($0) }
    }
}
