/// What conditions and measures of a MATCH_RECOGNIZE read of the rows matched so far.
final class MatchReferences {
    /// The pattern's variables.
    let variables: [String]
    /// The input's columns.
    let scope: Scope
    /// The variables that have a row in every match, as long as measures are bound: what is read of it is there.
    var present: Set<Int> = []
    private(set) var references: [LogicalPlan.Match.Reference] = []
    private(set) var types: [DataType] = []

    init(variables: [String], scope: Scope) {
        self.variables = variables
        self.scope = scope
    }

    /// The type of a column of a variable's row: nullable if there may be no such row.
    fileprivate func type(_ column: Int, of variable: Int?, offset: Int) -> DataType {
        let type = scope.columns[column].type
        guard offset == 0, let variable, present.contains(variable) else { return type.nullable() }
        return type
    }

    /// An expression that is what a reference reads.
    func add(_ reference: LogicalPlan.Match.Reference, _ type: DataType) -> BoundExpression {
        if let index = references.firstIndex(of: reference) { return .column(index, type) }
        references.append(reference)
        types.append(type)
        return .column(references.count - 1, type)
    }
}

extension LogicalPlan.Match.Pattern {
    /// Whether every match has a row of a variable.
    fileprivate func requires(_ variable: Int) -> Bool {
        switch self {
        case .variable(let own): own == variable
        case .sequence(let parts): parts.contains { $0.requires(variable) }
        case .alternation(let parts): parts.allSatisfy { $0.requires(variable) }
        case .repetition(let part, let atLeast, _, _): atLeast > 0 && part.requires(variable)
        }
    }
}

extension Binder {
    /// MATCH_RECOGNIZE over a table.
    func bind(_ match: MatchRecognize) throws(SQLError) -> LogicalPlan {
        let input = try bind(match.input)
        if match.rows == .all {
            throw SQLError(.unsupported, "ALL ROWS PER MATCH is not supported, in Flink neither", at: match.range)
        }
        if let subset = match.subsets.first {
            throw SQLError(.unsupported, "SUBSET is not supported, in Flink neither", at: subset.name.range)
        }
        var partition: [Int] = []
        for expression in match.partitionBy { partition.append(try matchColumn(expression, input, "PARTITION BY")) }
        let order = try matchOrder(match, input)
        var variables: [String] = []
        Self.collect(match.pattern, &variables)
        let references = MatchReferences(variables: variables, scope: input.scope)
        var context = Context(input.scope)
        context.match = references
        let definitions = try self.definitions(match, variables, context)
        var measures: [BoundExpression] = []
        var columns = partition.map { column in
            LogicalPlan.Column(input.scope.columns[column].name, input.scope.columns[column].type)
        }
        let pattern = try self.pattern(match.pattern, variables)
        references.present = Set(variables.indices.filter { pattern.requires($0) })
        for measure in match.measures {
            let bound = try bind(measure.expression, context)
            measures.append(bound)
            let isTime =
                if case .column(let index) = bound.kind { references.references[index] == .rowtime } else { false }
            columns.append(.init(measure.name.name, bound.type, time: isTime ? .event : nil))
        }
        return .match(
            input.plan,
            .init(
                partition: partition,
                order: order,
                pattern: pattern,
                variables: variables,
                definitions: definitions,
                measures: measures,
                references: references.references,
                skip: try skip(match, variables),
                within: try match.within.map { (within) throws(SQLError) in try milliseconds(within, "WITHIN") },
                schema: .init(columns)
            )
        )
    }

    private func matchColumn(_ expression: Expression, _ input: Relation, _ clause: String) throws(SQLError) -> Int {
        guard case .column(let name) = expression.kind else {
            throw SQLError(.unsupported, "\(clause) of MATCH_RECOGNIZE takes columns only", at: expression.range)
        }
        return try input.scope.find(name).column
    }

