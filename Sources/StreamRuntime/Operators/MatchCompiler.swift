import StreamSQL

/// Compiles a condition of MATCH_RECOGNIZE, or an aggregate's argument, to a `MatchProgram`.
///
/// What depends on the row alone and cannot fail becomes a field of the stored row, computed for whole batches. What there are
/// no instructions for becomes a `MatchExternal`.
struct MatchCompiler {
    /// Makes the evaluation of an expression over the columns of a batch.
    typealias Evaluator = (BoundExpression) throws -> MatchExternal.Evaluation

    /// What the columns of an expression are.
    enum Inputs {
        /// References; the condition is that of a variable.
        case references([LogicalPlan.Match.Reference], variable: Int)
        /// The input's columns, of the row that is tested.
        case row
    }

    /// A register with a value.
    struct Operand {
        let register: UInt16
        let type: LogicalType
    }

    let environment: MatchEnvironment
    let inputs: Inputs
    /// The aggregates that partial matches keep, shared by all conditions.
    let accumulators: MatchAccumulators

    private(set) var code: [MatchInstruction] = []
    private var registerCount = 0
    private var constants: [UInt64] = []
    private let arena = StringArena()
    private var aggregates: [MatchAggregate] = []
    private var externals: [MatchExternal] = []

    /// A compiler of one program.
    init(_ environment: MatchEnvironment, inputs: Inputs, accumulators: MatchAccumulators) {
        self.environment = environment
        self.inputs = inputs
        self.accumulators = accumulators
    }

    /// The program of an expression.
    mutating func program(_ expression: BoundExpression) throws -> MatchProgram {
        let result = try compile(expression)
        return MatchProgram(
            code,
            registers: registerCount,
            constants: constants,
            result: Int(result.register),
            aggregates: aggregates,
            externals: externals,
            arena: arena
        )
    }

    // MARK: Parts

    mutating func register() throws(MatchRefusal) -> UInt16 {
        guard registerCount < MatchLimits.registers else {
            throw .tooLarge("parts of a condition", limit: MatchLimits.registers)
        }
        registerCount += 1
        return UInt16(registerCount - 1)
    }

    mutating func emit(_ instruction: MatchInstruction) { code.append(instruction) }

    /// A new register that an operation on others fills.
    mutating func emit(
        _ operation: MatchInstruction.Operation,
        _ left: UInt16 = 0,
        _ right: UInt16? = nil,
        number: Int64 = 0
    ) throws(MatchRefusal) -> UInt16 {
        let target = try register()
        // why: the result is NULL if either operand is.
        emit(MatchInstruction(operation: operation, target: target, left: left, right: right ?? left, number: number))
        return target
    }

    /// Puts a value into a register that already others may fill, instead of where it is.
    mutating func put(_ operand: Operand, into target: UInt16) {
        if let last = code.last, last.target == operand.register, last.operation.fillsAlone {
            code[code.count - 1].target = target
        } else {
            emit(MatchInstruction(operation: .move, target: target, left: operand.register))
        }
    }

    /// The field of the row that is tested, if an expression is one of one word.
    func currentField(_ expression: BoundExpression) throws(MatchRefusal) -> MatchLayout.Field? {
        guard case .column(let index) = expression.kind else { return nil }
        let field: MatchLayout.Field
        switch inputs {
        case .row: field = try environment.layout.field(.column(index))
        case .references(let references, _):
            guard isCurrent(references[index]), case .column(let column, _, _, _) = references[index] else {
                return nil
            }
            field = try environment.layout.field(.column(column))
        }
        return field.type.stride == 8 ? field : nil
    }

    /// Points the jump at a place in the code to what comes next.
    mutating func land(_ jump: Int) { code[jump].number = Int64(code.count) }

    mutating func compile(_ expression: BoundExpression) throws -> Operand {
        switch expression.kind {
        case .literal(let literal): return try constant(literal, expression.type.logical)
        case .column(let index): return try column(index, expression.type.logical)
        case .call, .cast:
            if let overInput = rowOnly(expression), Self.isTotal(overInput) {
                let field = try environment.layout.field(.expression(overInput))
                return try load(field, expression.type.logical)
            }
            let state = (code, registerCount, constants, aggregates, externals)
            if let operand = try native(expression) { return operand }
            (code, registerCount, constants, aggregates, externals) = state
            return try external(expression)
        }
    }

    mutating func constant(_ literal: BoundExpression.Literal, _ type: LogicalType) throws -> Operand {
        var words: (UInt64, UInt64) = (0, 0)
        switch literal {
        case .null: return Operand(register: try emit(.null), type: type)
        case .boolean(let value): words.0 = value ? 1 : 0
        case .integer(let value):
            if type.isApproximate {
                words.0 = Double(value).bitPattern
            } else if case .decimal(_, let scale) = type {
                words = Self.words(Int128(value) * MatchWords.powerOfTen(scale))
            } else {
                words.0 = UInt64(bitPattern: value)
            }
        case .double(let value): words.0 = value.bitPattern
        case .decimal(let value): words = Self.words(value)
        case .string(let text):
            let string = arena.store(text)
            words = (string.head, string.tail)
        }
        constants += [words.0, words.1]
        return Operand(register: try emit(.constant, number: Int64(constants.count / 2 - 1)), type: type)
    }

