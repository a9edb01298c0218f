/// A column of a table, or a field of a ROW.
package struct Field: Hashable, Sendable {
    /// Its name.
    package var name: String
    /// Its type.
    package var type: FieldType

    /// A field.
    package init(_ name: String, _ type: FieldType) {
        self.name = name
        self.type = type
    }
}
