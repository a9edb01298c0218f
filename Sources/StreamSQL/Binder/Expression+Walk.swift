extension Expression {
    /// The expressions directly within this one, those of sub-queries left out.
    var children: [Expression] {
        switch kind {
        case .literal, .column, .exists, .subquery: []
        case .unary(_, let operand), .test(let operand, _, _), .cast(let operand, _, _), .extract(_, let operand),
            .floor(let operand, _), .ceiling(let operand, _), .field(let operand, _), .inQuery(let operand, _, _):
            [operand]
        case .binary(_, let left, let right), .position(let left, let right), .timestampAdd(_, let left, let right),
            .timestampDiff(_, let left, let right), .element(let left, let right),
            .timeDifference(let left, let right, _):
            [left, right]
        case .between(let between): [between.value, between.low, between.high]
        case .inList(let value, let list, _): [value] + list
        case .like(let like): [like.value, like.pattern] + (like.escape.map { [$0] } ?? [])
        case .case(let `case`):
            (`case`.operand.map { [$0] } ?? []) + `case`.branches.flatMap { $0.conditions + [$0.result] }
                + (`case`.otherwise.map { [$0] } ?? [])
        case .trim(_, let characters, let text): (characters.map { [$0] } ?? []) + [text]
        case .overlay(let text, let placing, let from, let length): [text, placing, from] + (length.map { [$0] } ?? [])
        case .array(let elements), .row(let elements): elements
        case .map(let entries): entries.flatMap { [$0.key, $0.value] }
        case .call(let call):
            call.arguments.compactMap { if case .expression(let value) = $0.value { value } else { nil } }
                + (call.filter.map { [$0] } ?? [])
        case .json(let function): function.operands
        }
    }

    /// Whether this expression or one within it has a property.
    func contains(where property: (Expression) -> Bool) -> Bool {
        property(self) || children.contains { $0.contains(where: property) }
    }

    /// The scalar sub-queries in it, in the order in which they are bound.
    var subqueries: [Expression] {
        if case .subquery = kind { return [self] }
        return children.flatMap(\.subqueries)
    }

    /// Whether there is a sub-query in it.
    var hasSubquery: Bool {
        contains {
            switch $0.kind {
            case .exists, .subquery, .inQuery: true
            default: false
            }
        }
    }

    /// Whether it is a row of values.
    var isRow: Bool {
        if case .row = kind { true } else { false }
    }

    /// Whether it is AND or OR, or NOT of EXISTS.
    var isConnective: Bool {
        switch kind {
        case .binary(.and, _, _), .binary(.or, _, _): return true
        case .unary(.not, let operand):
            if case .exists = operand.kind { return true }
            return false
        default: return false
        }
    }

    /// Whether it is EXISTS or IN of a query, or NOT of one.
    var isMembership: Bool {
        switch kind {
        case .exists, .inQuery: true
        case .unary(.not, let operand): operand.isMembership
        default: false
        }
    }

    /// Whether there is an aggregate in it that is not one over a window of rows.
    var hasAggregate: Bool {
        contains {
            switch $0.kind {
            case .call(let call): call.over == nil && Binder.aggregate(call) != nil
            case .json(let function): function.isAggregate
            default: false
            }
        }
    }

    /// Whether there is a function OVER rows in it.
    var hasOver: Bool {
        contains { if case .call(let call) = $0.kind { call.over != nil } else { false } }
    }
}

extension JSONFunction {
    /// The expressions in it.
    var operands: [Expression] {
        switch self {
        case .value(let value): [value.input, value.path]
        case .query(let query): [query.input, query.path]
        case .exists(let input, let path, _): [input, path]
        case .object(let members, _): members.flatMap { [$0.key, $0.value] }
        case .array(let elements, _): elements
        case .objectAggregate(let member, _, let filter): [member.key, member.value] + (filter.map { [$0] } ?? [])
        case .arrayAggregate(let element, _, let filter): [element] + (filter.map { [$0] } ?? [])
        }
    }
}
