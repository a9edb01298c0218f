import StreamSQL

extension KernelCompiler {
    /// Functions of nested values; nil for others.
    func nestedCall(_ function: ScalarFunction, _ operands: [Typed], _ type: LogicalType) throws -> Kernel? {
        let kernels = operands.map(\.kernel)
        let physical = PhysicalType(type)
        switch function {
        case .row, .array:
            let isRow = function == .row
            return RowFunction(
                .boxed { arguments, row in
                    let values = (0..<arguments.count).map { arguments.value($0, row) }
                    return isRow ? .row(values) : .array(values)
                },
                kernels,
                seesNulls: true
            )
        case .map: return RowFunction(.boxed(Self.map), kernels, seesNulls: true)
        case .item: return item(operands, physical)
        case .cardinality:
            return RowFunction(.integer { arguments, row in Int64(arguments.elements(0, row).count) }, kernels)
        case .element:
            return RowFunction(
                .boxed { arguments, row in
                    let elements = arguments.elements(0, row)
                    guard elements.count <= 1 else { throw EvaluationError("Array has more than one element.") }
                    return elements.first ?? .null
                },
                kernels,
                canFail: true
            ).unboxed(as: physical)
        case .arrayContains: return arrayContains(kernels)
        case .mapKeys, .mapValues:
            let index = function == .mapKeys ? 0 : 1
            return RowFunction(
                .boxed { arguments, row in
                    .array(arguments.elements(0, row).map { Self.pair($0)[index] })
                },
                kernels
            )
        case .jsonString: return jsonString(operands[0])
        case .jsonArrayOfValues, .jsonObjectOfMembers: return JSONAggregate.kernel(function, kernels[0])
        case .jsonQuote: return RowFunction(Self.jsonQuoted, kernels)
        case .jsonUnquote: return RowFunction(Self.jsonUnquoted, kernels)
        default: return try collectionCall(function, operands, physical)
        }
    }

    static func pair(_ value: Value) -> [Value] {
        guard case .row(let pair) = value, pair.count == 2 else { preconditionFailure("a MAP without pairs") }
        return pair
    }

    /// MAP: of equal keys the last one counts.
    private static func map(_ arguments: RowArguments, _ row: Int) -> Value {
        var entries: [Value] = []
        for index in stride(from: 0, to: arguments.count, by: 2) {
            let key = arguments.value(index, row)
            let entry = Value.row([key, arguments.value(index + 1, row)])
            if let place = entries.firstIndex(where: { pair($0)[0] == key }) {
                entries[place] = entry
            } else {
                entries.append(entry)
            }
        }
        return .array(entries)
    }

    /// `array[n]`, NULL where it has no such place; `map[key]`, NULL for a key that is not there.
    private func item(_ operands: [Typed], _ type: PhysicalType) -> Kernel {
        let kernels = operands.map(\.kernel)
        if operands[0].type.isArrayType {
            return RowFunction(
                .boxed { arguments, row in
                    let index = arguments.integer(1, row)
                    let elements = arguments.elements(0, row)
                    return index >= 1 && index <= Int64(elements.count) ? elements[Int(index) - 1] : .null
                },
                kernels
            ).unboxed(as: type)
        }
        return RowFunction(
            .boxed { arguments, row in
                let key = arguments.value(1, row)
                return arguments.elements(0, row).lazy.map { Self.pair($0) }.first { $0[0] == key }?[1] ?? .null
            },
            kernels
        ).unboxed(as: type)
    }

    /// A field of a ROW.
    func field(_ row: Kernel, _ index: Int, _ type: LogicalType) -> Kernel {
        RowFunction(
            .boxed { arguments, row in
                guard case .row(let values) = arguments.value(0, row) else { return .null }
                return values[index]
            },
            [row]
        ).unboxed(as: PhysicalType(type))
    }

    /// ARRAY_CONTAINS; a NULL is looked for as well.
    private func arrayContains(_ kernels: [Kernel]) -> Kernel {
        RowFunction(
            .boolean { arguments, row in
                if arguments.isNull(0, row) { return nil }
                let value = arguments.value(1, row)
                return arguments.elements(0, row).contains(value)
            },
            kernels,
            seesNulls: true
        )
    }

    // MARK: Casts

    /// Casts between nested types, element by element. In TRY_CAST an element that cannot be cast makes the whole NULL.
    func nested(_ operand: Typed, to type: LogicalType, isTry: Bool) throws -> Kernel {
        let converter = try converter(operand.type, type)
        return RowFunction(
            .boxed { arguments, row in
                let value = arguments.value(0, row)
                guard isTry else { return try converter(value) }
                // why: TRY_CAST gives NULL for what cannot be cast
                return (try? converter(value)) ?? .null
            },
            [operand.kernel],
            canFail: !isTry
        )
    }

    private typealias Converter = (Value) throws -> Value

    private func converter(_ source: LogicalType, _ target: LogicalType) throws -> Converter {
        if source == target { return { $0 } }
        switch (source, target) {
        case (.array(let from), .array(let to)):
            let element = try converter(from.logical, to.logical)
            return { value in
                guard case .array(let elements) = value else { return value }
                return .array(try elements.map(element))
            }
        case (.map(let fromKey, let from), .map(let toKey, let to)):
            let key = try converter(fromKey.logical, toKey.logical)
            let element = try converter(from.logical, to.logical)
            return { value in
                guard case .array(let entries) = value else { return value }
                return .array(try entries.map { .row([try key(Self.pair($0)[0]), try element(Self.pair($0)[1])]) })
            }
        case (.row(let from), .row(let to)):
            let fields = try zip(from, to).map { try converter($0.type.logical, $1.type.logical) }
            return { value in
                guard case .row(let values) = value else { return value }
                return .row(try zip(values, fields).map { try $1($0) })
            }
        default: return try scalarConverter(source, target)
        }
    }

    /// Casts a value by way of a column of one row.
    private func scalarConverter(_ source: LogicalType, _ target: LogicalType) throws -> Converter {
        let input = Column(PhysicalType(source), capacity: 1)
        let kernel = try cast(
            Typed(kernel: InputKernel(0, input.type), type: source),
            to: target,
            isTry: false
        )
        let stamps = Frame.Stamps()
        return { value in
            if value == .null { return .null }
            input.reset()
            input.append(value)
            let batch = Batch(columns: [input], count: 1)
            return try kernel.evaluate(Frame(batch, rows: nil, count: 1, stamps: stamps, now: 0))[0]
        }
    }
}

extension RowArguments {
    /// The elements of an array, or the entries of a map.
    func elements(_ argument: Int, _ row: Int) -> [Value] {
        guard case .array(let elements) = value(argument, row) else { return [] }
        return elements
    }
}
