/// What a load is made of: relative weights.
public struct LoadMix: Sendable, Hashable {
    /// POST productOrder.
    public var orders: Int
    /// GET of an order that was acknowledged before.
    public var orderReads: Int
    /// GET of a customer.
    public var customerReads: Int

    /// Mostly orders unless said otherwise: 85 of 100, beside 10 reads of orders and 5 of customers.
    public init(orders: Int = 85, orderReads: Int = 10, customerReads: Int = 5) {
        precondition(min(orders, orderReads, customerReads) >= 0 && orders + orderReads + customerReads > 0)
        self.orders = orders
        self.orderReads = orderReads
        self.customerReads = customerReads
    }

    /// Orders and nothing else.
    public static let ordersOnly = LoadMix(orders: 1, orderReads: 0, customerReads: 0)

    var total: Int { orders + orderReads + customerReads }
}

/// Named limits of a load.
public enum LoadLimits {
    /// Requests a second.
    public static let rateMax: Double = 100_000
    /// Requests of one run.
    public static let requestsMax = WriteJournal.entriesMax - customersMax
    /// Customers that a run creates before it starts.
    public static let customersMax = 100_000
    /// Requests that may be unanswered at once.
    public static let inFlightMax = 65_536
    /// Acknowledged orders that are remembered for reads.
    static let recentOrdersMax = 4_096
    /// Customers that are created at once.
    static let signUpsMax = 32
}

/// What a load generator is to do.
public struct LoadConfiguration: Sendable, Hashable {
    /// The server's address, `http://host:port`.
    public var url: String
    /// Sent as a bearer token if given.
    public var apiKey: String?
    /// Requests a second.
    public var rate: Double
    /// Seconds to keep it up.
    public var seconds: Double
    /// Connections that may be open at once.
    public var connections: Int
    /// Requests that may be unanswered at once; what is due beyond that is counted as not sent.
    public var inFlightMax: Int
    /// Customers to create before the load starts, who then place the orders.
    public var customers: Int
    /// Decides who orders what, and the order of reads and writes.
    public var seed: UInt64
    /// What the load is made of.
    public var mix: LoadMix
    /// Seconds after which an unanswered request has failed.
    public var timeoutSeconds: Int
    /// Whether to create the offerings of `TelecomCatalogue.standard` first where they are missing.
    public var seedsCatalogue: Bool

    /// A load with the usual settings where none are given.
    public init(
        url: String,
        apiKey: String? = nil,
        rate: Double = 100,
        seconds: Double = 10,
        connections: Int = 64,
        inFlightMax: Int = 4_096,
        customers: Int = 200,
        seed: UInt64 = 1,
        mix: LoadMix = LoadMix(),
        timeoutSeconds: Int = 10,
        seedsCatalogue: Bool = true
    ) {
        self.url = url
        self.apiKey = apiKey
        self.rate = rate
        self.seconds = seconds
        self.connections = connections
        self.inFlightMax = inFlightMax
        self.customers = customers
        self.seed = seed
        self.mix = mix
        self.timeoutSeconds = timeoutSeconds
        self.seedsCatalogue = seedsCatalogue
    }

    /// Checks every value against its limit.
    ///
    /// - Throws: `WorkloadError` that names the first value out of range and its limits.
    public func validate() throws(WorkloadError) {
        func check(_ name: String, _ value: Double, _ range: ClosedRange<Double>) throws(WorkloadError) {
            guard range.contains(value) else {
                throw WorkloadError("\(name) must be \(range.lowerBound) to \(range.upperBound), not \(value)")
            }
        }
        try check("the rate", rate, 0.01...LoadLimits.rateMax)
        try check("the seconds", seconds, 0.01...86_400)
        try check("rate times seconds", rate * seconds, 0.5...Double(LoadLimits.requestsMax))
        try check("the connections", Double(connections), 1...Double(ServerConnectionLimits.connectionsMax))
        try check("the requests in flight", Double(inFlightMax), 1...Double(LoadLimits.inFlightMax))
        try check("the customers", Double(customers), 1...Double(LoadLimits.customersMax))
        try check("the timeout", Double(timeoutSeconds), 1...3_600)
    }
}
