extension Binder {
    /// An expression with its names and types resolved.
    ///
    /// - Throws: `SQLError`.
    func bind(_ expression: Expression, _ context: Context) throws(SQLError) -> BoundExpression {
        FunctionCatalog.zoned(try bindUnzoned(expression, context), settings["table.local-time-zone"])
    }

    private func bindUnzoned(_ expression: Expression, _ context: Context) throws(SQLError) -> BoundExpression {
        var context = context
        context.isCondition = context.isCondition && (expression.isConnective || expression.isMembership)
        if let groups = context.groups, let grouped = try bindGrouped(expression, context, groups) { return grouped }
        if let match = context.match, let read = try bindMatch(expression, context, match) { return read }
        switch expression.kind {
        case .literal(let literal): return try bind(literal, expression.range)
        case .column(let name): return try bindColumn(name, context)
        case .unary, .binary, .test, .between, .inList, .like, .case, .cast:
            return try bindOperator(expression, context)
        case .extract, .floor, .ceiling, .trim, .position, .overlay, .timestampAdd, .timestampDiff:
            return try bindSpecial(expression, context)
        case .array(let elements): return try call(.array, elements, context, expression.range)
        case .map(let entries):
            return try call(.map, entries.flatMap { [$0.key, $0.value] }, context, expression.range)
        case .row(let elements): return try call(.row, elements, context, expression.range)
        case .element(let value, let index): return try call(.item, [value, index], context, expression.range)
        case .field(let value, let name): return try field(try bind(value, context), name)
        case .call(let function): return try bindCall(function, context)
        case .json(let function): return try bind(function, context, expression.range)
        case .timeDifference(let left, let right, let qualifier):
            let (first, second) = (try bind(left, context), try bind(right, context))
            do {
                let isMonths = qualifier.start.isYearOrMonth
                return try FunctionCatalog.timeDifference(first, second, isMonths: isMonths)
            } catch { throw SQLError(.type, error.message, at: expression.range) }
        case .subquery(let query): return try bindScalar(query, context, expression.range)
        case .inQuery, .exists: return try bindMembership(expression, context)
        }
    }

    /// A function of expressions.
    func call(
        _ function: ScalarFunction,
        _ arguments: [Expression],
        _ context: Context,
        _ range: SourceRange
    ) throws(SQLError) -> BoundExpression {
        var bound: [BoundExpression] = []
        for argument in arguments { bound.append(try bind(argument, context)) }
        return try resolve(function, bound, range)
    }

    /// A function of bound expressions; constants are not computed here.
    func resolve(
        _ function: ScalarFunction,
        _ arguments: [BoundExpression],
        _ range: SourceRange
    ) throws(SQLError) -> BoundExpression {
        do { return try FunctionCatalog.resolve(function, arguments) } catch {
            throw SQLError(.type, error.message, at: range)
        }
    }

    private func bindColumn(_ name: QualifiedName, _ context: Context) throws(SQLError) -> BoundExpression {
        let found: Scope.Found
        do throws(SQLError) { found = try context.scope.find(name) } catch {
            // Calcite: PI needs no parentheses.
            guard name.parts.count == 1, name.last.name.uppercased() == "PI" else { throw error }
            return try resolve(.pi, [], name.range)
        }
        var result = BoundExpression.column(found.column, context.scope.columns[found.column].type)
        for part in name.parts.dropFirst(found.parts) { result = try field(result, part) }
        return result
    }

    private func field(_ value: BoundExpression, _ name: Identifier) throws(SQLError) -> BoundExpression {
        guard case .row(let fields) = value.type.logical else {
            throw SQLError(.type, "\(value.type.logical) has no fields, so no '\(name.name)'", at: name.range)
        }
        guard let index = fields.firstIndex(where: { $0.name == name.name }) else {
            throw SQLError.unknown("field", name.name, in: fields.map(\.name), name.range)
        }
        let type = fields[index].type.nullable(fields[index].type.isNullable || value.type.isNullable)
        let number = BoundExpression.literal(.integer(Int64(index)), DataType(.integer, isNullable: false))
        return BoundExpression(.call(.field, [value, number]), type)
    }

