import Foundation
import Primitives
import Testing
import Workloads

/// The fraud rules find the bursts that the demo plays, and hardly anything else.
@Suite struct DemoFraudTests {
    /// Steps of the demo: about two hours at its usual rate.
    private static let steps = 30_000
    private static let rate = 4.0
    private static let begin: Int64 = 1_795_244_400_000
    /// The share of bursts that must be found, and of alerts that must be about one.
    private static let shareMin = 0.97

    /// The demo as events, and who plays which fraud: customers, and telephone numbers shared.
    private struct Demo {
        var records: [String: [TopicInput.Record]] = ["bss.customer.events": [], "bss.order.events": []]
        var frauds: [FraudKind: Set<String>] = [:]
        /// By customer the telephone number of its sign-up.
        var phones: [String: String] = [:]
        private var since: [String: String] = [:]

        init(seed: UInt64) {
            var planner = DemoPlanner(seed: seed, run: "t", rate: DemoFraudTests.rate)
            for _ in 0..<DemoFraudTests.steps {
                let step = planner.next()
                planner.observe(step.number, play(step))
            }
            for topic in records.keys {
                let time = Timestamp(milliseconds: DemoFraudTests.begin + 30 * 86_400_000)
                put(topic, "closing-0", time, #""type":"closing""#)
            }
        }

        private mutating func put(_ topic: String, _ customer: String, _ time: Timestamp, _ members: String) {
            records[topic]!.append(
                TopicInput.Record(
                    partition: 0,
                    timestamp: time.milliseconds,
                    key: customer,
                    value: #"{"customerId":"\#(customer)","eventTime":"\#(time)",\#(members)}"#
                )
            )
        }

        private mutating func note(_ label: String?, _ who: String) {
            guard let label, let kind = FraudKind.allCases.first(where: { $0.label == label }) else { return }
            frauds[kind, default: []].insert(who)
        }

        private mutating func play(_ step: DemoStep) -> DemoOutcome {
            let time = Timestamp(milliseconds: DemoFraudTests.begin + step.due)
            let event = #""eventId":"e\#(step.number)""#
            switch step.action {
            case .signUp(let profile, let label):
                let customer = "c\(step.number)"
                let phone = profile.phone.replacing(" ", with: "")
                phones[customer] = phone
                since[customer] = "\(time)"
                note(label, label == FraudKind.sharedPhone.label ? phone : customer)
                let members = #"\#(event),"type":"CustomerCreateEvent","phone":"\#(phone)""#
                put("bss.customer.events", customer, time, members)
                return .done(id: customer)
            case .order(let order):
                if order.label != FraudKind.sharedPhone.label { note(order.label, order.customerID) }
                let cents = order.firstMonthMinorUnits
                let members =
                    #"\#(event),"type":"ProductOrderCreateEvent","orderId":"o\#(step.number)","amount":\#(cents / 100)"#
                    + #".\#(cents % 100 / 10)\#(cents % 10),"currency":"EUR","customerSince":"\#(since[order.customerID]!)""#
                put("bss.order.events", order.customerID, time, members)
                return .done(id: "o\(step.number)")
            case .changeContact(let customer, _, let label):
                note(label, customer)
                let members = #"\#(event),"type":"CustomerAttributeValueChangeEvent","changed":"contactMedium""#
                put("bss.customer.events", customer, time, members)
                return .done(id: "")
            case .cancel: return .done(id: "")
            case .findProducts: return .products([])
            }
        }
    }

    private static let rules: [FraudKind: String] = [
        .velocity: "velocity", .risingAmounts: "rising-amounts", .newCustomerHighValue: "high-value",
        .accountTakeover: "account-takeover", .sharedPhone: "shared-identity",
    ]

    private static func member(_ name: String, of row: String) -> String {
        let start = row.range(of: "\"\(name)\":\"")!.upperBound
        return String(row[start...].prefix { $0 != "\"" })
    }

    @Test(arguments: [1, 2] as [UInt64]) func burstsAreFoundAndHardlyAnythingElse(_ seed: UInt64) async throws {
        let demo = Demo(seed: seed)
        var run = try await JobRun("fraud-detection")
        let rows = try await run.rows(over: TopicInput(demo.records), roundRecords: 5_000)
        try await run.remove()
        var found: [String: Set<String>] = [:]
        for row in rows {
            let customer = Self.member("customerId", of: row)
            let rule = Self.member("rule", of: row)
            found[rule, default: []].insert(rule == "shared-identity" ? demo.phones[customer]! : customer)
        }
        let guilty = demo.frauds.values.reduce(into: Set<String>()) { $0.formUnion($1) }
        for (kind, rule) in Self.rules {
            let bursts = demo.frauds[kind] ?? []
            #expect(bursts.count > 20, "seed \(seed): the demo plays \(kind)")
            let share = Double(bursts.intersection(found[rule] ?? []).count) / Double(bursts.count)
            #expect(share >= Self.shareMin, "seed \(seed): \(rule) finds \(share) of \(bursts.count)")
        }
        for (rule, who) in found {
            let share = Double(who.intersection(guilty).count) / Double(who.count)
            #expect(share >= Self.shareMin, "seed \(seed): \(share) of \(who.count) alerts of \(rule) are about fraud")
        }
    }
}
