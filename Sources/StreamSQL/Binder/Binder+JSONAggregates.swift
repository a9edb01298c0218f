extension JSONFunction {
    /// Whether it is JSON_ARRAYAGG or JSON_OBJECTAGG.
    var isAggregate: Bool {
        switch self {
        case .arrayAggregate, .objectAggregate: true
        case .value, .query, .exists, .object, .array: false
        }
    }
}

extension Binder {
    /// JSON_ARRAYAGG and JSON_OBJECTAGG: an ARRAY_AGG of the values as JSON, put together behind it. Flink: their results are
    /// VARCHAR(2000) NOT NULL, and may be longer.
    func jsonAggregate(
        _ function: JSONFunction,
        _ range: SourceRange,
        _ context: Context,
        _ groups: Groups
    ) throws(SQLError) -> BoundExpression {
        let plain = context.withinAggregate
        var key: BoundExpression?
        let value: BoundExpression
        let behavior: JSONFunction.NullBehavior
        let condition: Expression?
        switch function {
        case .arrayAggregate(let element, let onNull, let filter):
            value = try bind(element, plain)
            (behavior, condition) = (onNull ?? .absent, filter)
        case .objectAggregate(let member, let onNull, let filter):
            key = try bind(member.key, plain)
            value = try bind(member.value, plain)
            (behavior, condition) = (onNull ?? .null, filter)
        case .value, .query, .exists, .object, .array: preconditionFailure("not an aggregate")
        }
        if let key, !key.type.logical.isCharacter {
            throw SQLError(.type, "a key of JSON_OBJECTAGG is \(key.type.logical), not a text", at: range)
        }
        var filter = try condition.map { (condition) throws(SQLError) -> BoundExpression in
            let bound = try bind(condition, plain)
            try requireBoolean(bound, condition, "FILTER")
            return bound
        }
        // A key without a value counts as one that is there: JSON_OBJECTAGG leaves it out last.
        if behavior == .absent, key == nil {
            let isThere = try resolve(.isNotNull, [value], range)
            filter =
                try filter.map { (filter) throws(SQLError) in try resolve(.and, [filter, isThere], range) } ?? isThere
        }
        let clause = BoundExpression.literal(.string(behavior.rawValue), DataType(.string, isNullable: false))
        var argument = try resolve(.jsonArray, [clause, value], range)
        if let key { argument = try resolve(.row, [key, argument], range) }
        let call = Groups.Call(
            function: .arrayAggregate,
            arguments: [argument],
            isDistinct: false,
            filter: filter,
            type: DataType(.array(argument.type))
        )
        let column = BoundExpression.column(groups.firstCall + groups.add(call), call.type)
        return BoundExpression(
            .call(key == nil ? .jsonArrayOfValues : .jsonObjectOfMembers, [column]),
            DataType(.varchar(2000), isNullable: false)
        )
    }
}