    private func bindOperator(_ expression: Expression, _ context: Context) throws(SQLError) -> BoundExpression {
        let range = expression.range
        switch expression.kind {
        case .unary(let unary, let operand): return try bind(unary, operand, context, range)
        case .binary(.overlaps, let left, let right):
            guard case .row(let first) = left.kind, case .row(let second) = right.kind else {
                throw SQLError(.type, "OVERLAPS compares (start, end) with (start, end)", at: range)
            }
            return try call(.overlaps, first + second, context, range)
        case .binary(let binary, let left, let right):
            return try call(ScalarFunction(binary), [left, right], context, range)
        case .test(let operand, let test, let isNegated):
            let (function, negated) = ScalarFunction.test(test, isNegated: isNegated)
            let result = try call(function, [operand], context, range)
            return negated ? try resolve(.not, [result], range) : result
        case .between(let between): return try bind(between, context, range)
        case .inList(let value, let list, let isNegated):
            let result = try call(.isIn, [value] + list, context, range)
            return isNegated ? try resolve(.not, [result], range) : result
        case .like(let like):
            let arguments = [like.value, like.pattern] + (like.escape.map { [$0] } ?? [])
            let result = try call(like.isSimilar ? .similarTo : .like, arguments, context, range)
            return like.isNegated ? try resolve(.not, [result], range) : result
        case .case(let `case`): return try bind(`case`, context, range)
        case .cast(let operand, let type, let isTry):
            let value = try bind(operand, context)
            let target = try dataType(type)
            do { return try FunctionCatalog.cast(value, to: target, isTry: isTry) } catch {
                throw SQLError(.type, error.message, at: range)
            }
        default: preconditionFailure("not an operator")
        }
    }

    private func bind(
        _ unary: Expression.UnaryOperator,
        _ operand: Expression,
        _ context: Context,
        _ range: SourceRange
    ) throws(SQLError) -> BoundExpression {
        switch unary {
        case .not: return try call(.not, [operand], context, range)
        case .plus: return try bind(operand, context)
        case .minus:
            if case .literal(.integer(let digits)) = operand.kind {
                return try bind(.integer("-" + digits), range)
            }
            let value = try bind(operand, context)
            switch value.kind {
            case .literal(.decimal(let number)): return .literal(.decimal(-number), value.type)
            case .literal(.double(let number)): return .literal(.double(-number), value.type)
            default: return try resolve(.negate, [value], range)
            }
        }
    }

    private func bind(
        _ between: Expression.Between,
        _ context: Context,
        _ range: SourceRange
    ) throws(SQLError) -> BoundExpression {
        let value = try bind(between.value, context)
        let (low, high) = (try bind(between.low, context), try bind(between.high, context))
        func within(_ low: BoundExpression, _ high: BoundExpression) throws(SQLError) -> BoundExpression {
            let above = try resolve(.greaterOrEqual, [value, low], range)
            let below = try resolve(.lessOrEqual, [value, high], range)
            return try resolve(.and, [above, below], range)
        }
        var result = try within(low, high)
        if between.isSymmetric { result = try resolve(.or, [result, try within(high, low)], range) }
        return between.isNegated ? try resolve(.not, [result], range) : result
    }

    private func bind(
        _ case: Expression.Case,
        _ context: Context,
        _ range: SourceRange
    ) throws(SQLError) -> BoundExpression {
        var arguments: [BoundExpression] = []
        let operand = try `case`.operand.map { (operand) throws(SQLError) in try bind(operand, context) }
        for branch in `case`.branches {
            var condition: BoundExpression?
            for expression in branch.conditions {
                var bound = try bind(expression, context)
                if let operand { bound = try resolve(.equal, [operand, bound], expression.range) }
                condition =
                    try condition.map { (first) throws(SQLError) in try resolve(.or, [first, bound], range) } ?? bound
            }
            arguments.append(condition!)
            arguments.append(try bind(branch.result, context))
        }
        arguments.append(
            try `case`.otherwise.map { (expression) throws(SQLError) in try bind(expression, context) }
                ?? .literal(.null, DataType(.null))
        )
        return try resolve(.searchedCase, arguments, range)
    }

