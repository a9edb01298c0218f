/// The two sides of a join while its conditions are sorted: equalities may need computed columns on a side.
struct JoinSides {
    private var leftExpressions: [BoundExpression]
    private var rightExpressions: [BoundExpression]
    private let left: LogicalPlan
    private let right: LogicalPlan
    private var equalities: [LogicalPlan.Join.Equality] = []

    init(left: LogicalPlan, right: LogicalPlan) {
        self.left = left
        self.right = right
        leftExpressions = left.schema.columns.enumerated().map { .column($0.offset, $0.element.type) }
        rightExpressions = right.schema.columns.enumerated().map { .column($0.offset, $0.element.type) }
    }

    private var width: Int { left.schema.columns.count }

    /// Takes a condition that compares an expression of one side with one of the other; false if it is something else.
    mutating func add(equality condition: BoundExpression) -> Bool {
        guard case .call(let function, let arguments) = condition.kind, arguments.count == 2,
            function == .equal || function == .isNotDistinctFrom
        else { return false }
        var (one, other) = (arguments[0], arguments[1])
        if isRight(one), isLeft(other) { swap(&one, &other) }
        guard isLeft(one), isRight(other) else { return false }
        equalities.append(
            .init(
                left: Self.place(one, &leftExpressions),
                right: Self.place(other.mapColumns { $0 - width }, &rightExpressions),
                nullsMatch: function == .isNotDistinctFrom
            )
        )
        return true
    }

    private func isLeft(_ expression: BoundExpression) -> Bool {
        !expression.columns.isEmpty && expression.columns.allSatisfy { $0 < width }
    }

    private func isRight(_ expression: BoundExpression) -> Bool {
        !expression.columns.isEmpty && expression.columns.allSatisfy { $0 >= width }
    }

    private static func place(_ expression: BoundExpression, _ expressions: inout [BoundExpression]) -> Int {
        if let index = expressions.firstIndex(of: expression) { return index }
        expressions.append(expression)
        return expressions.count - 1
    }

    /// Lets NULL equal NULL in all equalities: Flink's temporal joins find the version of a NULL key.
    mutating func matchNulls() {
        equalities = equalities.map { .init(left: $0.left, right: $0.right, nullsMatch: true) }
    }

    /// Takes the equalities of window columns out, if both ends are compared.
    mutating func takeWindow() -> LogicalPlan.Join.Scope? {
        let (leftColumns, rightColumns) = (left.windowColumns, right.windowColumns)
        func find(_ property: LogicalPlan.WindowProperty) -> LogicalPlan.Join.Equality? {
            equalities.first { leftColumns[$0.left] == property && rightColumns[$0.right] == property }
        }
        guard let start = find(.start), let end = find(.end) else { return nil }
        equalities.removeAll { $0 == start || $0 == end }
        return .window(leftStart: start.left, leftEnd: end.left, rightStart: start.right, rightEnd: end.right)
    }

    /// Takes a condition that bounds the difference of both sides' time attributes.
    func add(timeBound condition: BoundExpression, to bounds: inout TimeBounds) -> Bool {
        guard case .call(let function, let arguments) = condition.kind, arguments.count == 2,
            let one = moment(arguments[0]), let other = moment(arguments[1]), one.isLeft != other.isLeft
        else { return false }
        let (leftMoment, rightMoment) = one.isLeft ? (one, other) : (other, one)
        let isEventTime = left.schema.columns[leftMoment.column].isEventTime
        guard isEventTime == right.schema.columns[rightMoment.column].isEventTime else { return false }
        // left + a (op) right + b: left - right (op) b - a.
        let difference = rightMoment.offset - leftMoment.offset
        let isReversed = !one.isLeft
        switch function {
        case .equal:
            bounds.add(
                leftMoment.column,
                rightMoment.column,
                difference...difference,
                condition,
                isEventTime: isEventTime
            )
        case .lessOrEqual, .less:
            let strict: Int64 = function == .less ? 1 : 0
            if isReversed {
                bounds.add(
                    leftMoment.column,
                    rightMoment.column,
                    (difference + strict)...Int64.max,
                    condition,
                    isEventTime: isEventTime
                )
            } else {
                bounds.add(
                    leftMoment.column,
                    rightMoment.column,
                    Int64.min...(difference - strict),
                    condition,
                    isEventTime: isEventTime
                )
            }
        case .greaterOrEqual, .greater:
            let strict: Int64 = function == .greater ? 1 : 0
            if isReversed {
                bounds.add(
                    leftMoment.column,
                    rightMoment.column,
                    Int64.min...(difference - strict),
                    condition,
                    isEventTime: isEventTime
                )
            } else {
                bounds.add(
                    leftMoment.column,
                    rightMoment.column,
                    (difference + strict)...Int64.max,
                    condition,
                    isEventTime: isEventTime
                )
            }
        default: return false
        }
        return true
    }

