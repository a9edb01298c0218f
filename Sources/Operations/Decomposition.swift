import Domain
import Primitives
import Storage

/// How order items become services, and then products: the rows that fulfilment writes.
enum Decomposition {
    /// The ids of the services that an order reserved or changes, by item.
    static func services(of order: ResourceKey, _ transaction: any ReadTransaction) throws -> [String: [String]] {
        var services: [String: [String]] = [:]
        for row in try serviceRows(of: order, transaction) {
            services[row["item_id"].text ?? "", default: []].append(ResourceKey(.service, row: row).id)
        }
        return services
    }

    private static func serviceRows(of order: ResourceKey, _ transaction: any ReadTransaction) throws -> [Row] {
        try transaction.rows(
            Schema.table(of: .service),
            Query(
                .all([.equals("customer_id", order.values[0]), .equals("order_number", order.values[1])]),
                limit: OperationLimits.pageMax
            )
        )
    }

    private static func serviceRows(
        of product: Int64,
        customer: Identifier,
        _ transaction: any ReadTransaction
    ) throws -> [Row] {
        try transaction.rows(
            Schema.table(of: .service),
            Query(
                .all([.equals("customer_id", .identifier(customer)), .equals("product_number", .integer(product))]),
                limit: OperationLimits.pageMax
            )
        )
    }

    /// Reserves the services that an item needs and that its product does not have yet.
    static func reserve(
        _ item: RequestedItem,
        _ order: OrderDraft,
        _ offerings: [String: Offering],
        _ change: Change
    ) throws {
        guard item.action == .add || item.action == .modify, let offering = item.offeringID.flatMap({ offerings[$0] })
        else { return }
        var present: Set<String> = []
        if let product = item.product {
            for row in try serviceRows(of: product.number, customer: order.key.customer, change.transaction)
            where row["state"].text != "terminated" {
                present.insert(Resource(.service, row: row).document["serviceSpecification"]?["id"]?.string ?? "")
            }
        }
        var number = try change.nextNumber(.service, customer: order.key.customer)
        for specification in offering.services where !present.contains(specification["id"]?.string ?? "") {
            let key = ResourceKey(.service, CustomerScopedID(customer: order.key.customer, number: number))
            number += 1
            var document = JSONObject([
                ("id", .string(key.id)), ("href", .string(key.path)),
                ("name", specification["name"] ?? .string(key.id)), ("category", "CFS"), ("state", "reserved"),
                ("serviceSpecification", specification),
            ])
            document["serviceDate"] = .string(change.now.description)
            document["relatedParty"] = order.document["relatedParty"]
            document["@type"] = "Service"
            _ = try change.insert(
                key,
                document,
                columns: [
                    "order_number": order.key.values[1], "item_id": .text(item.id),
                    "product_number": item.product.map { .integer($0.number) } ?? .null,
                ]
            )
        }
    }

    /// Does what a provisioned item leads to: the customer owns a product, owns it changed, or owns it no longer.
    static func complete(
        _ item: RequestedItem,
        _ order: inout OrderDraft,
        _ offerings: [String: Offering],
        _ change: Change
    ) throws {
        var attributes: [(String, JSON)] = []
        switch item.action {
        case .add:
            if let offering = item.offeringID.flatMap({ offerings[$0] }) {
                let product = try addProduct(item, order, offering, change)
                attributes = [("product", ["id": .string(product.id), "href": .string(product.path)])]
            }
        case .modify: try modifyProduct(item, order, item.offeringID.flatMap { offerings[$0] }, change)
        case .delete: try endProduct(item, change)
        case .noChange: break
        }
        order.setItem(item.id, .completed, attributes: attributes)
    }

    private static func activate(
        _ item: RequestedItem,
        _ order: OrderDraft,
        product: Int64,
        _ change: Change
    ) throws -> [JSON] {
        var references: [JSON] = []
        for row in try serviceRows(of: order.key, change.transaction) where row["item_id"].text == item.id {
            let key = ResourceKey(.service, row: row)
            var document = Resource(.service, row: row).document
            references.append([
                "id": .string(key.id), "href": .string(key.path), "name": document["name"] ?? .string(key.id),
            ])
            guard row["state"].text == "reserved" else { continue }
            document["state"] = "active"
            document["hasStarted"] = true
            document["isServiceEnabled"] = true
            document["startDate"] = .string(change.now.description)
            _ = try change.update(
                key,
                from: row,
                document,
                event: .stateChange,
                columns: ["product_number": .integer(product)]
            )
        }
        return references
    }

