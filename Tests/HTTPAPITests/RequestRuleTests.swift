import Domain
import Operations
import Testing

@testable import HTTPAPI

/// The rules about routes, roles, rates, ids and entity tags.
@Suite struct RequestRuleTests {
    @Test func pathsLeadToTheirEndpoints() throws {
        let table = RouteTable()
        let order = "/tmf-api/productOrderingManagement/v4/productOrder"
        let cases: [(String, Endpoint?, String)] = [
            (order, .collection(.productOrder), ""), (order + "/", .collection(.productOrder), ""),
            (order + "/a%2Fb%20c", .resource(.productOrder), "a/b c"), (order + "/x/", .resource(.productOrder), "x"),
            (order + "//", nil, ""), (order + "/x/y", nil, ""), ("//" + order, nil, ""), ("", nil, ""), ("x", nil, ""),
            ("/", .console, ""), ("/healthz/", .health, ""), ("/bss/v1/customers", .customers, ""),
            ("/bss/v1/customers/7/audit", .audit, "7"), ("/bss/v1/customers/7", nil, ""),
            ("/tmf-api/party/v4/hub/9/attempts", .attempts(.party), "9"),
            ("/bss/v1/topics/a.b/records", .records, "a.b"),
        ]
        for (path, endpoint, parameter) in cases {
            let found = try table.route(for: path[...])
            #expect(found?.route.endpoint == endpoint, "\(path)")
            #expect(found?.parameter ?? "" == parameter, "\(path)")
        }
        #expect(throws: Refusal.self) { try table.route(for: "\(order)/%zz"[...]) }
        #expect(Set(table.routes.map(\.template)).count == table.routes.count)
        #expect(table.routes.filter { $0.endpoint.methods.isEmpty }.isEmpty)
    }

    @Test func rolesMayDoWhatTheTableSays() {
        let granted: [Permission: Set<Role>] = [
            .open: Set(Role.allCases), .read: Set(Role.allCases), .serveCustomers: [.admin, .agent, .machine],
            .judgeRisks: [.admin, .analyst], .editCatalogue: [.admin, .machine], .integrate: [.admin, .machine],
            .administer: [.admin],
        ]
        for permission in Permission.allCases {
            #expect(Set(Role.allCases.filter { permission.isGranted(to: $0) }) == granted[permission], "\(permission)")
        }
        #expect(Permission(.keys, isWrite: false) == .administer)
        #expect(Permission(.metrics, isWrite: false) == .read && Permission(.feed, isWrite: false) == .read)
        #expect(Permission(.health, isWrite: false) == .open)
        #expect(Permission(.resource(.productOffering), isWrite: true) == .editCatalogue)
        #expect(Permission(.collection(.individual), isWrite: true) == .serveCustomers)
        #expect(Permission(.assign, isWrite: true) == .serveCustomers)
        #expect(Permission(.collection(.partyRoleRiskAssessment), isWrite: true) == .judgeRisks)
        #expect(
            Permission(.hub(.party), isWrite: true) == .integrate && Permission(.records, isWrite: true) == .integrate
        )
    }

    @Test func bucketsRefillAtTheirRate() {
        var buckets = TokenBuckets(perSecond: 10, burst: 3, callersMax: 10)
        let start = ContinuousClock.now
        #expect((0..<3).allSatisfy { _ in buckets.take("a", now: start) == nil })
        #expect(buckets.take("a", now: start) == 1)
        #expect(buckets.take("b", now: start) == nil)
        #expect(buckets.take("a", now: start + .milliseconds(50)) == 1)
        #expect(buckets.take("a", now: start + .milliseconds(101)) == nil)
        #expect(buckets.take("a", now: start + .milliseconds(101)) == 1)
        // A pause fills the bucket no further than its burst.
        #expect((0..<3).allSatisfy { _ in buckets.take("a", now: start + .seconds(60)) == nil })
        #expect(buckets.take("a", now: start + .seconds(60)) == 1)
        // Time that seems to run backwards gives nothing.
        #expect(buckets.take("a", now: start) == 1)
    }

    @Test func bucketsForgetIdleCallers() {
        var buckets = TokenBuckets(perSecond: 1, burst: 2, callersMax: 8)
        let start = ContinuousClock.now
        for caller in 0..<1_000 {
            _ = buckets.take("\(caller)", now: start + .milliseconds(caller))
            #expect(buckets.callers <= 8)
        }
        var slow = TokenBuckets(perSecond: 1, burst: 1, callersMax: 8)
        _ = slow.take("greedy", now: start)
        #expect(slow.take("greedy", now: start + .milliseconds(100)) == 1)
    }

    @Test func entityTagsAreRead() throws {
        #expect(EntityTag.text(3) == "\"3\"")
        let expected: [(String?, Int64?)] = [
            (nil, nil), ("*", nil), ("\"3\"", 3), (" \"3\" ", 3), ("W/\"3\"", -1), ("\"abc\"", -1), ("\"-5\"", -1),
            ("\"99999999999999999999\"", -1), ("\"\"", -1),
        ]
        for (header, version) in expected {
            #expect(try EntityTag.expectedVersion(ifMatch: header) == version, "\(header ?? "nil")")
        }
        for bad in ["3", "\"3", "\"", "", "\"1\", \"2\"", "\"1\",", "x\"1\""] {
            #expect(throws: Refusal.self, "\(bad)") { try EntityTag.expectedVersion(ifMatch: bad) }
        }
        #expect(try EntityTag.matches(ifNoneMatch: "\"1\", W/\"2\"", version: 2))
        #expect(try EntityTag.matches(ifNoneMatch: "*", version: 2))
        #expect(
            try !EntityTag.matches(ifNoneMatch: "\"1\"", version: 2) && !EntityTag.matches(ifNoneMatch: nil, version: 2)
        )
    }

    @Test func onlyHarmlessRequestIDsAreTakenOver() {
        #expect(RequestID.accepted("abc-1.2_3:4") == "abc-1.2_3:4")
        for bad in [nil, "", "a b", "a\"b", "a\nb", "é", String(repeating: "a", count: 129)] {
            #expect(RequestID.accepted(bad) == nil)
        }
    }
}
