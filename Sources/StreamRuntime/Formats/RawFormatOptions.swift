/// The options of Flink's `raw` format: a record is the value of the one column. The charset is UTF-8.
package struct RawFormatOptions: Sendable, Hashable {
    /// `raw.endianness` = `big-endian`, which is the default, or `little-endian`.
    package var isBigEndian = true

    /// The defaults.
    package init() {}

    /// The bytes of a value of a type, if they are always as many; `nil` for strings and bytes, and for types that the
    /// format cannot hold.
    static func size(_ type: FieldType) -> Int? {
        switch type {
        case .boolean: 1
        case .integer(let bits): bits / 8
        case .float: 4
        case .double: 8
        default: nil
        }
    }

    /// Whether the format can hold a column of a type.
    package static func holds(_ type: FieldType) -> Bool { type == .string || type == .bytes || size(type) != nil }
}
