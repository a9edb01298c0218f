import StreamSQL

/// What the conditions, aggregates and measures of one MATCH_RECOGNIZE are compiled with.
struct MatchEnvironment {
    let layout: MatchLayout
    let inputTypes: [DataType]
    let variableCount: Int
    let boxes: MatchBoxes
    let evaluator: MatchCompiler.Evaluator

    /// An aggregate over the rows of a variable, nil for all rows.
    ///
    /// - Parameter slot: where partial matches keep its words, -1 if they do not.
    func aggregate(
        _ function: AggregateFunction,
        _ expression: BoundExpression?,
        _ place: MatchInstruction.Place,
        type: DataType,
        slot: (MatchAggregate.Argument) -> Int
    ) throws -> MatchAggregate {
        let argument = try argument(expression, function)
        var isHot = false
        if case .field(let field) = argument { isHot = layout.isHot(field) }
        return try MatchAggregate(
            function,
            argument,
            place: place,
            slot: slot(argument),
            argumentType: expression?.type,
            type: type,
            isHot: isHot
        )
    }

    private func argument(
        _ expression: BoundExpression?,
        _ function: AggregateFunction
    ) throws -> MatchAggregate.Argument {
        guard let expression else {
            if function == .count { return .rows }
            throw MatchRefusal.aggregate(function, nil)
        }
        if case .column(let index) = expression.kind { return .field(try layout.field(.column(index))) }
        if MatchCompiler.isTotal(expression) { return .field(try layout.field(.expression(expression))) }
        var compiler = MatchCompiler(self, inputs: .row, accumulators: MatchAccumulators())
        return .program(try compiler.program(expression))
    }
}

/// The aggregates that partial matches keep words of, because conditions read them: conditions that read the same share them.
final class MatchAccumulators {
    private struct Key: Hashable {
        let function: AggregateFunction
        let argument: BoundExpression?
        let variable: Int?
    }

    private var slots: [Key: Int] = [:]
    /// The aggregates by the variable whose rows they count, nil for all rows.
    private(set) var kept: [(variable: Int?, aggregate: MatchAggregate)] = []

    /// Words of all of them in a partial match.
    var words: Int { kept.count * MatchAggregate.words }

    /// The aggregate that a condition reads.
    func aggregate(
        _ function: AggregateFunction,
        _ argument: BoundExpression?,
        _ variable: Int?,
        _ place: MatchInstruction.Place,
        isDistinct: Bool,
        type: DataType,
        _ environment: MatchEnvironment
    ) throws -> MatchAggregate {
        if isDistinct { throw MatchRefusal.distinctAggregate }
        let key = Key(function: function, argument: argument, variable: variable)
        var isNew = false
        let aggregate = try environment.aggregate(function, argument, place, type: type) { compiled in
            guard MatchAggregate.isIncremental(function, compiled) else { return -1 }
            if let slot = slots[key] { return slot }
            isNew = true
            slots[key] = words
            return words
        }
        if isNew { kept.append((variable, aggregate)) }
        return aggregate
    }

    /// Adds a row to the words of a partial match that takes it as a variable.
    @inline(never)
    func add(_ row: UnsafeMutableRawPointer, as variable: Int, to words: UnsafeMutablePointer<UInt64>) {
        for (own, aggregate) in kept where own == nil || own == variable {
            aggregate.add(row, to: words + aggregate.slot)
        }
    }
}
