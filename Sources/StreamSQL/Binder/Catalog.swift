/// The tables and views that a script has declared so far. Names are case-sensitive, as Flink's are.
public struct Catalog: Sendable {
    /// A view.
    public struct View: Hashable, Sendable {
        /// Its name.
        public let name: String
        /// New names for its columns; none keeps those of the query.
        public let columns: [String]
        /// What it shows.
        public let query: Query
    }

    /// The tables by name.
    public private(set) var tables: [String: TableDefinition] = [:]
    /// The declarations of the tables, with what LIKE took along.
    private(set) var declarations: [String: CreateTable] = [:]
    /// The views by name.
    public private(set) var views: [String: View] = [:]

    /// No tables.
    public init() {}

    /// Adds a table; a view of the same name is forgotten.
    public mutating func add(_ table: TableDefinition, declaration: CreateTable? = nil) {
        declarations[table.name] = declaration
        views[table.name] = nil
        tables[table.name] = table
    }

    /// Adds a view.
    public mutating func add(_ view: View) { views[view.name] = view }

    /// Forgets a table or view; says whether there was one.
    public mutating func remove(_ name: String) -> Bool {
        let table = tables.removeValue(forKey: name)
        declarations[name] = nil
        let view = views.removeValue(forKey: name)
        return table != nil || view != nil
    }

    /// All names, sorted.
    public var names: [String] { (Array(tables.keys) + Array(views.keys)).sorted() }
}
