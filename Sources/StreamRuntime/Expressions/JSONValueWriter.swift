import StreamSQL

/// SQL values as JSON, for JSON_STRING, JSON_OBJECT and JSON_ARRAY. Flink: JsonGenerateUtils.
struct JSONValueWriter {
    let type: LogicalType

    /// The JSON value of a SQL value of the type.
    func node(_ value: Value) -> JSONNode {
        switch (value, type) {
        case (.null, _): .null
        case (.boolean(let value), _): .boolean(value)
        case (.int64(let value), .timestamp):
            .string(TimestampText.format(value, style: .iso8601))
        case (.int64(let value), .timestampLTZ):
            .string(TimestampText.format(value, style: .iso8601, isZoned: true))
        case (.decimal(let value), .timestamp): .string(TimestampText.format(FineTimestamp(value), style: .iso8601))
        case (.decimal(let value), .timestampLTZ):
            .string(TimestampText.format(FineTimestamp(value), style: .iso8601, isZoned: true))
        case (.int64(let value), _): .number(String(value), isInteger: true)
        case (.double(let value), _):
            // What is no number in JSON is a text.
            value.isFinite
                ? .number(JSONNode.bigDecimal(DoubleText.format(value)), isInteger: false)
                : .string(DoubleText.format(value))
        case (.decimal(let value), .decimal(_, let scale)):
            .number(JSONNode.bigDecimal(Decimal128Text.format(value, scale: scale)), isInteger: scale == 0)
        case (.decimal(let value), _): .number(String(value), isInteger: true)
        case (.string(let value), _): .string(value)
        case (.array(let elements), .array(let element)):
            .array(elements.map { JSONValueWriter(type: element.logical).node($0) })
        case (.array(let entries), .map(_, let element)): .object(members(entries, element.logical))
        case (.row(let values), .row(let fields)):
            .object(
                zip(values, fields).map {
                    .init(name: $1.name, value: JSONValueWriter(type: $1.type.logical).node($0))
                }
            )
        case (.array, _), (.row, _): preconditionFailure("a nested value of a type that is not")
        }
    }

    private func members(_ entries: [Value], _ element: LogicalType) -> [JSONNode.Member] {
        entries.map { entry in
            guard case .row(let pair) = entry, pair.count == 2, case .string(let name) = pair[0] else {
                preconditionFailure("a MAP whose keys are no texts")
            }
            return .init(name: name, value: JSONValueWriter(type: element).node(pair[1]))
        }
    }
}
