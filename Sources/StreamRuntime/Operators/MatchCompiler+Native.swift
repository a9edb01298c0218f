import StreamSQL

extension MatchCompiler {
    /// What computes and compares with what.
    enum Family: Equatable {
        case boolean, integer, approximate
        case decimal(scale: Int, isWide: Bool)
        case text
        /// Times and intervals: each with its own kind only.
        case time(Int)
        /// Timestamps of more than 3 digits, of two words: each with its own kind only.
        case fineTime(Int)
        case other
    }

    /// The family of a type.
    static func family(_ type: LogicalType) -> Family {
        switch type {
        case .boolean: .boolean
        case .tinyint, .smallint, .integer, .bigint: .integer
        case .float, .double: .approximate
        case .decimal(let precision, let scale): .decimal(scale: scale, isWide: precision > 18)
        case .char, .varchar: .text
        case .timestamp where type.hasNanoseconds: .fineTime(0)
        case .timestampLTZ where type.hasNanoseconds: .fineTime(1)
        case .date: .time(0)
        case .time: .time(1)
        case .timestamp: .time(2)
        case .timestampLTZ: .time(3)
        case .intervalMonths: .time(4)
        case .intervalMilliseconds: .time(5)
        case .binary, .varbinary, .array, .map, .row, .null: .other
        }
    }

    /// Compiles a call or a cast to instructions; nil if there are none for it.
    mutating func native(_ expression: BoundExpression) throws -> Operand? {
        switch expression.kind {
        case .call(let function, let arguments):
            switch function {
            case .and, .or: return try junction(function, arguments, expression.type.logical)
            case .not, .isNull, .isNotNull, .isUnknown, .isNotUnknown, .isTrue, .isNotTrue, .isFalse, .isNotFalse:
                return try test(function, arguments[0], expression.type.logical)
            case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
                if let operand = try comparisonWithCurrent(function, arguments[0], arguments[1]) { return operand }
                let (left, right) = (try compile(arguments[0]), try compile(arguments[1]))
                return try comparison(function, left, right)
            case .plus, .minus, .times, .divide, .remainder, .negate:
                return try arithmetic(function, arguments, expression.type.logical)
            case .coalesce, .ifNull: return try coalesce(arguments, expression.type.logical)
            case .searchedCase, .ifElse: return try searchedCase(arguments, expression.type.logical)
            case .nullIf: return try nullIf(arguments[0], arguments[1], expression.type.logical)
            default: return nil
            }
        case .cast(let operand, _):
            // CAST narrows some types in ways that implicit conversions do not have.
            guard Self.isWidening(operand.type.logical, expression.type.logical) else { return nil }
            return try convert(try compile(operand), to: expression.type.logical)
        case .column, .literal:
            return try compile(expression)
        }
    }

    // MARK: Logic

    private mutating func junction(
        _ function: ScalarFunction,
        _ arguments: [BoundExpression],
        _ type: LogicalType
    ) throws -> Operand? {
        let target = try register()
        let isAnd = function == .and
        var jumps: [Int] = []
        for (index, argument) in arguments.enumerated() {
            let operand = try compile(argument)
            let operation: MatchInstruction.Operation = index == 0 ? .move : isAnd ? .and : .or
            let left = index == 0 ? operand.register : target
            emit(MatchInstruction(operation: operation, target: target, left: left, right: operand.register))
            if index < arguments.count - 1 {
                jumps.append(code.count)
                emit(MatchInstruction(operation: isAnd ? .jumpIfFalse : .jumpIfTrue, left: target))
            }
        }
        for jump in jumps { land(jump) }
        return Operand(register: target, type: type)
    }

    private mutating func test(
        _ function: ScalarFunction,
        _ argument: BoundExpression,
        _ type: LogicalType
    ) throws -> Operand? {
        let operand = try compile(argument)
        let (operation, isNegated): (MatchInstruction.Operation, Bool) =
            switch function {
            case .not: (.not, false)
            case .isTrue: (.isTrue, false)
            case .isNotTrue: (.isTrue, true)
            case .isFalse: (.isFalse, false)
            case .isNotFalse: (.isFalse, true)
            case .isNotNull, .isNotUnknown: (.isNull, true)
            default: (.isNull, false)
            }
        let result = try emit(operation, operand.register, number: isNegated ? 1 : 0)
        return Operand(register: result, type: type)
    }

    // MARK: Comparison

