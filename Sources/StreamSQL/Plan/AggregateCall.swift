/// An aggregate function over the rows of a group. Flink: AggregateCall.
public struct AggregateCall: Hashable, Sendable {
    /// Which function.
    public let function: AggregateFunction
    /// Its arguments, as columns of the input; none for COUNT(*).
    public let arguments: [Int]
    /// The types of the arguments.
    public let argumentTypes: [DataType]
    /// Whether equal values count once.
    public let isDistinct: Bool
    /// The BOOLEAN column that says which rows count (FILTER), nil for all.
    public let filter: Int?
    /// The type of the result.
    public let type: DataType

    /// A call.
    public init(
        _ function: AggregateFunction,
        arguments: [Int],
        argumentTypes: [DataType],
        isDistinct: Bool = false,
        filter: Int? = nil,
        type: DataType
    ) {
        self.function = function
        self.arguments = arguments
        self.argumentTypes = argumentTypes
        self.isDistinct = isDistinct
        self.filter = filter
        self.type = type
    }
}

/// The aggregate functions.
public enum AggregateFunction: String, Hashable, Sendable, CaseIterable {
    case count = "COUNT"
    case sum = "SUM"
    /// SUM that is 0 for no rows. Flink: $SUM0.
    case sumOrZero = "$SUM0"
    case average = "AVG"
    case minimum = "MIN"
    case maximum = "MAX"
    case firstValue = "FIRST_VALUE"
    case lastValue = "LAST_VALUE"
    case standardDeviationPopulation = "STDDEV_POP"
    case standardDeviationSample = "STDDEV_SAMP"
    case variancePopulation = "VAR_POP"
    case varianceSample = "VAR_SAMP"
    case concatenation = "LISTAGG"
    case arrayAggregate = "ARRAY_AGG"
    case singleValue = "SINGLE_VALUE"
}
