import StreamSQL

/// What the connector of a table (WITH) reads and writes outside of jobs over topics.
package enum TableConnectors {
    /// The connectors that tables may name.
    package static let names = ["kafka", "upsert-kafka", "filesystem", "datagen", "print", "blackhole"]

    /// Opens a table that is a file, once from its beginning to its end.
    ///
    /// - Throws: `SourceError`, `UnsupportedPlan`.
    package static func open(_ scan: LogicalPlan.Scan) throws -> any TableSource {
        let table = scan.table
        switch table.options["connector"] {
        case "filesystem":
            guard scan.columns.allSatisfy({ table.columns[$0].source == .physical }) else {
                return try FileMetadataSource(scan, path: path(table))
            }
            return try FileSource(
                path: path(table),
                reader: try TableFormat(table).reader(table, scan.columns),
                types: scan.schema.types.map { PhysicalType($0.logical) },
                // A field of CSV may have newlines in it.
                recordsAreLines: table.options["format"] != "csv"
            )
        case "datagen": return try DatagenSource(scan)
        case let connector?:
            throw SourceError(
                "table '\(table.name)': connector '\(connector)' cannot be read here; there are \(names.joined(separator: ", "))"
                    + topicHint(connector)
            )
        case nil: throw SourceError("table '\(table.name)' needs the option 'connector'")
        }
    }

    /// Adds an insert into a table that is a file, a folder or nothing.
    ///
    /// - Parameter print: takes the lines of tables with the connector `print`.
    /// - Throws: `SourceError`, `UnsupportedPlan`, `UnsupportedAggregate`.
    package static func add(
        _ insert: Binder.BoundInsert,
        to graph: JobGraph,
        print: @escaping (String) -> Void
    ) throws {
        let (table, columns) = (insert.table, insert.columns)
        switch table.options["connector"] {
        case "blackhole":
            try graph.add(insert.plan, intoEach: { _ in BlackholeSink() }, table: table.name, intake: insert.intake)
        case "print":
            let types = columns.map { table.columns[$0].type }
            let prefix = table.options["print-identifier"].map { $0 + "> " } ?? ""
            let sink = CallbackSink { batch in for line in RowText.lines(batch, types) { print(prefix + line) } }
            try graph.add(insert.plan, into: sink, table: table.name, intake: insert.intake)
        case "filesystem":
            let path = try path(table)
            let format = try TableFormat(table)
            try graph.add(
                insert.plan,
                intoEach: { share in
                    try FileSink(path: path, part: share.worker, writer: try format.writer(table, columns))
                },
                table: table.name,
                intake: insert.intake
            )
        case let connector?:
            throw SourceError(
                "table '\(table.name)': connector '\(connector)' cannot be written here\(topicHint(connector))"
            )
        case nil: throw SourceError("table '\(table.name)' needs the option 'connector'")
        }
    }

    private static func topicHint(_ connector: String) -> String {
        connector.hasSuffix("kafka") ? "; bss job submit and bss sql work on topics" : ""
    }

    /// The path of a `filesystem` table, without `file://`.
    static func path(_ table: TableDefinition) throws -> String {
        guard let path = table.options["path"] else {
            throw SourceError("table '\(table.name)' needs the option 'path'")
        }
        return path.hasPrefix("file://") ? String(path.dropFirst("file://".count)) : path
    }

    /// Whether a table is a topic.
    static func isTopic(_ table: TableDefinition) -> Bool {
        table.options["connector"] == "kafka" || table.isUpserted
    }

    /// The topic of a `kafka` or `upsert-kafka` table.
    static func topic(_ table: TableDefinition) throws -> String {
        guard let topic = table.options["topic"] else {
            throw SourceError("table '\(table.name)' needs the option 'topic'")
        }
        return topic
    }
}
