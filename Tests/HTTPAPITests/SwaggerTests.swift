import Domain
import Foundation
import Operations
import Primitives
import Testing

private let folder = String(#filePath.dropLast("main/Tests/HTTPAPITests/SwaggerTests.swift".count)) + "shared/tmf/spec"

/// Every answer of the TM Forum APIs against the official definitions (`../shared/tmf/spec`, skipped visibly without).
@Suite(.enabled(if: FileManager.default.fileExists(atPath: folder))) struct SwaggerTests {
    private static func swagger(_ api: OpenAPI) throws -> Swagger {
        let prefix =
            switch api {
            case .productCatalog: "TMF620"
            case .productOrdering: "TMF622"
            case .customer: "TMF629"
            case .party: "TMF632"
            case .serviceCatalog: "TMF633"
            case .productInventory: "TMF637"
            case .serviceInventory: "TMF638"
            case .riskManagement: "TMF696"
            }
        let directory = try #require(
            try FileManager.default.contentsOfDirectory(atPath: folder).first { $0.hasPrefix(prefix) }
        )
        let file = try #require(
            try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(directory)").first {
                $0.hasSuffix(".swagger.json")
            }
        )
        return try Swagger(file: "\(folder)/\(directory)/\(file)")
    }

    /// Asks for the resource in every way, and says what is wrong with the answers.
    private static func faults(_ ask: TestAPI.Ask, _ kind: ResourceKind, create body: String) async throws -> [String] {
        let swagger = try swagger(kind.schema.api)
        let type = kind.schema.typeName
        let created = try await ask("POST", kind.schema.path, body, [:])
        guard created.status == 201, let href = created.json["href"]?.string else {
            return ["POST \(kind): \(created.status) \(created.json.text.prefix(300))"]
        }
        var faults = swagger.faults(created.json, type)
        for member in try JSON(parsing: body).object?.members ?? [] where created.json[member.key] == nil {
            faults.append("\(kind).\(member.key) is not answered")
        }
        faults += swagger.faults(try await ask("GET", href, nil, [:]).json, type)
        for element in try await ask("GET", kind.schema.path, nil, [:]).json.array ?? [] {
            faults += swagger.faults(element, type)
        }
        if kind.schema.offers.contains(.patch) {
            let patched = try await ask("PATCH", href, #"{"description":"changed"}"#, [:])
            if patched.status != 200 { faults.append("PATCH \(kind): \(patched.status) \(patched.json.text)") }
            faults += swagger.faults(patched.json, type)
        }
        for bad in ["?limit=x", "/none"] {
            faults += swagger.faults(try await ask("GET", kind.schema.path + bad, nil, [:]).json, "Error")
        }
        return faults
    }

    @Test(arguments: [
        ResourceKind.category, .productSpecification, .productOffering, .productOfferingPrice, .serviceSpecification,
        .individual, .organization, .customer, .productOrderRiskAssessment, .partyRoleRiskAssessment,
    ])
    func everyAttributeOfADefinitionIsTakenAndAnswered(_ kind: ResourceKind) async throws {
        try await TestAPI.run { ask in
            let swagger = try Self.swagger(kind.schema.api)
            let sample = swagger.sample("\(kind.schema.typeName)_Create")
            let faults = try await Self.faults(ask, kind, create: sample.text)
            #expect(faults == [], "\(faults)")
        }
    }

    @Test func ordersCancellationsAndTheInventoryAreAsDefined() async throws {
        try await TestAPI.with { api in
            let catalogue: [(ResourceKind, String)] = [
                (.serviceSpecification, #"{"id":"voice","name":"Voice"}"#),
                (.productSpecification, #"{"id":"s","name":"S","serviceSpecification":[{"id":"voice"}]}"#),
                (
                    .productOfferingPrice,
                    #"{"id":"p","name":"P","priceType":"recurring","price":{"unit":"EUR","value":19.9}}"#
                ),
                (
                    .productOffering,
                    #"{"id":"o","name":"O","productSpecification":{"id":"s"},"productOfferingPrice":[{"id":"p"}]}"#
                ),
            ]
            for (kind, text) in catalogue {
                #expect(try await api.ask("POST", kind.schema.path, text, [:]).status == 201)
            }
            let customer = try await api.ask(
                "POST",
                ResourceKind.customer.schema.path,
                #"{"name":"A","engagedParty":{"id":"1","@referredType":"Individual"}}"#,
                [:]
            ).json
            let id = customer["id"]?.string ?? ""
            let party = #""relatedParty":[{"id":"\#(id)","role":"customer","@referredType":"Customer"}]"#
            var faults: [String] = []
            let order = #"""
                {\#(party),"note":[{"text":"n"}],
                 "productOrderItem":[{"id":"1","action":"add","productOffering":{"id":"o"}}]}
                """#
            faults += try await Self.faults(api.ask, .productOrder, create: order)
            let fulfilment = Fulfilment(api.operations, port: .builtIn(failurePercent: 0))
            while try await fulfilment.workOff() > 0 {}
            let second = try await api.ask("POST", ResourceKind.productOrder.schema.path, order, [:]).json
            let cancel = #"{"productOrder":{"id":"\#(second["id"]?.string ?? "")"},"cancellationReason":"why"}"#
            faults += try await Self.faults(api.ask, .cancelProductOrder, create: cancel)
            while try await fulfilment.workOff() > 0 {}
            let product = #"{\#(party),"name":"own","status":"active"}"#
            faults += try await Self.faults(api.ask, .product, create: product)
            faults += try await Self.faults(
                api.ask,
                .service,
                create: #"{\#(party),"state":"active","serviceSpecification":{"id":"voice"}}"#
            )
            #expect(faults == [], "\(faults)")
            for kind in [ResourceKind.productOrder, .cancelProductOrder, .product, .service] {
                let swagger = try Self.swagger(kind.schema.api)
                let all = try await api.ask("GET", kind.schema.path, nil, [:]).json.array ?? []
                #expect(all.count > 1 || kind == .cancelProductOrder)
                #expect(all.flatMap { swagger.faults($0, kind.schema.typeName) } == [])
            }
        }
    }
}

extension Swagger {
    /// A document with every attribute of a definition, nested ones too.
    func sample(_ definition: String, depth: Int = 4) -> JSON {
        let schema = definitions[definition] ?? .null
        let required = Set((schema["required"]?.array ?? []).compactMap(\.string))
        var members: [(String, JSON)] = []
        for property in schema["properties"]?.object?.members ?? [] where depth > 0 || required.contains(property.key) {
            if let value = sample(property.value, key: property.key, depth: depth) {
                members.append((property.key, value))
            }
        }
        return .object(JSONObject(members))
    }

    private func sample(_ schema: JSON, key: String, depth: Int) -> JSON? {
        if let reference = schema["$ref"]?.string {
            let name = String(reference.split(separator: "/").last!)
            let target = definitions[name] ?? .null
            if let first = target["enum"]?.array?.first { return first }
            if target["properties"] == nil { return "any value" }
            return sample(name, depth: depth - 1)
        }
        switch schema["type"]?.string {
        case "string":
            if let first = schema["enum"]?.array?.first { return first }
            return schema["format"]?.string == "date-time" ? "2026-11-21T10:00:00.000Z" : .string("text of \(key)")
        case "boolean": return .bool(true)
        case "integer": return .integer(3)
        case "number": return .number(JSONNumber(validated: "2.50"))
        case "array": return sample(schema["items"] ?? .null, key: key, depth: depth).map { .array([$0]) }
        default: return nil
        }
    }
}