    private static func words(_ value: Int128) -> (UInt64, UInt64) {
        (UInt64(truncatingIfNeeded: value), UInt64(truncatingIfNeeded: value >> 64))
    }

    private mutating func load(_ field: MatchLayout.Field, _ type: LogicalType) throws(MatchRefusal) -> Operand {
        let target = try register()
        emit(
            MatchInstruction(
                operation: .current,
                target: target,
                offset: Int32(field.offset),
                nullFlag: Int32(field.nullFlag),
                isWide: field.type.stride == 16
            )
        )
        return Operand(register: target, type: type)
    }

    private mutating func column(_ index: Int, _ type: LogicalType) throws -> Operand {
        guard case .references(let references, let variable) = inputs else {
            return try load(try environment.layout.field(.column(index)), type)
        }
        switch references[index] {
        case .rowtime: return Operand(register: try emit(.time), type: type)
        case .aggregate(let function, let argument, let rows, let isDistinct, let result):
            let place = Self.place(rows, of: environment.variableCount, tested: variable)
            let aggregate = try accumulators.aggregate(
                function,
                argument,
                rows,
                place,
                isDistinct: isDistinct,
                type: result,
                environment
            )
            aggregates.append(aggregate)
            return Operand(register: try emit(.aggregate, number: Int64(aggregates.count - 1)), type: result.logical)
        case .column(let column, let rows, let fromFirst, let offset):
            if isCurrent(references[index]) { return try load(try environment.layout.field(.column(column)), type) }
            let field = try environment.layout.hotField(.column(column))
            var place = Self.place(rows, of: environment.variableCount, tested: variable)
            place.isFromFirst = fromFirst
            place.offset = UInt32(clamping: offset)
            let target = try register()
            emit(
                MatchInstruction(
                    operation: .row,
                    target: target,
                    offset: Int32(field.offset),
                    nullFlag: Int32(field.nullFlag),
                    isWide: field.type.stride == 16,
                    place: place
                )
            )
            return Operand(register: target, type: type)
        }
    }

    /// The rows of a variable, or of all; `tested` is the variable whose condition it is, nil in a measure.
    static func place(_ variable: Int?, of count: Int, tested: Int?) -> MatchInstruction.Place {
        MatchInstruction.Place(
            low: UInt8(variable ?? 0),
            high: UInt8(variable.map { $0 + 1 } ?? count),
            includesCurrent: tested.map { variable == nil || variable == $0 } ?? false
        )
    }

    /// Has keys keep copies of what a condition reads of earlier rows.
    static func reserve(
        _ condition: BoundExpression,
        of variable: Int,
        _ plan: LogicalPlan.Match,
        _ layout: MatchLayout
    )
        throws(MatchRefusal)
    {
        for index in condition.columns.sorted() where !isCurrent(plan.references[index], of: variable) {
            guard case .column(let column, _, _, _) = plan.references[index] else { continue }
            _ = try layout.hotField(.column(column))
        }
    }

    private func isCurrent(_ reference: LogicalPlan.Match.Reference) -> Bool {
        guard case .references(_, let tested) = inputs else { return false }
        return Self.isCurrent(reference, of: tested)
    }

    private static func isCurrent(_ reference: LogicalPlan.Match.Reference, of tested: Int) -> Bool {
        guard case .column(_, let variable, fromFirst: false, offset: 0) = reference else { return false }
        return variable == nil || variable == tested
    }

    /// The expression over the input's columns, if it reads nothing but the row that is tested.
    func rowOnly(_ expression: BoundExpression) -> BoundExpression? {
        guard case .references(let references, _) = inputs else { return expression }
        var columns: [Int: Int] = [:]
        for index in expression.columns {
            guard isCurrent(references[index]), case .column(let column, _, _, _) = references[index] else {
                return nil
            }
            columns[index] = column
        }
        return expression.mapColumns { columns[$0] ?? 0 }
    }

    private mutating func external(_ expression: BoundExpression) throws -> Operand {
        if PhysicalType(expression.type.logical) == .boxed {
            throw MatchRefusal.tooLarge("nested values within a condition", limit: 0)
        }
        var numbers: [Int: Int] = [:]
        var registers: [(register: Int, type: PhysicalType)] = []
        for index in expression.columns.sorted() {
            let operand = try column(index, Self.type(of: index, in: expression) ?? .boolean)
            numbers[index] = registers.count
            registers.append((Int(operand.register), PhysicalType(operand.type)))
        }
        let evaluation = try environment.evaluator(expression.mapColumns { numbers[$0] ?? 0 })
        externals.append(MatchExternal(registers, boxes: environment.boxes, evaluation))
        let target = try emit(.external, number: Int64(externals.count - 1))
        return Operand(register: target, type: expression.type.logical)
    }

    /// The type of a column that an expression reads.
    private static func type(of column: Int, in expression: BoundExpression) -> LogicalType? {
        switch expression.kind {
        case .column(let index): index == column ? expression.type.logical : nil
        case .literal: nil
        case .call(_, let arguments): arguments.lazy.compactMap { type(of: column, in: $0) }.first
        case .cast(let operand, _): type(of: column, in: operand)
        }
    }

    /// The bits of an integer type.
    static func bits(_ type: LogicalType) -> Int64 {
        switch type {
        case .tinyint: 8
        case .smallint: 16
        case .integer: 32
        default: 64
        }
    }
}