    private func text(_ value: String) -> BoundExpression {
        .literal(.string(value), DataType(.char(max(1, value.count)), isNullable: false))
    }

    private func bindSpecial(_ expression: Expression, _ context: Context) throws(SQLError) -> BoundExpression {
        let range = expression.range
        switch expression.kind {
        case .extract(let unit, let value):
            return try resolve(.extract, [text(unit.rawValue), try bind(value, context)], range)
        case .floor(let value, let unit):
            return try resolve(.floor, [try bind(value, context), text(unit.rawValue)], range)
        case .ceiling(let value, let unit):
            return try resolve(.ceiling, [try bind(value, context), text(unit.rawValue)], range)
        case .trim(let mode, let characters, let value):
            let function: ScalarFunction =
                switch mode {
                case .both: .trim
                case .leading: .trimLeading
                case .trailing: .trimTrailing
                }
            return try call(function, [value] + (characters.map { [$0] } ?? []), context, range)
        case .position(let part, let whole): return try call(.position, [part, whole], context, range)
        case .overlay(let value, let placing, let from, let length):
            return try call(.overlay, [value, placing, from] + (length.map { [$0] } ?? []), context, range)
        case .timestampAdd(let unit, let count, let time):
            let arguments = [text(unit.rawValue), try bind(count, context), try bind(time, context)]
            return try resolve(.timestampAdd, arguments, range)
        case .timestampDiff(let unit, let from, let to):
            let arguments = [text(unit.rawValue), try bind(from, context), try bind(to, context)]
            return try resolve(.timestampDifference, arguments, range)
        default: preconditionFailure("not a special form")
        }
    }

    /// Names of functions that mean EXTRACT of a unit.
    private static let extractions: [String: TimeUnit] = [
        "YEAR": .year, "QUARTER": .quarter, "MONTH": .month, "WEEK": .week, "DAYOFYEAR": .dayOfYear,
        "DAYOFMONTH": .day, "DAYOFWEEK": .dayOfWeek, "HOUR": .hour, "MINUTE": .minute, "SECOND": .second,
    ]

    private func bindCall(_ call: FunctionCall, _ context: Context) throws(SQLError) -> BoundExpression {
        let name = call.name.last.name.uppercased()
        if call.over != nil { return try bindOver(call, context) }
        if Self.aggregate(call) != nil {
            throw SQLError(.type, "the aggregate \(name) cannot stand here", at: call.range)
        }
        var arguments: [Expression] = []
        for argument in call.arguments {
            guard case .expression(let expression) = argument.value else {
                throw SQLError(.type, "\(name) takes no table", at: call.range)
            }
            arguments.append(expression)
        }
        if name == ScalarFunction.currentWatermark.rawValue { return try currentWatermark(arguments, context, call) }
        if let unit = Self.extractions[name], arguments.count == 1 {
            return try resolve(.extract, [text(unit.rawValue), try bind(arguments[0], context)], call.range)
        }
        guard let function = FunctionCatalog.function(named: name) else {
            throw SQLError.unknown("function", name, in: ScalarFunction.allCases.map(\.rawValue), call.name.range)
        }
        return try self.call(function, arguments, context, call.range)
    }

    /// CURRENT_WATERMARK(rowtime).
    private func currentWatermark(
        _ arguments: [Expression],
        _ context: Context,
        _ call: FunctionCall
    ) throws(SQLError) -> BoundExpression {
        guard arguments.count == 1 else {
            throw SQLError(.type, "CURRENT_WATERMARK takes an event-time attribute", at: call.range)
        }
        let time = try bind(arguments[0], context)
        guard case .column(let column) = time.kind, context.scope.columns[column].isEventTime else {
            throw SQLError(.type, "CURRENT_WATERMARK takes an event-time attribute", at: arguments[0].range)
        }
        return BoundExpression(.call(.currentWatermark, [time]), time.type.nullable())
    }

