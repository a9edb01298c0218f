import Domain
import Operations
import Primitives
import Storage
import Testing

/// Cases: who moves them, what a decision does, and what may not happen.
@Suite(.everyStore) struct FraudCaseTests {
    private func opened(_ bss: Operator, orders: [String] = [], customer: String = "c") async throws -> String {
        if orders.isEmpty { try await bss.alert("a", customer: customer) }
        for (index, order) in orders.enumerated() {
            try await bss.alert("a\(index)", customer: customer, order: order)
        }
        _ = try await bss.takeAlerts()
        return try #require(try await bss.operations.openCases(limit: 10).first).id
    }

    private func reviewed(_ bss: Operator, orders: [String] = [], customer: String = "c") async throws -> String {
        let id = try await opened(bss, orders: orders, customer: customer)
        _ = try await bss.operations.assignCase(id, to: "eve", reason: nil, bss.context(analyst: "ann")).get()
        _ = try await bss.operations.reviewCase(id, reason: "suspicious", bss.context(analyst: "eve")).get()
        return id
    }

    private func decide(
        _ bss: Operator,
        _ id: String,
        _ decision: FraudCaseState,
        hold: Bool = false,
        version: Int64? = nil,
        key: String? = nil
    ) async throws -> Result<Answer, Refusal> {
        try await bss.operations.decideCase(
            id,
            decision,
            reason: "because",
            holdsOrders: hold,
            bss.context(analyst: "eve", key: key, version: version)
        )
    }

