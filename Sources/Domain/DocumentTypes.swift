import Primitives

/// The types of the documents of one API, declared as text and checked against JSON.
///
/// Notation: `type NAME` or `enum NAME` starts a declaration; indented lines hold its attributes
/// (`name:type`, `[]` behind the type for an array, `!` for mandatory) or its values. `string`, `boolean`, `integer`,
/// `number` and `dateTime` are built in. A type without attributes accepts anything. `@type`, `@baseType` and
/// `@schemaLocation` are strings of every type. Attributes that are not declared pass unchecked (TMF630: extension).
public struct DocumentTypes: Sendable {
    /// An attribute of a type.
    struct Attribute: Sendable {
        let name: String
        let kind: Kind
        let isArray: Bool
        let isMandatory: Bool
    }

    /// What an attribute holds.
    indirect enum Kind: Sendable, Equatable {
        case string, boolean, integer, number, dateTime
        case named(String)
    }

    private var attributes: [String: [String: Attribute]] = [:]
    private var mandatory: [String: [String]] = [:]
    private var enumerations: [String: Set<String>] = [:]

    /// Reads declarations. Traps on a malformed one: they are part of the program.
    init(_ text: String) {
        var current = ""
        var isEnumeration = false
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            if line.first != " " {
                precondition(words.count == 2 && (words[0] == "type" || words[0] == "enum"), "bad declaration: \(line)")
                current = String(words[1])
                isEnumeration = words[0] == "enum"
                if isEnumeration { enumerations[current] = [] } else { attributes[current] = [:] }
            } else if isEnumeration {
                enumerations[current, default: []].formUnion(words.map(String.init))
            } else {
                for word in words {
                    let attribute = Self.attribute(word)
                    attributes[current, default: [:]][attribute.name] = attribute
                    if attribute.isMandatory { mandatory[current, default: []].append(attribute.name) }
                }
            }
        }
    }

    private static func attribute(_ word: Substring) -> Attribute {
        var word = word
        let isMandatory = word.last == "!"
        if isMandatory { word.removeLast() }
        let isArray = word.hasSuffix("[]")
        if isArray { word.removeLast(2) }
        guard let colon = word.lastIndex(of: ":") else { preconditionFailure("bad attribute: \(word)") }
        let kind: Kind =
            switch word[word.index(after: colon)...] {
            case "string": .string
            case "boolean": .boolean
            case "integer": .integer
            case "number": .number
            case "dateTime": .dateTime
            case let name: .named(String(name))
            }
        return Attribute(name: String(word[..<colon]), kind: kind, isArray: isArray, isMandatory: isMandatory)
    }

    /// The names of a type's declared attributes, sorted.
    public func attributeNames(of type: String) -> [String] {
        (attributes[type] ?? [:]).keys.sorted()
    }

    /// Checks a document of a type: every declared attribute that is there has the declared type, nested types have
    /// their mandatory attributes. The mandatory attributes of `type` itself are the caller's to check, since they
    /// differ between request and answer.
    ///
    /// - Throws: `Refusal` (`malformed`) naming the path of the first fault.
    public func check(_ document: JSONObject, is type: String) throws(Refusal) {
        guard let declared = attributes[type] else { preconditionFailure("undeclared type \(type)") }
        for member in document.members {
            if let attribute = declared[member.key] {
                try check(member.value, attribute, path: member.key)
            } else if member.key.hasPrefix("@"), ["@type", "@baseType", "@schemaLocation"].contains(member.key) {
                try check(member.value, .string, path: member.key)
            }
        }
    }

    private func check(_ value: JSON, _ attribute: Attribute, path: String) throws(Refusal) {
        guard attribute.isArray else { return try check(value, attribute.kind, path: path) }
        guard case .array(let elements) = value else { throw Self.wrong(value, "an array", path) }
        for (index, element) in elements.enumerated() {
            try check(element, attribute.kind, path: "\(path)[\(index)]")
        }
    }

    private func check(_ value: JSON, _ kind: Kind, path: String) throws(Refusal) {
        switch (kind, value) {
        case (.string, .string), (.boolean, .bool): return
        case (.string, _): throw Self.wrong(value, "a string", path)
        case (.boolean, _): throw Self.wrong(value, "a boolean", path)
        case (.integer, .number(let number)) where number.integer != nil: return
        case (.integer, _): throw Self.wrong(value, "a whole number", path)
        case (.number, .number(let number)):
            guard Decimal64(number.text) != nil else {
                throw Refusal(.malformed, "numberOutOfRange", "\(path) needs more than 18 digits")
            }
        case (.number, _): throw Self.wrong(value, "a number", path)
        case (.dateTime, .string(let text)):
            guard Timestamp(text) != nil else {
                throw Refusal(
                    .malformed,
                    "invalidDateTime",
                    "\(path) is not a date-time",
                    message: "write it as RFC 3339 says, for example 2026-11-21T07:00:00.000Z"
                )
            }
        case (.dateTime, _): throw Self.wrong(value, "a date-time string", path)
        case (.named(let name), _): try check(value, named: name, path: path)
        }
    }

    private func check(_ value: JSON, named name: String, path: String) throws(Refusal) {
        if let allowed = enumerations[name] {
            guard case .string(let text) = value else { throw Self.wrong(value, "a string", path) }
            guard allowed.contains(text) else {
                throw Refusal(
                    .malformed,
                    "invalidValue",
                    "\(path) cannot be \"\(text.prefix(100))\"",
                    message: "allowed: \(allowed.sorted().joined(separator: ", "))"
                )
            }
            return
        }
        guard let declared = attributes[name] else { preconditionFailure("undeclared type \(name)") }
        if declared.isEmpty { return }
        guard case .object(let object) = value else { throw Self.wrong(value, "an object", path) }
        for required in mandatory[name] ?? [] where object[required] == nil {
            throw Refusal(.malformed, "missingAttribute", "\(path).\(required) is missing")
        }
        for member in object.members {
            guard let attribute = declared[member.key] else { continue }
            try check(member.value, attribute, path: "\(path).\(member.key)")
        }
    }

    private static func wrong(_ value: JSON, _ expected: String, _ path: String) -> Refusal {
        Refusal(.malformed, "wrongType", "\(path) must be \(expected), not \(value.kind)")
    }
}