    private static func orders(_ function: ScalarFunction) -> Int64 {
        typealias Order = MatchInstruction.Order
        switch function {
        case .equal: return Order.equal
        case .notEqual: return Order.less | Order.greater | Order.unordered
        case .less: return Order.less
        case .lessOrEqual: return Order.less | Order.equal
        case .greater: return Order.greater
        default: return Order.greater | Order.equal
        }
    }

    private mutating func comparison(
        _ function: ScalarFunction,
        _ left: Operand,
        _ right: Operand
    ) throws(MatchRefusal) -> Operand? {
        let orders = Self.orders(function)
        func result(_ register: UInt16) -> Operand { Operand(register: register, type: .boolean) }
        switch (Self.family(left.type), Self.family(right.type)) {
        case (.other, _), (_, .other): return nil
        case (.approximate, .integer), (.integer, .approximate), (.approximate, .approximate):
            guard let one = try convert(left, to: .double), let other = try convert(right, to: .double) else {
                return nil
            }
            return result(try emit(.compareDoubles, one.register, other.register, number: orders))
        case (.text, .text):
            return result(try emit(.compareStrings, left.register, right.register, number: orders))
        case (let one, let other) where one == other && one != .approximate:
            if Self.hasTwoWords(one) {
                return result(try emit(.compareWide, left.register, right.register, number: orders))
            }
            return result(try emit(.compareIntegers, left.register, right.register, number: orders))
        case (.decimal, .decimal), (.decimal, .integer), (.integer, .decimal):
            return result(try compareDecimals(left, right, orders))
        default: return nil
        }
    }

    /// A field of the row that is tested compared with something of the same type of one word, the commonest condition.
    private mutating func comparisonWithCurrent(
        _ function: ScalarFunction,
        _ left: BoundExpression,
        _ right: BoundExpression
    ) throws -> Operand? {
        switch Self.family(left.type.logical) {
        case .integer, .time, .decimal(_, isWide: false): break
        default: return nil
        }
        guard Self.family(left.type.logical) == Self.family(right.type.logical) else { return nil }
        let (field, other, orders): (MatchLayout.Field, BoundExpression, Int64)
        if let first = try currentField(left) {
            (field, other, orders) = (first, right, Self.orders(function))
        } else if let second = try currentField(right) {
            (field, other, orders) = (second, left, Self.swapped(Self.orders(function)))
        } else {
            return nil
        }
        let operand = try compile(other)
        let target = try register()
        emit(
            MatchInstruction(
                operation: .compareCurrent,
                target: target,
                right: operand.register,
                offset: Int32(field.offset),
                nullFlag: Int32(field.nullFlag),
                number: orders
            )
        )
        return Operand(register: target, type: .boolean)
    }

    /// The orders of the operands the other way round.
    private static func swapped(_ orders: Int64) -> Int64 {
        typealias Order = MatchInstruction.Order
        let kept = orders & ~(Order.less | Order.greater)
        return kept | (orders & Order.less != 0 ? Order.greater : 0) | (orders & Order.greater != 0 ? Order.less : 0)
    }

    private static func hasTwoWords(_ family: Family) -> Bool {
        switch family {
        case .decimal(_, isWide: true), .fineTime: true
        default: false
        }
    }

    private mutating func compareDecimals(
        _ left: Operand,
        _ right: Operand,
        _ orders: Int64
    ) throws(MatchRefusal) -> UInt16 {
        let (one, other) = (try widened(left), try widened(right))
        let (leftScale, rightScale) = (Self.scale(left.type), Self.scale(right.type))
        let target = try register()
        emit(
            MatchInstruction(
                operation: leftScale == rightScale ? .compareWide : .compareDecimals,
                target: target,
                left: one,
                right: other,
                number: orders,
                scales: (Int8(max(0, rightScale - leftScale)), Int8(max(0, leftScale - rightScale)))
            )
        )
        return target
    }

    static func scale(_ type: LogicalType) -> Int {
        if case .decimal(_, let scale) = type { return scale }
        return 0
    }

    /// An integer or a decimal as a decimal of two words.
    mutating func widened(_ operand: Operand) throws(MatchRefusal) -> UInt16 {
        if case .decimal(_, isWide: true) = Self.family(operand.type) { return operand.register }
        return try emit(.widen, operand.register)
    }

    // MARK: Choice

    private mutating func coalesce(_ arguments: [BoundExpression], _ type: LogicalType) throws -> Operand? {
        let target = try register()
        var jumps: [Int] = []
        for (index, argument) in arguments.enumerated() {
            guard let operand = try convert(try compile(argument), to: type) else { return nil }
            put(operand, into: target)
            guard index < arguments.count - 1 else { break }
            jumps.append(code.count)
            emit(MatchInstruction(operation: .jumpIfNotNull, left: target))
        }
        for jump in jumps { land(jump) }
        return Operand(register: target, type: type)
    }

