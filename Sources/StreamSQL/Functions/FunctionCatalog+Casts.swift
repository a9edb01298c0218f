extension FunctionCatalog {
    /// A value as one of another type, as CAST or (NULL where CAST fails) TRY_CAST says.
    ///
    /// - Throws: `FunctionError` if there is no such cast.
    public static func cast(
        _ expression: BoundExpression,
        to target: DataType,
        isTry: Bool
    ) throws(FunctionError) -> BoundExpression {
        guard canCast(expression.type.logical, to: target.logical) else {
            throw FunctionError(
                "\(isTry ? "TRY_CAST" : "CAST") cannot convert a value of type \(expression.type.logical) to"
                    + " \(target.logical)"
            )
        }
        let isNullable = isTry || expression.type.isNullable || expression.type.logical == .null
        return BoundExpression(.cast(expression, isTry: isTry), target.nullable(isNullable))
    }

    /// A value as one of a type that a place demands: a cast where the types differ, none where they do not. For values whose
    /// types were found to fit.
    public static func implicitCast(_ expression: BoundExpression, to target: LogicalType) -> BoundExpression {
        if expression.type.logical == target { return expression }
        let isNullable = expression.type.isNullable || expression.type.logical == .null
        let type = DataType(target, isNullable: isNullable)
        if expression.kind == .literal(.null) { return .literal(.null, type) }
        return BoundExpression(.cast(expression, isTry: false), type)
    }

    /// Whether CAST can convert values. Flink: the cast rules of its planner.
    public static func canCast(_ source: LogicalType, to target: LogicalType) -> Bool {
        if source == target || source == .null { return true }
        switch (source, target) {
        case (_, .null): return false
        case (_, .char), (_, .varchar): return true
        case (.char, _), (.varchar, _): return canParse(target)
        case (.binary, .binary), (.binary, .varbinary), (.varbinary, .binary), (.varbinary, .varbinary): return true
        case (.boolean, _): return target == .boolean || target.isNumeric
        case (.date, .timestamp), (.date, .timestampLTZ), (.time, .time), (.time, .timestamp), (.time, .timestampLTZ):
            return true
        case (.timestamp, .date), (.timestamp, .time), (.timestampLTZ, .date), (.timestampLTZ, .time): return true
        case (.array(let from), .array(let to)): return canCast(from.logical, to: to.logical)
        case (.map(let fromKey, let from), .map(let toKey, let to)):
            return canCast(fromKey.logical, to: toKey.logical) && canCast(from.logical, to: to.logical)
        case (.row(let from), .row(let to)):
            return from.count == to.count && zip(from, to).allSatisfy { canCast($0.type.logical, to: $1.type.logical) }
        default:
            return source.isNumeric && (target.isNumeric || target == .boolean)
                || source.isTimestamp && target.isTimestamp
        }
    }

    private static func canParse(_ target: LogicalType) -> Bool {
        switch target {
        case .boolean, .tinyint, .smallint, .integer, .bigint, .float, .double, .decimal, .char, .varchar, .binary,
            .varbinary, .date, .time, .timestamp, .timestampLTZ:
            true
        case .intervalMonths, .intervalMilliseconds, .array, .map, .row, .null: false
        }
    }

    /// Whether INSERT stores values of a type in a column of another, casting them. NULL in a NOT NULL column fails when it
    /// comes (Flink: table.exec.sink.not-null-enforcer). Flink: LogicalTypeCasts.supportsImplicitCast.
    public static func canStore(_ from: DataType, into target: DataType) -> Bool {
        canStore(from.logical, into: target.logical)
    }

    private static func canStore(_ source: LogicalType, into target: LogicalType) -> Bool {
        if source == target || source == .null { return true }
        switch (source, target) {
        case (.char, .char), (.char, .varchar), (.varchar, .varchar): return true
        case (.binary, .binary), (.binary, .varbinary), (.varbinary, .varbinary): return true
        case (_, .decimal), (_, .double): return source.isNumeric
        case (_, .float): return source.isNumeric && source != .double
        case (.timestamp, .date), (.timestamp, .time), (.time, .time): return true
        case (.array(let from), .array(let to)): return canStoreNested(from, to)
        case (.map(let fromKey, let from), .map(let toKey, let to)):
            return canStoreNested(fromKey, toKey) && canStoreNested(from, to)
        case (.row(let from), .row(let to)):
            return from.count == to.count && zip(from, to).allSatisfy { canStoreNested($0.type, $1.type) }
        default:
            if source.isTimestamp, target.isTimestamp { return true }
            guard source.isInteger, target.isInteger, let narrow = TypeMerging.decimal(source),
                let wide = TypeMerging.decimal(target)
            else { return false }
            return narrow.precision <= wide.precision
        }
    }

    private static func canStoreNested(_ source: DataType, _ target: DataType) -> Bool {
        (target.isNullable || !source.isNullable) && canStore(source.logical, into: target.logical)
    }

    /// The type that CASE, UNION, VALUES and their like give to values of these types; nil if there is none.
    public static func leastRestrictive(_ types: [DataType]) -> DataType? { TypeMerging.common(types, isCalcite: true) }
}
