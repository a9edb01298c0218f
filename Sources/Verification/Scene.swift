import EventLog
import Primitives
import Storage

/// What the checks work on: the target, and what they have made there, each once.
actor Scene {
    /// A customer that verification made.
    struct Customer: Sendable {
        let id: Identifier
        let path: String
        let document: JSON
        let tag: String
    }

    /// An order that verification placed and saw completed.
    struct Order: Sendable {
        let id: String
        let path: String
        let customer: Customer
        let document: JSON
    }

    static let customers = "/tmf-api/customerManagement/v4/customer"
    static let orders = "/tmf-api/productOrderingManagement/v4/productOrder"
    static let offerings = "/tmf-api/productCatalogManagement/v4/productOffering"
    static let prices = "/tmf-api/productCatalogManagement/v4/productOfferingPrice"

    /// What is verified.
    nonisolated let target: VerificationTarget
    /// The first server.
    nonisolated let api: API
    /// Clock and randomness.
    nonisolated let surroundings: Surroundings
    /// When verification began, less the skew that clocks may have.
    nonisolated let began: Timestamp

    private var customerMade: Task<Customer, any Error>?
    private var orderMade: Task<Order, any Error>?
    private var catalogueMade: Task<Void, any Error>?
    var listedMade: (query: String, ids: [String])?
    var alertFound: JSON?

    init(_ target: VerificationTarget, surroundings: Surroundings) {
        precondition(!target.servers.isEmpty)
        self.target = target
        self.surroundings = surroundings
        api = API(url: target.servers[0], key: target.key, isReadOnly: target.isReadOnly)
        began = surroundings.now() + -5_000
    }

    // MARK: What applies

    /// A server of the API, from 0.
    nonisolated func server(_ index: Int) -> API {
        API(url: target.servers[index], key: target.key, isReadOnly: target.isReadOnly)
    }

    /// A component's address.
    ///
    /// - Throws: `NotApplicable` if there is none.
    nonisolated func address(_ path: KeyPath<VerificationTarget, String?>, _ name: String) throws -> String {
        guard let address = target[keyPath: path] else { throw NotApplicable("no \(name) here") }
        return address
    }

    /// - Throws: `NotApplicable` where each server has rows and events of its own.
    nonisolated func needsSharedRows() throws {
        guard target.isShared else { throw NotApplicable("embedded: each server keeps its own rows") }
    }

    // MARK: What verification makes

    /// A customer made for this verification.
    func customer() async throws -> Customer {
        if customerMade == nil { customerMade = Task { try await newCustomer() } }
        guard let customerMade else { preconditionFailure("it was just set") }
        return try await customerMade.value
    }

    /// A further customer.
    nonisolated func newCustomer(_ members: [(String, JSON)] = []) async throws -> Customer {
        let body = JSON.object(
            JSONObject(
                [
                    ("name", "bss verify"),
                    ("engagedParty", ["id": "bss-verify", "@referredType": "Individual"]),
                    ("verifiedAt", .string(surroundings.now().description)),
                ] + members
            )
        )
        let made = try await api.post(Self.customers, body)
        guard made.status == 201, let text = made.json["id"]?.string, let id = Identifier(text),
            let path = made.json["href"]?.string
        else { throw Unmet("POST of a customer answered \(made.summary)") }
        return Customer(id: id, path: path, document: made.json, tag: made.headers["etag"] ?? "")
    }

    /// The offerings that are ordered: one of 19.99 EUR a month, one of 9,999 EUR.
    private func catalogue() async throws {
        if catalogueMade == nil {
            catalogueMade = Task {
                for (name, amount) in [("plain", "19.99"), ("dear", "9999.00")] {
                    let price: JSON = [
                        "id": .string("bss-verify-price-\(name)"), "name": .string("bss verify \(name)"),
                        "priceType": "oneTime", "lifecycleStatus": "Launched",
                        "price": ["unit": "EUR", "value": try JSON(parsing: amount)],
                    ]
                    try await add(Self.prices, "bss-verify-price-\(name)", price)
                    let offering: JSON = [
                        "id": .string(Self.offering(isDear: name == "dear")), "name": .string("bss verify \(name)"),
                        "lifecycleStatus": "Launched",
                        "productOfferingPrice": [["id": .string("bss-verify-price-\(name)")]],
                    ]
                    try await add(Self.offerings, Self.offering(isDear: name == "dear"), offering)
                }
            }
        }
        guard let catalogueMade else { preconditionFailure("it was just set") }
        try await catalogueMade.value
    }

    private static func offering(isDear: Bool) -> String { "bss-verify-offering-\(isDear ? "dear" : "plain")" }

    private nonisolated func add(_ path: String, _ id: String, _ body: JSON) async throws {
        if try await api.get("\(path)/\(id)").status == 200 { return }
        let answer = try await api.post(path, body)
        guard answer.status == 201 else { throw Unmet("POST of \(id) answered \(answer.summary)") }
    }

    /// The body of an order.
    func orderBody(_ customer: Identifier, isDear: Bool = false) async throws -> JSON {
        try await catalogue()
        return [
            "externalId": "bss-verify", "description": "bss verify",
            "relatedParty": [
                ["id": .string(customer.description), "role": "customer", "@referredType": "Customer"]
            ],
            "productOrderItem": [
                ["id": "1", "action": "add", "productOffering": ["id": .string(Self.offering(isDear: isDear))]]
            ],
        ]
    }

    /// An order placed for this verification, once it is completed.
    func order() async throws -> Order {
        if orderMade == nil {
            let customer = try await customer()
            orderMade = Task { try await completed(try await place(customer), of: customer) }
        }
        guard let orderMade else { preconditionFailure("it was just set") }
        return try await orderMade.value
    }

    /// Places an order and answers it as the server acknowledged it.
    func place(_ customer: Customer, isDear: Bool = false, headers: [String: String] = [:]) async throws -> Answer {
        let answer = try await api.post(Self.orders, try await orderBody(customer.id, isDear: isDear), headers: headers)
        guard answer.status == 201 else { throw Unmet("POST of an order answered \(answer.summary)") }
        return answer
    }

    /// Waits for an order to be completed.
    nonisolated func completed(_ placed: Answer, of customer: Customer) async throws -> Order {
        guard let id = placed.json["id"]?.string, let path = placed.json["href"]?.string else {
            throw Unmet("an order without id and href: \(placed.summary)")
        }
        let document = try await eventually("order \(id) completed") {
            let answer = try await api.get(path)
            return answer.json["state"] == "completed" ? answer.json : nil
        }
        return Order(id: id, path: path, customer: customer, document: document)
    }

    // MARK: Waiting and reading

    /// How long a check waits for what has to come about, in seconds.
    static let waitSeconds = 30.0

    /// Asks until there is an answer.
    ///
    /// - Throws: `Unmet` if there is none in time.
    nonisolated func eventually<Value>(
        _ what: String,
        seconds: Double = waitSeconds,
        _ body: () async throws -> Value?
    ) async throws -> Value {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while true {
            if let value = try await body() { return value }
            guard ContinuousClock.now < deadline else { throw Unmet("not within \(Int(seconds)) s: \(what)") }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// The records of a topic with this key since verification began, in order.
    nonisolated func records(_ topic: String, key: String, via api: API? = nil) async throws -> [JSON] {
        let path = "/bss/v1/topics/\(topic)/records?since=\(began.description)&max=1000000"
        let answer = try await (api ?? self.api).get(path)
        guard answer.status == 200 else { throw Unmet("reading \(topic) answered \(answer.summary)") }
        return answer.lines.filter { $0["key"]?.string == key }
    }

    /// The records of a topic with this key, as soon as one of them is as wanted.
    nonisolated func records(
        _ topic: String,
        key: String,
        until what: String,
        _ isWanted: (JSON) -> Bool
    ) async throws -> [JSON] {
        try await eventually("\(what) in \(topic)") {
            let found = try await records(topic, key: key)
            return found.contains(where: isWanted) ? found : nil
        }
    }

    /// The partitions of a topic.
    nonisolated func partitions(_ topic: String) async throws -> Int {
        let answer = try await api.get("/bss/v1/topics/\(topic)")
        guard answer.status == 200, let partitions = answer.json["partitions"]?.array else {
            throw Unmet("topic \(topic): \(answer.summary)")
        }
        return partitions.count
    }

    /// The map of the shards, as the server has it.
    nonisolated func shards() async throws -> (map: ShardMap, rows: [JSON]) {
        let answer = try await api.get("/bss/v1/shards")
        let rows = answer.json.array ?? []
        let ranges = rows.compactMap { row -> ClosedRange<Int32>? in
            guard let from = row["fromToken"]?.integer, let to = row["toToken"]?.integer, from <= to else { return nil }
            return Int32(from)...Int32(to)
        }
        guard answer.status == 200, ranges.count == rows.count, let map = ShardMap(ranges: ranges) else {
            throw Unmet("the ranges of the shards are no partition of the tokens: \(answer.summary)")
        }
        return (map, rows)
    }
}

/// Fails a check unless a condition holds.
func require(_ condition: Bool, _ finding: @autoclosure () -> String) throws {
    guard condition else { throw Unmet(finding()) }
}

extension [Double] {
    /// The value that this share of the values do not exceed, by nearest rank; 0 where there are none.
    func percentile(_ share: Double) -> Double {
        guard !isEmpty else { return 0 }
        let rank = Int((share * Double(count)).rounded(.up))
        return sorted()[Swift.max(0, Swift.min(count, rank) - 1)]
    }
}
