import Primitives

/// Decides what the demo's customers do: a state machine of a seed, a memory and the outcomes so far. The same seed and
/// the same outcomes in the same order give the same steps; it knows neither clock nor network.
public struct DemoPlanner: Sendable {
    /// Named limits of a planner's memory.
    public enum Limits {
        /// Customers remembered; beyond it, one at random is forgotten for each new one.
        public static let customersMax = 2_000
        /// Products remembered of one customer.
        public static let productsMax = 8
        /// Bursts of fraud under way at once.
        public static let burstsMax = 3
        /// Changes of mind to come.
        public static let cancellationsMax = 64
        /// Steps whose outcome is awaited; more must not be asked for.
        public static let pendingMax = 1_024
    }

    /// How often something happens, in steps of the steady traffic.
    public enum Frequency {
        /// Customers that the demo begins with, before sign-ups become the exception.
        static let firstCustomers = 12
        /// One burst of fraud in so many steps.
        public static let stepsPerBurst = 90
        /// One order in so many is cancelled at once.
        static let ordersPerCancellation = 16
    }

    /// What a customer is remembered by.
    private struct Customer: Sendable, Hashable {
        let id: String
        var profile: CustomerProfile
        var ordersPlaced = 0
        var products: [DemoProduct] = []
    }

    /// What a step's outcome is for.
    private enum Purpose: Sendable, Hashable {
        case signUp(CustomerProfile)
        case order(customerID: String)
        case contact(customerID: String, CustomerProfile)
        case products(customerID: String)
        case burstSignUp(burst: Int, account: Int)
        case nothing
    }

    private let catalogue: TelecomCatalogue
    private let run: String
    private let meanInterval: Double
    private var random: SeededRandom
    private var customers: [Customer] = []
    private var places: [String: Int] = [:]
    private var bursts: [Int: FraudBurst] = [:]
    private var burstsBegun = 0
    private var cancellations: [(due: Int64, orderID: String)] = []
    private var pending: [Int: Purpose] = [:]
    private var stepsPlanned = 0
    private var profilesMade = 0
    private var ordersMade = 0
    private var steadyDue: Double = 0
    private var now: Int64 = 0

    /// A planner at the start of the demo.
    ///
    /// - Parameters:
    ///   - seed: decides everything.
    ///   - run: what makes e-mail addresses and order numbers unique to this run, a few letters and digits.
    ///   - rate: steps of steady traffic per second of the demo's time; bursts come on top.
    public init(seed: UInt64, run: String, rate: Double, catalogue: TelecomCatalogue = .standard) {
        precondition(rate > 0 && rate.isFinite)
        random = SeededRandom(seed: seed)
        self.run = run
        self.catalogue = catalogue
        meanInterval = 1_000 / rate
    }

    /// How many customers are remembered.
    public var customerCount: Int { customers.count }

    /// The next step. It may be due earlier than its predecessors' outcomes are known; it depends only on known ones.
    public mutating func next() -> DemoStep {
        precondition(pending.count < Limits.pendingMax, "outcomes must be reported")
        while true {
            let burst = bursts.compactMap { id, burst in burst.due.map { (due: $0, id: id) } }
                .min { ($0.due, $0.id) < ($1.due, $1.id) }
            let cancellation = cancellations.indices.min { cancellations[$0].due < cancellations[$1].due }
            let steady = Int64(steadyDue)
            if let burst, burst.due <= min(steady, cancellation.map { cancellations[$0].due } ?? .max) {
                now = max(now, burst.due)
                guard let (action, purpose) = advance(burst.id) else { continue }
                return step(action, purpose)
            }
            if let cancellation, cancellations[cancellation].due <= steady {
                let (due, orderID) = cancellations.remove(at: cancellation)
                now = max(now, due)
                return step(.cancel(orderID: orderID, reason: "The customer changed their mind"), .nothing)
            }
            now = max(now, steady)
            steadyDue += meanInterval * (0.5 + Double.random(in: 0..<1, using: &random))
            if Int.random(in: 0..<Frequency.stepsPerBurst, using: &random) == 0 { beginBurst() }
            let (action, purpose) = steadyAction()
            return step(action, purpose)
        }
    }

