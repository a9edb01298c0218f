import StreamSQL

extension JobBuilder {
    /// A window operator in the window's time: processing time, or a zone's local time.
    ///
    /// - Parameters:
    ///   - timeColumn: the time column of the input; nil if the windows were assigned below.
    ///   - timeOutput: the column of `window_time` in the output, if it is there.
    func timed(
        _ stepper: any Operator,
        _ window: LogicalPlan.Window,
        timeColumn: Int?,
        timeOutput: Int?
    ) -> any Operator {
        var result = stepper
        if let zone = window.zone {
            result = LocalTimeOperator(result, zone: zone, timeColumn: timeColumn, instantColumn: timeOutput)
        }
        guard !window.isEventTime else { return result }
        return ProcessingTimeOperator(result, timeColumns: [timeColumn], clock: processingTime)
    }

    /// The operator of a window function that stands by itself, and the keys of its state.
    func windowTable(_ window: LogicalPlan.Window, _ input: LogicalPlan) throws -> (any Operator, [[Int]]?) {
        let types = input.schema.types
        var keys: [[Int]]?
        let stepper: any Operator
        if case .session(_, let partition) = window.kind {
            guard !input.emitsUpdates else { throw UnsupportedPlan("SESSION by itself over rows that are updated") }
            stepper = SessionTable(window, inputTypes: types)
            keys = [partition]
        } else {
            stepper = try WindowTable(window)
        }
        return (timed(stepper, window, timeColumn: window.timeColumn, timeOutput: types.count + 2), keys)
    }

    /// The operator of a window aggregate.
    func windowAggregate(_ node: LogicalPlan.WindowAggregate, _ input: LogicalPlan) throws -> any Operator {
        let types = input.schema.types
        let stepper: any Operator
        var timeColumn: Int? = node.window.timeColumn
        if case .assigned = node.window.kind { timeColumn = nil }
        if input.emitsUpdates {
            stepper = try ChangelogWindowAggregation(node, inputTypes: types)
        } else if case .session = node.window.kind {
            stepper = try SessionAggregation(node, inputTypes: types)
        } else {
            stepper = try WindowAggregation(node, inputTypes: types)
        }
        let timeOutput = node.properties.firstIndex(of: .time).map { node.keys.count + node.aggregates.count + $0 }
        return timed(stepper, node.window, timeColumn: timeColumn, timeOutput: timeOutput)
    }

    /// An operator over windows that were assigned below, by event time.
    ///
    /// - Throws: `UnsupportedPlan` for windows by processing time, which Flink does not have there either.
    func overAssignedWindows(
        _ stepper: any Operator,
        _ input: LogicalPlan,
        _ what: String
    ) throws -> any Operator {
        guard let window = input.assignedWindow else { return stepper }
        guard window.isEventTime else { throw UnsupportedPlan("\(what) by processing time") }
        return timed(stepper, window, timeColumn: nil, timeOutput: nil)
    }

    /// The operator of aggregates OVER rows.
    func over(_ node: LogicalPlan.Over, _ types: [DataType]) throws -> any Operator {
        guard !node.isEventTime else { return try Over(node, inputTypes: types, now: processingTime) }
        var frame = node.frame
        var isUnbounded = false
        if case .unbounded = frame {
            frame = .unbounded(isRows: true)
            isUnbounded = true
        }
        var plan = LogicalPlan.Over(
            partition: node.partition,
            order: node.order,
            isEventTime: true,
            frame: frame,
            aggregates: node.aggregates,
            schema: node.schema
        )
        plan.timeToLive = node.timeToLive
        return ProcessingTimeOperator(
            try Over(plan, inputTypes: types, expiresExactly: isUnbounded, now: processingTime),
            timeColumns: [node.order],
            release: .immediately,
            clock: processingTime
        )
    }
}

extension LogicalPlan.Join {
    /// The same join with its interval in event time.
    var byEventTime: LogicalPlan.Join {
        guard case .interval(let left, let right, let lower, let upper, _) = scope else { return self }
        return LogicalPlan.Join(
            kind: kind,
            scope: .interval(leftTime: left, rightTime: right, lower: lower, upper: upper, isEventTime: true),
            equalities: equalities,
            condition: condition,
            schema: schema
        )
    }
}
