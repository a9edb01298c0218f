import StreamSQL

extension KernelCompiler {
    /// The JSON functions with clauses.
    mutating func jsonCall(
        _ function: ScalarFunction,
        _ arguments: [BoundExpression],
        _ type: LogicalType
    ) throws -> Kernel {
        switch function {
        case .jsonValue: return try jsonValue(arguments, type)
        case .jsonQuery: return try jsonQuery(arguments, type)
        case .jsonExists: return try jsonExists(arguments)
        case .jsonObject: return try jsonObject(arguments)
        default: return try jsonArray(arguments)
        }
    }

    /// What a path finds in a text.
    private enum Found {
        case node(JSONNode)
        case nothing
        case error(String)
    }

    /// Finds what is at the path: in lax mode what is missing, NULL or no JSON is nothing, in strict mode it is an error.
    private static func finder(_ path: Kernel) throws -> (RowArguments, Int) throws -> Found {
        let cache = PatternCache<JSONPath>()
        if let constant = path as? ConstantKernel, case .string(let text) = constant.value {
            _ = try JSONPath(text)
        }
        return { arguments, row in
            let text = arguments.text(1, row)
            let path = try cache.pattern(text) { try JSONPath(text) }
            guard let root = JSONNode(arguments.bytes(0, row)) else {
                return path.isLax ? .nothing : .error("the text is no JSON")
            }
            if root == .null { return .error("json can not be null or empty") }
            do {
                if let node = try path.value(in: root), node != .null { return .node(node) }
            } catch let error as JSONPathError {
                return .error(error.message)
            }
            return path.isLax
                ? .nothing : .error("Strict jsonpath mode requires a non empty returned value, but is null")
        }
    }

    private mutating func kernels(_ arguments: [BoundExpression]) throws -> [Kernel] {
        var kernels: [Kernel] = []
        for argument in arguments {
            // JSON(text) is its text, which the writer around it takes for JSON.
            if case .call(.json, let inner) = argument.kind {
                kernels.append(try kernel(inner[0]))
            } else {
                kernels.append(try kernel(argument))
            }
        }
        return kernels
    }

    // MARK: JSON_VALUE

    private mutating func jsonValue(_ arguments: [BoundExpression], _ type: LogicalType) throws -> Kernel {
        let target = try Self.returned(type)
        let clauses = (try Self.literalText(arguments[2]), try Self.literalText(arguments[4]))
        var operands = try kernels(Array(arguments.prefix(2)))
        // why: a default is computed where it is needed only, but it is a constant nearly always.
        operands.append(try fallback(arguments[3], type))
        operands.append(try fallback(arguments[5], type))
        let find = try Self.finder(operands[1])
        return RowFunction(
            .boxed { arguments, row in
                if arguments.isNull(0, row) || arguments.isNull(1, row) { return .null }
                let found = try find(arguments, row)
                var problem = "Empty result of JSON_VALUE function is not allowed"
                var (clause, place) = (clauses.0, 2)
                switch found {
                case .node(let node) where node.isScalar: return try target(node)
                case .node(let node):
                    // Flink: in lax mode a value that is no scalar is nothing.
                    if try !JSONPath(arguments.text(1, row)).isLax {
                        problem =
                            "Strict jsonpath mode requires scalar value, and the actual value is: '\(node.text)'"
                        (clause, place) = (clauses.1, 3)
                    }
                case .nothing: break
                case .error(let message):
                    problem = message
                    (clause, place) = (clauses.1, 3)
                }
                switch clause {
                case "DEFAULT": return arguments.value(place, row)
                case "ERROR": throw EvaluationError(problem)
                default: return .null
                }
            },
            operands,
            type: .boxed,
            seesNulls: true,
            canFail: true,
            cost: 1000
        ).unboxed(as: PhysicalType(type))
    }

    private mutating func fallback(_ expression: BoundExpression, _ type: LogicalType) throws -> Kernel {
        let value = try typed(expression)
        return value.type == .null ? ConstantKernel(.null, PhysicalType(type)) : try cast(value, to: type, isTry: false)
    }

    /// What RETURNING makes of a scalar. Flink: of other types than STRING, BOOLEAN, INT and DOUBLE nothing, and a value of another
    /// kind fails.
    private static func returned(_ type: LogicalType) throws -> (JSONNode) throws -> Value {
        func mismatch(_ node: JSONNode) -> EvaluationError {
            EvaluationError("JSON_VALUE found \(node.text), which is no \(type)")
        }
        switch type {
        case .char, .varchar: return { .string($0.scalarText) }
        case .boolean:
            return { node in
                guard case .boolean(let value) = node else { throw mismatch(node) }
                return .boolean(value)
            }
        case .integer:
            return { node in
                guard case .number(let text, isInteger: true) = node, let value = Int32(text) else {
                    throw mismatch(node)
                }
                return .int64(Int64(value))
            }
        case .double:
            return { node in
                guard case .number(let text, isInteger: false) = node, let value = DoubleText.parse(text) else {
                    throw mismatch(node)
                }
                return .double(value)
            }
        default: throw EvaluationError("Unsupported type '\(type)' for RETURNING in JSON_VALUE().")
        }
    }

