/// A SQL type without its nullability. Flink: LogicalType.
public indirect enum LogicalType: Hashable, Sendable {
    /// BOOLEAN.
    case boolean
    /// TINYINT, 8 bits.
    case tinyint
    /// SMALLINT, 16 bits.
    case smallint
    /// INT, 32 bits.
    case integer
    /// BIGINT, 64 bits.
    case bigint
    /// FLOAT, 32 bits.
    case float
    /// DOUBLE, 64 bits.
    case double
    /// DECIMAL: digits in all (1 to 38), and behind the point (0 to precision).
    case decimal(precision: Int, scale: Int)
    /// CHAR of so many characters, padded.
    case char(Int)
    /// VARCHAR of at most so many characters; STRING is `VARCHAR(2147483647)`.
    case varchar(Int)
    /// BINARY of so many bytes.
    case binary(Int)
    /// VARBINARY of at most so many bytes; BYTES is `VARBINARY(2147483647)`.
    case varbinary(Int)
    /// DATE.
    case date
    /// TIME with so many digits of the second (0 to 3: Flink makes a TIME(3) of what has more).
    case time(Int)
    /// TIMESTAMP without time zone, with so many digits of the second (0 to 9).
    case timestamp(Int)
    /// TIMESTAMP_LTZ: a point in time, with so many digits of the second (0 to 9).
    case timestampLTZ(Int)
    /// INTERVAL in years and months; values are months.
    case intervalMonths
    /// INTERVAL in days and parts of them; values are milliseconds.
    case intervalMilliseconds
    /// ARRAY of elements.
    case array(DataType)
    /// MAP from keys to values.
    case map(DataType, DataType)
    /// ROW of named fields.
    case row([Field])
    /// The type of a NULL that nothing gives a type to.
    case null

    /// A field of a ROW.
    public struct Field: Hashable, Sendable {
        /// Its name.
        public let name: String
        /// Its type.
        public let type: DataType

        /// A field.
        public init(_ name: String, _ type: DataType) {
            self.name = name
            self.type = type
        }
    }

    /// The longest VARCHAR, which is what STRING means.
    public static let lengthMax = 2_147_483_647
    /// STRING.
    public static let string = LogicalType.varchar(lengthMax)
    /// BYTES.
    public static let bytes = LogicalType.varbinary(lengthMax)
    /// The most digits of a DECIMAL.
    public static let decimalPrecisionMax = 38

    /// Whether it is TINYINT, SMALLINT, INT or BIGINT.
    public var isInteger: Bool {
        switch self {
        case .tinyint, .smallint, .integer, .bigint: true
        default: false
        }
    }

    /// Whether it is FLOAT or DOUBLE.
    public var isApproximate: Bool { self == .float || self == .double }

    /// Whether it is a number of any kind.
    public var isNumeric: Bool {
        if case .decimal = self { return true }
        return isInteger || isApproximate
    }

    /// Whether it is CHAR or VARCHAR.
    public var isCharacter: Bool {
        switch self {
        case .char, .varchar: true
        default: false
        }
    }

    /// Whether it is TIMESTAMP or TIMESTAMP_LTZ.
    public var isTimestamp: Bool {
        switch self {
        case .timestamp, .timestampLTZ: true
        default: false
        }
    }

    /// The digits of the second of a TIMESTAMP or TIMESTAMP_LTZ; nil for other types.
    public var timestampDigits: Int? {
        switch self {
        case .timestamp(let digits), .timestampLTZ(let digits): digits
        default: nil
        }
    }

    /// Whether it is a TIMESTAMP or TIMESTAMP_LTZ of more than 3 digits: its values are ns, those of others ms.
    public var hasNanoseconds: Bool { (timestampDigits ?? 0) > Self.millisecondDigits }

    /// Whether it is, or contains, a type whose values are ns.
    public var containsNanoseconds: Bool {
        switch self {
        case .array(let element): element.logical.containsNanoseconds
        case .map(let key, let value): key.logical.containsNanoseconds || value.logical.containsNanoseconds
        case .row(let fields): fields.contains { $0.type.logical.containsNanoseconds }
        default: hasNanoseconds
        }
    }

    /// The digits of a second that ms have, which are all that a TIME and a time attribute have.
    public static let millisecondDigits = 3

    /// Whether it is an INTERVAL.
    public var isInterval: Bool { self == .intervalMonths || self == .intervalMilliseconds }
}

/// A SQL type: what values are, and whether NULL is one of them.
public struct DataType: Hashable, Sendable, CustomStringConvertible {
    /// What values are.
    public let logical: LogicalType
    /// Whether NULL may occur.
    public let isNullable: Bool

    /// A type, nullable unless said otherwise.
    public init(_ logical: LogicalType, isNullable: Bool = true) {
        self.logical = logical
        self.isNullable = isNullable
    }

    /// The same values, nullable or not.
    public func nullable(_ isNullable: Bool = true) -> DataType { DataType(logical, isNullable: isNullable) }

    /// As Flink prints it: `DECIMAL(12, 2) NOT NULL`.
    public var description: String { isNullable ? logical.description : "\(logical) NOT NULL" }
}

extension LogicalType: CustomStringConvertible {
    /// As Flink prints it: `DECIMAL(12, 2)`, `STRING`, `TIMESTAMP_LTZ(3)`.
    public var description: String {
        switch self {
        case .boolean: "BOOLEAN"
        case .tinyint: "TINYINT"
        case .smallint: "SMALLINT"
        case .integer: "INT"
        case .bigint: "BIGINT"
        case .float: "FLOAT"
        case .double: "DOUBLE"
        case .decimal(let precision, let scale): "DECIMAL(\(precision), \(scale))"
        case .char(let length): "CHAR(\(length))"
        case .varchar(Self.lengthMax): "STRING"
        case .varchar(let length): "VARCHAR(\(length))"
        case .binary(let length): "BINARY(\(length))"
        case .varbinary(Self.lengthMax): "BYTES"
        case .varbinary(let length): "VARBINARY(\(length))"
        case .date: "DATE"
        case .time(let digits): "TIME(\(digits))"
        case .timestamp(let digits): "TIMESTAMP(\(digits))"
        case .timestampLTZ(let digits): "TIMESTAMP_LTZ(\(digits))"
        case .intervalMonths: "INTERVAL MONTH"
        case .intervalMilliseconds: "INTERVAL SECOND(3)"
        case .array(let element): "ARRAY<\(element)>"
        case .map(let key, let value): "MAP<\(key), \(value)>"
        case .row(let fields): "ROW<\(fields.map { "`\($0.name)` \($0.type)" }.joined(separator: ", "))>"
        case .null: "NULL"
        }
    }
}
