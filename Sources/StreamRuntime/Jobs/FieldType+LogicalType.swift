import StreamSQL

extension FieldType {
    /// What a format has to know of a SQL type.
    package init(_ type: LogicalType) throws(UnsupportedPlan) {
        switch type {
        case .boolean: self = .boolean
        case .tinyint: self = .integer(bits: 8)
        case .smallint: self = .integer(bits: 16)
        case .integer, .intervalMonths: self = .integer(bits: 32)
        case .bigint, .intervalMilliseconds: self = .integer(bits: 64)
        case .float: self = .float
        case .double: self = .double
        case .decimal(let precision, let scale): self = .decimal(precision: precision, scale: scale)
        case .char, .varchar: self = .string
        case .binary, .varbinary: self = .bytes
        case .date: self = .date
        case .time(let digits): self = .time(precision: digits)
        case .timestamp(let digits): self = .timestamp(precision: digits)
        case .timestampLTZ(let digits): self = .localTimestamp(precision: digits)
        case .array(let element): self = .array(try FieldType(element.logical))
        case .map(let key, let value):
            guard key.logical.isCharacter else {
                throw UnsupportedPlan("a MAP whose keys are not STRING, in a format,")
            }
            self = .map(try FieldType(value.logical))
        case .row(let fields):
            var own: [Field] = []
            for field in fields { own.append(Field(field.name, try FieldType(field.type.logical))) }
            self = .row(own)
        case .null: throw UnsupportedPlan("a column without a type")
        }
    }
}

extension Value {
    /// A time in ms since the epoch as a value of a type of timestamps.
    static func timestamp(milliseconds: Int64, _ type: LogicalType) -> Value {
        type.hasNanoseconds ? .decimal(FineTimestamp(milliseconds: milliseconds).value) : .int64(milliseconds)
    }
}
