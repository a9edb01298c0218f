import StreamSQL

/// The format of a table and its options, as WITH gives them.
enum TableFormat {
    case json(JSONFormatOptions)
    case csv(CSVFormatOptions)
    case raw(RawFormatOptions)

    /// What a format is for.
    enum Part: String {
        /// The values of records, or all there is.
        case value = "value."
        /// The keys of records.
        case key = "key."
    }

    /// The format that a table names.
    ///
    /// - Throws: `SourceError` for one that is not known, or an option that is wrong.
    init(_ table: TableDefinition, of part: Part = .value) throws {
        let options = OptionReader(table, part)
        switch options.text("format") {
        case "json": self = .json(try Self.json(options))
        case "csv": self = .csv(try Self.csv(options))
        case "raw":
            var raw = RawFormatOptions()
            raw.isBigEndian =
                try options.choice("raw.endianness", ["big-endian": true, "little-endian": false]) ?? true
            _ = try options.choice("raw.charset", ["UTF-8": true])
            self = .raw(raw)
        case let format?:
            throw SourceError("table '\(table.name)': format '\(format)' is not known; there are json, csv and raw")
        case nil: throw SourceError("table '\(table.name)' needs the option 'format': json, csv or raw")
        }
    }

    private static func json(_ options: OptionReader) throws -> JSONFormatOptions {
        var json = JSONFormatOptions()
        json.failsOnMissingField = try options.flag("json.fail-on-missing-field")
        json.ignoresParseErrors = try options.flag("json.ignore-parse-errors")
        json.writesPlainDecimals = try options.flag("json.encode.decimal-as-plain-number")
        json.leavesOutNullFields = try options.flag("json.encode.ignore-null-fields")
        json.timestampStyle =
            try options.choice("json.timestamp-format.standard", ["SQL": .sql, "ISO-8601": .iso8601]) ?? .sql
        if json.failsOnMissingField, json.ignoresParseErrors {
            throw SourceError("json.fail-on-missing-field and json.ignore-parse-errors must not both be true")
        }
        let literal = options.text("json.map-null-key.literal") ?? "null"
        json.nullKey =
            try options.choice(
                "json.map-null-key.mode",
                ["FAIL": .fails, "DROP": .dropped, "LITERAL": .written(literal)]
            ) ?? .fails
        return json
    }

    private static func csv(_ options: OptionReader) throws -> CSVFormatOptions {
        var csv = CSVFormatOptions()
        if let delimiter = try options.character("csv.field-delimiter") { csv.fieldDelimiter = delimiter }
        if let quote = try options.character("csv.quote-character") { csv.quoteCharacter = quote }
        if try options.flag("csv.disable-quote-character") { csv.quoteCharacter = nil }
        csv.allowsComments = try options.flag("csv.allow-comments")
        csv.ignoresParseErrors = try options.flag("csv.ignore-parse-errors")
        csv.arrayElementDelimiter = options.text("csv.array-element-delimiter") ?? ";"
        csv.escapeCharacter = try options.character("csv.escape-character")
        csv.nullLiteral = options.text("csv.null-literal")
        if options.text("csv.write-bigdecimal-in-scientific-notation") != nil {
            csv.writesScientificDecimals = try options.flag("csv.write-bigdecimal-in-scientific-notation")
        }
        return csv
    }

    /// A reader of some of a table's physical columns.
    func reader(_ table: TableDefinition, _ columns: [Int]) throws -> any RowReader {
        let physical = table.columns.indices.filter { table.columns[$0].source == .physical }
        return try reader(
            try Self.fields(table, physical),
            selecting: columns.map { physical.firstIndex(of: $0)! },
            of: table
        )
    }

    /// A reader of some of the fields that a record has.
    func reader(_ fields: [Field], selecting: [Int], of table: TableDefinition) throws -> any RowReader {
        switch self {
        case .json(let options): return JSONRowReader(selecting.map { fields[$0] }, options: options)
        case .csv(let options): return CSVRowReader(fields, selecting: selecting, options: options)
        case .raw(let options):
            guard fields.count == 1, selecting.count == 1, RawFormatOptions.holds(fields[0].type) else {
                throw SourceError("table '\(table.name)': the format raw needs one column of a plain type")
            }
            return RawRowReader(fields[0], options: options)
        }
    }

    /// A writer of some of a table's columns.
    func writer(_ table: TableDefinition, _ columns: [Int]) throws -> any RowWriter {
        try writer(try Self.fields(table, columns), of: table)
    }

    /// A writer of fields.
    func writer(_ fields: [Field], of table: TableDefinition) throws -> any RowWriter {
        switch self {
        case .json(let options): return JSONRowWriter(fields, options: options)
        case .csv(let options): return CSVRowWriter(fields, options: options)
        case .raw(let options):
            guard fields.count == 1, RawFormatOptions.holds(fields[0].type) else {
                throw SourceError("table '\(table.name)': the format raw needs one column of a plain type")
            }
            return RawRowWriter(fields[0], options: options)
        }
    }

    /// Columns as a format sees them.
    static func fields(_ table: TableDefinition, _ columns: [Int]) throws -> [Field] {
        try fields(table, columns, names: columns.map { table.columns[$0].name })
    }

    /// Columns under other names as a format sees them.
    static func fields(_ table: TableDefinition, _ columns: [Int], names: [String]) throws -> [Field] {
        try zip(columns, names).map { Field($1, try FieldType(table.columns[$0].type.logical)) }
    }
}

/// The options of a table by name; a topic's table may write `value.` before those of its values' format, and writes `key.`
/// before those of its keys'.
struct OptionReader {
    private let table: TableDefinition
    private let part: TableFormat.Part

    init(_ table: TableDefinition, _ part: TableFormat.Part) {
        self.table = table
        self.part = part
    }

    /// An option's text.
    func text(_ name: String) -> String? {
        let own = table.options[part.rawValue + name]
        return part == .key ? own : table.options[name] ?? own
    }

    /// An option that is true or false, false without it.
    func flag(_ name: String) throws -> Bool { try choice(name, ["true": true, "false": false]) ?? false }

    /// An option that is one of some words.
    func choice<Meaning>(_ name: String, _ meanings: [String: Meaning]) throws -> Meaning? {
        guard let text = text(name) else { return nil }
        guard let meaning = meanings[text] else {
            throw SourceError(
                "table '\(table.name)': \(name) must be \(meanings.keys.sorted().joined(separator: " or ")), not '\(text)'"
            )
        }
        return meaning
    }

    /// An option that is one ASCII character, perhaps written `\t`.
    func character(_ name: String) throws -> UInt8? {
        guard let text = text(name) else { return nil }
        let unescaped = text == "\\t" ? "\t" : text
        guard let byte = unescaped.utf8.first, unescaped.utf8.count == 1, byte < 128 else {
            throw SourceError("table '\(table.name)': \(name) must be one ASCII character, not '\(text)'")
        }
        return byte
    }
}
