import Primitives
import Testing

@testable import Workloads

@Suite struct DemoPlannerTests {
    /// Plays steps against a server that does everything; every third customer's orders become two products.
    private static func play(
        seed: UInt64,
        steps: Int,
        rate: Double = 2,
        answer: (DemoStep) -> DemoOutcome = done
    ) -> [DemoStep] {
        var planner = DemoPlanner(seed: seed, run: "t", rate: rate)
        return (0..<steps).map { _ in
            let step = planner.next()
            planner.observe(step.number, answer(step))
            return step
        }
    }

    private static func done(_ step: DemoStep) -> DemoOutcome {
        if case .findProducts(let customer) = step.action {
            return .products([DemoProduct(id: "\(customer)-p\(step.number)", offeringID: "mobile-start-5gb")])
        }
        return .done(id: "id\(step.number)")
    }

    @Test func theSameSeedPlansTheSame() {
        #expect(Self.play(seed: 7, steps: 3_000) == Self.play(seed: 7, steps: 3_000))
        #expect(Self.play(seed: 7, steps: 50) != Self.play(seed: 8, steps: 50))
    }

    @Test func timeNeverRunsBackAndKeepsThePace() {
        let steps = Self.play(seed: 1, steps: 4_000, rate: 2)
        for (earlier, later) in zip(steps, steps.dropFirst()) { #expect(earlier.due <= later.due) }
        #expect(steps.map(\.number) == Array(0..<4_000))
        let steady = steps.filter { $0.action.label == nil }.count
        let seconds = Double(steps.last!.due) / 1_000
        #expect(abs(Double(steady) / seconds - 2) < 0.25)
    }

    @Test func theMixIsThatOfAnOperatorAtWork() {
        let steps = Self.play(seed: 2, steps: 10_000)
        let kinds = Dictionary(grouping: steps, by: \.action.kind).mapValues(\.count)
        #expect((5_000...8_500).contains(kinds["order"] ?? 0))
        #expect((1_000...2_500).contains(kinds["signUp"] ?? 0))
        #expect((300...1_200).contains(kinds["contact"] ?? 0))
        #expect((100...1_500).contains(kinds["products"] ?? 0))
        #expect((100...700).contains(kinds["cancel"] ?? 0))
        let lines = steps.flatMap(\.action.lines)
        #expect(lines.contains { if case .modify = $0.action { true } else { false } })
        #expect(lines.contains { if case .delete = $0.action { true } else { false } })
        let fraud = Double(steps.filter { $0.action.label != nil }.count) / 10_000
        #expect((0.02...0.2).contains(fraud))
    }

    @Test func onlyKnownCustomersAndProductsAct() {
        var known: Set<String> = []
        var products: Set<String> = []
        _ = Self.play(seed: 3, steps: 5_000) { step in
            switch step.action {
            case .signUp: known.insert("id\(step.number)")
            case .order(let order):
                #expect(known.contains(order.customerID))
                for line in order.lines {
                    switch line.action {
                    case .modify(let id), .delete(let id): #expect(products.remove(id) != nil)
                    case .add: continue
                    }
                }
            case .changeContact(let id, _, _): #expect(known.contains(id))
            case .findProducts(let id):
                #expect(known.contains(id))
                products.insert("\(id)-p\(step.number)")
            case .cancel: break
            }
            return Self.done(step)
        }
    }

    @Test func emailsAndOrderNumbersAreUnique() {
        let steps = Self.play(seed: 4, steps: 8_000)
        let emails = steps.compactMap { if case .signUp(let profile, _) = $0.action { profile.email } else { nil } }
        let orders = steps.compactMap { if case .order(let order) = $0.action { order.externalID } else { nil } }
        #expect(Set(emails).count == emails.count)
        #expect(Set(orders).count == orders.count)
    }

    @Test func aServerThatIsAwayLeavesThePlannerWithSignUpsOnly() {
        let steps = Self.play(seed: 5, steps: 500) { _ in .failed }
        #expect(steps.allSatisfy { $0.action.kind == "signUp" && $0.action.label == nil })
    }

    @Test func memoryIsBounded() {
        var planner = DemoPlanner(seed: 6, run: "t", rate: 1)
        for _ in 0..<30_000 {
            let step = planner.next()
            planner.observe(step.number, Self.done(step))
        }
        #expect(planner.customerCount == DemoPlanner.Limits.customersMax)
    }
}

@Suite struct FraudTests {
    private static func burst(_ kind: FraudKind, seed: UInt64, knows: Bool) -> FraudBurst {
        var random = SeededRandom(seed: seed)
        let known = FraudBurst.Account(profile: PersonNames.profile(tag: "k", &random), customerID: "known")
        var fresh = 0
        return FraudBurst.scripted(kind, at: 1_000, known: knows ? known : nil, .standard, &random) { random in
            fresh += 1
            return PersonNames.profile(tag: "f\(fresh)", &random)
        }
    }

