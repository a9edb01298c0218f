import Primitives
import StreamSQL

/// How the values of a `datagen` column are made up. Flink: DataGenVisitorBase.
indirect enum DatagenField {
    /// From a number to a number.
    case sequence(start: Int64, end: Int64, LogicalType)
    case boolean
    case integer(ClosedRange<Int64>)
    case double(ClosedRange<Double>, isFloat: Bool)
    /// Unscaled.
    case decimal(ClosedRange<Double>, scale: Int, digits: Int)
    /// Hexadecimal digits.
    case text(length: Int)
    /// The current time, less up to so many ms, as a timestamp of a type.
    case instant(maxPast: Int64, LogicalType)
    /// The current day, or time of the day.
    case today
    case timeOfDay
    case row([DatagenField])
    case array(DatagenField, count: Int)
    case map(DatagenField, DatagenField, count: Int)
    /// NULL so often, 0 to 1.
    case nullable(DatagenField, rate: Double)

    private static let textLengthDefault: Int64 = 100
    private static let collectionSizeDefault: Int64 = 3
    private static let dayMilliseconds: Int64 = 86_400_000

    /// The field of a column with options under a prefix.
    ///
    /// - Throws: `SourceError`, `UnsupportedPlan`.
    init(_ type: DataType, _ prefix: String, _ options: DatagenOptions) throws {
        switch options.text(prefix + ".kind") {
        case nil, "random": self = try Self.random(type.logical, prefix, options)
        case "sequence":
            guard let start = try options.number(prefix + ".start"), let end = try options.number(prefix + ".end")
            else {
                throw options.fault("a sequence needs '\(prefix).start' and '\(prefix).end'")
            }
            guard type.logical.isSequence else { throw UnsupportedPlan("a sequence of \(type.logical) by datagen") }
            self = .sequence(start: start, end: end, type.logical)
        case let kind?: throw options.fault("'\(prefix).kind' must be random or sequence, not '\(kind)'")
        }
        if let rate = try options.double(prefix + ".null-rate"), rate > 0 { self = .nullable(self, rate: rate) }
    }

    private static func random(_ type: LogicalType, _ prefix: String, _ options: DatagenOptions) throws -> DatagenField
    {
        func integers(_ least: Int64, _ most: Int64) throws -> DatagenField {
            let low = try options.number(prefix + ".min") ?? least
            let high = try options.number(prefix + ".max") ?? most
            guard low <= high else { throw options.fault("'\(prefix).min' is above its max") }
            return .integer(low...high)
        }
        func doubles(_ most: Double) throws -> ClosedRange<Double> {
            let low = try options.double(prefix + ".min") ?? -most
            let high = try options.double(prefix + ".max") ?? most
            guard low <= high else { throw options.fault("'\(prefix).min' is above its max") }
            return low...high
        }
        func size(_ otherwise: Int64) throws -> Int { Int(try options.number(prefix + ".length") ?? otherwise) }
        switch type {
        case .boolean: return .boolean
        case .tinyint: return try integers(Int64(Int8.min), Int64(Int8.max))
        case .smallint: return try integers(Int64(Int16.min), Int64(Int16.max))
        case .integer: return try integers(Int64(Int32.min), Int64(Int32.max))
        case .bigint: return try integers(.min, .max)
        case .float: return .double(try doubles(Double(Float.greatestFiniteMagnitude)), isFloat: true)
        case .double: return .double(try doubles(Double.greatestFiniteMagnitude), isFloat: false)
        case .decimal(let precision, let scale):
            let most = (0..<(precision - scale)).reduce(1.0) { result, _ in result * 10 }
            return .decimal(try doubles(most), scale: scale, digits: precision)
        case .char(let length): return .text(length: length)
        case .varchar(let length): return .text(length: try size(min(Int64(length), textLengthDefault)))
        case .timestamp, .timestampLTZ:
            return .instant(maxPast: try options.duration(prefix + ".max-past") ?? 0, type)
        case .date: return .today
        case .time: return .timeOfDay
        case .row(let fields):
            return .row(try fields.map { try DatagenField($0.type, "\(prefix).\($0.name)", options) })
        case .array(let element):
            return .array(
                try DatagenField(element, prefix + ".element", options),
                count: try size(collectionSizeDefault)
            )
        case .map(let key, let value):
            return .map(
                try DatagenField(key, prefix + ".key", options),
                try DatagenField(value, prefix + ".value", options),
                count: try size(collectionSizeDefault)
            )
        default: throw UnsupportedPlan("a column of \(type) by datagen")
        }
    }

    /// After how many rows it ends; nil if it does not.
    var limit: Int64? {
        switch self {
        case .sequence(let start, let end, _): max(0, end - start + 1)
        case .nullable(let field, _): field.limit
        default: nil
        }
    }

    /// The value of a row.
    func value(_ row: Int64, _ random: inout SeededRandom) -> Value {
        switch self {
        case .sequence(let start, _, let type):
            switch type {
            case .float, .double: return .double(Double(start + row))
            case .char, .varchar: return .string("\(start + row)")
            default: return .int64(start + row)
            }
        case .boolean: return .boolean(Bool.random(using: &random))
        case .integer(let range): return .int64(Int64.random(in: range, using: &random))
        case .double(let range, let isFloat):
            let value = Self.number(range, &random)
            return .double(isFloat ? Double(Float(value)) : value)
        case .decimal(let range, let scale, let digits):
            let unit = (0..<scale).reduce(Int128(1)) { result, _ in result * 10 }
            let most = (0..<digits).reduce(Int128(1)) { result, _ in result * 10 } - 1
            let unscaled = Int128((Self.number(range, &random) * Double(unit)).rounded(.towardZero))
            return .decimal(min(most, max(-most, unscaled)))
        case .text(let length):
            let digits = Array("0123456789abcdef")
            return .string(String((0..<length).map { _ in digits[Int.random(in: 0..<16, using: &random)] }))
        case .instant(let maxPast, let type):
            let past = maxPast > 0 ? Int64.random(in: 0...maxPast, using: &random) : 0
            return .timestamp(milliseconds: EvaluationContext.systemTime() - past, type)
        case .today: return .int64(EvaluationContext.systemTime() / Self.dayMilliseconds)
        case .timeOfDay: return .int64(EvaluationContext.systemTime() % Self.dayMilliseconds)
        case .row(let fields): return .row(fields.map { $0.value(row, &random) })
        case .array(let field, let count): return .array((0..<count).map { _ in field.value(row, &random) })
        case .map(let key, let value, let count):
            var entries: [Value] = []
            var keys: Set<Value> = []
            for _ in 0..<count {
                let key = key.value(row, &random)
                if keys.insert(key).inserted { entries.append(.row([key, value.value(row, &random)])) }
            }
            return .array(entries)
        case .nullable(let field, let rate):
            return Double.random(in: 0..<1, using: &random) < rate ? .null : field.value(row, &random)
        }
    }

    /// why: the length of a range may be more than a DOUBLE can hold.
    private static func number(_ range: ClosedRange<Double>, _ random: inout SeededRandom) -> Double {
        let share = Double.random(in: 0...1, using: &random)
        return range.lowerBound * (1 - share) + range.upperBound * share
    }
}

extension LogicalType {
    /// Whether datagen can count in it. Flink fails on DECIMAL.
    fileprivate var isSequence: Bool {
        switch self {
        case .tinyint, .smallint, .integer, .bigint, .float, .double, .char, .varchar: true
        default: false
        }
    }
}
