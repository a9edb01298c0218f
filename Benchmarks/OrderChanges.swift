import EventLog
import Primitives

/// Events of orders as the program writes them (docs/events.md): their attributes, then the whole order. Two changes of state
/// follow each new order, all of different orders of 100,000 customers.
struct OrderChanges: Sendable {
    private static let customers: UInt64 = 100_000
    /// Types and states in turn.
    private static let types: [(type: StaticString, status: StaticString)] = [
        ("ProductOrderCreateEvent", "acknowledged"), ("ProductOrderStateChangeEvent", "inProgress"),
        ("ProductOrderStateChangeEvent", "completed"),
    ]
    private static let document = Array(order.utf8)

    private var random = SeededRandom(seed: 1)
    /// How many there were.
    private(set) var count = 0

    /// The next ones, which all happened at a time.
    mutating func next(_ size: Int, at time: Timestamp) -> [EventRecord] {
        let moment = Array("\(time)".utf8)
        return (0..<size).map { _ in record(moment) }
    }

    private mutating func record(_ time: [UInt8]) -> EventRecord {
        var customer: [UInt8] = []
        customer.reserveCapacity(36)
        customer.append("75d3a309-7017-538e-b12e-")
        customer.append(Int(random.next() % Self.customers), digits: 12)
        var id: [UInt8] = []
        id.reserveCapacity(36)
        id.append("01a1fec2-363a-7290-")
        id.append(Int(random.next() % 9_000) + 1_000, digits: 4)
        id.append("-")
        id.append(count, digits: 12)
        var value: [UInt8] = []
        value.reserveCapacity(Self.document.count + 640)
        let (type, status) = Self.types[count % Self.types.count]
        func member(_ name: StaticString, _ texts: [UInt8]..., number: Int? = nil) {
            value.append(name)
            for text in texts { value += text }
            if let number { value.append(number, digits: 9) }
        }
        member("{\"eventId\":\"", id)
        value.append("\",\"type\":\"")
        value.append(type)
        member("\",\"customerId\":\"", customer)
        member("\",\"eventTime\":\"", time)
        member("\",\"orderId\":\"", customer, [UInt8(ascii: "-")], number: count)
        value.append("\",\"amount\":")
        value += Array("\(1 + random.next() % 900).\(10 + random.next() % 90)".utf8)
        value.append(",\"currency\":\"EUR\",\"customerSince\":\"2026-01-21T15:38:21.356Z\",\"resourceId\":\"")
        member("", customer, [UInt8(ascii: "-")], number: count)
        member("\",\"version\":1,\"region\":\"local\",\"correlationId\":\"", id)
        value.append("\",\"status\":\"")
        value.append(status)
        member("\",\"event\":", Self.document)
        value.append("}")
        count += 1
        return EventRecord(key: customer, value: value)
    }

    /// The document of an order for a watch, as the program writes it.
    private static let order = """
        {"productOrder":{"id":"75d3a309-7017-538e-b12e-81c5c4388837-1","href":"/tmf-api/productOrderingManagement/v4/product\
        Order/75d3a309-7017-538e-b12e-81c5c4388837-1","externalId":"bvzt4-2","category":"b2c","description":"Watch LTE",\
        "channel":[{"id":"store","name":"Store","role":"sales"}],"relatedParty":[{"id":"75d3a309-7017-538e-b12e-81c5c4388837",\
        "name":"Emil Mbeki","role":"customer","@referredType":"Customer"}],"productOrderItem":[{"id":"1","action":"add",\
        "quantity":1,"productOffering":{"id":"device-watch-lte","name":"Watch LTE","href":"/tmf-api/productCatalogManagement/v4\
        /productOffering/device-watch-lte","version":"1.0"},"product":{"productCharacteristic":[{"name":"colour","value":\
        "silver"}]},"itemPrice":[{"name":"Watch LTE","priceType":"oneTime","productOfferingPrice":{"id":"price-device-watch-lte\
        -once","href":"/tmf-api/productCatalogManagement/v4/productOfferingPrice/price-device-watch-lte-once","name":"Watch LTE"\
        ,"@referredType":"ProductOfferingPrice"},"price":{"dutyFreeAmount":{"unit":"EUR","value":329.00}}}],"state":\
        "acknowledged"}],"orderTotalPrice":[{"priceType":"oneTime","price":{"dutyFreeAmount":{"unit":"EUR","value":329.00}}}],\
        "state":"acknowledged","orderDate":"2026-11-21T15:38:23.162Z","@type":"ProductOrder"}}
        """
}