    private mutating func searchedCase(_ arguments: [BoundExpression], _ type: LogicalType) throws -> Operand? {
        let target = try register()
        var exits: [Int] = []
        for index in stride(from: 0, to: arguments.count - 1, by: 2) {
            let condition = try compile(arguments[index])
            let skip = code.count
            emit(MatchInstruction(operation: .jumpUnlessTrue, left: condition.register))
            guard let operand = try convert(try compile(arguments[index + 1]), to: type) else { return nil }
            put(operand, into: target)
            exits.append(code.count)
            emit(MatchInstruction(operation: .jump))
            land(skip)
        }
        if arguments.count % 2 == 1 {
            guard let operand = try convert(try compile(arguments[arguments.count - 1]), to: type) else { return nil }
            put(operand, into: target)
        } else {
            emit(MatchInstruction(operation: .null, target: target))
        }
        for exit in exits { land(exit) }
        return Operand(register: target, type: type)
    }

    private mutating func nullIf(
        _ value: BoundExpression,
        _ other: BoundExpression,
        _ type: LogicalType
    ) throws -> Operand? {
        let (left, right) = (try compile(value), try compile(other))
        guard let equal = try comparison(.equal, left, right), let operand = try convert(left, to: type) else {
            return nil
        }
        let target = try register()
        put(operand, into: target)
        let skip = code.count
        emit(MatchInstruction(operation: .jumpUnlessTrue, left: equal.register))
        emit(MatchInstruction(operation: .null, target: target))
        land(skip)
        return Operand(register: target, type: type)
    }

    // MARK: Conversion

    /// Whether CAST keeps every value of a type, so that it is the implicit conversion.
    private static func isWidening(_ source: LogicalType, _ target: LogicalType) -> Bool {
        switch (family(source), family(target)) {
        case (.integer, .integer): bits(source) <= bits(target)
        case (.integer, .approximate), (.integer, .decimal), (.decimal, .decimal): true
        case (.approximate, .approximate): true
        case (.text, .text):
            switch (source, target) {
            case (.char(let length), .varchar(let limit)), (.varchar(let length), .varchar(let limit)): length <= limit
            default: source == target
            }
        case (let one, let other): one == other && one != .other && source == target
        }
    }

    /// The value as another type, as implicit conversions give it; nil if there are no instructions for it.
    mutating func convert(_ operand: Operand, to type: LogicalType) throws(MatchRefusal) -> Operand? {
        let register: UInt16
        switch (Self.family(operand.type), Self.family(type)) {
        // The type of a NULL fits all.
        case (.other, _) where operand.type == .null: register = operand.register
        case (.other, _), (_, .other): return nil
        case (.integer, .approximate):
            register = try emit(type == .float ? .integerToFloat : .integerToDouble, operand.register)
        case (.approximate, .approximate):
            let narrows = operand.type == .double && type == .float
            register = narrows ? try emit(.doubleToFloat, operand.register) : operand.register
        case (.integer, .decimal), (.decimal, .decimal):
            guard let converted = try decimal(operand, to: type) else { return nil }
            register = converted
        case (let one, let other) where one == other: register = operand.register
        default: return nil
        }
        return Operand(register: register, type: type)
    }

    private mutating func decimal(_ operand: Operand, to type: LogicalType) throws(MatchRefusal) -> UInt16? {
        guard case .decimal(let precision, let scale) = type else { return nil }
        let own = Self.scale(operand.type)
        if case .decimal(let digits, _) = operand.type, own == scale, digits <= precision {
            return precision > 18 ? try widened(operand) : operand.register
        }
        guard Self.digits(operand.type) + max(0, scale - own) <= LogicalType.decimalPrecisionMax else { return nil }
        let source = try widened(operand)
        let target = try register()
        emit(
            MatchInstruction(
                operation: .rescaleDecimal,
                target: target,
                left: source,
                right: source,
                number: Int64(max(0, own - scale)),
                scales: (Int8(max(0, scale - own)), 0),
                digits: Int8(precision)
            )
        )
        return target
    }

    /// The most digits that a number of a type has.
    static func digits(_ type: LogicalType) -> Int {
        switch type {
        case .decimal(let precision, _): precision
        case .tinyint: 3
        case .smallint: 5
        case .integer: 10
        default: 19
        }
    }
}
