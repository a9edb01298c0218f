/// One value on its way from a record into a column: as `Value`, but trivially copyable.
enum Scalar: BitwiseCopyable {
    case null
    case boolean(Bool)
    case int64(Int64)
    case double(Double)
    case decimal(Int128)
    /// A string whose bytes stay only for as long as the record is read.
    case string(StringRef)

    /// A timestamp in the unit of its type.
    init(_ time: FineTimestamp, hasNanoseconds: Bool) {
        self = hasNanoseconds ? .decimal(time.value) : .int64(time.milliseconds)
    }

    /// The value in the form of nested columns.
    var value: Value {
        switch self {
        case .null: .null
        case .boolean(let value): .boolean(value)
        case .int64(let value): .int64(value)
        case .double(let value): .double(value)
        case .decimal(let value): .decimal(value)
        case .string(let value): .string(value.description)
        }
    }
}

extension Column {
    /// Sets a row to a value of the column's type. The row need not be below `count`. A string is copied.
    func put(_ scalar: Scalar, at row: Int) {
        if case .null = scalar { return setNull(row) }
        if let nulls { nulls[row] = 0 }
        switch scalar {
        case .null: break
        case .boolean(let value): booleans[row] = value ? 1 : 0
        case .int64(let value): int64s[row] = value
        case .double(let value): doubles[row] = value
        case .decimal(let value):
            if type == .decimal64 { int64s[row] = Int64(value) } else { decimal128s[row] = value }
        case .string(let value): strings[row] = arena.store(value)
        }
    }

    /// Sets a row of a `boxed` column. The row need not be below `count`.
    func put(_ value: Value, at row: Int) {
        if value == .null { return setNull(row) }
        if let nulls { nulls[row] = 0 }
        boxed[row] = value
    }
}