    private func matchOrder(_ match: MatchRecognize, _ input: Relation) throws(SQLError) -> [LogicalPlan.Ordering] {
        var order: [LogicalPlan.Ordering] = []
        for item in match.orderBy {
            let column = try matchColumn(item.expression, input, "ORDER BY")
            order.append(.init(column, isAscending: item.isAscending, nullsFirst: item.nullsFirst ?? item.isAscending))
        }
        guard !input.plan.emitsUpdates else {
            throw SQLError(
                .unsupported,
                "MATCH_RECOGNIZE over rows that are updated is not supported",
                at: match.range
            )
        }
        guard let first = order.first, input.plan.schema.columns[first.column].time != nil, first.isAscending else {
            throw SQLError(
                .type,
                "MATCH_RECOGNIZE must be ordered by the time attribute first, ascending",
                at: match.orderBy.first?.range ?? match.range,
                hint: input.plan.schema.columns.first { $0.isEventTime }.map { "ORDER BY \($0.name)" }
            )
        }
        return order
    }

    private func definitions(
        _ match: MatchRecognize,
        _ variables: [String],
        _ context: Context
    ) throws(SQLError) -> [BoundExpression?] {
        var definitions: [BoundExpression?] = Array(repeating: nil, count: variables.count)
        for definition in match.definitions {
            guard let index = variables.firstIndex(of: definition.variable.name) else {
                throw SQLError.unknown("variable", definition.variable.name, in: variables, definition.variable.range)
            }
            let bound = try bind(definition.condition, context)
            try requireBoolean(bound, definition.condition, "DEFINE")
            definitions[index] = bound
        }
        return definitions
    }

    private static func collect(_ pattern: RowPattern, _ variables: inout [String]) {
        switch pattern.kind {
        case .variable(let name): if !variables.contains(name.name) { variables.append(name.name) }
        case .sequence(let parts), .alternation(let parts): for part in parts { collect(part, &variables) }
        case .repetition(let part, _): collect(part, &variables)
        }
    }

    private func pattern(
        _ pattern: RowPattern,
        _ variables: [String]
    ) throws(SQLError) -> LogicalPlan.Match.Pattern {
        func all(_ parts: [RowPattern]) throws(SQLError) -> [LogicalPlan.Match.Pattern] {
            var bound: [LogicalPlan.Match.Pattern] = []
            for part in parts { bound.append(try self.pattern(part, variables)) }
            return bound
        }
        switch pattern.kind {
        case .variable(let name): return .variable(variables.firstIndex(of: name.name)!)
        case .sequence(let parts): return .sequence(try all(parts))
        case .alternation(let parts): return .alternation(try all(parts))
        case .repetition(let part, let quantifier):
            if let atMost = quantifier.atMost, atMost < quantifier.atLeast || atMost == 0 {
                throw SQLError(
                    .type,
                    "a quantifier of at least \(quantifier.atLeast), at most \(atMost)",
                    at: pattern.range
                )
            }
            return .repetition(
                try self.pattern(part, variables),
                atLeast: quantifier.atLeast,
                atMost: quantifier.atMost,
                isGreedy: !quantifier.isReluctant
            )
        }
    }

    private func skip(_ match: MatchRecognize, _ variables: [String]) throws(SQLError) -> LogicalPlan.Match.Skip {
        func variable(_ name: Identifier) throws(SQLError) -> Int {
            guard let index = variables.firstIndex(of: name.name) else {
                throw SQLError.unknown("variable", name.name, in: variables, name.range)
            }
            return index
        }
        switch match.skip {
        case .pastLastRow: return .pastLastRow
        // Flink: without AFTER MATCH the search goes on at the next row.
        case nil, .toNextRow: return .toNextRow
        case .toFirst(let name): return .toFirst(try variable(name))
        case .toLast(let name): return .toLast(try variable(name))
        }
    }

    /// Binds what reads the rows of a match; nil for what is to be looked into.
    func bindMatch(
        _ expression: Expression,
        _ context: Context,
        _ match: MatchReferences
    ) throws(SQLError) -> BoundExpression? {
        switch expression.kind {
        case .column(let name):
            let (variable, column) = try matched(name, match)
            return match.add(
                .column(column, variable: variable, fromFirst: false, offset: 0),
                match.type(column, of: variable, offset: 0)
            )
        case .call(let call):
            let name = call.name.last.name.uppercased()
            switch name {
            case "FIRST", "LAST": return try navigation(call, isFirst: name == "FIRST", match)
            case "MATCH_ROWTIME":
                let column = match.scope.columns.first { $0.isEventTime }
                return match.add(.rowtime, (column?.type ?? DataType(.timestamp(3))).nullable(false))
            case "PREV", "NEXT", "CLASSIFIER", "MATCH_NUMBER", "MATCH_PROCTIME":
                throw SQLError(
                    .unsupported,
                    "\(name) is not supported\(name == "PREV" || name == "NEXT" ? ", in Flink neither" : "")",
                    at: call.range,
                    hint: name == "PREV" ? "use LAST(variable.column, 1)" : nil
                )
            default:
                guard let function = Self.aggregate(call) else { return nil }
                return try matchAggregate(function, call, context, match)
            }
        default: return nil
        }
    }