    // MARK: JSON_QUERY and JSON_EXISTS

    private mutating func jsonQuery(_ arguments: [BoundExpression], _ type: LogicalType) throws -> Kernel {
        let wrapper = try Self.literalText(arguments[2])
        let clauses = (try Self.literalText(arguments[3]), try Self.literalText(arguments[4]))
        let isArray = type.isArrayType
        guard isArray || type.isCharacter else {
            throw EvaluationError("Unsupported type '\(type)' for RETURNING in JSON_QUERY().")
        }
        let operands = try kernels(Array(arguments.prefix(2)))
        let find = try Self.finder(operands[1])
        func result(_ clause: String, _ problem: String) throws -> Value {
            switch clause {
            case "ERROR": throw EvaluationError(problem)
            case "EMPTY ARRAY": return isArray ? .array([]) : .string("[]")
            case "EMPTY OBJECT": return .string("{}")
            default: return .null
            }
        }
        return RowFunction(
            .boxed { arguments, row in
                var node: JSONNode
                switch try find(arguments, row) {
                case .nothing: return try result(clauses.0, "Empty result of JSON_QUERY function is not allowed")
                case .error(let problem): return try result(clauses.1, problem)
                case .node(let found): node = found
                }
                if wrapper == "WITH UNCONDITIONAL ARRAY WRAPPER" {
                    node = .array([node])
                } else if wrapper == "WITH CONDITIONAL ARRAY WRAPPER" {
                    if case .array = node {} else { node = .array([node]) }
                }
                if node.isScalar {
                    let isLax = try JSONPath(arguments.text(1, row)).isLax
                    return try isLax
                        ? result(clauses.0, "Empty result of JSON_QUERY function is not allowed")
                        : result(
                            clauses.1,
                            "Strict jsonpath mode requires array or object value, and the actual value is: '\(node.text)'"
                        )
                }
                guard isArray else { return .string(node.text) }
                guard case .array(let elements) = node else {
                    return try result(clauses.1, "JSON_QUERY found no array")
                }
                return .array(elements.map { $0 == .null ? .null : .string($0.scalarText) })
            },
            operands,
            type: .boxed,
            canFail: true,
            cost: 1000
        ).unboxed(as: PhysicalType(type))
    }

    private mutating func jsonExists(_ arguments: [BoundExpression]) throws -> Kernel {
        let clause = try Self.literalText(arguments[2])
        let operands = try kernels(Array(arguments.prefix(2)))
        let find = try Self.finder(operands[1])
        return RowFunction(
            .boolean { arguments, row in
                switch try find(arguments, row) {
                case .node: return true
                case .nothing: return false
                case .error(let problem):
                    switch clause {
                    case "TRUE": return true
                    case "UNKNOWN": return nil
                    case "ERROR": throw EvaluationError(problem)
                    default: return false
                    }
                }
            },
            operands,
            canFail: true,
            cost: 1000
        )
    }

    // MARK: Making JSON

    /// Makes the JSON value of an argument. Flink: a JSON_OBJECT or JSON_ARRAY inside another one is not quoted.
    private static func writer(_ argument: BoundExpression) -> (Value) -> JSONNode {
        let isJSON =
            switch argument.kind {
            case .call(.jsonObject, _), .call(.jsonArray, _), .call(.json, _): true
            default: false
            }
        let writer = JSONValueWriter(type: argument.type.logical)
        let isBytes = argument.type.logical.isBytesType
        return { value in
            guard isJSON, case .string(var text) = value else { return isBytes ? .null : writer.node(value) }
            return text.withUTF8 { JSONNode($0) } ?? .null
        }
    }

    /// The JSON value of an argument in a row.
    private static func element(
        _ argument: BoundExpression,
        _ index: Int
    ) -> (RowArguments, Int) -> JSONNode {
        if argument.type.logical.isBytesType {
            return { arguments, row in
                if arguments.isNull(index, row) { return .null }
                let output = ByteBuffer()
                BinaryText.encode(arguments.bytes(index, row), to: output)
                return .string(output.text)
            }
        }
        let write = writer(argument)
        return { arguments, row in write(arguments.value(index, row)) }
    }

