/// What a function takes and gives, for the functions whose arguments say no more than their types.
struct FunctionSignature: Sendable {
    /// What an argument may be. Flink casts nothing here: a number is no text, and a text no number.
    enum Parameter: String, Sendable {
        case character = "CHARACTER"
        case integer = "INTEGER"
        case smallInteger = "TINYINT, SMALLINT or INT"
        case exact = "EXACT_NUMERIC"
        case numeric = "NUMERIC"
        case boolean = "BOOLEAN"
        case text = "CHARACTER or BINARY"
        case binary = "BINARY"
        case characterOrInteger = "CHARACTER or INTEGER"
        case characterOrNumeric = "CHARACTER or NUMERIC"
        case characterOrTimestamp = "CHARACTER or TIMESTAMP"
        case time = "DATE, TIME or TIMESTAMP"
        case array = "ARRAY"
        case map = "MAP"
        case collection = "ARRAY or MAP"
        case any = "ANY"

        func accepts(_ type: LogicalType) -> Bool {
            switch self {
            case .character: type.isCharacter
            case .integer: type.isInteger
            case .smallInteger: type.isInteger && type != .bigint
            case .exact: type.isNumeric && !type.isApproximate
            case .numeric: type.isNumeric
            case .boolean: type == .boolean
            case .text: type.isCharacter || type.isBinary
            case .binary: type.isBinary
            case .characterOrInteger: type.isCharacter || type.isInteger
            case .characterOrNumeric: type.isCharacter || type.isNumeric
            case .characterOrTimestamp: type.isCharacter || type.isTimestamp
            case .time: type.isDateOrTime
            case .array: type.isArray
            case .map: type.isMap
            case .collection: type.isArray || type.isMap
            case .any: true
            }
        }

        /// The type of a NULL without a type in its place.
        var typeOfNull: LogicalType {
            switch self {
            case .integer, .smallInteger, .exact: .integer
            case .numeric: .double
            case .binary: .bytes
            case .boolean: .boolean
            case .time: .timestamp(3)
            default: .string
            }
        }
    }

    /// The result's type.
    enum Result: Sendable {
        case type(LogicalType)
        /// That of an argument.
        case argument(Int)
        /// That of an argument, a CHAR being a VARCHAR.
        case varying(Int)
    }

    /// Whether the result can be NULL.
    enum Nullability: Sendable {
        /// If an argument is.
        case arguments
        case always
        case never
    }

    let parameters: [Parameter]
    /// How many of the last parameters may be missing.
    var optional = 0
    /// Whether the last argument may be given several times.
    var repeats = false
    let result: Result
    var nullability = Nullability.arguments
    /// Whether the literal NULL can be an argument; Flink calls it illegal for its older functions.
    var acceptsNull = false

    init(_ parameters: [Parameter], optional: Int = 0, _ result: Result) {
        self.parameters = parameters
        self.optional = optional
        self.result = result
    }

    init(_ parameters: [Parameter], optional: Int = 0, _ result: LogicalType) {
        self.init(parameters, optional: optional, .type(result))
    }

    /// The same with a result that can always be NULL.
    func nullable() -> FunctionSignature { with { $0.nullability = .always } }

    /// The same with a result that is never NULL.
    func notNull() -> FunctionSignature { with { $0.nullability = .never } }

    /// The same with NULL for arguments.
    func acceptingNull() -> FunctionSignature { with { $0.acceptsNull = true } }

    /// The same with any number of the last argument.
    func repeating() -> FunctionSignature { with { $0.repeats = true } }

    private func with(_ change: (inout FunctionSignature) -> Void) -> FunctionSignature {
        var copy = self
        change(&copy)
        return copy
    }

    /// What the function takes, for messages.
    var description: String {
        guard !parameters.isEmpty else { return "no arguments" }
        let texts = parameters.enumerated().map { index, parameter in
            index >= parameters.count - optional ? "[<\(parameter.rawValue)>]" : "<\(parameter.rawValue)>"
        }
        return "(\(texts.joined(separator: ", "))\(repeats ? ", ..." : ""))"
    }

    /// Whether so many arguments are right.
    func accepts(count: Int) -> Bool {
        count >= parameters.count - optional && (repeats || count <= parameters.count)
    }

    /// The call, its arguments checked.
    ///
    /// - Throws: `FunctionError`.
    func bind(_ function: ScalarFunction, _ arguments: [BoundExpression]) throws(FunctionError) -> BoundExpression {
        let name = function.rawValue
        guard accepts(count: arguments.count) else {
            throw FunctionError("\(name) takes \(description), not \(arguments.count) arguments")
        }
        var bound: [BoundExpression] = []
        for (index, argument) in arguments.enumerated() {
            let parameter = parameters[min(index, parameters.count - 1)]
            if argument.type.logical == .null, parameter != .any {
                guard acceptsNull else {
                    throw FunctionError("illegal use of NULL in \(name): give it a type with CAST")
                }
                bound.append(FunctionCatalog.implicitCast(argument, to: parameter.typeOfNull))
                continue
            }
            guard parameter.accepts(argument.type.logical) else {
                throw FunctionError.types(name, arguments, expected: description)
            }
            bound.append(argument)
        }
        let isNullable =
            switch nullability {
            case .arguments: bound.contains { $0.type.isNullable }
            case .always: true
            case .never: false
            }
        return BoundExpression(.call(function, bound), DataType(resultType(bound), isNullable: isNullable))
    }

    private func resultType(_ arguments: [BoundExpression]) -> LogicalType {
        switch result {
        case .type(let type): return type
        case .argument(let index): return arguments[index].type.logical
        case .varying(let index):
            if case .char(let length) = arguments[index].type.logical { return .varchar(length) }
            return arguments[index].type.logical
        }
    }
}

extension LogicalType {
    /// Whether it is BINARY or VARBINARY.
    var isBinary: Bool {
        switch self {
        case .binary, .varbinary: true
        default: false
        }
    }

    /// Whether it is DATE, TIME, TIMESTAMP or TIMESTAMP_LTZ.
    var isDateOrTime: Bool {
        switch self {
        case .date, .time, .timestamp, .timestampLTZ: true
        default: false
        }
    }

    var isArray: Bool {
        if case .array = self { true } else { false }
    }

    var isMap: Bool {
        if case .map = self { true } else { false }
    }
}
