import Storage

/// A primary key, ordered as both stores order it: numbers by value, texts and identifiers by bytes.
struct RowKey: Comparable {
    let values: [Value]

    init(_ values: [Value]) { self.values = values }

    static func < (left: RowKey, right: RowKey) -> Bool {
        for (one, other) in zip(left.values, right.values) where one != other {
            switch (one, other) {
            case (.integer(let one), .integer(let other)): return one < other
            case (.text(let one), .text(let other)): return one.utf8.lexicographicallyPrecedes(other.utf8)
            case (.identifier(let one), .identifier(let other)): return one < other
            case (.bytes(let one), .bytes(let other)): return one.lexicographicallyPrecedes(other)
            default: preconditionFailure("keys of different types: \(one), \(other)")
            }
        }
        return false
    }
}
