extension Parser {
    /// `CAST(x AS t)` or `TRY_CAST`.
    mutating func cast(isTry: Bool) throws(SQLError) -> Expression.Kind {
        advance()
        try expect(.leftParenthesis)
        let value = try expression()
        try expect(.as)
        let type = try type()
        try expect(.rightParenthesis)
        return .cast(value, type, isTry: isTry)
    }

    /// `EXTRACT(unit FROM x)`.
    mutating func extract() throws(SQLError) -> Expression.Kind {
        advance()
        try expect(.leftParenthesis)
        let unit = try unit()
        try expect(.from)
        let value = try expression()
        try expect(.rightParenthesis)
        return .extract(unit, value)
    }

    /// `FLOOR(x)`, `FLOOR(x TO unit)`, and `CEIL`.
    mutating func rounding() throws(SQLError) -> Expression.Kind {
        let start = token
        let isFloor = at(.floor)
        let name = QualifiedName(parts: [name(of: start)], range: start.range)
        advance()
        try expect(.leftParenthesis)
        let value = try expression()
        if accept(.to) {
            let unit = try unit()
            try expect(.rightParenthesis)
            return isFloor ? .floor(value, unit) : .ceiling(value, unit)
        }
        try expect(.rightParenthesis)
        let argument = FunctionCall.Argument(name: nil, value: .expression(value))
        return .call(FunctionCall(name: name, arguments: [argument], range: range(from: start.start)))
    }

    /// `SUBSTRING(x FROM a [FOR b])`, also with commas.
    mutating func substring() throws(SQLError) -> Expression.Kind {
        let start = token
        let name = QualifiedName(parts: [name(of: start)], range: start.range)
        advance()
        try expect(.leftParenthesis)
        var arguments = [try expression()]
        guard accept(.from) || accept(.comma) else { throw unexpected(expecting: "FROM or a comma") }
        arguments.append(try expression())
        if accept(.for) || accept(.comma) { arguments.append(try expression()) }
        try expect(.rightParenthesis)
        let values = arguments.map { FunctionCall.Argument(name: nil, value: .expression($0)) }
        return .call(FunctionCall(name: name, arguments: values, range: range(from: start.start)))
    }

    /// `TRIM([BOTH | LEADING | TRAILING] [characters] FROM x)`, also `TRIM(x)`.
    mutating func trim() throws(SQLError) -> Expression.Kind {
        advance()
        try expect(.leftParenthesis)
        var mode = Expression.TrimMode.both
        if accept(.leading) {
            mode = .leading
        } else if accept(.trailing) {
            mode = .trailing
        } else {
            _ = accept(.both)
        }
        if accept(.from) {
            let value = try expression()
            try expect(.rightParenthesis)
            return .trim(mode, characters: nil, value)
        }
        let first = try expression()
        guard accept(.from) else {
            if token.kind == .comma {
                throw unsupported(
                    "TRIM with a comma",
                    from: token,
                    hint: "write TRIM(BOTH 'x' FROM value), or use BTRIM"
                )
            }
            try expect(.rightParenthesis)
            return .trim(mode, characters: nil, first)
        }
        let value = try expression()
        try expect(.rightParenthesis)
        return .trim(mode, characters: first, value)
    }

    /// `POSITION(part IN whole)`.
    mutating func position() throws(SQLError) -> Expression.Kind {
        let start = token
        advance()
        try expect(.leftParenthesis)
        let part = try expression(Precedence.range.next)
        try expect(.in)
        let whole = try expression()
        if accept(.from) {
            let name = QualifiedName(parts: [Identifier(name: "LOCATE", range: start.range)], range: start.range)
            let from = try expression()
            let values = [part, whole, from].map { FunctionCall.Argument(name: nil, value: .expression($0)) }
            try expect(.rightParenthesis)
            return .call(FunctionCall(name: name, arguments: values, range: range(from: start.start)))
        }
        try expect(.rightParenthesis)
        return .position(part, in: whole)
    }

    /// `OVERLAY(x PLACING new FROM start [FOR length])`.
    mutating func overlay() throws(SQLError) -> Expression.Kind {
        advance()
        try expect(.leftParenthesis)
        let value = try expression()
        try expect(.placing)
        let new = try expression()
        try expect(.from)
        let start = try expression()
        let length = accept(.for) ? try expression() : nil
        try expect(.rightParenthesis)
        return .overlay(value, placing: new, from: start, length: length)
    }

    /// `TIMESTAMPADD(unit, count, time)` or `TIMESTAMPDIFF(unit, from, to)`.
    mutating func timestampArithmetic(isAddition: Bool) throws(SQLError) -> Expression.Kind {
        advance()
        try expect(.leftParenthesis)
        let unit = try unit()
        try expect(.comma)
        let first = try expression()
        try expect(.comma)
        let second = try expression()
        try expect(.rightParenthesis)
        return isAddition ? .timestampAdd(unit, first, second) : .timestampDiff(unit, first, second)
    }

    /// `RUNNING f(x)` or `FINAL f(x)`.
    mutating func matchCall(_ semantics: FunctionCall.MatchSemantics) throws(SQLError) -> Expression.Kind {
        let start = token
        advance()
        guard token.kind == .name || token.kind == .quotedName || token.kind == .reservedFunction else {
            throw unexpected(expecting: "a function name")
        }
        let name = QualifiedName(parts: [name(of: token)], range: token.range)
        advance()
        var call = try call(name)
        call.matchSemantics = semantics
        call.range = range(from: start.start)
        return .call(call)
    }
}