    private static func addProduct(
        _ item: RequestedItem,
        _ order: OrderDraft,
        _ offering: Offering,
        _ change: Change
    ) throws -> ResourceKey {
        let source = order.item(item.id)
        let number = try change.nextNumber(.product, customer: order.key.customer)
        let key = ResourceKey(.product, CustomerScopedID(customer: order.key.customer, number: number))
        let services = try activate(item, order, product: number, change)
        var document = JSONObject([
            ("id", .string(key.id)), ("href", .string(key.path)), ("name", .string(offering.name)),
            ("status", "active"), ("isBundle", false), ("isCustomerVisible", true),
            ("startDate", .string(change.now.description)),
        ])
        document["orderDate"] = order.document["orderDate"]
        document["billingAccount"] =
            source?["billingAccount"] ?? order.document["billingAccount"]
            ?? ["id": .string(order.key.customer.description), "name": "default", "@referredType": "BillingAccount"]
        document["productOffering"] = source?["productOffering"]
        document["productPrice"] = prices(source)
        document["productCharacteristic"] = source?["product"]?["productCharacteristic"] ?? []
        document["relatedParty"] = order.document["relatedParty"]
        document["productOrderItem"] = [orderItem(item, order)]
        if !services.isEmpty { document["realizingService"] = .array(services) }
        document["@type"] = "Product"
        _ = try change.insert(
            key,
            document,
            columns: [
                "offering_id": .text(offering.id), "order_number": order.key.values[1],
            ]
        )
        return key
    }

    private static func prices(_ item: JSON?) -> JSON {
        .array((item?["itemPrice"]?.array ?? []).filter { $0["price"] != nil && $0["priceType"] != nil })
    }

    private static func orderItem(_ item: RequestedItem, _ order: OrderDraft) -> JSON {
        [
            "productOrderId": .string(order.key.id), "productOrderHref": .string(order.key.path),
            "orderItemId": .string(item.id), "orderItemAction": .string(item.action.rawValue),
        ]
    }

    private static func modifyProduct(
        _ item: RequestedItem,
        _ order: OrderDraft,
        _ offering: Offering?,
        _ change: Change
    ) throws {
        let key = ResourceKey(.product, item.product!)
        let row = try change.existingProduct(key)
        let source = order.item(item.id)
        var document = Resource(.product, row: row).document
        var columns: [String: Value] = [:]
        if let offering {
            document["name"] = .string(offering.name)
            document["productOffering"] = source?["productOffering"]
            document["productPrice"] = prices(source)
            columns["offering_id"] = .text(offering.id)
            let kept = Set(offering.services.compactMap { $0["id"]?.string })
            let added = try activate(item, order, product: item.product!.number, change)
            let remaining = try endServices(of: item.product!, keeping: kept, change)
            document["realizingService"] = .array(added + remaining.filter { !added.contains($0) })
        }
        var characteristics = document["productCharacteristic"]?.array ?? []
        for wanted in source?["product"]?["productCharacteristic"]?.array ?? [] {
            characteristics.removeAll { $0["name"] == wanted["name"] }
            characteristics.append(wanted)
        }
        document["productCharacteristic"] = .array(characteristics)
        document["productOrderItem"] = .array(
            (document["productOrderItem"]?.array ?? []).suffix(19) + [orderItem(item, order)]
        )
        _ = try change.update(key, from: row, document, event: .attributeChange, columns: columns)
    }

    private static func endProduct(_ item: RequestedItem, _ change: Change) throws {
        let key = ResourceKey(.product, item.product!)
        let row = try change.existingProduct(key)
        var document = Resource(.product, row: row).document
        document["status"] = "terminated"
        document["terminationDate"] = .string(change.now.description)
        _ = try endServices(of: item.product!, keeping: [], change)
        _ = try change.update(key, from: row, document, event: .stateChange)
    }

    /// Ends a product's services, but those of the specifications kept; answers references to these.
    private static func endServices(
        of product: CustomerScopedID,
        keeping kept: Set<String>,
        _ change: Change
    ) throws -> [JSON] {
        var references: [JSON] = []
        for row in try serviceRows(of: product.number, customer: product.customer, change.transaction)
        where row["state"].text != "terminated" {
            let key = ResourceKey(.service, row: row)
            var document = Resource(.service, row: row).document
            if kept.contains(document["serviceSpecification"]?["id"]?.string ?? "") {
                references.append([
                    "id": .string(key.id), "href": .string(key.path), "name": document["name"] ?? .string(key.id),
                ])
                continue
            }
            try end(key, row, &document, change)
        }
        return references
    }

    private static func end(_ key: ResourceKey, _ row: Row, _ document: inout JSONObject, _ change: Change) throws {
        document["state"] = "terminated"
        document["isServiceEnabled"] = false
        document["endDate"] = .string(change.now.description)
        _ = try change.update(key, from: row, document, event: .stateChange)
    }

    /// Gives back what an order that is cancelled had reserved.
    static func release(_ order: ResourceKey, _ change: Change) throws {
        for row in try serviceRows(of: order, change.transaction) where row["state"].text == "reserved" {
            var document = Resource(.service, row: row).document
            try end(ResourceKey(.service, row: row), row, &document, change)
        }
    }
}

extension Change {
    /// A product that an item changes; it was there when the order was taken.
    fileprivate func existingProduct(_ key: ResourceKey) throws -> Row {
        guard let row = try transaction.row(key.table, key: key.values) else {
            throw Refusal.notFound("product", key.id)
        }
        return row
    }
}