    /// A time attribute plus a constant.
    private func moment(_ expression: BoundExpression) -> (isLeft: Bool, column: Int, offset: Int64)? {
        switch expression.kind {
        case .column(let column):
            let isLeft = column < width
            let own = isLeft ? left.schema.columns[column] : right.schema.columns[column - width]
            return own.time != nil ? (isLeft, isLeft ? column : column - width, 0) : nil
        case .call(.plus, let arguments):
            guard arguments.count == 2, let length = arguments[1].constantMilliseconds, var inner = moment(arguments[0])
            else { return nil }
            inner.offset += length
            return inner
        case .call(.minus, let arguments):
            guard arguments.count == 2, let length = arguments[1].constantMilliseconds, var inner = moment(arguments[0])
            else { return nil }
            inner.offset -= length
            return inner
        default: return nil
        }
    }

    /// The join. Columns: the left side's, then the right side's (SEMI and ANTI: the left side's).
    func plan(
        _ kind: LogicalPlan.Join.Kind,
        _ scope: LogicalPlan.Join.Scope,
        _ condition: BoundExpression?
    ) -> LogicalPlan {
        let (wideLeft, wideRight) = (Self.widened(left, leftExpressions), Self.widened(right, rightExpressions))
        let keepsTime: Bool =
            switch scope {
            case .unbounded: false
            case .interval, .window, .temporal: true
            }
        func columns(_ plan: LogicalPlan, isOptional: Bool, keepsTime: Bool) -> [LogicalPlan.Column] {
            plan.schema.columns.map {
                .init(
                    $0.name,
                    isOptional ? $0.type.nullable() : $0.type,
                    time: keepsTime || $0.isProcessingTime ? $0.time : nil
                )
            }
        }
        let leftColumns = columns(wideLeft, isOptional: kind == .right || kind == .full, keepsTime: keepsTime)
        var isTemporal = false
        if case .temporal = scope { isTemporal = true }
        let rightColumns = columns(
            wideRight,
            isOptional: kind == .left || kind == .full,
            keepsTime: keepsTime && !isTemporal
        )
        let isSemi = kind == .semi || kind == .anti
        let shift = wideLeft.schema.columns.count - width
        let join = LogicalPlan.Join(
            kind: kind,
            scope: scope,
            equalities: equalities,
            condition: condition?.mapColumns { $0 < width ? $0 : $0 + shift },
            schema: .init(isSemi ? leftColumns : leftColumns + rightColumns)
        )
        let plan = LogicalPlan.join(wideLeft, wideRight, join)
        let wanted = Array(0..<width) + (isSemi ? [] : right.schema.columns.indices.map { width + shift + $0 })
        return wanted.count == plan.schema.columns.count ? plan : plan.picking(wanted)
    }

    private static func widened(_ plan: LogicalPlan, _ expressions: [BoundExpression]) -> LogicalPlan {
        let own = plan.schema.columns
        guard expressions.count > own.count else { return plan }
        let added = expressions[own.count...].enumerated().map {
            LogicalPlan.Column("$j\($0.offset)", $0.element.type)
        }
        return .project(plan, expressions, .init(own + added))
    }
}

/// How far the times of joined rows may lie apart.
struct TimeBounds {
    private var columns: (left: Int, right: Int)?
    private var isEventTime = true
    private var range: ClosedRange<Int64> = Int64.min...Int64.max
    /// The conditions that it was made from.
    private(set) var conditions: [BoundExpression] = []

    /// Adds a bound of left time minus right time in ms. Bounds of other columns stay conditions.
    mutating func add(
        _ left: Int,
        _ right: Int,
        _ bound: ClosedRange<Int64>,
        _ condition: BoundExpression,
        isEventTime: Bool
    ) {
        conditions.append(condition)
        if let columns, columns != (left, right) { return }
        self.isEventTime = isEventTime
        columns = (left, right)
        let lower = max(range.lowerBound, bound.lowerBound)
        range = lower...max(lower, min(range.upperBound, bound.upperBound))
    }

    /// The join's scope, if the difference is bounded on both sides.
    var scope: LogicalPlan.Join.Scope? {
        guard let columns, range.lowerBound > Int64.min, range.upperBound < Int64.max else { return nil }
        return .interval(
            leftTime: columns.left,
            rightTime: columns.right,
            lower: range.lowerBound,
            upper: range.upperBound,
            isEventTime: isEventTime
        )
    }
}

extension BoundExpression {
    /// The length of a constant interval in ms.
    fileprivate var constantMilliseconds: Int64? {
        guard type.logical == .intervalMilliseconds, case .literal(.integer(let length)) = kind else { return nil }
        return length
    }
}
