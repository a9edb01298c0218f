extension Printer {
    mutating func json(_ function: JSONFunction) {
        switch function {
        case .value(let value): jsonValue(value)
        case .query(let query): jsonQuery(query)
        case .exists(let input, let path, let onError):
            write("JSON_EXISTS(")
            list([input, path]) { $0.expression($1) }
            if let onError { write(" \(onError.rawValue) ON ERROR") }
            write(")")
        case .object(let members, let onNull):
            write("JSON_OBJECT(")
            list(members) { $0.member($1) }
            nullBehavior(onNull, afterSomething: !members.isEmpty)
            write(")")
        case .array(let elements, let onNull):
            write("JSON_ARRAY(")
            list(elements) { $0.expression($1) }
            nullBehavior(onNull, afterSomething: !elements.isEmpty)
            write(")")
        case .objectAggregate(let member, let onNull, let filter):
            write("JSON_OBJECTAGG(")
            self.member(member)
            nullBehavior(onNull, afterSomething: true)
            write(")")
            self.filter(filter)
        case .arrayAggregate(let value, let onNull, let filter):
            write("JSON_ARRAYAGG(")
            expression(value)
            nullBehavior(onNull, afterSomething: true)
            write(")")
            self.filter(filter)
        }
    }

    private mutating func filter(_ condition: Expression?) {
        guard let condition else { return }
        write(" FILTER (WHERE ")
        expression(condition)
        write(")")
    }

    private mutating func nullBehavior(_ behavior: JSONFunction.NullBehavior?, afterSomething: Bool) {
        guard let behavior else { return }
        write((afterSomething ? " " : "") + behavior.rawValue)
    }

    private mutating func member(_ member: JSONFunction.Member) {
        write("KEY ")
        expression(member.key)
        write(" VALUE ")
        expression(member.value)
    }

    private mutating func jsonValue(_ value: JSONFunction.Value) {
        write("JSON_VALUE(")
        list([value.input, value.path]) { $0.expression($1) }
        returning(value.returning)
        valueBehavior(value.onEmpty, " ON EMPTY")
        valueBehavior(value.onError, " ON ERROR")
        write(")")
    }

    private mutating func returning(_ type: TypeName?) {
        guard let type else { return }
        write(" RETURNING ")
        self.type(type)
    }

    private mutating func valueBehavior(_ behavior: JSONFunction.ValueBehavior?, _ clause: String) {
        switch behavior {
        case .error: write(" ERROR\(clause)")
        case .null: write(" NULL\(clause)")
        case .default(let value):
            write(" DEFAULT ")
            expression(value)
            write(clause)
        case nil: break
        }
    }

    private mutating func jsonQuery(_ query: JSONFunction.Query) {
        write("JSON_QUERY(")
        list([query.input, query.path]) { $0.expression($1) }
        returning(query.returning)
        if let wrapper = query.wrapper { write(" \(wrapper.rawValue)") }
        if let onEmpty = query.onEmpty { write(" \(onEmpty.rawValue) ON EMPTY") }
        if let onError = query.onError { write(" \(onError.rawValue) ON ERROR") }
        write(")")
    }
}
