/// The types of results: of decimal arithmetic, and the one type that values of several types have in common.
/// Flink: LogicalTypeMerging.
enum TypeMerging {
    /// Digits behind the point that are kept when a result has too many digits. Flink: MINIMUM_ADJUSTED_SCALE.
    private static let scaleKept = 6

    /// A number as a DECIMAL: of an integer type all its values; nil for FLOAT and DOUBLE.
    static func decimal(_ type: LogicalType) -> (precision: Int, scale: Int)? {
        switch type {
        case .tinyint: (3, 0)
        case .smallint: (5, 0)
        case .integer: (10, 0)
        case .bigint: (19, 0)
        case .decimal(let precision, let scale): (precision, scale)
        default: nil
        }
    }

    /// A DECIMAL of at most 38 digits: of too many, those behind the point go first, down to 6.
    private static func adjusted(_ precision: Int, _ scale: Int) -> LogicalType {
        let limit = LogicalType.decimalPrecisionMax
        if precision <= limit { return .decimal(precision: precision, scale: scale) }
        let kept = max(limit - (precision - scale), min(scale, scaleKept))
        return .decimal(precision: limit, scale: kept)
    }

    /// The type of `+`, `-`, `*`, `/` or MOD of decimals.
    static func arithmetic(
        _ function: ScalarFunction,
        _ left: (precision: Int, scale: Int),
        _ right: (precision: Int, scale: Int)
    ) -> LogicalType {
        let (wholeLeft, wholeRight) = (left.precision - left.scale, right.precision - right.scale)
        switch function {
        case .times: return adjusted(left.precision + right.precision + 1, left.scale + right.scale)
        case .divide:
            let scale = max(6, left.scale + right.precision + 1)
            return adjusted(wholeLeft + right.scale + scale, scale)
        case .remainder:
            let scale = max(left.scale, right.scale)
            return adjusted(min(wholeLeft, wholeRight) + scale, scale)
        default:
            let scale = max(left.scale, right.scale)
            return adjusted(max(wholeLeft, wholeRight) + scale + 1, scale)
        }
    }

    /// The type of ROUND and TRUNCATE of a decimal to so many digits.
    static func rounded(precision: Int, scale: Int, digits: Int) -> LogicalType {
        if digits >= scale { return .decimal(precision: precision, scale: scale) }
        let whole = 1 + precision - scale
        if digits < 0 { return .decimal(precision: min(LogicalType.decimalPrecisionMax, whole), scale: 0) }
        return .decimal(precision: whole + digits, scale: digits)
    }

    /// The type of AVG. Flink: findAvgAggType, which divides DECIMAL(38, s) by a DECIMAL(20, 0).
    static func average(_ type: LogicalType) -> LogicalType {
        guard case .decimal(_, let scale) = type else { return type }
        return arithmetic(.divide, (LogicalType.decimalPrecisionMax, scale), (20, 0))
    }

    /// The type that values of all these types can be cast to without loss; nil if there is none. NULL if all are.
    ///
    /// Of FLOAT and DOUBLE Calcite (CASE, UNION) takes the first, Flink (COALESCE, IFNULL, GREATEST) the wider.
    static func common(_ types: [DataType], isCalcite: Bool) -> DataType? {
        let isNullable = types.contains { $0.isNullable || $0.logical == .null }
        var result = LogicalType.null
        for type in types where type.logical != .null {
            guard let merged = result == .null ? type.logical : common(result, type.logical, isCalcite) else {
                return nil
            }
            result = merged
        }
        return DataType(result, isNullable: isNullable)
    }

    private static func common(_ left: LogicalType, _ right: LogicalType, _ isCalcite: Bool) -> LogicalType? {
        if left == right { return left }
        if left.isNumeric, right.isNumeric { return commonNumber(left, right, isCalcite) }
        if left.isCharacter, right.isCharacter { return commonText(left, right) }
        switch (left, right) {
        case (.binary(let first), .binary(let second)), (.binary(let first), .varbinary(let second)),
            (.varbinary(let first), .binary(let second)), (.varbinary(let first), .varbinary(let second)):
            return .varbinary(max(first, second))
        case (.time(let first), .time(let second)): return .time(max(first, second))
        case (.timestamp(let first), .timestamp(let second)): return .timestamp(max(first, second))
        case (.timestampLTZ(let first), .timestampLTZ(let second)), (.timestamp(let first), .timestampLTZ(let second)),
            (.timestampLTZ(let first), .timestamp(let second)):
            return .timestampLTZ(max(first, second))
        case (.date, .timestamp), (.time, .timestamp): return isCalcite ? nil : left
        case (.timestamp, .date), (.timestamp, .time): return isCalcite ? nil : right
        case (.array(let first), .array(let second)):
            return common([first, second], isCalcite: isCalcite).map { .array($0) }
        case (.map(let firstKey, let first), .map(let secondKey, let second)):
            guard let key = common([firstKey, secondKey], isCalcite: isCalcite),
                let value = common([first, second], isCalcite: isCalcite)
            else { return nil }
            return .map(key, value)
        case (.row(let first), .row(let second)): return commonRow(first, second, isCalcite)
        default: return nil
        }
    }

    private static func commonNumber(_ left: LogicalType, _ right: LogicalType, _ isCalcite: Bool) -> LogicalType {
        if left.isApproximate || right.isApproximate {
            if left.isApproximate, right.isApproximate { return isCalcite ? left : .double }
            let (approximate, exact) = left.isApproximate ? (left, right) : (right, left)
            guard case .decimal = exact else { return approximate }
            // Flink: a DECIMAL first and a FLOAT second stays FLOAT, the other way round it becomes DOUBLE.
            return isCalcite || left.isApproximate ? .double : approximate
        }
        guard let first = decimal(left), let second = decimal(right) else {
            preconditionFailure("a number that is neither exact nor approximate")
        }
        if left.isInteger, right.isInteger { return first.precision >= second.precision ? left : right }
        let limit = LogicalType.decimalPrecisionMax
        let whole = min(max(first.precision - first.scale, second.precision - second.scale), limit)
        let scale = min(max(first.scale, second.scale), limit - whole)
        return .decimal(precision: whole + scale, scale: scale)
    }

    private static func commonText(_ left: LogicalType, _ right: LogicalType) -> LogicalType? {
        switch (left, right) {
        case (.char(let first), .char(let second)), (.char(let first), .varchar(let second)),
            (.varchar(let first), .char(let second)), (.varchar(let first), .varchar(let second)):
            .varchar(max(first, second))
        default: nil
        }
    }

    private static func commonRow(
        _ left: [LogicalType.Field],
        _ right: [LogicalType.Field],
        _ isCalcite: Bool
    ) -> LogicalType? {
        guard left.count == right.count else { return nil }
        var fields: [LogicalType.Field] = []
        for (first, second) in zip(left, right) {
            guard let type = common([first.type, second.type], isCalcite: isCalcite) else { return nil }
            fields.append(.init(first.name, type))
        }
        return .row(fields)
    }
}
