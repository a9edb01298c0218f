extension TableDefinition {
    /// Whether its records are changes by key: each one the key's newest row, or, without a value, its end (connector
    /// `upsert-kafka`).
    public var isUpserted: Bool { options["connector"] == "upsert-kafka" }

    /// Which columns are in the key of a record and which in its value.
    public struct RecordLayout: Hashable, Sendable {
        /// The columns of the key, by their number in the table.
        public let key: [Int]
        /// What the key's fields are called.
        public let keyNames: [String]
        /// The columns of the value, by their number in the table.
        public let value: [Int]
    }

    /// Which columns the records of an `upsert-kafka` table have. Flink: UpsertKafkaDynamicTableFactory,
    /// createKeyFormatProjection, createValueFormatProjection.
    public var recordLayout: RecordLayout {
        let prefix = options["key.fields-prefix"] ?? ""
        let exceptsKey = options["value.fields-include"]?.uppercased() == "EXCEPT_KEY"
        return RecordLayout(
            key: primaryKey,
            keyNames: primaryKey.map { String(columns[$0].name.dropFirst(prefix.count)) },
            value: columns.indices.filter {
                columns[$0].source == .physical && !(exceptsKey && primaryKey.contains($0))
            }
        )
    }

    private static let upsertOptions: Set<String> = [
        "connector", "topic", "key.format", "value.format", "key.fields-prefix", "value.fields-include",
        "sink.delivery-guarantee", "sink.transactional-id-prefix", "sink.parallelism", "sink.buffer-flush.max-rows",
        "sink.buffer-flush.interval",
    ]

    /// What is wrong with the options of an `upsert-kafka` table, in Flink's words where it has some; nil if nothing is.
    var upsertFault: String? {
        guard !primaryKey.isEmpty else {
            return
                "'upsert-kafka' tables require to define a PRIMARY KEY constraint. The PRIMARY KEY specifies which"
                + " columns should be read from or write to the Kafka message key. The PRIMARY KEY also defines records in the"
                + " 'upsert-kafka' table should update or delete on which keys."
        }
        for required in ["topic", "key.format", "value.format"] where options[required] == nil {
            return "an 'upsert-kafka' table needs the option '\(required)'"
        }
        for option in options.keys.sorted() {
            let isFormats =
                option.hasPrefix("key.\(options["key.format"]!).")
                || option.hasPrefix("value.\(options["value.format"]!).")
            guard Self.upsertOptions.contains(option) || option.hasPrefix("properties.") || isFormats else {
                return "there is no option '\(option)' for 'upsert-kafka' tables"
            }
        }
        for option in ["sink.buffer-flush.max-rows", "sink.buffer-flush.interval"] {
            if let text = options[option], text.first != "0" {
                return "'\(option)' is not supported: each change is written"
            }
        }
        return keyFault
    }

    private var keyFault: String? {
        let prefix = options["key.fields-prefix"] ?? ""
        if let column = primaryKey.first(where: { columns[$0].source != .physical }) {
            return "the primary key has the column '\(columns[column].name)', which is not in the records"
        }
        if let column = primaryKey.first(where: { !columns[$0].name.hasPrefix(prefix) }) {
            return
                "All fields in 'key.fields' must be prefixed with '\(prefix)' when option 'key.fields-prefix' is set"
                + " but field '\(columns[column].name)' is not prefixed."
        }
        switch options["value.fields-include"]?.uppercased() {
        case "EXCEPT_KEY": return nil
        case nil, "ALL":
            if prefix.isEmpty { return nil }
            return
                "A key prefix is not allowed when option 'value.fields-include' is set to 'ALL'. Set it to"
                + " 'EXCEPT_KEY' instead to avoid field overlaps."
        case let other?: return "'value.fields-include' must be ALL or EXCEPT_KEY, not '\(other)'"
        }
    }
}
