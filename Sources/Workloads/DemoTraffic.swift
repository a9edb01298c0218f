import Logging
import Primitives
import Synchronization

/// Customers of a telecom operator at work on a BSS server: they sign up, order, change, cancel and move house at a
/// steady pace, with a labelled burst of fraud now and then. `DemoPlanner` decides; this sends.
public struct DemoTraffic: Sendable {
    /// Named limits of the demo.
    public enum Limits {
        /// Steps that may be unanswered at once; beyond it the demo waits.
        public static let inFlightMax = 64
        /// Products of one customer that are asked for.
        static let productsMax = 20
    }

    private let url: String
    private let key: String?
    private let rate: Double
    private let speed: Double
    private let seed: UInt64
    private let logger: Logger
    private let surroundings: Surroundings
    private let report: (@Sendable (DemoTally) -> Void)?

    /// Demo traffic for a server; `run` starts it.
    ///
    /// - Parameters:
    ///   - url: the server's address, `http://host:port`.
    ///   - key: sent as a bearer token if given.
    ///   - ratePerSecond: steps per second of the demo's time.
    ///   - speed: how many seconds of the demo's time pass in one of the machine's.
    ///   - seed: decides what customers do.
    ///   - surroundings: the clock and randomness; the machine's own if nil.
    ///   - report: called after each step with all that was done so far.
    public init(
        url: String,
        key: String?,
        ratePerSecond: Double,
        speed: Int,
        seed: UInt64,
        logger: Logger,
        surroundings: Surroundings? = nil,
        report: (@Sendable (DemoTally) -> Void)? = nil
    ) {
        precondition(ratePerSecond > 0 && speed > 0)
        self.url = url
        self.key = key
        rate = ratePerSecond
        self.speed = Double(speed)
        self.seed = seed
        self.logger = logger
        self.surroundings = surroundings ?? WorkloadSurroundings.system
        self.report = report
    }

    /// Creates the catalogue where it is missing, then lets customers act until the task is cancelled. A server that is
    /// away or failing is waited for; a server that refuses the catalogue is logged, and ends it.
    public func run() async {
        do {
            try await ServerConnection.with(url, apiKey: key, connections: Limits.inFlightMax) { connection in
                try await seed(connection)
                await traffic(connection)
            }
        } catch is CancellationError {
            return
        } catch {
            if Task.isCancelled { return }
            logger.error("the demo cannot run", metadata: ["url": "\(url)", "error": "\(error)"])
        }
    }

    private func seed(_ connection: ServerConnection) async throws {
        var failures = 0
        while true {
            do {
                let seeding = try await TelecomCatalogue.standard.seed(into: connection, surroundings)
                logger.info(
                    "demo catalogue",
                    metadata: ["created": "\(seeding.created)", "present": "\(seeding.present)"]
                )
                return
            } catch let refusal as WorkloadError {
                throw refusal
            } catch {
                try Task.checkCancellation()
                failures += 1
                logger.warning("the demo waits for the server", metadata: ["url": "\(url)", "error": "\(error)"])
                try await Task.sleep(for: Patience.demonstrating.pause(afterFailure: failures))
            }
        }
    }