    /// The variable, if one is named, and the column of a name.
    private func matched(_ name: QualifiedName, _ match: MatchReferences) throws(SQLError) -> (Int?, Int) {
        if name.parts.count == 2, let variable = match.variables.firstIndex(of: name.parts[0].name) {
            let rest = QualifiedName(parts: [name.parts[1]], range: name.parts[1].range)
            return (variable, try match.scope.find(rest).column)
        }
        if name.parts.count == 2 {
            throw SQLError.unknown("variable", name.parts[0].name, in: match.variables, name.parts[0].range)
        }
        return (nil, try match.scope.find(name).column)
    }

    private func navigation(
        _ call: FunctionCall,
        isFirst: Bool,
        _ match: MatchReferences
    ) throws(SQLError) -> BoundExpression {
        guard (1...2).contains(call.arguments.count), case .expression(let first) = call.arguments[0].value,
            case .column(let name) = first.kind
        else {
            throw SQLError(.unsupported, "FIRST and LAST take a column, as in LAST(A.price, 1)", at: call.range)
        }
        var offset = 0
        if call.arguments.count == 2 {
            guard case .expression(let count) = call.arguments[1].value,
                case .literal(.integer(let digits)) = count.kind,
                let number = Int(digits)
            else {
                throw SQLError(.type, "the offset of FIRST and LAST must be a whole number", at: call.range)
            }
            offset = number
        }
        let (variable, column) = try matched(name, match)
        return match.add(
            .column(column, variable: variable, fromFirst: isFirst, offset: offset),
            match.type(column, of: variable, offset: offset)
        )
    }

    private func matchAggregate(
        _ function: AggregateFunction,
        _ call: FunctionCall,
        _ context: Context,
        _ match: MatchReferences
    ) throws(SQLError) -> BoundExpression {
        var variable: Int?
        var argument: BoundExpression?
        var types: [DataType] = []
        if let first = call.arguments.first {
            guard call.arguments.count == 1, case .expression(let expression) = first.value else {
                throw SQLError(.type, "\(function.rawValue) takes one argument", at: call.range)
            }
            var used: Set<Int?> = []
            let plain = try stripped(expression, match, &used)
            guard used.count <= 1 else {
                throw SQLError(.unsupported, "an aggregate reads one variable only", at: expression.range)
            }
            variable = used.first ?? nil
            let bound = try bind(plain, Context(match.scope))
            argument = bound
            types = [bound.type]
        }
        let type: DataType
        do { type = try FunctionCatalog.aggregateType(function, types) } catch {
            throw SQLError(.type, error.message, at: call.range)
        }
        return match.add(
            .aggregate(function, argument, variable: variable, isDistinct: call.isDistinct, type: type),
            type
        )
    }

    /// An aggregate's argument without the names of variables, which are collected.
    private func stripped(
        _ expression: Expression,
        _ match: MatchReferences,
        _ variables: inout Set<Int?>
    ) throws(SQLError) -> Expression {
        var result = expression
        switch expression.kind {
        case .column(let name):
            let (variable, _) = try matched(name, match)
            variables.insert(variable)
            result.kind = .column(QualifiedName(parts: [name.last], range: name.range))
        case .unary(let unary, let operand):
            result.kind = .unary(unary, try stripped(operand, match, &variables))
        case .binary(let binary, let left, let right):
            let first = try stripped(left, match, &variables)
            result.kind = .binary(binary, first, try stripped(right, match, &variables))
        case .cast(let operand, let type, let isTry):
            result.kind = .cast(try stripped(operand, match, &variables), type, isTry: isTry)
        case .literal: break
        default:
            throw SQLError(
                .unsupported,
                "an aggregate in MATCH_RECOGNIZE takes columns, numbers and operators",
                at: expression.range
            )
        }
        return result
    }
}
