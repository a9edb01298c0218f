extension FunctionCatalog {
    static func nestedCall(
        _ function: ScalarFunction,
        _ arguments: [BoundExpression]
    ) throws(FunctionError) -> BoundExpression {
        switch function {
        case .row:
            try require(function, arguments, count: 1...Int.max)
            let fields = arguments.enumerated().map { LogicalType.Field("EXPR$\($0.offset)", $0.element.type) }
            return BoundExpression(.call(.row, arguments), DataType(.row(fields), isNullable: false))
        case .array: return try array(arguments)
        case .map: return try map(arguments)
        case .field: return try fieldCall(arguments)
        case .item: return try item(arguments)
        case .element:
            try require(function, arguments, count: 1...1)
            guard case .array(let element) = arguments[0].type.logical else {
                throw FunctionError.types("ELEMENT", arguments, expected: "(<ARRAY>)")
            }
            return BoundExpression(
                .call(.element, arguments),
                element.nullable(element.isNullable || arguments[0].type.isNullable)
            )
        case .arrayContains: return try arrayContains(arguments)
        case .mapKeys, .mapValues:
            try require(function, arguments, count: 1...1)
            guard case .map(let key, let value) = arguments[0].type.logical else {
                throw FunctionError.types(function.rawValue, arguments, expected: "(<MAP>)")
            }
            return call(function, arguments, .array(function == .mapKeys ? key : value))
        case .typeOf:
            try require(function, arguments, count: 1...2)
            return .literal(.string(arguments[0].type.description), DataType(.string))
        default: return try collectionCall(function, arguments)
        }
    }

    private static func array(_ arguments: [BoundExpression]) throws(FunctionError) -> BoundExpression {
        try require(.array, arguments, count: 1...Int.max)
        guard let type = leastRestrictive(arguments.map(\.type)), type.logical != .null else {
            throw FunctionError("the elements of ARRAY have no common type")
        }
        let bound = arguments.map { implicitCast($0, to: type.logical) }
        return BoundExpression(.call(.array, bound), DataType(.array(type), isNullable: false))
    }

    private static func map(_ arguments: [BoundExpression]) throws(FunctionError) -> BoundExpression {
        guard !arguments.isEmpty, arguments.count % 2 == 0 else {
            throw FunctionError("MAP requires an even number of arguments")
        }
        let keys = stride(from: 0, to: arguments.count, by: 2).map { arguments[$0] }
        let values = stride(from: 1, to: arguments.count, by: 2).map { arguments[$0] }
        guard !arguments.contains(where: { $0.type.logical == .null }) else {
            throw FunctionError("illegal use of NULL in MAP: give it a type with CAST")
        }
        guard let keyType = leastRestrictive(keys.map(\.type)), let valueType = leastRestrictive(values.map(\.type))
        else { throw FunctionError("the keys or the values of MAP have no common type") }
        var bound: [BoundExpression] = []
        for (key, value) in zip(keys, values) {
            bound.append(implicitCast(key, to: keyType.logical))
            bound.append(implicitCast(value, to: valueType.logical))
        }
        return BoundExpression(.call(.map, bound), DataType(.map(keyType, valueType), isNullable: false))
    }

    private static func fieldCall(_ arguments: [BoundExpression]) throws(FunctionError) -> BoundExpression {
        let (row, number) = try pair(.field, arguments)
        guard case .row(let fields) = row.type.logical, let index = integerLiteral(number),
            fields.indices.contains(index)
        else { throw FunctionError("no such field of \(row.type.logical)") }
        let type = fields[index].type
        if case .call(.row, let values) = row.kind { return values[index] }
        return BoundExpression(.call(.field, arguments), type.nullable(type.isNullable || row.type.isNullable))
    }

    private static func item(_ arguments: [BoundExpression]) throws(FunctionError) -> BoundExpression {
        let (collection, key) = try pair(.item, arguments)
        switch collection.type.logical {
        case .array(let element):
            guard key.type.logical.isInteger else {
                throw FunctionError.types("ITEM", arguments, expected: "<ARRAY>[<INTEGER>] or <MAP>[<its key>]")
            }
            if let index = integerLiteral(key), index < 1 {
                throw FunctionError("array element access needs an index starting at 1 but was \(index)")
            }
            return BoundExpression(.call(.item, arguments), element.nullable())
        case .map(let keyType, let value):
            guard let common = leastRestrictive([keyType, key.type])?.logical, common != .null,
                key.type.logical.isCharacter == keyType.logical.isCharacter
            else {
                throw FunctionError.types("ITEM", arguments, expected: "<ARRAY>[<INTEGER>] or <MAP>[<its key>]")
            }
            let cast = keyType.logical.isCharacter ? key : implicitCast(key, to: keyType.logical)
            return BoundExpression(.call(.item, [collection, cast]), value.nullable())
        default:
            throw FunctionError.types("ITEM", arguments, expected: "<ARRAY>[<INTEGER>] or <MAP>[<its key>]")
        }
    }

    private static func arrayContains(_ arguments: [BoundExpression]) throws(FunctionError) -> BoundExpression {
        let (array, value) = try pair(.arrayContains, arguments)
        guard case .array(let element) = array.type.logical,
            value.type.logical == .null || canStore(value.type, into: element)
                || value.type.logical.isCharacter && element.logical.isCharacter
        else { throw FunctionError.types("ARRAY_CONTAINS", arguments, expected: "(<ARRAY>, <its element>)") }
        // Flink: a text that is too long for the elements is cut.
        return BoundExpression(
            .call(.arrayContains, [array, implicitCast(value, to: element.logical)]),
            DataType(.boolean, isNullable: array.type.isNullable)
        )
    }
}
