import Primitives
import Storage

/// The bound values of one statement as libpq takes them: one buffer, reused from statement to statement. Types are left to
/// the server, which infers them from the statement; so a number goes as text and fits `integer` and `bigint` alike.
struct StatementParameters {
    private var buffer: [CChar] = []
    private var starts: [Int] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    var count: Int { starts.count }

    mutating func removeAll() {
        buffer.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        formats.removeAll(keepingCapacity: true)
    }

    mutating func append(_ value: Value) {
        switch value {
        case .null:
            starts.append(-1)
            lengths.append(0)
            formats.append(0)
        case .integer(let number): append(text: String(number))
        case .text(let text): append(text: TextEncoding.encoded(text))
        case .bytes(let bytes): append(bytes, format: 1)
        case .identifier(let identifier): append(text: identifier.description)
        }
    }

    private mutating func append(text: String) {
        starts.append(buffer.count)
        var text = text
        text.withUTF8 { bytes in buffer.append(contentsOf: UnsafeRawBufferPointer(bytes).bindMemory(to: CChar.self)) }
        lengths.append(Int32(buffer.count - starts[starts.count - 1]))
        formats.append(0)
        buffer.append(0)
    }

    private mutating func append(_ bytes: [UInt8], format: Int32) {
        starts.append(buffer.count)
        buffer.append(contentsOf: bytes.lazy.map { CChar(bitPattern: $0) })
        lengths.append(Int32(bytes.count))
        formats.append(format)
        buffer.append(0)
    }

    mutating func append(_ values: some Sequence<Value>) { for value in values { append(value) } }

    mutating func append(_ condition: Condition) {
        switch condition {
        case .equals(_, let value): append(value)
        case .oneOf(_, let values):
            append(values)
            for _ in values.count..<Condition.placeholders(for: values.count) { append(values[values.count - 1]) }
        case .range(_, let from, _, let to, _):
            if let from { append(from) }
            if let to { append(to) }
        case .isNull, .isNotNull: break
        case .document(_, let path, let comparison, let literals):
            append(text: DocumentFunctions.path(path))
            append(text: comparison.rawValue)
            append(text: DocumentFunctions.literals(comparison, literals))
            append(text: DocumentFunctions.numbers(literals))
        case .all(let parts), .any(let parts):
            for part in parts { append(part) }
        }
    }

    mutating func append(_ table: Table, _ query: Query) {
        append(query.condition)
        if let after = query.after { appendKeyset(table, query, after) }
        for ordering in query.order where !ordering.path.isEmpty { append(text: DocumentFunctions.path(ordering.path)) }
        append(.integer(Int64(query.limit)))
        append(.integer(Int64(query.offset)))
    }

    private mutating func appendKeyset(_ table: Table, _ query: Query, _ after: [Value]) {
        let columns = KeysetColumn.all(of: table, query)
        let hasNullable = columns.contains(where: \.isNullable)
        for column in columns {
            let value = after[column.position]
            if hasNullable {
                // Once for the comparison and once for the equality.
                if value == .null { continue }
                append(value)
            }
            append(value)
        }
    }

    /// Calls `body` with libpq's arrays of values, lengths and formats.
    func withPointers<Result>(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> Result
    ) -> Result {
        if starts.isEmpty { return body(nil, nil, nil) }
        return buffer.withUnsafeBufferPointer { buffer in
            withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: starts.count) { values in
                for (index, start) in starts.enumerated() {
                    values[index] = start < 0 ? nil : buffer.baseAddress! + start
                }
                return lengths.withUnsafeBufferPointer { lengths in
                    formats.withUnsafeBufferPointer { formats in
                        body(UnsafePointer(values.baseAddress!), lengths.baseAddress, formats.baseAddress)
                    }
                }
            }
        }
    }
}