    private func traffic(_ connection: ServerConnection) async {
        let inbox = DemoInbox()
        var planner = DemoPlanner(seed: seed, run: WorkloadSurroundings.runTag(surroundings), rate: rate)
        let clock = ContinuousClock()
        let start = clock.now
        var pace = DemoPace(speed: speed, start: 0)
        var tally = DemoTally()
        var failuresInARow = 0
        await withDiscardingTaskGroup { group in
            var inFlight = 0
            while !Task.isCancelled {
                for (step, outcome) in inbox.take() {
                    inFlight -= 1
                    planner.observe(step.number, outcome)
                    tally.count(step.action, outcome)
                    failuresInARow = outcome == .failed ? failuresInARow + 1 : 0
                    report?(tally)
                }
                if failuresInARow > 0 {
                    let pause = Patience.demonstrating.pause(afterFailure: failuresInARow)
                    logger.debug("the demo waits for the server", metadata: ["pause": "\(pause)"])
                    // why: cancellation ends the loop by its own condition
                    try? await Task.sleep(for: pause)
                }
                guard inFlight < Limits.inFlightMax else {
                    // why: cancellation ends the loop by its own condition
                    try? await Task.sleep(for: .milliseconds(5))
                    continue
                }
                let step = planner.next()
                let wait = pace.wait(for: step.due, now: (clock.now - start).nanoseconds)
                if wait > 0 {
                    // why: cancellation ends the loop by its own condition
                    try? await Task.sleep(for: .nanoseconds(wait))
                }
                guard !Task.isCancelled else { break }
                inFlight += 1
                group.addTask { inbox.put(step, await perform(step.action, connection)) }
            }
            group.cancelAll()
        }
        for (step, outcome) in inbox.take() { tally.count(step.action, outcome) }
        report?(tally)
        logger.info("the demo ends", metadata: ["orders": "\(tally.orders)", "customers": "\(tally.signUps)"])
    }

    private func perform(_ action: DemoAction, _ connection: ServerConnection) async -> DemoOutcome {
        let key = surroundings.identifier()
        do {
            switch action {
            case .signUp(let profile, let label):
                let body = profile.body(label: label)
                return outcome(try await connection.ask("POST", APIPath.customer, body: body, idempotencyKey: key))
            case .order(let order):
                let body = order.body
                return outcome(try await connection.ask("POST", APIPath.productOrder, body: body, idempotencyKey: key))
            case .cancel(let orderID, let reason):
                let body: JSON = ["productOrder": ["id": .string(orderID)], "cancellationReason": .string(reason)]
                return outcome(
                    try await connection.ask("POST", APIPath.cancelProductOrder, body: body, idempotencyKey: key)
                )
            case .changeContact(let customerID, let profile, let label):
                let path = "\(APIPath.customer)/\(customerID)"
                let patch = profile.contactPatch(label: label)
                return outcome(try await connection.ask("PATCH", path, body: patch, idempotencyKey: key))
            case .findProducts(let customerID):
                let answer = try await connection.ask(
                    "GET",
                    "\(APIPath.product)?relatedParty.id=\(customerID)&status=active&fields=productOffering"
                        + "&limit=\(Limits.productsMax)"
                )
                guard answer.meaning == .acknowledged else { return outcome(answer) }
                return .products(Self.products(in: try JSON(parsing: answer.body)))
            }
        } catch {
            logger.debug("a step of the demo failed", metadata: ["error": "\(error)"])
            return .failed
        }
    }

    private func outcome(_ answer: ServerAnswer) -> DemoOutcome {
        switch answer.meaning {
        case .acknowledged: .done(id: answer.createdID ?? "")
        case .refused: .refused
        case .failed: .failed
        }
    }

    static func products(in list: JSON) -> [DemoProduct] {
        (list.array ?? []).compactMap { product in
            guard let id = product["id"]?.string, let offering = product["productOffering"]?["id"]?.string else {
                return nil
            }
            return DemoProduct(id: id, offeringID: offering)
        }
    }
}

/// Outcomes on their way from the requests to the planner; at most as many as are in flight.
private final class DemoInbox: Sendable {
    private let outcomes = Mutex<[(DemoStep, DemoOutcome)]>([])

    func put(_ step: DemoStep, _ outcome: DemoOutcome) { outcomes.withLock { $0.append((step, outcome)) } }

    func take() -> [(DemoStep, DemoOutcome)] {
        outcomes.withLock { outcomes in
            defer { outcomes.removeAll(keepingCapacity: true) }
            return outcomes
        }
    }
}

extension Duration {
    /// The whole nanoseconds; traps beyond 292 years.
    var nanoseconds: Int64 { components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000 }
}
