import Domain
import Primitives
import Storage

extension Operations {
    /// A page of resources (GET on a collection).
    public func list(_ kind: ResourceKind, _ query: ResourceQuery) async throws -> Result<Page, Refusal> {
        let order: [Ordering]
        let after: [Value]?
        do throws(Refusal) {
            guard query.filters.count <= OperationLimits.filtersMax else {
                throw Refusal(.malformed, "tooManyFilters", "at most \(OperationLimits.filtersMax) conditions")
            }
            guard query.filters.allSatisfy({ $0.values.count <= OperationLimits.filterValuesMax }) else {
                throw Refusal(
                    .malformed,
                    "tooManyFilters",
                    "at most \(OperationLimits.filterValuesMax) values in a condition"
                )
            }
            guard query.offset >= 0, (1...OperationLimits.pageMax).contains(query.limit) else {
                throw Refusal(
                    .malformed,
                    "invalidPage",
                    "offset must be at least 0 and limit 1 to \(OperationLimits.pageMax)"
                )
            }
            order = Listing.order(kind, query.sort)
            after = try query.cursor.map { (cursor) throws(Refusal) in try Listing.position(cursor, kind, order) }
        } catch {
            return .failure(error)
        }
        return try await storage.read(scope: Listing.scope(kind, query.filters)) { transaction in
            let condition = try Listing.condition(kind, query.filters, transaction)
            let table = Schema.table(of: kind)
            let rows = try transaction.rows(
                table,
                Query(condition, order: order, after: after, offset: query.offset, limit: query.limit)
            )
            let isLast = rows.count < query.limit
            let isFirst = query.offset == 0 && after == nil
            let total = isFirst && isLast ? rows.count : try transaction.count(table, condition)
            return .success(
                Page(
                    items: rows.map { Resource(kind, row: $0) },
                    total: total,
                    next: isLast ? nil : rows.last.flatMap { Listing.cursor(after: $0, order) }
                )
            )
        }
    }
}

/// How attributes of resources translate into columns: what has a column is found by index, what has none by looking
/// into documents.
enum Listing {
    /// The column that holds an attribute, and whether it holds a time.
    private static func column(_ kind: ResourceKind, _ path: [String]) -> (name: String, isTime: Bool)? {
        guard path.count == 1, let attribute = path.first else { return nil }
        let schema = kind.schema
        if attribute == schema.stateAttribute { return ("state", false) }
        if attribute == schema.creationAttribute { return ("created_at", true) }
        if attribute == schema.updateAttribute { return ("updated_at", true) }
        if attribute == "externalId", kind == .productOrder { return ("external_id", false) }
        if attribute == "name", kind != .individual, kind != .organization { return ("name", false) }
        return nil
    }

    static func order(_ kind: ResourceKind, _ sort: [ResourceQuery.Sort]) -> [Ordering] {
        sort.map { sort in
            if let column = column(kind, sort.path) { return Ordering(column.name, ascending: sort.isAscending) }
            return Ordering("body", path: sort.path, ascending: sort.isAscending)
        }
    }

    static func condition(
        _ kind: ResourceKind,
        _ filters: [Filter],
        _ transaction: any ReadTransaction
    ) throws -> Condition {
        .all(try filters.map { try condition(kind, $0, transaction) })
    }

    private static func condition(
        _ kind: ResourceKind,
        _ filter: Filter,
        _ transaction: any ReadTransaction
    ) throws -> Condition {
        let literal = Condition.document("body", path: filter.path, filter.comparison, filter.values)
        if filter.comparison == .equals {
            if filter.path == ["id"] {
                return .any(
                    filter.values.compactMap { ResourceKey(kind, id: $0) }.map { key in
                        .all(zip(key.table.primaryKey, key.values).map { .equals($0, $1) })
                    }
                )
            }
            if filter.path == ["href"] {
                let prefix = kind.schema.path + "/"
                let ids = filter.values.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
                return try condition(kind, Filter(path: ["id"], values: ids), transaction)
            }
            // A listing by customer reads that customer's shard only. An id that is no customer of ours may be another
            // party anywhere.
            if let customer = owner(kind, filter),
                try transaction.row(Schema.table(of: .customer), key: [.identifier(customer)]) != nil
            {
                return .all([.equals("customer_id", .identifier(customer)), literal])
            }
        }
        guard let column = column(kind, filter.path) else { return literal }
        if column.isTime { return time(column.name, filter) }
        switch filter.comparison {
        case .equals: return .oneOf(column.name, filter.values.map(Value.text))
        default: return literal
        }
    }

