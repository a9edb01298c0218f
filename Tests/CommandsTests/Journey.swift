import Primitives
import Testing

/// Steps of a customer's way through the running program.
enum Journey {
    static func offering(_ program: Program) async throws {
        let offering = try await program.ask(
            "POST",
            "/tmf-api/productCatalogManagement/v4/productOffering",
            #"{"id":"line","name":"Line"}"#
        )
        #expect(offering.status == 201)
    }

    static func customer(_ program: Program) async throws -> String {
        let answer = try await program.ask(
            "POST",
            "/tmf-api/customerManagement/v4/customer",
            #"{"name":"Ada","engagedParty":{"id":"1","@referredType":"Individual"}}"#
        )
        return try #require(answer.json["id"]?.string)
    }

    static func order(_ program: Program, _ customer: String, _ external: String) async throws -> String? {
        let answer = try await program.ask(
            "POST",
            "/tmf-api/productOrderingManagement/v4/productOrder",
            #"""
            {"externalId":"\#(external)",
             "relatedParty":[{"id":"\#(customer)","role":"customer","@referredType":"Customer"}],
             "productOrderItem":[{"id":"1","action":"add","productOffering":{"id":"line"}}]}
            """#,
            headers: ["Idempotency-Key": external]
        )
        return answer.status == 201 ? answer.json["id"]?.string : nil
    }

    /// Waits until nothing waits in the outbox and every order is completed.
    static func settle(_ program: Program) async throws {
        for _ in 0..<600 {
            let overview = try await program.ask("GET", "/bss/v1/overview").json
            let states = overview["ordersByState"]?.object?.members.map(\.key) ?? []
            if states == ["completed"], overview["outboxWaiting"]?.integer == 0 { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("orders are not completed, or events wait in the outbox")
    }
}
