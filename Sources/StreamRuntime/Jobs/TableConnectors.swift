import StreamSQL

/// What the connector of a table (WITH) reads and writes outside of jobs over topics.
package enum TableConnectors {
    /// The connectors that tables may name.
    package static let names = ["kafka", "filesystem", "datagen", "print", "blackhole"]

    /// Opens a table that is a file, once from its beginning to its end.
    ///
    /// - Throws: `SourceError`, `UnsupportedPlan`.
    package static func open(_ scan: LogicalPlan.Scan) throws -> any TableSource {
        let table = scan.table
        switch table.options["connector"] {
        case "filesystem":
            for index in scan.columns {
                guard table.columns[index].source == .physical else {
                    throw UnsupportedPlan(
                        "the metadata column '\(table.columns[index].name)' of the connector filesystem"
                    )
                }
            }
            return try FileSource(
                path: path(table),
                reader: try TableFormat(table).reader(table, scan.columns),
                types: scan.schema.types.map { PhysicalType($0.logical) }
            )
        case let connector?:
            throw SourceError(
                "table '\(table.name)': connector '\(connector)' cannot be read here; there are \(names.joined(separator: ", "))"
            )
        case nil: throw SourceError("table '\(table.name)' needs the option 'connector'")
        }
    }

    /// Opens a table to write some of its columns.
    ///
    /// - Parameter print: takes the lines of tables with the connector `print`.
    /// - Throws: `SourceError`, `UnsupportedPlan`.
    package static func sink(
        _ table: TableDefinition,
        columns: [Int],
        print: @escaping (String) -> Void
    ) throws -> (sink: any RowSink, allowsChanges: Bool) {
        switch table.options["connector"] {
        case "blackhole": return (BlackholeSink(), true)
        case "print":
            let types = columns.map { table.columns[$0].type }
            let prefix = table.options["print-identifier"].map { $0 + "> " } ?? ""
            return (CallbackSink { batch in for line in RowText.lines(batch, types) { print(prefix + line) } }, true)
        case "filesystem":
            let writer = try TableFormat(table).writer(table, columns)
            return (try FileSink(path: path(table), writer: writer), false)
        case let connector?:
            throw SourceError("table '\(table.name)': connector '\(connector)' cannot be written here")
        case nil: throw SourceError("table '\(table.name)' needs the option 'connector'")
        }
    }

    /// The path of a `filesystem` table, without `file://`.
    static func path(_ table: TableDefinition) throws -> String {
        guard let path = table.options["path"] else {
            throw SourceError("table '\(table.name)' needs the option 'path'")
        }
        return path.hasPrefix("file://") ? String(path.dropFirst("file://".count)) : path
    }

    /// The topic of a `kafka` table.
    static func topic(_ table: TableDefinition) throws -> String {
        guard let topic = table.options["topic"] else {
            throw SourceError("table '\(table.name)' needs the option 'topic'")
        }
        return topic
    }
}
