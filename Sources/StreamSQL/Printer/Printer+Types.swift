extension Printer {
    mutating func type(_ type: TypeName) {
        switch type.kind {
        case .boolean: write("BOOLEAN")
        case .tinyint: write("TINYINT")
        case .smallint: write("SMALLINT")
        case .integer: write("INT")
        case .bigint: write("BIGINT")
        case .float: write("FLOAT")
        case .double: write("DOUBLE")
        case .decimal(let precision, let scale):
            if let precision, let scale {
                write("DECIMAL(\(precision), \(scale))")
            } else {
                sized("DECIMAL", precision)
            }
        case .char(let length): sized("CHAR", length)
        case .varchar(let length): sized("VARCHAR", length)
        case .string: write("STRING")
        case .binary(let length): sized("BINARY", length)
        case .varbinary(let length): sized("VARBINARY", length)
        case .bytes: write("BYTES")
        case .date: write("DATE")
        case .time(let precision): sized("TIME", precision)
        case .timestamp(let precision): sized("TIMESTAMP", precision)
        case .timestampLTZ(let precision): sized("TIMESTAMP_LTZ", precision)
        case .interval(let qualifier):
            write("INTERVAL ")
            self.qualifier(qualifier)
        case .array(let element): constructed("ARRAY", [element])
        case .multiset(let element): constructed("MULTISET", [element])
        case .map(let key, let value): constructed("MAP", [key, value])
        case .row(let fields): row(fields)
        }
        if !type.isNullable { write(" NOT NULL") }
    }

    private mutating func sized(_ name: String, _ size: Int?) {
        write(name)
        if let size { write("(\(size))") }
    }

    private mutating func constructed(_ name: String, _ parts: [TypeName]) {
        write("\(name)<")
        list(parts) { $0.type($1) }
        write(">")
    }

    private mutating func row(_ fields: [TypeName.RowField]) {
        write("ROW<")
        list(fields) { printer, field in
            printer.name(field.name)
            printer.write(" ")
            printer.type(field.type)
            if let comment = field.comment {
                printer.write(" ")
                printer.string(comment)
            }
        }
        write(">")
    }

    /// Writes `MINUTE`, `DAY(3) TO SECOND(6)`.
    mutating func qualifier(_ qualifier: IntervalQualifier) {
        write(qualifier.start.rawValue)
        if let precision = qualifier.startPrecision {
            write("(\(precision)")
            if qualifier.end == nil, let fraction = qualifier.fractionPrecision { write(", \(fraction)") }
            write(")")
        }
        guard let end = qualifier.end else { return }
        write(" TO \(end.rawValue)")
        if let fraction = qualifier.fractionPrecision { write("(\(fraction))") }
    }
}