    private func bind(
        _ function: JSONFunction,
        _ context: Context,
        _ range: SourceRange
    ) throws(SQLError) -> BoundExpression {
        let null = BoundExpression.literal(.null, DataType(.null))
        func behavior(_ behavior: JSONFunction.ValueBehavior?) throws(SQLError) -> [BoundExpression] {
            switch behavior {
            case nil, .null: return [text("NULL"), null]
            case .error: return [text("ERROR"), null]
            case .default(let expression): return [text("DEFAULT"), try bind(expression, context)]
            }
        }
        func returning(_ bound: BoundExpression, _ type: TypeName?) throws(SQLError) -> BoundExpression {
            guard let type else { return bound }
            return BoundExpression(bound.kind, try dataType(type))
        }
        switch function {
        case .value(let value):
            var arguments = [try bind(value.input, context), try bind(value.path, context)]
            arguments += try behavior(value.onEmpty)
            arguments += try behavior(value.onError)
            return try returning(try resolve(.jsonValue, arguments, range), value.returning)
        case .query(let query):
            let arguments = [
                try bind(query.input, context), try bind(query.path, context),
                text((query.wrapper ?? .without).rawValue), text((query.onEmpty ?? .null).rawValue),
                text((query.onError ?? .null).rawValue),
            ]
            return try returning(try resolve(.jsonQuery, arguments, range), query.returning)
        case .exists(let input, let path, let onError):
            let arguments = [
                try bind(input, context), try bind(path, context), text((onError ?? .false).rawValue),
            ]
            return try resolve(.jsonExists, arguments, range)
        case .object(let members, let onNull):
            var arguments = [text((onNull ?? .null).rawValue)]
            for member in members { arguments += [try bind(member.key, context), try bind(member.value, context)] }
            return try resolve(.jsonObject, arguments, range)
        case .array(let elements, let onNull):
            var arguments = [text((onNull ?? .absent).rawValue)]
            for element in elements { arguments.append(try bind(element, context)) }
            return try resolve(.jsonArray, arguments, range)
        case .objectAggregate, .arrayAggregate:
            throw SQLError(
                .unsupported,
                "JSON_OBJECTAGG and JSON_ARRAYAGG are supported only in the select list and HAVING of a query with groups",
                at: range
            )
        }
    }
}

extension ScalarFunction {
    /// What an operator between operands computes; OVERLAPS has operands of its own.
    init(_ operator: Expression.BinaryOperator) {
        self =
            switch `operator` {
            case .or: .or
            case .and: .and
            case .equal: .equal
            case .notEqual: .notEqual
            case .less: .less
            case .lessOrEqual: .lessOrEqual
            case .greater: .greater
            case .greaterOrEqual: .greaterOrEqual
            case .isDistinctFrom: .isDistinctFrom
            case .isNotDistinctFrom: .isNotDistinctFrom
            case .overlaps: .overlaps
            case .concatenate: .concatenate
            case .add: .plus
            case .subtract: .minus
            case .multiply: .times
            case .divide: .divide
            case .remainder: .remainder
            }
    }

    /// What a test computes, and whether the result is to be negated.
    static func test(_ test: Expression.Test, isNegated: Bool) -> (ScalarFunction, Bool) {
        switch test {
        case .null: (isNegated ? .isNotNull : .isNull, false)
        case .true: (isNegated ? .isNotTrue : .isTrue, false)
        case .false: (isNegated ? .isNotFalse : .isFalse, false)
        case .unknown: (isNegated ? .isNotUnknown : .isUnknown, false)
        case .json: (.isJSON, isNegated)
        case .jsonScalar: (.isJSONScalar, isNegated)
        case .jsonArray: (.isJSONArray, isNegated)
        case .jsonObject: (.isJSONObject, isNegated)
        }
    }
}