    /// Takes in what came of a step; each step's outcome once, in any order.
    public mutating func observe(_ number: Int, _ outcome: DemoOutcome) {
        guard let purpose = pending.removeValue(forKey: number) else {
            preconditionFailure("step \(number) is not awaited")
        }
        switch (purpose, outcome) {
        case (.signUp(let profile), .done(let id)): remember(Customer(id: id, profile: profile))
        case (.order(let customerID), .done(let id)):
            if let place = places[customerID] { customers[place].ordersPlaced += 1 }
            if Int.random(in: 0..<Frequency.ordersPerCancellation, using: &random) == 0,
                cancellations.count < Limits.cancellationsMax
            {
                cancellations.append((now, id))
            }
        case (.contact(let customerID, let profile), .done):
            if let place = places[customerID] { customers[place].profile = profile }
        case (.products(let customerID), .products(let products)):
            if let place = places[customerID] { customers[place].products = Array(products.suffix(Limits.productsMax)) }
        case (.burstSignUp(let burst, let account), let outcome):
            var id: String?
            if case .done(let created) = outcome { id = created }
            bursts[burst]?.signedUp(account: account, customerID: id, at: now)
            if bursts[burst]?.isOver == true { bursts[burst] = nil }
        default: break
        }
    }

    private mutating func step(_ action: DemoAction, _ purpose: Purpose) -> DemoStep {
        defer { stepsPlanned += 1 }
        pending[stepsPlanned] = purpose
        return DemoStep(number: stepsPlanned, due: now, action: action)
    }

    private mutating func remember(_ customer: Customer) {
        guard places[customer.id] == nil else { return }
        if customers.count < Limits.customersMax {
            places[customer.id] = customers.count
            customers.append(customer)
        } else {
            let place = Int.random(in: 0..<customers.count, using: &random)
            places[customers[place].id] = nil
            places[customer.id] = place
            customers[place] = customer
        }
    }
}

extension DemoPlanner {
    private mutating func steadyAction() -> (DemoAction, Purpose) {
        let isBeginning = customers.count < Frequency.firstCustomers
        guard !customers.isEmpty, !(isBeginning && Bool.random(using: &random)) else { return signUp() }
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<14: return signUp()
        case 14..<70: return newOrder()
        case 70..<79: return changedProduct() ?? productsOfSomeone() ?? newOrder()
        case 79..<83: return endedProduct() ?? productsOfSomeone() ?? newOrder()
        case 83..<90: return changedContact()
        default: return productsOfSomeone() ?? newOrder()
        }
    }

    private mutating func profile() -> CustomerProfile {
        defer { profilesMade += 1 }
        return PersonNames.profile(tag: "\(run)\(String(profilesMade, radix: 36))", &random)
    }

    private mutating func signUp() -> (DemoAction, Purpose) {
        let profile = profile()
        return (.signUp(profile, label: nil), .signUp(profile))
    }

    private mutating func newOrder() -> (DemoAction, Purpose) {
        let customer = customers.randomElement(using: &random)!
        var lines = [DemoOrder.Line(.add, offering: someOffering())]
        if Int.random(in: 0..<5, using: &random) == 0 {
            let second = someOffering()
            if second != lines[0].offering { lines.append(DemoOrder.Line(.add, offering: second)) }
        }
        return order(customer.id, customer.profile.name, lines, label: nil)
    }

    private mutating func someOffering() -> TelecomCatalogue.Offering {
        let category =
            switch Int.random(in: 0..<100, using: &random) {
            case 0..<42: "mobile"
            case 42..<60: "fibre"
            case 60..<74: "tv"
            case 74..<88: "roaming"
            default: "devices"
            }
        return
            (catalogue.offerings(in: category).randomElement(using: &random)
            ?? catalogue.offerings.randomElement(using: &random))!
    }

    private mutating func order(
        _ customerID: String,
        _ name: String,
        _ lines: [DemoOrder.Line],
        label: String?
    ) -> (DemoAction, Purpose) {
        defer { ordersMade += 1 }
        let names = lines.map { line in
            let name = line.offering?.name ?? "product"
            return switch line.action {
            case .add: name
            case .modify: "change to \(name)"
            case .delete: "end of contract"
            }
        }
        let order = DemoOrder(
            customerID: customerID,
            customerName: name,
            externalID: "\(run)-\(ordersMade)",
            description: names.joined(separator: ", "),
            channel: DemoOrder.Channel.allCases.randomElement(using: &random)!,
            lines: lines,
            label: label
        )
        return (.order(order), .order(customerID: customerID))
    }

    /// A customer with a known product, found in a few tries; nil if there is none near.
    private mutating func owner() -> Int? {
        for _ in 0..<12 {
            let place = Int.random(in: 0..<customers.count, using: &random)
            if !customers[place].products.isEmpty { return place }
        }
        return nil
    }

    private mutating func changedProduct() -> (DemoAction, Purpose)? {
        guard let place = owner() else { return nil }
        let product = customers[place].products.randomElement(using: &random)!
        guard let current = catalogue.offering(product.offeringID),
            let other = catalogue.offerings(in: current.category).filter({ $0 != current })
                .randomElement(using: &random)
        else { return nil }
        let line = DemoOrder.Line(.modify(productID: product.id), offering: other)
        customers[place].products.removeAll { $0.id == product.id }
        return order(customers[place].id, customers[place].profile.name, [line], label: nil)
    }

    private mutating func endedProduct() -> (DemoAction, Purpose)? {
        guard let place = owner() else { return nil }
        let product = customers[place].products.randomElement(using: &random)!
        customers[place].products.removeAll { $0.id == product.id }
        let line = DemoOrder.Line(.delete(productID: product.id), offering: catalogue.offering(product.offeringID))
        return order(customers[place].id, customers[place].profile.name, [line], label: nil)
    }

    private mutating func changedContact() -> (DemoAction, Purpose) {
        let customer = customers.randomElement(using: &random)!
        var profile = customer.profile
        if Bool.random(using: &random) {
            profile.phone = PersonNames.phone(in: profile.city, &random)
        } else {
            let elsewhere = self.profile()
            profile.city = elsewhere.city
            profile.street = elsewhere.street
        }
        return (
            .changeContact(customerID: customer.id, profile, label: nil), .contact(customerID: customer.id, profile)
        )
    }

    private mutating func productsOfSomeone() -> (DemoAction, Purpose)? {
        for _ in 0..<12 {
            let customer = customers.randomElement(using: &random)!
            guard customer.ordersPlaced > 0, customer.products.isEmpty else { continue }
            return (.findProducts(customerID: customer.id), .products(customerID: customer.id))
        }
        return nil
    }
}

