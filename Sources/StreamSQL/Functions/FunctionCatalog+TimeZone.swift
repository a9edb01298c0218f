extension FunctionCatalog {
    /// What depends on the session's time zone, in that zone; all else as it is. Flink: table.local-time-zone.
    public static func zoned(_ expression: BoundExpression, _ zone: String?) -> BoundExpression {
        guard let zone, zone != "UTC", dependsOnZone(expression) else { return expression }
        let name = BoundExpression.literal(.string(zone), DataType(.char(max(1, zone.count)), isNullable: false))
        return BoundExpression(.call(.atTimeZone, [name, expression]), expression.type)
    }

    private static func dependsOnZone(_ expression: BoundExpression) -> Bool {
        switch expression.kind {
        case .column, .literal, .call(.atTimeZone, _): false
        case .cast(let operand, _): hasInstants(operand.type.logical) != hasInstants(expression.type.logical)
        case .call(let function, let arguments):
            switch function {
            case .fromUnixTime, .unixTimestamp, .currentDate, .localTime, .localTimestamp: true
            case .dateFormat, .extract, .floor, .ceiling, .jsonObject, .jsonArray, .jsonString:
                arguments.contains { hasInstants($0.type.logical) } || arguments.contains(where: dependsOnZone)
            // Casts that a function asked for.
            default: arguments.contains(where: dependsOnZone)
            }
        }
    }

    private static func hasInstants(_ type: LogicalType) -> Bool {
        switch type {
        case .timestampLTZ: true
        case .array(let element): hasInstants(element.logical)
        case .map(let key, let value): hasInstants(key.logical) || hasInstants(value.logical)
        case .row(let fields): fields.contains { hasInstants($0.type.logical) }
        default: false
        }
    }
}
