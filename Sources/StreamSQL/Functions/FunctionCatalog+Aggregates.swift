extension FunctionCatalog {
    /// The type that an aggregate gives; nullable wherever a group without rows can be.
    ///
    /// - Throws: `FunctionError` if the function does not take such arguments.
    public static func aggregateType(
        _ function: AggregateFunction,
        _ arguments: [DataType]
    ) throws(FunctionError) -> DataType {
        if function == .count { return DataType(.bigint, isNullable: false) }
        let name = function.rawValue
        guard let argument = arguments.first, arguments.count == 1 || function == .concatenation && arguments.count == 2
        else { throw FunctionError("\(name) takes one argument, not \(arguments.count)") }
        let type = argument.logical
        switch function {
        case .count: return DataType(.bigint, isNullable: false)
        case .sum, .sumOrZero:
            try requireNumber(name, type)
            guard case .decimal(_, let scale) = type else {
                return DataType(type, isNullable: function == .sum)
            }
            let sum = LogicalType.decimal(precision: LogicalType.decimalPrecisionMax, scale: scale)
            return DataType(sum, isNullable: function == .sum)
        case .average, .standardDeviationPopulation, .standardDeviationSample, .variancePopulation, .varianceSample:
            try requireNumber(name, type)
            return DataType(TypeMerging.average(type))
        case .concatenation:
            guard arguments.allSatisfy({ $0.logical.isCharacter }) else {
                throw FunctionError("cannot apply 'LISTAGG' to \(type); it takes (<CHARACTER>[, <CHARACTER>])")
            }
            // Flink gives the argument's type, which is wrong for CHAR(n): the list is longer.
            return DataType(.string)
        case .arrayAggregate: return DataType(.array(argument))
        case .minimum, .maximum:
            guard isComparable(type) else {
                throw FunctionError("\(name) is not supported for values of type \(type)")
            }
            return argument.nullable()
        case .firstValue, .lastValue, .singleValue: return argument.nullable()
        }
    }

    private static func requireNumber(_ name: String, _ type: LogicalType) throws(FunctionError) {
        guard type.isNumeric else {
            throw FunctionError(
                "cannot apply '\(name)' to arguments of type '\(name)(<\(type)>)'; it takes (<NUMERIC>)"
            )
        }
    }

    private static func isComparable(_ type: LogicalType) -> Bool {
        switch type {
        case .array, .map, .row, .binary, .varbinary, .null: false
        default: true
        }
    }
}
