/// A value in a condition of a JSON path.
enum JSONPathScalar {
    /// What a path does not find.
    case missing
    case null
    case boolean(Bool)
    case number(JSONPathNumber)
    case string(String)
    case pattern(JavaRegex)

    /// - Throws: `EvaluationError` for an array or an object.
    init(_ node: JSONNode) throws {
        switch node {
        case .null: self = .null
        case .boolean(let value): self = .boolean(value)
        case .number(let text, _): self = .number(JSONPathNumber(text))
        case .string(let text): self = .string(text)
        case .array, .object:
            throw EvaluationError("a condition of a JSON path is over an array or an object, which Flink 2.3 fails on")
        }
    }

    /// As a text for a pattern; nil for a pattern. Flink: what is missing or NULL is an empty one.
    var text: String? {
        switch self {
        case .boolean(let value): value ? "true" : "false"
        case .number(let number): number.text
        case .string(let text): text
        case .missing, .null: ""
        case .pattern: nil
        }
    }

    /// Flink: a text equals a number that is written so, a number a text that can be read as it.
    func equals(_ other: JSONPathScalar) -> Bool {
        switch (self, other) {
        case (.missing, .missing): false
        case (.null, .null): true
        case (.boolean(let left), .boolean(let right)): left == right
        case (.number(let left), .number(let right)): left.order(right) == 0
        case (.number(let left), .string(let right)):
            JSONPathNumber(reading: right).map { left.order($0) == 0 } ?? false
        case (.string(let left), .number(let right)): left == right.text
        case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
        default: false
        }
    }

    /// Whether both are of one kind.
    func hasKind(of other: JSONPathScalar) -> Bool {
        switch (self, other) {
        case (.missing, .missing), (.null, .null), (.boolean, .boolean), (.number, .number), (.string, .string): true
        default: false
        }
    }

    /// Less than 0 if it comes before another one, 0 if both are equal; nil if they have no order.
    func order(_ other: JSONPathScalar) -> Int? {
        switch (self, other) {
        case (.number(let left), .number(let right)): left.order(right)
        case (.string(let left), .string(let right)):
            left.utf16.elementsEqual(right.utf16) ? 0 : left.utf16.lexicographicallyPrecedes(right.utf16) ? -1 : 1
        default: nil
        }
    }
}

/// A decimal number of any size, to be compared. Java: BigDecimal.
struct JSONPathNumber {
    /// As Java writes it.
    let text: String
    private let isNegative: Bool
    /// Without zeros at the ends; empty for zero.
    private let digits: Substring
    /// The place of the point behind which the digits begin: 0.`digits` times ten to this power.
    private let power: Int

    /// A number in the form of JSON.
    init(_ text: String) {
        self.text = text
        isNegative = text.hasPrefix("-")
        let parts = text.drop { $0 == "-" }.split(maxSplits: 1, omittingEmptySubsequences: false) {
            $0 == "E" || $0 == "e"
        }
        let mantissa = parts[0].split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let whole = mantissa[0].drop { $0 == "0" }
        let fraction = mantissa.count > 1 ? mantissa[1] : ""
        var significant = (whole + fraction)[...]
        while significant.last == "0" { significant.removeLast() }
        digits = significant.drop { $0 == "0" }
        let exponent = parts.count > 1 ? Int(parts[1].drop { $0 == "+" }) ?? 0 : 0
        power = exponent + whole.utf8.count - (significant.utf8.count - digits.utf8.count)
    }

    /// What a text says; nil if it is no number.
    init?(reading text: String) {
        guard let text = JSONNode.decimal(text) else { return nil }
        self.init(text)
    }

    /// Less than 0 if it is less than another one.
    func order(_ other: JSONPathNumber) -> Int {
        let (left, right) = (sign, other.sign)
        if left != right { return left < right ? -1 : 1 }
        if left == 0 { return 0 }
        if power != other.power { return power < other.power ? -left : left }
        if digits == other.digits { return 0 }
        return digits < other.digits ? -left : left
    }

    private var sign: Int { digits.isEmpty ? 0 : isNegative ? -1 : 1 }

    /// Whether its whole part is a number. Java: intValue.
    func isWhole(_ count: Int) -> Bool {
        let whole =
            power <= 0
            ? "" : digits.prefix(power) + String(repeating: "0", count: max(0, min(power, 20) - digits.utf8.count))
        return sign >= 0 && (whole.isEmpty ? 0 : Int(whole)) == count
    }
}
