import StreamSQL

/// What JSON_ARRAYAGG and JSON_OBJECTAGG make of the values of a group, each of which is a JSON array of one element, or of none
/// for a NULL that is left out.
enum JSONAggregate {
    /// The array or the object of a group's values; without any it is empty.
    static func kernel(_ function: ScalarFunction, _ values: Kernel) -> Kernel {
        RowFunction(
            .text { arguments, row, sink in
                let elements = arguments.isNull(0, row) ? [] : arguments.elements(0, row)
                if function == .jsonArrayOfValues {
                    return sink.store("[" + elements.map(content).joined(separator: ",") + "]")
                }
                return sink.store("{" + (try members(elements)).joined(separator: ",") + "}")
            },
            [values],
            seesNulls: true,
            canFail: true,
            cost: 1000
        )
    }

    /// The element within its array.
    private static func content(_ value: Value) -> Substring {
        guard case .string(let text) = value else { preconditionFailure("a JSON value is a text") }
        return text.dropFirst().dropLast()
    }

    /// Flink: in the order of the keys' UTF-16 units, and no key twice.
    private static func members(_ rows: [Value]) throws -> [String] {
        var members: [String: Substring] = [:]
        for row in rows {
            guard case .row(let pair) = row, pair.count == 2 else {
                preconditionFailure("a member is a key and a value")
            }
            guard case .string(let key) = pair[0] else { throw EvaluationError("a key of JSON_OBJECTAGG is NULL") }
            guard members.updateValue(content(pair[1]), forKey: key) == nil else {
                throw EvaluationError(
                    "Key '\(key)' is already present. Duplicate keys are not allowed in JSON_OBJECTAGG."
                )
            }
        }
        return members.filter { !$0.value.isEmpty }.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }.map
        { key, value in
            let output = ByteBuffer()
            JSONNode.string(key).write(to: output)
            return output.text + ":" + value
        }
    }
}