    private mutating func jsonObject(_ arguments: [BoundExpression]) throws -> Kernel {
        let isAbsent = try Self.literalText(arguments[0]) == "ABSENT ON NULL"
        var names: [String] = []
        var values: [BoundExpression] = []
        for index in stride(from: 1, to: arguments.count, by: 2) {
            names.append(try Self.literalText(arguments[index]))
            values.append(arguments[index + 1])
        }
        let elements = values.enumerated().map { Self.element($0.element, $0.offset) }
        return RowFunction(
            .text { arguments, row, sink in
                var members: [JSONNode.Member] = []
                for (index, element) in elements.enumerated() {
                    let node = element(arguments, row)
                    if node == .null, isAbsent { continue }
                    JSONNode.set(names[index], node, in: &members)
                }
                JSONNode.object(members).write(to: sink.buffer)
                return sink.take()
            },
            try kernels(values),
            seesNulls: true,
            cost: 1000
        )
    }

    private mutating func jsonArray(_ arguments: [BoundExpression]) throws -> Kernel {
        let isAbsent = try Self.literalText(arguments[0]) == "ABSENT ON NULL"
        let values = Array(arguments.dropFirst())
        let elements = values.enumerated().map { Self.element($0.element, $0.offset) }
        return RowFunction(
            .text { arguments, row, sink in
                let nodes = elements.map { $0(arguments, row) }.filter { !isAbsent || $0 != .null }
                JSONNode.array(nodes).write(to: sink.buffer)
                return sink.take()
            },
            try kernels(values),
            seesNulls: true,
            cost: 1000
        )
    }

    /// JSON_STRING.
    func jsonString(_ operand: Typed) -> Kernel {
        let expression = BoundExpression.column(0, DataType(operand.type))
        let element = Self.element(expression, 0)
        return RowFunction(
            .text { arguments, row, sink in
                element(arguments, row).write(to: sink.buffer)
                return sink.take()
            },
            [operand.kernel],
            cost: 500
        )
    }

    /// IS JSON; a NULL is none.
    func jsonTest(_ function: ScalarFunction, _ kernel: Kernel) -> Kernel {
        RowFunction(
            .boolean { arguments, row in
                guard !arguments.isNull(0, row), let node = JSONNode(arguments.bytes(0, row)) else { return false }
                switch (function, node) {
                case (.isJSON, _), (.isJSONObject, .object), (.isJSONArray, .array): return true
                case (.isJSONScalar, _): return node.isScalar
                default: return false
                }
            },
            [kernel],
            seesNulls: true,
            cost: 500
        )
    }

    /// JSON_QUOTE. Flink writes what is not ASCII as `\u` and the code point, and, for one beyond 16 bits, its second surrogate
    /// behind that.
    static var jsonQuoted: RowFunction.Body {
        .text { arguments, row, sink in
            let output = sink.buffer
            output.append("\"")
            for scalar in arguments.text(0, row).unicodeScalars {
                switch scalar {
                case "\"": output.append("\\\"")
                case "\\": output.append("\\\\")
                case "/": output.append("\\/")
                case "\u{8}": output.append("\\b")
                case "\u{C}": output.append("\\f")
                case "\n": output.append("\\n")
                case "\r": output.append("\\r")
                case "\t": output.append("\\t")
                default:
                    guard scalar.value > 0x7F || scalar.value < 0x20 else {
                        output.append(UInt8(scalar.value))
                        continue
                    }
                    let digits = String(scalar.value, radix: 16)
                    output.append("\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits)
                    if scalar.value > 0xFFFF { output.append("\\u" + String(UTF16.trailSurrogate(scalar), radix: 16)) }
                }
            }
            output.append("\"")
            return sink.take()
        }
    }

    /// JSON_UNQUOTE: the text of a JSON string; of what is none itself.
    static var jsonUnquoted: RowFunction.Body {
        .text { arguments, row, sink in
            let bytes = arguments.bytes(0, row)
            guard bytes.count >= 2, bytes.first == UInt8(ascii: "\""), bytes.last == UInt8(ascii: "\""),
                case .string(let text)? = JSONNode(bytes)
            else { return arguments.string(0, row) }
            return sink.store(text)
        }
    }
}

extension LogicalType {
    /// Whether it is ARRAY.
    var isArrayType: Bool {
        if case .array = self { true } else { false }
    }

    /// Whether it is BINARY or VARBINARY.
    var isBytesType: Bool {
        switch self {
        case .binary, .varbinary: true
        default: false
        }
    }
}

/// Boxed values as a column of another type.
final class Unboxing: Kernel {
    private let operand: Kernel
    private let result: Column

    init(_ operand: Kernel, _ type: PhysicalType) {
        self.operand = operand
        result = Column(type, capacity: 1)
        super.init(type, over: [operand], cost: 20)
    }

    override func compute(_ frame: Frame) throws -> Column {
        let values = try operand.evaluate(frame)
        result.reset()
        for row in 0..<frame.count { result.append(values[row]) }
        return result
    }
}

extension Kernel {
    /// The values of a `boxed` kernel as ones of their own type.
    func unboxed(as type: PhysicalType) -> Kernel { type == .boxed ? self : Unboxing(self, type) }
}
