/// A JSON value that gives back what it was read from: members keep their order, numbers keep their digits.
///
/// Foundation's decoders turn numbers into binary floating point or reorder members, which money and unchanged pass-through
/// of unknown attributes cannot bear.
public enum JSON: Hashable, Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number, as written.
    case number(JSONNumber)
    /// A string, unescaped.
    case string(String)
    /// An array.
    case array([JSON])
    /// An object.
    case object(JSONObject)

    /// The string, if it is one.
    public var string: String? { if case .string(let value) = self { value } else { nil } }
    /// The boolean, if it is one.
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    /// The number, if it is one.
    public var number: JSONNumber? { if case .number(let value) = self { value } else { nil } }
    /// The whole number, if it is one that fits 64 bits.
    public var integer: Int64? { number?.integer }
    /// The elements, if it is an array.
    public var array: [JSON]? { if case .array(let value) = self { value } else { nil } }
    /// The members, if it is an object.
    public var object: JSONObject? { if case .object(let value) = self { value } else { nil } }

    /// A member of an object; nil if it is none or has no such member.
    public subscript(key: String) -> JSON? { object?[key] }

    /// A whole number.
    public static func integer(_ value: Int64) -> JSON { .number(JSONNumber(value)) }

    /// What kind of value it is, in the words of an error message.
    public var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// A string.
    public init(stringLiteral value: String) { self = .string(value) }
    /// A whole number.
    public init(integerLiteral value: Int64) { self = .integer(value) }
    /// A boolean.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// An array.
    public init(arrayLiteral elements: JSON...) { self = .array(elements) }
    /// An object, its members in the order written.
    public init(dictionaryLiteral elements: (String, JSON)...) { self = .object(JSONObject(elements)) }
}

/// The members of a JSON object, in order. Looked up by a scan: objects of TM Forum resources are small, and the parser
/// refuses large ones (`JSONLimits.membersMax`).
public struct JSONObject: Hashable, Sendable {
    /// A name and its value.
    public struct Member: Hashable, Sendable {
        /// The name.
        public let key: String
        /// The value.
        public var value: JSON

        /// A member.
        public init(_ key: String, _ value: JSON) {
            self.key = key
            self.value = value
        }
    }

    /// The members, in order, each name once.
    public private(set) var members: [Member]

    /// An object without members.
    public init() { members = [] }

    /// An object with these members; a later one replaces an earlier one of the same name.
    public init(_ members: [(String, JSON)]) {
        self.members = []
        self.members.reserveCapacity(members.count)
        for (key, value) in members { self[key] = value }
    }

    /// An object with these members, whose names are known to differ.
    init(distinct members: [Member]) { self.members = members }

    /// The value of a member; setting nil removes it, setting a new name appends it.
    public subscript(key: String) -> JSON? {
        get {
            for member in members where member.key == key { return member.value }
            return nil
        }
        set {
            if let index = members.firstIndex(where: { $0.key == key }) {
                if let newValue { members[index].value = newValue } else { members.remove(at: index) }
            } else if let newValue {
                members.append(Member(key, newValue))
            }
        }
    }

    /// Whether there are no members.
    public var isEmpty: Bool { members.isEmpty }
}

/// A JSON number by its digits: no value is lost to binary floating point.
public struct JSONNumber: Hashable, Sendable {
    /// The number as written, valid by RFC 8259 §6.
    public let text: String

    /// A whole number.
    public init(_ value: Int64) { text = String(value) }

    /// A number whose text the caller knows to be valid JSON.
    public init(validated text: String) { self.text = text }

    /// The value, if it is whole and fits 64 bits (`2`, but also `2.0` and `2e0`).
    public var integer: Int64? {
        if let value = Int64(text) { return value }
        guard let decimal = Decimal64(text) else { return nil }
        return decimal.whole
    }

    /// The nearest binary floating-point value: for comparisons of coordinates and the like, never for money.
    public var approximate: Double { Double(text) ?? .nan }
}
