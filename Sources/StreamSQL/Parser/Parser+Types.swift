extension Parser {
    /// A type, unless said otherwise with `NULL` or `NOT NULL`.
    mutating func type(hasNullability: Bool = true) throws(SQLError) -> TypeName {
        let outer = nesting
        defer { nesting = outer }
        try nest()
        let start = token.start
        var type = TypeName(kind: try typeKind(), isNullable: true, range: range(from: start))
        while at(.array) || at(.multiset) {
            try nest()
            type = TypeName(kind: at(.array) ? .array(type) : .multiset(type), isNullable: true, range: type.range)
            advance()
            type.range = range(from: start)
        }
        if !hasNullability {
            return type
        } else if at(.not, .null) {
            advance()
            advance()
            type.isNullable = false
        } else {
            _ = accept(.null)
        }
        type.range = range(from: start)
        return type
    }

    private mutating func typeKind() throws(SQLError) -> TypeName.Kind {
        let start = token
        guard start.kind == .reserved || start.kind == .reservedFunction || start.keyword == .map else {
            throw unknownType()
        }
        advance()
        switch start.keyword {
        case .boolean: return .boolean
        case .tinyint: return .tinyint
        case .smallint: return .smallint
        case .int, .integer: return .integer
        case .bigint: return .bigint
        case .float: return .float
        case .double:
            _ = accept(.precision)
            return .double
        case .decimal, .dec, .numeric: return try decimalType()
        case .char, .character: return accept(.varying) ? .varchar(try length()) : .char(try length())
        case .varchar: return .varchar(try length())
        case .string: return .string
        case .binary: return accept(.varying) ? .varbinary(try length()) : .binary(try length())
        case .varbinary: return .varbinary(try length())
        case .bytes: return .bytes
        case .date: return .date
        case .time: return try timeType(start)
        case .timestamp: return try timestampType(start)
        case .timestampLtz: return .timestampLTZ(try length())
        case .interval: return .interval(try intervalQualifier())
        default: return try constructedType(start)
        }
    }

    private mutating func constructedType(_ start: Token) throws(SQLError) -> TypeName.Kind {
        switch start.keyword {
        case .array:
            try expect(.less)
            let element = try type()
            try expect(.greater)
            return .array(element)
        case .multiset:
            try expect(.less)
            let element = try type()
            try expect(.greater)
            return .multiset(element)
        case .map:
            try expect(.less)
            let key = try type()
            try expect(.comma)
            let value = try type()
            try expect(.greater)
            return .map(key, value)
        case .row: return .row(try rowFields())
        case .raw, .structured, .real, .any:
            let hint = start.keyword == .real ? "write FLOAT" : nil
            throw unsupported("the type \(text(start).uppercased())", from: start, hint: hint)
        default:
            index -= 1
            token = start
            throw unexpected(expecting: "a type")
        }
    }

    /// The error of a word that is no type.
    private mutating func unknownType() -> SQLError {
        var error = unexpected(expecting: "a type")
        guard token.kind == .name else { return error }
        let known = [
            "BOOLEAN", "TINYINT", "SMALLINT", "INT", "INTEGER", "BIGINT", "FLOAT", "DOUBLE", "DECIMAL", "NUMERIC",
            "CHAR",
            "VARCHAR", "STRING", "BINARY", "VARBINARY", "BYTES", "DATE", "TIME", "TIMESTAMP", "TIMESTAMP_LTZ",
            "INTERVAL",
            "ARRAY", "MAP", "MULTISET", "ROW",
        ]
        let word = text(token).uppercased()
        if ["VARIANT", "BITMAP", "DESCRIPTOR"].contains(word) {
            return SQLError(.unsupported, "the type \(word)", at: token.range)
        }
        let others = [
            "TEXT": "STRING", "LONG": "BIGINT", "BOOL": "BOOLEAN", "JSON": "STRING", "BLOB": "BYTES", "UUID": "STRING",
        ]
        if let meant = others[word] ?? Spelling.closest(to: word, in: known) { error.hint = "did you mean \(meant)?" }
        return error
    }

    /// `(n)` if it is there.
    mutating func length() throws(SQLError) -> Int? {
        guard accept(.leftParenthesis) else { return nil }
        let length = try integer("a length or precision")
        try expect(.rightParenthesis)
        return length
    }

    /// `[(p [, s])]`.
    private mutating func decimalType() throws(SQLError) -> TypeName.Kind {
        guard accept(.leftParenthesis) else { return .decimal(precision: nil, scale: nil) }
        let precision = try integer("a precision")
        let scale = accept(.comma) ? try integer("a scale") : nil
        try expect(.rightParenthesis)
        return .decimal(precision: precision, scale: scale)
    }

    /// `[(p)] [WITHOUT TIME ZONE]`.
    private mutating func timeType(_ start: Token) throws(SQLError) -> TypeName.Kind {
        let precision = try length()
        switch try timeZone() {
        case .without: return .time(precision)
        case .with, .local:
            throw unsupported("TIME with a time zone", from: start, hint: "use TIME, or TIMESTAMP_LTZ")
        }
    }

    /// `[(p)] [WITHOUT TIME ZONE | WITH LOCAL TIME ZONE]`.
    private mutating func timestampType(_ start: Token) throws(SQLError) -> TypeName.Kind {
        let precision = try length()
        switch try timeZone() {
        case .without: return .timestamp(precision)
        case .local: return .timestampLTZ(precision)
        case .with:
            throw unsupported("TIMESTAMP WITH TIME ZONE", from: start, hint: "use TIMESTAMP WITH LOCAL TIME ZONE")
        }
    }

    private enum TimeZone {
        case without
        case with
        case local
    }

    private mutating func timeZone() throws(SQLError) -> TimeZone {
        let isLocal: Bool
        if at(.without, .time) {
            advance()
            isLocal = false
        } else if at(.with, .local) {
            advance()
            advance()
            isLocal = true
        } else if at(.with, .time) {
            advance()
            advance()
            try expect(.zone)
            return .with
        } else {
            return .without
        }
        try expect(.time)
        try expect(.zone)
        return isLocal ? .local : .without
    }

    /// `<a t, ...>` or `(a t, ...)`.
    private mutating func rowFields() throws(SQLError) -> [TypeName.RowField] {
        if accept(.notEqual) { return [] }
        let closing: Token.Kind
        if accept(.less) {
            closing = .greater
        } else {
            guard accept(.leftParenthesis) else { throw unexpected(expecting: "< behind ROW") }
            closing = .rightParenthesis
        }
        let fields = try list { parser throws(SQLError) in
            TypeName.RowField(
                name: try parser.identifier("a field name"),
                type: try parser.type(),
                comment: parser.token.kind == .string ? try parser.string("a comment") : nil
            )
        }
        try expect(closing)
        return fields
    }

    /// `unit [(p)] [TO unit [(p)]]`.
    mutating func intervalQualifier() throws(SQLError) -> IntervalQualifier {
        let start = token.start
        guard let unit = timeUnit(), unit.isInterval else {
            throw unexpected(expecting: "an interval's unit such as MINUTE")
        }
        var qualifier = IntervalQualifier(start: unit, range: token.range)
        advance()
        if accept(.leftParenthesis) {
            qualifier.startPrecision = try integer("a precision")
            if unit == .second, accept(.comma) { qualifier.fractionPrecision = try integer("a precision") }
            try expect(.rightParenthesis)
        }
        if at(.to), let end = timeUnit(of: peek(1)), unit.canEnd(with: end) {
            advance()
            advance()
            qualifier.end = end
            if end == .second { qualifier.fractionPrecision = try length() }
        } else if at(.to), unit == .year || unit == .day || unit == .hour || unit == .minute {
            advance()
            throw unexpected(expecting: "a smaller unit than \(unit.rawValue)")
        }
        qualifier.range = range(from: start)
        return qualifier
    }
}
