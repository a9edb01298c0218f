import Primitives

/// A burst of fraud under way: a script of moves by its own accounts, one after the other.
struct FraudBurst: Sendable, Hashable {
    /// A customer that takes part; its id is known once the sign-up was answered.
    struct Account: Sendable, Hashable {
        var profile: CustomerProfile
        var customerID: String?
    }

    /// What an account does.
    enum Move: Sendable, Hashable {
        case signUp(account: Int)
        case order(account: Int, [DemoOrder.Line])
        case changeContact(account: Int, CustomerProfile)
    }

    /// A move, and milliseconds since the one before.
    struct Step: Sendable, Hashable {
        let delay: Int64
        let move: Move
    }

    let kind: FraudKind
    private(set) var accounts: [Account]
    private var steps: ArraySlice<Step>
    /// When the next move is due, in milliseconds of the demo; nil while a sign-up is unanswered.
    private(set) var due: Int64?

    init(kind: FraudKind, accounts: [Account], steps: [Step], at now: Int64) {
        precondition(!steps.isEmpty)
        self.kind = kind
        self.accounts = accounts
        self.steps = steps[...]
        due = now + steps[0].delay
    }

    /// Whether all is done.
    var isOver: Bool { steps.isEmpty && due == nil }

    /// Takes the next move; traps if none is due.
    mutating func advance() -> Move {
        guard let now = due, let step = steps.popFirst() else { preconditionFailure("no move is due") }
        if case .signUp = step.move {
            due = nil
        } else {
            due = steps.first.map { now + $0.delay }
        }
        return step.move
    }

    /// An account's sign-up was answered: with its id, or with nil, which ends the burst.
    mutating func signedUp(account: Int, customerID: String?, at now: Int64) {
        guard let customerID else {
            steps = []
            due = nil
            return
        }
        accounts[account].customerID = customerID
        due = steps.first.map { now + $0.delay }
    }
}

extension FraudBurst {
    /// The shortest and the longest burst, in moves.
    static let stepsRange = 3...16

    /// Writes the script of a burst.
    ///
    /// - Parameters:
    ///   - kind: the pattern.
    ///   - known: a customer of some standing, for the patterns that start from one; without it, one signs up first.
    ///   - fresh: makes up a new customer.
    static func scripted(
        _ kind: FraudKind,
        at now: Int64,
        known: Account?,
        _ catalogue: TelecomCatalogue,
        _ random: inout SeededRandom,
        fresh: (inout SeededRandom) -> CustomerProfile
    ) -> FraudBurst {
        let devices = catalogue.offerings(in: "devices").sorted { $0.firstMonthMinorUnits < $1.firstMonthMinorUnits }
        precondition(devices.count > 2, "the patterns need dear and cheap devices")
        var accounts: [Account] = []
        var steps: [Step] = []
        func pause(_ range: ClosedRange<Int64>) -> Int64 { Int64.random(in: range, using: &random) }
        if kind == .velocity || kind == .risingAmounts || kind == .accountTakeover, let known {
            accounts = [known]
        } else {
            accounts = [Account(profile: fresh(&random))]
            steps = [Step(delay: 0, move: .signUp(account: 0))]
        }
        switch kind {
        case .velocity:
            let cheap = catalogue.offerings.filter { $0.firstMonthMinorUnits < 20_000 }
            for _ in 0..<Int.random(in: 9...14, using: &random) {
                let line = DemoOrder.Line(.add, offering: cheap.randomElement(using: &random)!)
                steps.append(Step(delay: pause(1_500...3_800), move: .order(account: 0, [line])))
            }
        case .risingAmounts:
            for (place, device) in devices.enumerated() {
                let line = DemoOrder.Line(.add, offering: device, quantity: place < 3 ? 1 : 2)
                steps.append(Step(delay: pause(15_000...50_000), move: .order(account: 0, [line])))
            }
        case .newCustomerHighValue:
            for _ in 0..<Int.random(in: 2...3, using: &random) {
                let line = DemoOrder.Line(
                    .add,
                    offering: devices.suffix(2).randomElement(using: &random)!,
                    quantity: Int64.random(in: 3...6, using: &random)
                )
                steps.append(Step(delay: pause(2_000...12_000), move: .order(account: 0, [line])))
            }
        case .accountTakeover:
            let thief = fresh(&random)
            var changed = accounts[0].profile
            changed.email = thief.email
            changed.phone = thief.phone
            steps.append(Step(delay: pause(1_000...5_000), move: .changeContact(account: 0, changed)))
            for _ in 0..<2 {
                let line = DemoOrder.Line(.add, offering: devices.last!, quantity: 2)
                steps.append(Step(delay: pause(20_000...90_000), move: .order(account: 0, [line])))
            }
        case .sharedPhone:
            for place in 1..<Int.random(in: 5...8, using: &random) {
                var profile = fresh(&random)
                profile.phone = accounts[0].profile.phone
                accounts.append(Account(profile: profile))
                steps.append(Step(delay: pause(4_000...15_000), move: .signUp(account: place)))
                if place.isMultiple(of: 2) {
                    let line = DemoOrder.Line(.add, offering: devices[2])
                    steps.append(Step(delay: pause(2_000...8_000), move: .order(account: place, [line])))
                }
            }
        }
        return FraudBurst(kind: kind, accounts: accounts, steps: steps, at: now)
    }
}
