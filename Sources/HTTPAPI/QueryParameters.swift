import Domain

/// The parameters of a request's query, in order, decoded as forms are (WHATWG URL, application/x-www-form-urlencoded):
/// `%XX` is a byte, `+` a blank, a literal plus is `%2B`.
struct QueryParameters: Sendable, Hashable {
    /// A name with its value as it was sent, and decoded.
    struct Parameter: Sendable, Hashable {
        let name: String
        /// Still encoded: a comma that separates values and one that is part of a value (`%2C`) differ only here.
        let rawValue: String
        /// The whole `name=value` as sent.
        let raw: String
    }

    let parameters: [Parameter]

    /// Reads the text behind the `?`.
    init(_ text: some StringProtocol) throws(Refusal) {
        var parameters: [Parameter] = []
        for part in Substring(text).split(separator: Character("&"), omittingEmptySubsequences: true) {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = try Self.decoded(pair[0], plusIsBlank: true)
            guard !name.isEmpty else {
                throw Refusal(.malformed, "invalidQuery", "the query has a value without a name")
            }
            let value = pair.count == 2 ? String(pair[1]) : ""
            parameters.append(Parameter(name: name, rawValue: value, raw: String(part)))
            guard parameters.count <= HTTPLimits.parametersMax else {
                throw Refusal(.malformed, "tooManyParameters", "at most \(HTTPLimits.parametersMax) query parameters")
            }
        }
        self.parameters = parameters
    }

    /// The decoded value of the only parameter of this name; nil without one.
    subscript(name: String) -> String? {
        get throws(Refusal) {
            var found: String?
            for parameter in parameters where parameter.name == name {
                guard found == nil else {
                    throw Refusal(.malformed, "repeatedParameter", "\(name) may be given only once")
                }
                found = try Self.decoded(parameter.rawValue, plusIsBlank: true)
            }
            return found
        }
    }

    /// The whole number given for a name; nil without one.
    func integer(_ name: String, in range: ClosedRange<Int64>) throws(Refusal) -> Int64? {
        guard let text = try self[name] else { return nil }
        guard let value = Int64(text), range.contains(value) else {
            throw Refusal(
                .malformed,
                "invalidParameter",
                "\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return value
    }

    /// Whether a switch (`true`, `false`) is on; off without one.
    func flag(_ name: String) throws(Refusal) -> Bool {
        switch try self[name] {
        case nil, "false": return false
        case "true", "": return true
        default: throw Refusal(.malformed, "invalidParameter", "\(name) must be true or false")
        }
    }

    /// Decodes `%XX`; refuses bad digits and bytes that are not UTF-8.
    static func decoded(_ text: some StringProtocol, plusIsBlank: Bool) throws(Refusal) -> String {
        let utf8 = text.utf8
        guard utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else { return String(text) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count)
        var iterator = utf8.makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = iterator.next().flatMap(digit), let low = iterator.next().flatMap(digit) else {
                    throw Refusal(
                        .malformed,
                        "invalidEncoding",
                        "a % in the address is not followed by two hexadecimal digits",
                        message: "write a literal % as %25"
                    )
                }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsBlank: bytes.append(UInt8(ascii: " "))
            default: bytes.append(byte)
            }
        }
        guard let decoded = String(validating: bytes, as: UTF8.self) else {
            throw Refusal(.malformed, "invalidEncoding", "the address is not UTF-8 when decoded")
        }
        return decoded
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