    @Test func aCaseTellsWhoMovedItWhenAndWhy() async throws {
        let bss = try await Operator()
        let id = try await reviewed(bss)
        bss.advance(60_000)
        _ = try await bss.operations.noteCase(id, text: "called", bss.context(analyst: "ann")).get()
        let decided = try await decide(bss, id, .falsePositive).get().resource.document
        #expect(decided["decision"] == "falsePositive" && decided["decidedAt"]?.string == bss.now.description)
        let closed = try await bss.operations.closeCase(id, reason: nil, bss.context(analyst: "eve")).get().resource
        let steps = closed.document["transition"]?.array ?? []
        #expect(steps.map { $0["to"] } == ["new", "assigned", "inReview", "falsePositive", "closed"])
        #expect(steps.map { $0["actor"] } == ["system", "ann", "eve", "eve", "eve"])
        #expect(steps.map { $0["reason"] } == ["alert a", "assigned to eve", "suspicious", "because", "closed"])
        #expect(steps[3]["at"]?.string == bss.now.description && steps[2]["at"] != steps[3]["at"])
        #expect(closed.document["note"]?.array?.first?["author"] == "ann")
        #expect(closed.document["assignee"] == "eve" && closed.version == 6)
        let types = try await bss.events(Topic.risk).compactMap { $0["type"]?.string }
        #expect(
            types == [
                "FraudCaseCreateEvent", "PartyRoleRiskAssessmentCreateEvent", "FraudCaseStateChangeEvent",
                "FraudCaseStateChangeEvent", "FraudCaseAttributeValueChangeEvent",
                "PartyRoleRiskAssessmentStatusChangeEvent", "FraudCaseStateChangeEvent", "FraudCaseStateChangeEvent",
            ]
        )
        #expect(try await bss.list(.partyRoleRiskAssessment).first?["status"] == "falsePositive")
        let customer = Identifier(named: "c").description
        let audit = try await bss.operations.audit(customer: customer, after: 0, limit: 100).get()
        #expect(audit.isIntact && audit.entries.count == types.count)
        #expect(audit.entries.last?.text.contains("eve") == true)
        #expect(try await bss.operations.openCases(limit: 10).isEmpty)
    }

    @Test func onlyTheWayOfTheStatesIsOpen() async throws {
        for state in FraudCaseState.allCases {
            let bss = try await Operator()
            let id = try await opened(bss)
            let path: [FraudCaseState] =
                switch state {
                case .new: []
                case .assigned: [.assigned]
                case .inReview: [.assigned, .inReview]
                case .confirmed, .falsePositive, .inconclusive: [.assigned, .inReview, state]
                case .closed: [.assigned, .inReview, .confirmed, .closed]
                }
            for step in path { _ = try await move(bss, id, step).get() }
            for next in FraudCaseState.allCases where next != .new {
                // A case that is open can be handed on, which leaves its state as it is.
                let isLegal = state.successors.contains(next) || (next == .assigned && state.isOpen)
                guard !isLegal else { continue }
                guard case .failure(let refusal) = try await move(bss, id, next) else {
                    Issue.record("\(state) led to \(next)")
                    continue
                }
                #expect(refusal.kind == .conflict)
            }
            #expect(try await bss.list(.fraudCase).first?["state"]?.string == state.rawValue)
        }
        let bss = try await Operator()
        let id = try await reviewed(bss)
        let closing = try await decide(bss, id, .closed)
        #expect(throws: Refusal.self) { try closing.get() }
        let unknown = try await decide(bss, "01890a5d-ac96-774b-bcce-b302099a8057-1", .confirmed)
        #expect(throws: Refusal.self) { try unknown.get() }
    }

    private func move(_ bss: Operator, _ id: String, _ next: FraudCaseState) async throws -> Result<Answer, Refusal> {
        let context = bss.context(analyst: "eve")
        return switch next {
        case .assigned: try await bss.operations.assignCase(id, to: "eve", reason: nil, context)
        case .inReview: try await bss.operations.reviewCase(id, reason: nil, context)
        case .closed: try await bss.operations.closeCase(id, reason: nil, context)
        default: try await decide(bss, id, next)
        }
    }

    @Test func ofTwoDecisionsOnTheSameVersionOneIsRefused() async throws {
        let bss = try await Operator()
        let id = try await reviewed(bss)
        let version = try await bss.operations.read(.fraudCase, id: id).get().version
        async let one = decide(bss, id, .confirmed, version: version)
        async let other = decide(bss, id, .falsePositive, version: version)
        let results = try await [one, other]
        let refusals = results.compactMap { result -> Refusal? in
            if case .failure(let refusal) = result { return refusal }
            return nil
        }
        #expect(refusals.map(\.kind) == [.preconditionFailed])
        let winner = try #require(
            results.compactMap { result -> JSON? in
                if case .success(let answer) = result { return answer.resource.document["decision"] }
                return nil
            }.first
        )
        let labels = try await bss.operations.fraudAlerts(limit: 10).map { JSON.string($0.state.rawValue) }
        #expect(labels == [winner])
        let again = try await decide(bss, id, .confirmed)
        guard case .failure(let refusal) = again else {
            Issue.record("decided twice")
            return
        }
        #expect(refusal.code == "illegalTransition")
    }

    @Test func aRepeatedDecisionWithItsKeyIsTheSame() async throws {
        let bss = try await Operator()
        let id = try await reviewed(bss)
        let first = try await decide(bss, id, .inconclusive, key: "k").get()
        let second = try await decide(bss, id, .inconclusive, key: "k").get()
        #expect(second.isReplay && first.resource == second.resource)
        guard case .failure(let refusal) = try await decide(bss, id, .confirmed, key: "k") else {
            Issue.record("the key was used for another decision")
            return
        }
        #expect(refusal.kind == .keyReused)
    }

    @Test func aConfirmedCaseHoldsItsOrdersAndRetryTakesThemUp() async throws {
        let bss = try await Operator()
        let customer = try await bss.prepared()
        let done = try await bss.order(customer)
        try await bss.fulfil()
        let fresh = try await bss.order(customer)
        let waiting = try await bss.order(customer, items: #"[{"id":"1","action":"add"}]"#)
        let step = Fulfilment(bss.operations, port: .builtIn(failurePercent: 0))
        _ = try await step.workOff()
        let untouched = try await bss.order(customer)
        #expect(try await bss.read(fresh)["state"] == "inProgress")
        #expect(try await bss.read(waiting)["state"] == "pending")
        let orders = [done.id, fresh.id, waiting.id, untouched.id, "foreign-7", "\(customer.id)-99"]
        let id = try await reviewed(bss, orders: orders, customer: customer.id)
        let decided = try await decide(bss, id, .confirmed, hold: true).get().resource.document
        let hold = decided["hold"]?.array ?? []
        #expect(hold.map { $0["state"]?.string } == ["completed", "held", "held", "held", nil])
        #expect(hold.map { $0["isHeld"]?.bool } == [false, true, true, true, false])
        for order in [fresh, waiting, untouched] { #expect(try await bss.read(order)["state"] == "held") }
        let queue = try await bss.operations.fallout(limit: 10)
        #expect(queue.count == 3 && queue.allSatisfy { $0.reason == "fraud case \(id) confirmed: because" })
        try await bss.fulfil()
        #expect(try await bss.read(untouched)["state"] == "held", "fulfilment leaves a held order alone")
        let history = try await bss.operations.history(ofOrder: untouched.id).get()
        #expect(history.map(\.to) == [.acknowledged, .inProgress, .held] && history.last?.actor == "eve")
        _ = try await bss.operations.retryOrder(untouched.id, reason: "released", bss.context()).get()
        try await bss.fulfil()
        #expect(try await bss.read(untouched)["state"] == "completed")
        let product = try #require(
            try await bss.list(.product).first {
                $0["productOrderItem"]?.array?.first?["productOrderId"]?.string == untouched.id
            }
        )
        #expect(product["realizingService"]?.array?.count == 2, "services are reserved when it is taken up")
    }

    @Test func onlyAConfirmedCaseHoldsOrders() async throws {
        let bss = try await Operator()
        let id = try await reviewed(bss)
        guard case .failure(let refusal) = try await decide(bss, id, .falsePositive, hold: true) else {
            Issue.record("held")
            return
        }
        #expect(refusal.code == "nothingToHold")
        #expect(try await bss.list(.fraudCase).first?["state"] == "inReview")
    }

    @Test func whatComesAfterTheDecisionIsACaseOfItsOwn() async throws {
        let bss = try await Operator()
        let id = try await reviewed(bss)
        _ = try await decide(bss, id, .confirmed).get()
        try await bss.alert("later", customer: "c")
        _ = try await bss.takeAlerts()
        let open = try await bss.operations.openCases(limit: 10)
        #expect(open.count == 1 && open[0].id != id)
        #expect(open[0].document["alert"]?.array?.compactMap { $0["id"]?.string } == ["later"])
        let labels = try await bss.operations.fraudAlerts(limit: 10).map { $0.state }
        #expect(Set(labels) == [.open, .confirmed])
    }

    @Test func theOverviewShowsWhatWaits() async throws {
        let bss = try await Operator()
        for (number, severity) in ["critical", "warning", "critical"].enumerated() {
            try await bss.alert("a\(number)", customer: "c\(number)", more: ["severity": .string(severity)])
            _ = try await bss.takeAlerts()
            bss.advance(1_000)
        }
        try await bss.alert("s", customer: "c9", more: ["shadow": true])
        _ = try await bss.takeAlerts()
        let first = try await bss.operations.openCases(limit: 1)[0]
        for step in [FraudCaseState.assigned, .inReview] { _ = try await move(bss, first.id, step).get() }
        var overview = try await bss.operations.fraudOverview(cases: 2)
        #expect(overview.open == 3 && overview.unassigned == 2 && overview.critical == 2)
        #expect(overview.alertsOfTheDay == 3)
        #expect(overview.longestWaiting.map(\.id)[0] == first.id && overview.longestWaiting.count == 2)
        _ = try await move(bss, first.id, .confirmed).get()
        bss.advance(86_400_000)
        overview = try await bss.operations.fraudOverview(cases: 10)
        #expect(overview.open == 2 && overview.critical == 1 && overview.alertsOfTheDay == 0)
        #expect(overview.longestWaiting.count == 2)
    }

    @Test func theReportCountsLabels() async throws {
        let bss = try await Operator()
        #expect(try await bss.operations.fraudReport().isEmpty)
        func decided(_ customer: String, _ rule: String, _ decision: FraudCaseState?, alerts: Int = 1) async throws {
            for number in 0..<alerts {
                try await bss.alert("\(customer) \(rule) \(number)", customer: customer, rule: rule)
            }
            bss.advance(2_000)
            _ = try await bss.takeAlerts()
            guard let decision else { return }
            let filters = ["rule": rule, "relatedParty.id": customer].map {
                Filter(path: $0.key.split(separator: ".").map(String.init), values: [$0.value])
            }
            let id = try await bss.operations.list(.fraudCase, .init(filters: filters)).get().items[0].id
            for step in [FraudCaseState.assigned, .inReview, decision] { _ = try await move(bss, id, step).get() }
        }
        try await decided("a", "value", .confirmed, alerts: 3)
        try await decided("b", "value", .falsePositive)
        try await decided("c", "velocity", .confirmed)
        try await decided("a", "velocity", .inconclusive)
        try await decided("d", "velocity", nil)
        for customer in ["a", "x"] {
            try await bss.alert("s \(customer)", customer: customer, rule: "value", more: ["shadow": true])
        }
        _ = try await bss.takeAlerts()
        bss.advance(2 * 86_400_000)
        let report = try await bss.operations.fraudReport()
        #expect(report.map(\.rule) == ["value", "value", "velocity"])
        #expect(report.map(\.isShadow) == [false, true, false])
        let (value, shadow, velocity) = (report[0], report[1], report[2])
        #expect(value.alerts == 4 && value.confirmed == 3 && value.falsePositive == 1)
        #expect(value.precision == 0.75 && value.recall == 0.5)
        #expect(value.meanMilliseconds == 2_000 && value.slowestMilliseconds == 2_000)
        #expect(value.alertsPerDay > 1.9 && value.alertsPerDay <= 2)
        #expect(shadow.precision == nil && shadow.recall == 0.5 && shadow.caught == 1 && shadow.alerts == 2)
        #expect(velocity.alerts == 3 && velocity.inconclusive == 1 && velocity.precision == 1)
        #expect(velocity.recall == 1 && velocity.frauds == 2)
        #expect(try await bss.operations.fraudReport(since: bss.now).isEmpty)
    }
}