    /// The customer that a filter may name as the owner of what is listed.
    private static func owner(_ kind: ResourceKind, _ filter: Filter) -> Identifier? {
        guard kind.schema.placement == .customer, filter.comparison == .equals,
            filter.path == [kind.schema.owner, "id"], filter.values.count == 1
        else { return nil }
        return Identifier(filter.values[0]) ?? CustomerScopedID(filter.values[0])?.customer
    }

    /// The customer to whom everything belongs that meets the filters, as far as they tell.
    static func scope(_ kind: ResourceKind, _ filters: [Filter]) -> Identifier? {
        filters.lazy.compactMap { filter in
            if let owner = owner(kind, filter) { return owner }
            guard filter.comparison == .equals, filter.path == ["id"], filter.values.count == 1 else { return nil }
            return ResourceKey(kind, id: filter.values[0])?.scope
        }.first
    }

    private static func time(_ column: String, _ filter: Filter) -> Condition {
        let times = filter.values.compactMap { Timestamp($0).map { Value.integer($0.milliseconds) } }
        guard let time = times.first else { return .any([]) }
        return switch filter.comparison {
        case .equals: .oneOf(column, times)
        case .less: .range(column, from: nil, to: time)
        case .atMost: .range(column, from: nil, to: time, upToIncluding: true)
        case .greater: .range(column, from: time, including: false, to: nil)
        case .atLeast: .range(column, from: time, to: nil)
        case .contains: .document("body", path: filter.path, .contains, filter.values)
        }
    }

    /// Where a page ended, as opaque text; nil where the order goes through documents or in both directions.
    static func cursor(after row: Row, _ order: [Ordering]) -> String? {
        guard order.allSatisfy({ $0.path.isEmpty }), Set(order.map(\.isAscending)).count <= 1 else { return nil }
        let values = order.map { row[$0.column] } + row.key
        let json = JSON.array(
            [signature(order)]
                + values.map { value in
                    switch value {
                    case .null: .null
                    case .integer(let number): .integer(number)
                    case .text(let text): .string(text)
                    case .identifier(let identifier): ["uuid": .string(identifier.description)]
                    case .bytes: preconditionFailure("no key has bytes")
                    }
                }
        )
        return hexadecimal(json.utf8)
    }

    /// The values that a cursor stands for.
    static func position(_ cursor: String, _ kind: ResourceKind, _ order: [Ordering]) throws(Refusal) -> [Value] {
        let table = Schema.table(of: kind)
        let refusal = Refusal(
            .malformed,
            "invalidCursor",
            "cursor is not of this listing",
            message: "take it from the Link header of the page before, and keep sort as it was"
        )
        guard let bytes = Self.bytes(cursor),
            case .success(let json) = Result(catching: { () throws(JSONError) in try JSON(parsing: bytes) }),
            let elements = json.array, elements.count == 1 + order.count + table.primaryKey.count,
            elements[0] == signature(order)
        else { throw refusal }
        var values: [Value] = []
        for (element, column) in zip(elements.dropFirst(), order.map(\.column) + table.primaryKey) {
            switch (element, table.columns[table.position(of: column)].type) {
            case (.number(let number), .integer): values.append(number.integer.map(Value.integer) ?? .null)
            case (.string(let text), .text): values.append(.text(text))
            case (.null, _): values.append(.null)
            case (.object(let object), .identifier):
                guard let identifier = object["uuid"]?.string.flatMap({ Identifier($0) }) else { throw refusal }
                values.append(.identifier(identifier))
            default: throw refusal
            }
        }
        return values
    }

    private static func signature(_ order: [Ordering]) -> JSON {
        .string(order.map { ($0.isAscending ? "" : "-") + $0.column }.joined(separator: ","))
    }

    private static func bytes(_ text: String) -> [UInt8]? {
        guard text.utf8.count % 2 == 0, text.utf8.count <= 4_096 else { return nil }
        var bytes: [UInt8] = []
        var rest = Substring(text)
        while !rest.isEmpty {
            guard let byte = UInt8(rest.prefix(2), radix: 16) else { return nil }
            bytes.append(byte)
            rest = rest.dropFirst(2)
        }
        return bytes
    }
}
