extension FunctionCatalog {
    /// The functions of arrays and maps that arrived with Flink 1.20 and later.
    static func collectionCall(
        _ function: ScalarFunction,
        _ arguments: [BoundExpression]
    ) throws(FunctionError) -> BoundExpression {
        switch function {
        case .arrayAppend, .arrayPrepend, .arrayRemove, .arrayPosition:
            return try elementCall(function, arguments)
        case .arrayDistinct, .arrayReverse, .arraySort, .arraySlice, .arrayMaximum, .arrayMinimum, .arrayJoin:
            return try arrayCall(function, arguments)
        case .arrayUnion, .arrayIntersect, .arrayExcept, .arrayConcat, .mapUnion:
            return try merging(function, arguments)
        case .mapEntries: return try mapEntries(arguments)
        case .mapFromArrays:
            let (keys, values) = try pair(function, arguments)
            guard case .array(let key) = keys.type.logical, case .array(let value) = values.type.logical else {
                throw FunctionError.types(function.rawValue, arguments, expected: "(<ARRAY>, <ARRAY>)")
            }
            return call(function, arguments, .map(key, value))
        default: preconditionFailure("\(function.rawValue) is bound elsewhere")
        }
    }

    /// Functions of an array and one of its elements.
    private static func elementCall(
        _ function: ScalarFunction,
        _ arguments: [BoundExpression]
    ) throws(FunctionError) -> BoundExpression {
        let (array, value) = try pair(function, arguments)
        guard case .array(let element) = array.type.logical,
            value.type.logical == .null || canStore(value.type, into: element)
                || value.type.logical.isCharacter && element.logical.isCharacter
        else { throw FunctionError.types(function.rawValue, arguments, expected: "(<ARRAY>, <its element>)") }
        // A text that is too long for the elements is cut.
        let bound = [array, implicitCast(value, to: element.logical)]
        switch function {
        case .arrayPosition: return call(function, bound, .integer)
        case .arrayRemove: return call(function, bound, array.type.logical)
        default:
            let isNullable = element.isNullable || bound[1].type.isNullable
            return call(function, bound, .array(element.nullable(isNullable)))
        }
    }

    private static func arrayCall(
        _ function: ScalarFunction,
        _ arguments: [BoundExpression]
    ) throws(FunctionError) -> BoundExpression {
        guard let array = arguments.first, case .array(let element) = array.type.logical else {
            throw FunctionError.types(function.rawValue, arguments, expected: "(<ARRAY>, ...)")
        }
        let rest = arguments.dropFirst().map(\.type.logical)
        let isRight: Bool
        switch function {
        case .arraySort: isRight = rest.count <= 2 && rest.allSatisfy { $0 == .boolean }
        case .arraySlice: isRight = (1...2).contains(rest.count) && rest.allSatisfy(\.isInteger)
        case .arrayJoin:
            isRight = element.logical.isCharacter && (1...2).contains(rest.count) && rest.allSatisfy(\.isCharacter)
        default: isRight = rest.isEmpty
        }
        guard isRight else { throw FunctionError.types(function.rawValue, arguments, expected: expected(function)) }
        if [.arraySort, .arrayMaximum, .arrayMinimum].contains(function) {
            switch element.logical {
            case .array, .map, .row:
                throw FunctionError("\(function.rawValue) cannot compare values of type \(element.logical)")
            default: break
            }
        }
        switch function {
        case .arrayMaximum, .arrayMinimum: return BoundExpression(.call(function, arguments), element.nullable())
        case .arrayJoin: return call(function, arguments, .string)
        default: return call(function, arguments, array.type.logical)
        }
    }

    private static func expected(_ function: ScalarFunction) -> String {
        switch function {
        case .arraySort: "(<ARRAY>[, <BOOLEAN>[, <BOOLEAN>]])"
        case .arraySlice: "(<ARRAY>, <INTEGER>[, <INTEGER>])"
        case .arrayJoin: "(<ARRAY OF CHARACTER>, <CHARACTER>[, <CHARACTER>])"
        default: "(<ARRAY>)"
        }
    }

    /// Functions of arrays, or maps, of a common type.
    private static func merging(
        _ function: ScalarFunction,
        _ arguments: [BoundExpression]
    ) throws(FunctionError) -> BoundExpression {
        let most = function == .arrayConcat || function == .mapUnion ? Int.max : 2
        try require(function, arguments, count: (most == 2 ? 2 : 1)...most)
        let isRight = arguments.allSatisfy { function == .mapUnion ? $0.type.logical.isMap : $0.type.logical.isArray }
        guard isRight, let type = TypeMerging.common(arguments.map(\.type), isCalcite: false) else {
            throw FunctionError.types(
                function.rawValue,
                arguments,
                expected: function == .mapUnion ? "(<MAP>, <MAP>)" : "(<ARRAY>, <ARRAY>)"
            )
        }
        return call(function, arguments.map { implicitCast($0, to: type.logical) }, type.logical)
    }

    private static func mapEntries(_ arguments: [BoundExpression]) throws(FunctionError) -> BoundExpression {
        try require(.mapEntries, arguments, count: 1...1)
        guard case .map(let key, let value) = arguments[0].type.logical else {
            throw FunctionError.types("MAP_ENTRIES", arguments, expected: "(<MAP>)")
        }
        let entry = LogicalType.row([.init("key", key), .init("value", value)])
        return call(.mapEntries, arguments, .array(DataType(entry)))
    }
}
