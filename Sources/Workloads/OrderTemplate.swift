import NIOCore
import Primitives

/// The body of an order, made once; each order then costs three copies of bytes.
struct OrderTemplate: Sendable {
    private let beforeReference: [UInt8]
    private let beforeCustomer: [UInt8]
    private let afterCustomer: [UInt8]
    /// How many items the order has.
    let itemCount: Int

    /// A template of an order for one of each offering.
    init(_ offerings: [TelecomCatalogue.Offering]) {
        precondition(!offerings.isEmpty)
        let reference = "@reference@"
        let customer = "@customer@"
        let order = DemoOrder(
            customerID: customer,
            customerName: "Load",
            externalID: reference,
            description: "load: " + offerings.map(\.name).joined(separator: ", "),
            channel: .web,
            lines: offerings.map { DemoOrder.Line(.add, offering: $0) }
        )
        let bytes = order.body.utf8
        let first = Self.range(of: reference, in: bytes)
        let second = Self.range(of: customer, in: bytes)
        precondition(first.upperBound <= second.lowerBound, "the reference stands before the customer")
        beforeReference = Array(bytes[..<first.lowerBound])
        beforeCustomer = Array(bytes[first.upperBound..<second.lowerBound])
        afterCustomer = Array(bytes[second.upperBound...])
        itemCount = offerings.count
    }

    /// The body with this reference, which needs no escaping, and this customer's id.
    func body(reference: String, customer: String) -> ByteBuffer {
        var buffer = ByteBufferAllocator().buffer(
            capacity: beforeReference.count + beforeCustomer.count + afterCustomer.count + reference.utf8.count
                + customer.utf8.count
        )
        buffer.writeBytes(beforeReference)
        buffer.writeString(reference)
        buffer.writeBytes(beforeCustomer)
        buffer.writeString(customer)
        buffer.writeBytes(afterCustomer)
        return buffer
    }

    private static func range(of text: String, in bytes: [UInt8]) -> Range<Int> {
        let wanted = Array(text.utf8)
        let places = bytes.indices.filter { bytes[$0...].starts(with: wanted) }
        precondition(places.count == 1, "\(text) stands once in the body")
        return places[0]..<places[0] + wanted.count
    }
}