extension DemoPlanner {
    private mutating func beginBurst() {
        guard bursts.count < Limits.burstsMax, customers.count >= Frequency.firstCustomers else { return }
        let customer = customers.randomElement(using: &random)!
        // One after the other, so that a short demo shows them all.
        let kind = FraudKind.allCases[burstsBegun % FraudKind.allCases.count]
        let tag = "\(run)b\(String(burstsBegun, radix: 36))x"
        var fresh = 0
        bursts[burstsBegun] = FraudBurst.scripted(
            kind,
            at: now,
            known: FraudBurst.Account(profile: customer.profile, customerID: customer.id),
            catalogue,
            &random
        ) { random in
            defer { fresh += 1 }
            return PersonNames.profile(tag: "\(tag)\(fresh)", &random)
        }
        burstsBegun += 1
    }

    /// The next move of a burst; nil if its account never came to be.
    private mutating func advance(_ id: Int) -> (DemoAction, Purpose)? {
        guard var burst = bursts[id] else { preconditionFailure("there is no burst \(id)") }
        let move = burst.advance()
        bursts[id] = burst.isOver ? nil : burst
        let label = burst.kind.label
        switch move {
        case .signUp(let account):
            return (
                .signUp(burst.accounts[account].profile, label: label), .burstSignUp(burst: id, account: account)
            )
        case .order(let account, let lines):
            guard let customerID = burst.accounts[account].customerID else { return nil }
            let result = order(customerID, burst.accounts[account].profile.name, lines, label: label)
            // What a fraudster orders is not cancelled, so nothing follows from its outcome.
            return (result.0, .nothing)
        case .changeContact(let account, let profile):
            guard let customerID = burst.accounts[account].customerID else { return nil }
            return (
                .changeContact(customerID: customerID, profile, label: label),
                .contact(customerID: customerID, profile)
            )
        }
    }
}