    /// Runs a burst to its end: its moves with their times.
    private static func moves(_ burst: FraudBurst) -> [(due: Int64, move: FraudBurst.Move)] {
        var burst = burst
        var moves: [(Int64, FraudBurst.Move)] = []
        while let due = burst.due {
            let move = burst.advance()
            moves.append((due, move))
            if case .signUp(let account) = move {
                #expect(burst.due == nil)
                burst.signedUp(account: account, customerID: "new\(account)", at: due)
            }
        }
        #expect(burst.isOver)
        return moves
    }

    private static func orders(_ moves: [(due: Int64, move: FraudBurst.Move)]) -> [(due: Int64, amount: Int64)] {
        moves.compactMap { due, move in
            guard case .order(_, let lines) = move else { return nil }
            return (due, lines.reduce(0) { $0 + $1.offering!.firstMonthMinorUnits * $1.quantity })
        }
    }

    @Test(arguments: 0..<20)
    func velocityIsManyOrdersWithinAMinute(_ seed: UInt64) {
        let orders = Self.orders(Self.moves(Self.burst(.velocity, seed: seed, knows: true)))
        #expect(orders.count >= 9)
        #expect(orders.last!.due - orders.first!.due < 60_000)
    }

    @Test func risingAmountsRise() {
        let amounts = Self.orders(Self.moves(Self.burst(.risingAmounts, seed: 1, knows: true))).map(\.amount)
        #expect(amounts.count >= 4)
        for (earlier, later) in zip(amounts, amounts.dropFirst()) { #expect(earlier < later) }
    }

    @Test(arguments: 0..<20)
    func aNewCustomerOrdersHighValueAtOnce(_ seed: UInt64) {
        let moves = Self.moves(Self.burst(.newCustomerHighValue, seed: seed, knows: true))
        guard case .signUp = moves[0].move else { return #expect(Bool(false), "a sign-up comes first") }
        let orders = Self.orders(moves)
        #expect(orders.allSatisfy { $0.amount >= 3_000_00 })
        #expect(orders[0].due - moves[0].due <= 12_000)
    }

    @Test(arguments: [true, false])
    func aTakeoverChangesTheContactsFirst(_ knows: Bool) {
        let burst = Self.burst(.accountTakeover, seed: 2, knows: knows)
        let moves = Self.moves(burst)
        let change = moves[knows ? 0 : 1]
        guard case .changeContact(_, let profile) = change.move else {
            return #expect(Bool(false), "the contacts change before the order")
        }
        #expect(profile.phone != burst.accounts[0].profile.phone)
        #expect(profile.email != burst.accounts[0].profile.email)
        #expect(profile.name == burst.accounts[0].profile.name)
        #expect(Self.orders(moves).contains { $0.amount > 1_500_00 && $0.due - change.due < 3_600_000 })
    }

    @Test(arguments: 0..<20)
    func manyAccountsShareOneNumber(_ seed: UInt64) {
        let burst = Self.burst(.sharedPhone, seed: seed, knows: true)
        #expect(burst.accounts.count >= 5)
        #expect(Set(burst.accounts.map(\.profile.phone)).count == 1)
        #expect(Set(burst.accounts.map(\.profile.email)).count == burst.accounts.count)
        _ = Self.moves(burst)
    }

    @Test func aBurstWhoseSignUpFailedIsOver() {
        var burst = Self.burst(.newCustomerHighValue, seed: 1, knows: false)
        _ = burst.advance()
        burst.signedUp(account: 0, customerID: nil, at: 5_000)
        #expect(burst.isOver)
    }
}

extension DemoAction {
    fileprivate var kind: String {
        switch self {
        case .signUp: "signUp"
        case .order: "order"
        case .cancel: "cancel"
        case .changeContact: "contact"
        case .findProducts: "products"
        }
    }

    fileprivate var label: String? {
        switch self {
        case .signUp(_, let label), .changeContact(_, _, let label): label
        case .order(let order): order.label
        case .cancel, .findProducts: nil
        }
    }

    fileprivate var lines: [DemoOrder.Line] { if case .order(let order) = self { order.lines } else { [] } }
}
