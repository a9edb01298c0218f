import ArgumentParser
import Domain
import Foundation
import Primitives
import SwiftCSV

/// What can be imported and exported, and how its rows look as CSV.
enum Collection: String, ExpressibleByArgument, CaseIterable {
    case customers
    case offerings
    case orders

    /// What can be imported: orders are made by customers.
    static let importable: [Collection] = [.customers, .offerings]

    var kind: ResourceKind {
        switch self {
        case .customers: .customer
        case .offerings: .productOffering
        case .orders: .productOrder
        }
    }

    /// The columns of a CSV file.
    var columns: [String] {
        switch self {
        case .customers: ["id", "name", "status", "email", "phone"]
        case .offerings: ["id", "name", "description", "lifecycleStatus", "version", "price", "currency", "priceType"]
        case .orders: ["id", "externalId", "state", "orderDate", "customer", "amount", "currency"]
        }
    }

    /// The requests that a CSV row stands for, in order: paths and bodies.
    func requests(_ row: [String: String]) -> [(path: String, body: JSON)] {
        func text(_ column: String) -> String? { row[column].flatMap { $0.isEmpty ? nil : $0 } }
        var body = JSONObject()
        body["id"] = text("id").map(JSON.string)
        body["name"] = text("name").map(JSON.string)
        switch self {
        case .customers:
            body["status"] = text("status").map(JSON.string)
            body["engagedParty"] = [
                "id": .string(text("partyId") ?? text("id") ?? text("email") ?? "unknown"),
                "name": .string(text("name") ?? ""), "@referredType": "Individual",
            ]
            var media: [JSON] = []
            if let email = text("email") {
                media.append(["mediumType": "email", "characteristic": ["emailAddress": .string(email)]])
            }
            if let phone = text("phone") {
                media.append(["mediumType": "phone", "characteristic": ["phoneNumber": .string(phone)]])
            }
            if !media.isEmpty { body["contactMedium"] = .array(media) }
            return [(kind.schema.path, .object(body))]
        case .offerings:
            for column in ["description", "lifecycleStatus", "version"] { body[column] = text(column).map(JSON.string) }
            guard let price = text("price"), let id = text("id") else { return [(kind.schema.path, .object(body))] }
            let number = Decimal64(price).map { JSON.number(JSONNumber(validated: $0.description)) } ?? .string(price)
            let priceBody: JSON = [
                "id": .string("\(id)-price"), "name": .string(text("name") ?? id),
                "priceType": .string(text("priceType") ?? "recurring"),
                "price": ["unit": .string(text("currency") ?? "EUR"), "value": number],
            ]
            body["productOfferingPrice"] = [["id": .string("\(id)-price")]]
            return [(ResourceKind.productOfferingPrice.schema.path, priceBody), (kind.schema.path, .object(body))]
        case .orders: preconditionFailure("orders are not imported")
        }
    }

    /// A resource as a CSV row.
    func cells(_ resource: JSON) -> [String] {
        func medium(_ name: String) -> String {
            (resource["contactMedium"]?.array ?? []).lazy.compactMap { $0["characteristic"]?[name]?.string }.first ?? ""
        }
        func text(_ name: String) -> String { resource[name]?.string ?? "" }
        switch self {
        case .customers:
            return [text("id"), text("name"), text("status"), medium("emailAddress"), medium("phoneNumber")]
        case .offerings: return columns.map(text)
        case .orders:
            let money = resource["orderTotalPrice"]?.array?.first?["price"]?["dutyFreeAmount"]
            return [
                text("id"), text("externalId"), text("state"), text("orderDate"),
                resource["relatedParty"]?.array?.first?["id"]?.string ?? "", money?["value"]?.number?.text ?? "",
                money?["unit"]?.string ?? "",
            ]
        }
    }

    /// A line of CSV (RFC 4180).
    static func line(_ cells: [String]) -> String {
        cells.map { cell in
            cell.contains(where: { ",\"\r\n".contains($0) }) ? "\"\(cell.replacing("\"", with: "\"\""))\"" : cell
        }.joined(separator: ",") + "\n"
    }

    /// The rows of a file: what each one asks for, or why it is none.
    func rows(of file: String) throws -> [Result<[(path: String, body: JSON)], JSONError>] {
        if file.hasSuffix(".csv") {
            let csv = try CSV<Named>(url: URL(fileURLWithPath: file), loadColumns: false)
            return csv.rows.map { .success(requests($0)) }
        }
        let text = try String(contentsOfFile: file, encoding: .utf8)
        return text.split(separator: "\n").map { line in
            do throws(JSONError) {
                return .success([(kind.schema.path, try JSON(parsing: line.utf8))])
            } catch {
                return .failure(error)
            }
        }
    }
}
