extension Printer {
    mutating func function(_ kind: Expression.Kind) {
        switch kind {
        case .case(let expression): caseExpression(expression)
        case .cast(let value, let type, let isTry):
            write(isTry ? "TRY_CAST(" : "CAST(")
            expression(value)
            write(" AS ")
            self.type(type)
            write(")")
        case .extract(let unit, let value):
            write("EXTRACT(\(unit.rawValue) FROM ")
            expression(value)
            write(")")
        case .floor(let value, let unit): rounding("FLOOR(", value, unit)
        case .ceiling(let value, let unit): rounding("CEIL(", value, unit)
        case .trim(let mode, let characters, let value): trim(mode, characters, value)
        case .position(let part, let whole):
            write("POSITION(")
            expression(part, Precedence.range.next)
            write(" IN ")
            expression(whole)
            write(")")
        case .overlay(let value, let new, let start, let length):
            write("OVERLAY(")
            expression(value)
            write(" PLACING ")
            expression(new)
            write(" FROM ")
            expression(start)
            if let length {
                write(" FOR ")
                expression(length)
            }
            write(")")
        case .timestampAdd(let unit, let count, let time): timestamp("TIMESTAMPADD(", unit, count, time)
        case .timestampDiff(let unit, let from, let to): timestamp("TIMESTAMPDIFF(", unit, from, to)
        case .timeDifference(let left, let right, let qualifier):
            write("(")
            expression(left, .sum)
            write(" - ")
            expression(right, Precedence.sum.next)
            write(") ")
            self.qualifier(qualifier)
        case .call(let call): self.call(call)
        case .json(let function): json(function)
        default: break
        }
    }

    private mutating func rounding(_ opening: String, _ value: Expression, _ unit: TimeUnit) {
        write(opening)
        expression(value)
        write(" TO \(unit.rawValue))")
    }

    private mutating func timestamp(_ opening: String, _ unit: TimeUnit, _ first: Expression, _ second: Expression) {
        write("\(opening)\(unit.rawValue), ")
        expression(first)
        write(", ")
        expression(second)
        write(")")
    }

    private mutating func trim(_ mode: Expression.TrimMode, _ characters: Expression?, _ value: Expression) {
        write("TRIM(")
        if mode != .both || characters != nil { write("\(mode.rawValue) ") }
        if let characters {
            expression(characters)
            write(" ")
        }
        if mode != .both || characters != nil { write("FROM ") }
        expression(value)
        write(")")
    }

    private mutating func caseExpression(_ expression: Expression.Case) {
        write("CASE")
        if let operand = expression.operand {
            write(" ")
            self.expression(operand)
        }
        for branch in expression.branches {
            write(" WHEN ")
            list(branch.conditions) { $0.expression($1) }
            write(" THEN ")
            self.expression(branch.result)
        }
        if let otherwise = expression.otherwise {
            write(" ELSE ")
            self.expression(otherwise)
        }
        write(" END")
    }

    mutating func call(_ call: FunctionCall) {
        if let semantics = call.matchSemantics { write("\(semantics.rawValue) ") }
        functionName(of: call)
        if call.arguments.isEmpty, !call.isStar, call.isNiladic { return }
        write("(")
        if call.isStar { write("*") }
        if call.isDistinct { write("DISTINCT ") }
        list(call.arguments) { $0.argument($1) }
        if !call.orderBy.isEmpty {
            write(" ")
            orderBy(call.orderBy)
        }
        write(")")
        if let ignoresNulls = call.ignoresNulls { write(ignoresNulls ? " IGNORE NULLS" : " RESPECT NULLS") }
        if let filter = call.filter {
            write(" FILTER (WHERE ")
            expression(filter)
            write(")")
        }
        switch call.over {
        case .named(let name):
            write(" OVER ")
            self.name(name)
        case .specification(let specification):
            write(" OVER ")
            window(specification)
        case nil: break
        }
    }

    /// Words that may be names, but behind which a parenthesis means something else.
    private static let specialFunctions: Set<String> = [
        "DESCRIPTOR", "FINAL", "KEY", "MAP", "TIMESTAMPADD", "TIMESTAMPDIFF",
    ]

    /// Writes a function's name; keywords that are functions need no back-quotes.
    private mutating func functionName(of call: FunctionCall) {
        guard let simple = call.name.simple, Printer.isPlain(simple.name) else { return name(call.name) }
        let word = simple.name.uppercased()
        let isCallable =
            switch word {
            case "CEIL", "CEILING", "FLOOR": call.isBare && call.arguments.count == 1
            case "SUBSTRING": call.isBare && (call.arguments.count == 2 || call.arguments.count == 3)
            default:
                switch KeywordTable.shared.words[word] {
                case .reservedFunction: true
                case .reserved: false
                default: !Printer.specialFunctions.contains(word)
                }
            }
        if isCallable { write(simple.name) } else { name(call.name) }
    }

    private mutating func argument(_ argument: FunctionCall.Argument) {
        if let name = argument.name {
            self.name(name)
            write(" => ")
        }
        switch argument.value {
        case .expression(let expression): self.expression(expression)
        case .descriptor(let columns):
            write("DESCRIPTOR")
            names(columns)
        case .table(let table): tableArgument(table)
        }
    }

    private mutating func tableArgument(_ table: FunctionCall.TableArgument) {
        switch table.source {
        case .named(let name):
            write("TABLE ")
            self.name(name)
        case .query(let query): subquery(query)
        }
        if !table.partitionBy.isEmpty {
            write(" PARTITION BY ")
            if table.partitionBy.count > 1 {
                parenthesized(table.partitionBy)
            } else {
                expression(table.partitionBy[0])
            }
        }
        if !table.orderBy.isEmpty {
            write(" ORDER BY ")
            if table.orderBy.count > 1 { write("(") }
            list(table.orderBy) { $0.orderItem($1) }
            if table.orderBy.count > 1 { write(")") }
        }
    }
}

extension FunctionCall {
    /// Whether it is a name and expressions in parentheses, and nothing else.
    fileprivate var isBare: Bool {
        guard !isStar, !isDistinct, orderBy.isEmpty, ignoresNulls == nil, filter == nil, over == nil,
            matchSemantics == nil
        else { return false }
        return arguments.allSatisfy { argument in
            guard argument.name == nil, case .expression = argument.value else { return false }
            return true
        }
    }

    /// Whether it is one of the functions that are written without parentheses: `CURRENT_DATE`, `CURRENT_TIME`,
    /// `CURRENT_TIMESTAMP`, `LOCALTIME`, `LOCALTIMESTAMP`.
    public var isNiladic: Bool {
        guard let name = name.simple?.name.uppercased() else { return false }
        switch name {
        case "CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP", "LOCALTIME", "LOCALTIMESTAMP": return true
        default: return false
        }
    }
}
