import Domain
import Primitives

/// Which customer a document belongs to, from its `relatedParty`: the one in the role of customer, else the first.
struct CustomerReference: Hashable, Sendable {
    /// The customer: the party's id if it is a uuid, else a uuid that follows from it.
    let customer: Identifier
    /// Whether the document says that the party is a customer of ours, so that it must be known.
    let isDeclaredCustomer: Bool

    init(in document: JSONObject) throws(Refusal) {
        guard let parties = document["relatedParty"]?.array, !parties.isEmpty else {
            throw Refusal(
                .malformed,
                "missingAttribute",
                "relatedParty is missing",
                message: "name the customer: [{\"id\":\"...\",\"role\":\"customer\",\"@referredType\":\"Customer\"}]"
            )
        }
        let declared = parties.first {
            $0["role"]?.string?.lowercased() == "customer" || $0["@referredType"]?.string == "Customer"
        }
        guard let id = (declared ?? parties[0])["id"]?.string, !id.isEmpty, id.utf8.count <= OperationLimits.idBytesMax
        else {
            throw Refusal(.malformed, "invalidId", "relatedParty.id must have 1 to \(OperationLimits.idBytesMax) bytes")
        }
        customer = Identifier(id) ?? Identifier(named: id)
        isDeclaredCustomer = declared != nil
    }

    /// The customer that a resource belongs to, by the attribute that its schema names: the customer itself, or something
    /// whose id tells its customer.
    static func owner(of document: JSONObject, _ schema: ResourceSchema) throws(Refusal) -> Identifier {
        guard schema.owner != "relatedParty" else { return try CustomerReference(in: document).customer }
        guard let id = document[schema.owner]?["id"]?.string, !id.isEmpty, id.utf8.count <= OperationLimits.idBytesMax
        else {
            throw Refusal(
                .malformed,
                "invalidId",
                "\(schema.owner).id must have 1 to \(OperationLimits.idBytesMax) bytes"
            )
        }
        return customer(of: id)
    }

    /// The customer that the id of a customer or of something of theirs tells; for a foreign id one that follows from it.
    static func customer(of id: String) -> Identifier {
        Identifier(id) ?? CustomerScopedID(id)?.customer ?? Identifier(named: id)
    }
}
