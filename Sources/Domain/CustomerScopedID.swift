import Primitives

/// The id of what belongs to a customer: `<customer uuid>-<number>`. It names its shard by itself, so an order is found
/// by its id alone without a look-up elsewhere.
public struct CustomerScopedID: Hashable, Sendable, CustomStringConvertible {
    /// Whose it is; the distribution key.
    public let customer: Identifier
    /// The number among the customer's resources of this kind, from 1.
    public let number: Int64

    /// An id.
    public init(customer: Identifier, number: Int64) {
        self.customer = customer
        self.number = number
    }

    /// Reads the text form; nil for anything else.
    public init?(_ text: some StringProtocol) {
        let bytes = text.utf8
        guard bytes.count > 37, bytes.count <= 56, let customer = Identifier(text.prefix(36)),
            text.dropFirst(36).first == "-"
        else { return nil }
        let digits = text.dropFirst(37)
        guard digits.first != "0", digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let number = Int64(digits)
        else { return nil }
        self.init(customer: customer, number: number)
    }

    /// The text form.
    public var description: String { "\(customer)-\(number)" }
}
