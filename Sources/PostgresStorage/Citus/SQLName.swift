/// Names in statements.
enum SQLName {
    /// A name as PostgreSQL takes it, whatever characters it has.
    static func quoted(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }
}
