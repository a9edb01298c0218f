import Domain
import EventLog
import Operations
import Primitives
import Storage
import Testing

/// Alerts become assessments and cases, once.
@Suite(.everyStore) struct AlertIntakeTests {
    private func decimal(_ text: String) -> JSON { .number(JSONNumber(validated: text)) }

    @Test func anAlertBecomesAnAssessmentAndACase() async throws {
        let bss = try await Operator()
        let customer = try await bss.prepared()
        let order = try await bss.order(customer)
        try await bss.alert(
            "a1",
            customer: customer.id,
            order: order.id,
            more: [
                "currency": "EUR", "scoreParts": "value=60;tenure=25.5", "evidence": "e1,e2",
            ]
        )
        #expect(try await bss.takeAlerts() == 1)
        let assessment = try #require(try await bss.list(.productOrderRiskAssessment).first)
        #expect(assessment["status"] == "assessed" && assessment["productOrder"]?["id"]?.string == order.id)
        #expect(assessment["productOrder"]?["href"]?.string == order.path)
        #expect(assessment["riskAssessmentResult"]?["overallScore"]?.number?.text == "85.5")
        #expect(assessment["riskAssessmentResult"]?["score"]?.array?.first?["riskName"] == "FraudRisk")
        let characteristics = Dictionary(
            uniqueKeysWithValues: (assessment["characteristic"]?.array ?? []).map {
                ($0["name"]?.string ?? "", $0["value"] ?? .null)
            }
        )
        #expect(characteristics["scoreParts"]?["tenure"]?.number?.text == "25.5")
        #expect(characteristics["evidence"] == ["e1", "e2"])
        #expect(characteristics["windowStart"] == nil && characteristics["shadow"] == false)
        let fraudCase = try #require(try await bss.list(.fraudCase).first)
        #expect(characteristics["fraudCase"] == fraudCase["href"])
        #expect(fraudCase["state"] == "new" && fraudCase["rule"] == "high-value" && fraudCase["alertCount"] == 1)
        #expect(fraudCase["relatedParty"]?.array?.first?["name"] == "Ada Lovelace")
        #expect(fraudCase["alert"]?.array?.first?["assessment"]?["id"] == assessment["id"])
        #expect(
            try await bss.events(Topic.risk).map { $0["type"]?.string } == [
                "FraudCaseCreateEvent", "ProductOrderRiskAssessmentCreateEvent",
            ]
        )
    }

    @Test func anAlertWithoutAnOrderIsAboutTheCustomer() async throws {
        let bss = try await Operator()
        try await bss.alert("a1", customer: "cust-123")
        _ = try await bss.takeAlerts()
        let assessment = try #require(try await bss.list(.partyRoleRiskAssessment).first)
        #expect(assessment["partyRole"]?["id"] == "cust-123" && assessment["partyRole"]?["href"] == nil)
        let shard = Identifier(named: "cust-123").description
        #expect(assessment["id"]?.string?.hasPrefix(shard) == true)
        #expect(try await bss.list(.fraudCase).first?["relatedParty"]?.array?.first?["id"] == "cust-123")
    }

    @Test func replayedAlertsDoubleNothing() async throws {
        let bss = try await Operator()
        let customer = try await bss.prepared()
        for round in 1...3 {
            for number in 1...5 { try await bss.alert("a\(number)", customer: customer.id, order: "\(customer.id)-1") }
            #expect(try await bss.takeAlerts() == 5)
            #expect(try await bss.list(.productOrderRiskAssessment).count == 5, "round \(round)")
        }
        let cases = try await bss.list(.fraudCase)
        #expect(cases.count == 1 && cases[0]["alertCount"] == 5 && cases[0]["alert"]?.array?.count == 5)
        #expect(cases[0]["productOrder"]?.array?.count == 1)
        // The group's offsets are lost: everything is read again, even after an assessment was deleted.
        let first = try await bss.operations.list(.productOrderRiskAssessment, ResourceQuery()).get().items[0]
        let analyst = bss.context(analyst: "eve")
        try await bss.operations.delete(.productOrderRiskAssessment, id: first.id, analyst).get()
        var start: [TopicPartition: Int64] = [:]
        for partition in 0..<3 { start[TopicPartition(Topic.fraud, partition)] = 0 }
        try await bss.log.commit(start, group: AlertIntake.group)
        #expect(try await bss.takeAlerts() == 15)
        #expect(try await bss.list(.productOrderRiskAssessment).count == 4)
        #expect(try await bss.operations.fraudAlerts(limit: 100).count == 5)
        #expect(try await bss.list(.fraudCase) == cases)
    }

    @Test func alertsJoinTheOpenCaseOfTheirRuleAndCustomer() async throws {
        let bss = try await Operator()
        let one = try await bss.prepared().id
        let two = "01890a5d-ac96-774b-bcce-b302099a8057"
        try await bss.alert("1", customer: one, order: "\(one)-1", more: ["severity": "warning", "score": 40])
        try await bss.alert("2", customer: one, order: "\(one)-2", more: ["ruleVersion": 2])
        try await bss.alert("3", customer: one, rule: "velocity", more: ["score": decimal("9.5")])
        try await bss.alert("4", customer: two)
        _ = try await bss.takeAlerts()
        try await bss.alert("5", customer: one, more: ["severity": "warning", "score": decimal("70.25")])
        _ = try await bss.takeAlerts()
        let cases = try await bss.list(
            .fraudCase,
            .init(filters: [.init(path: ["relatedParty", "id"], values: [one])])
        )
        #expect(cases.count == 2)
        let value = try #require(cases.first { $0["rule"] == "high-value" })
        #expect(value["alertCount"] == 3 && value["severity"] == "critical")
        #expect(value["score"]?.number?.text == "85.5")
        #expect(value["productOrder"]?.array?.compactMap { $0["id"]?.string } == ["\(one)-1", "\(one)-2"])
        #expect(cases.first { $0["rule"] == "velocity" }?["score"]?.number?.text == "9.5")
        #expect(try await bss.list(.fraudCase).count == 3)
    }

    @Test func aShadowAlertIsAssessedButOpensNoCase() async throws {
        let bss = try await Operator()
        try await bss.alert("1", customer: "c", more: ["shadow": true])
        _ = try await bss.takeAlerts()
        #expect(try await bss.list(.fraudCase).isEmpty)
        #expect(try await bss.list(.partyRoleRiskAssessment).first?["status"] == "shadow")
        #expect(try await bss.operations.fraudAlerts(state: .shadow, limit: 9).first?.caseID == nil)
    }

    @Test func whatIsNoAlertIsPassedOver() async throws {
        let bss = try await Operator()
        for text in [
            "", "no JSON", "[]", #"{"type":"test","customerId":"cust-123","amount":100.0}"#,
            #"{"type":"FraudAlertEvent","alertId":"x"}"#,
        ] { try await bss.produce(text, key: "k") }
        let bad: [[String: JSON]] = [
            ["score": 101], ["score": -1], ["score": "high"], ["severity": "bad"], ["ruleVersion": decimal("1.5")],
            ["observed": "much"], ["orderId": 7], ["alertId": ""], ["customerId": .null],
        ]
        for more in bad { try await bss.alert("bad", customer: "k", more: more) }
        try await bss.alert("good", customer: "k", more: ["score": 100, "windowEnd": .null])
        #expect(try await bss.takeAlerts() == 15)
        #expect(try await bss.operations.fraudAlerts(limit: 100).map { $0.document["alertId"] } == ["good"])
    }

    @Test func manyCustomersAreTakenInSideBySideAndInOrderEach() async throws {
        let bss = try await Operator()
        for number in 0..<400 {
            try await bss.alert("n\(number)", customer: "c\(number % 100)", more: ["observed": .integer(Int64(number))])
        }
        #expect(try await bss.takeAlerts() == 400)
        let cases = try await bss.operations.list(.fraudCase, ResourceQuery(limit: 1_000)).get().items.map(\.document)
        #expect(cases.count == 100)
        for fraudCase in cases {
            let observed = (fraudCase["alert"]?.array ?? []).compactMap { $0["observed"]?.integer }
            #expect(observed.count == 4 && observed == observed.sorted())
        }
    }

    @Test func theConsumerRunsUntilItIsCancelled() async throws {
        let bss = try await Operator()
        let intake = AlertIntake(bss.operations, log: bss.log)
        let work = Task { try await intake.run() }
        for number in 1...3 {
            try await bss.alert("a\(number)", customer: "c")
            for _ in 0..<1_500 where try await bss.operations.fraudAlerts(limit: 9).count < number {
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(try await bss.operations.fraudAlerts(limit: 9).count == number)
        }
        work.cancel()
        _ = await work.result
    }
}
