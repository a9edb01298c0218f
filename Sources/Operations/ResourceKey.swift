import Domain
import Primitives
import Storage

/// Where a resource's row is: its table, its primary key, and the customer under whom it is audited and published.
struct ResourceKey: Sendable, Hashable {
    let kind: ResourceKind
    let id: String
    /// The distribution key; zero for what belongs to the operator.
    let customer: Identifier
    /// The primary key's values.
    let values: [Value]

    var table: Table { Schema.table(of: kind) }
    /// What a read of the row names (`Storage.read`): its customer, or nothing.
    var scope: Identifier? { customer == .zero ? nil : customer }
    var path: String { "\(kind.schema.path)/\(id)" }

    /// The key that an id from outside names; nil if no resource of this kind can have it.
    init?(_ kind: ResourceKind, id: String) {
        switch kind.schema.placement {
        case .operator:
            guard !id.isEmpty, id.utf8.count <= OperationLimits.idBytesMax else { return nil }
            self.init(kind, operatorID: id)
        case .itself:
            guard let identifier = Identifier(id) else { return nil }
            self.init(kind, identifier)
        case .customer:
            guard let scoped = CustomerScopedID(id) else { return nil }
            self.init(kind, scoped)
        }
    }

    init(_ kind: ResourceKind, operatorID: String) {
        self.kind = kind
        id = operatorID
        customer = .zero
        values = [.text(operatorID)]
    }

    init(_ kind: ResourceKind, _ identifier: Identifier) {
        self.kind = kind
        id = identifier.description
        customer = identifier
        values = [.identifier(identifier)]
    }

    init(_ kind: ResourceKind, _ scoped: CustomerScopedID) {
        self.kind = kind
        id = scoped.description
        customer = scoped.customer
        values = [.identifier(scoped.customer), .integer(scoped.number)]
    }

    /// The key of a row of the kind's table.
    init(_ kind: ResourceKind, row: Row) {
        switch kind.schema.placement {
        case .operator: self.init(kind, operatorID: row.values[0].text!)
        case .itself: self.init(kind, row.values[0].identifier!)
        case .customer:
            self.init(
                kind,
                CustomerScopedID(customer: row.values[0].identifier!, number: row.values[1].integer!)
            )
        }
    }
}

extension Resource {
    /// The resource in a row of its table.
    init(_ kind: ResourceKind, row: Row) {
        self.init(
            kind: kind,
            id: ResourceKey(kind, row: row).id,
            version: row["version"].integer!,
            text: row["body"].text!
        )
    }
}
