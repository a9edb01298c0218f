import Domain
import EventLog
import Foundation
import HTTPAPI
import Logging
import Operations
import Primitives
import SegmentLog
import Testing

/// Risk assessments and fraud cases as callers see them.
@Suite struct FraudAPITests {
    private static let cases = "/bss/v1/fraud/cases"
    private static let assessments = "/tmf-api/riskManagement/v4/productOrderRiskAssessment"
    private static let file =
        String(#filePath.dropLast("main/Tests/HTTPAPITests/FraudAPITests.swift".count))
        + "shared/tmf/spec/TMF696_RiskManagement/TMF696-RiskManagement-v4.0.0.swagger.json"
    private static let customer = "01890a5d-ac96-774b-bcce-b302099a8057"

    /// Runs a body over an API whose intake has taken in these alerts.
    private func with(
        _ alerts: [String],
        _ settings: HTTPSettings = HTTPSettings(),
        _ body: @escaping @Sendable (TestAPI) async throws -> Void
    ) async throws {
        try await TestAPI.with(settings) { api in
            let directory = FileManager.default.temporaryDirectory.path + "/bss-fraud-\(UUID().uuidString)"
            defer { try? FileManager.default.removeItem(atPath: directory) }  // why: temporary
            var logger = Logger(label: "test")
            logger.logLevel = .critical
            let log = try SegmentLog.open(
                directory: directory,
                configuration: SegmentLogConfiguration(gatherMilliseconds: 0),
                now: { Timestamp(milliseconds: 1_795_244_400_000) },
                logger: logger
            )
            try await log.createTopic(Topic.fraud, .init(partitions: 2))
            for alert in alerts {
                _ = try await log.append(
                    [EventRecord(key: Array(Self.customer.utf8), value: Array(alert.utf8))],
                    to: Topic.fraud
                )
            }
            try await AlertIntake(api.operations, log: log).takeOnce()
            try await body(api)
            try await log.close()
        }
    }

    private static func alert(_ id: String, order: Int? = 1, shadow: Bool = false) -> String {
        let orderID = order.map { #""\#(customer)-\#($0)""# } ?? "null"
        return #"""
            {"type":"FraudAlertEvent","alertId":"\#(id)","eventId":"\#(id)","customerId":"\#(customer)",
             "orderId":\#(orderID),"rule":"high-value","ruleVersion":1,"severity":"critical","score":85.50,
             "scoreParts":"value=60;tenure=25.50","observed":12000.00,"threshold":10000,"currency":"EUR",
             "windowStart":null,"windowEnd":null,"evidence":"e1,e2","shadow":\#(shadow),
             "eventTime":"2026-11-21T07:00:00.000Z"}
            """#
    }

    @Test func assessmentsAreListedFilteredAndRemoved() async throws {
        try await with([Self.alert("a"), Self.alert("b", order: 2), Self.alert("c", order: nil)]) { api in
            let ask = api.ask
            let all = try await ask("GET", Self.assessments, nil, [:])
            #expect(all.status == 200 && all.header("X-Total-Count") == "2")
            let one = "?productOrder.id=\(Self.customer)-2&fields=productOrder,status"
            let found = try await ask("GET", Self.assessments + one, nil, [:]).json.array ?? []
            #expect(found.count == 1 && found[0]["status"] == "assessed" && found[0]["characteristic"] == nil)
            for (filter, count) in [
                ("riskAssessmentResult.overallScore.gte=85.5", 2), ("riskAssessmentResult.overallScore.gt=85.5", 0),
                ("characteristic.value=high-value", 2), ("status=shadow", 0),
            ] {
                let answer = try await ask("GET", "\(Self.assessments)?\(filter)", nil, [:])
                #expect(answer.json.array?.count == count, "\(filter)")
            }
            let href = try #require(found[0]["href"]?.string)
            #expect(try await ask("PATCH", href, #"{"status":"x"}"#, [:]).status == 405)
            #expect(try await ask("DELETE", href, nil, [:]).status == 204)
            #expect(try await ask("GET", href, nil, [:]).status == 404)
            let made = try await ask(
                "POST",
                Self.assessments,
                #"{"productOrder":{"id":"\#(Self.customer)-3"},"riskAssessmentResult":{"overallScore":5}}"#,
                [:]
            )
            #expect(made.status == 201 && made.json["status"] == "assessed")
            #expect(made.json["id"]?.string?.hasPrefix(Self.customer) == true)
            #expect(try await ask("POST", Self.assessments, "{}", [:]).status == 400)
            #expect(try await ask("POST", Self.assessments, #"{"productOrder":{}}"#, [:]).status == 400)
            let wrong = #"{"productOrder":{"id":"1"},"riskAssessmentResult":{"score":[{"riskName":"Bad"}]}}"#
            #expect(try await ask("POST", Self.assessments, wrong, [:]).status == 400)
            let hub = "/tmf-api/riskManagement/v4/hub"
            #expect(
                try await ask("POST", hub, #"{"callback":"https://listener.example/"}"#, [:]).status == 201
            )
        }
    }

    @Test func aCaseIsWorkedOn() async throws {
        try await with([Self.alert("a"), Self.alert("s", shadow: true)]) { api in
            let ask = api.ask
            let listed = try await ask("GET", "\(Self.cases)?state=new,assigned&sort=openedAt", nil, [:])
            let id = try #require(listed.json.array?.first?["id"]?.string)
            #expect(listed.json.array?.count == 1)
            let path = "\(Self.cases)/\(id)"
            #expect(try await ask("POST", Self.cases, "{}", [:]).status == 405)
            #expect(try await ask("PATCH", path, "{}", [:]).status == 405)
            let early = try await ask("POST", "\(path)/review", nil, [:])
            #expect(early.status == 409 && early.json["code"] == "illegalTransition")
            #expect(early.json["message"]?.string == "allowed: assigned")
            let assigned = try await ask("POST", "\(path)/assign", nil, ["If-Match": "\"1\""])
            #expect(assigned.status == 200 && assigned.json["assignee"] == "local")
            #expect(assigned.header("ETag") == "\"2\"")
            let stale = try await ask("POST", "\(path)/assign", #"{"assignee":"ann"}"#, ["If-Match": "\"1\""])
            #expect(stale.status == 412)
            #expect(try await ask("POST", "\(path)/review", #"{"reason":"odd"}"#, [:]).status == 200)
            for body in [#"{}"#, #"{"decision":"new"}"#, #"{"decision":"confirmed","holdOrders":1}"#, ""] {
                #expect(try await ask("POST", "\(path)/decide", body, [:]).status == 400, "\(body)")
            }
            #expect(try await ask("POST", "\(path)/notes", #"{"text":"n"}"#, [:]).status == 200)
            let long = String(repeating: "x", count: 1_001)
            #expect(try await ask("POST", "\(path)/notes", #"{"text":"\#(long)"}"#, [:]).status == 400)
            let decided = try await ask(
                "POST",
                "\(path)/decide",
                #"{"decision":"confirmed","reason":"stolen","holdOrders":true}"#,
                [:]
            )
            #expect(decided.status == 200 && decided.json["hold"]?.array?.first?["isHeld"] == false)
            #expect(try await ask("POST", "\(path)/close", nil, [:]).json["state"] == "closed")
            let alerts = try await ask("GET", "/bss/v1/fraud/alerts?state=confirmed", nil, [:]).json.array ?? []
            #expect(alerts.count == 1 && alerts[0]["caseId"]?.string == id)
            #expect(alerts[0]["alert"]?["observed"]?.number?.text == "12000.00")
            let assessment = try await ask("GET", alerts[0]["assessment"]?.string ?? "", nil, [:])
            #expect(assessment.json["status"] == "confirmed")
            #expect(try await ask("GET", "/bss/v1/fraud/alerts?state=odd", nil, [:]).status == 400)
            let report = try await ask("GET", "/bss/v1/fraud/report", nil, [:]).json.array ?? []
            #expect(report.map { $0["precision"] } == [Self.one, .null])
            #expect(report.map { $0["recall"] } == [Self.one, Self.one])
            #expect(try await ask("GET", "/bss/v1/fraud/report?since=soon", nil, [:]).status == 400)
        }
    }

    private static let one = JSON.number(JSONNumber(validated: "1.0000"))

    @Test func analystsDecideAndAgentsDoNot() async throws {
        try await with([Self.alert("a")], HTTPSettings(requiresKeys: true)) { api in
            func bearer(_ role: Role) async throws -> [String: String] {
                let context = RequestContext(actor: .system, requestID: "r")
                let made = try await api.operations.createKey(name: role.rawValue, role: role, context).get()
                return ["Authorization": "Bearer \(made.secret)"]
            }
            let analyst = try await bearer(.analyst)
            let listed = try await api.ask("GET", Self.cases, nil, analyst)
            let path = "\(Self.cases)/\(listed.json.array?.first?["id"]?.string ?? "")"
            for role in [Role.agent, .machine, .readOnly] {
                let headers = try await bearer(role)
                #expect(try await api.ask("GET", path, nil, headers).status == 200)
                #expect(try await api.ask("POST", "\(path)/assign", nil, headers).status == 403, "\(role)")
            }
            let assigned = try await api.ask("POST", "\(path)/assign", nil, analyst)
            #expect(assigned.status == 200 && assigned.json["assignee"] == "analyst")
            #expect(try await api.ask("POST", "/bss/v1/fallout/x/skip", #"{"reason":"r"}"#, analyst).status == 403)
        }
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: Self.file))) func whatAlertsMakeIsAsTMForumDefinesIt()
        async throws
    {
        let swagger = try Swagger(file: Self.file)
        try await with([Self.alert("a"), Self.alert("b", order: nil), Self.alert("c", shadow: true)]) { api in
            for kind in [ResourceKind.productOrderRiskAssessment, .partyRoleRiskAssessment] {
                let list = try await api.ask("GET", kind.schema.path, nil, [:]).json.array ?? []
                #expect(!list.isEmpty)
                // The definition of the whole, and that of what every assessment has.
                for type in [kind.schema.typeName, "RiskAssessment"] {
                    #expect(list.flatMap { swagger.faults($0, type) } == [])
                }
            }
        }
    }
}
