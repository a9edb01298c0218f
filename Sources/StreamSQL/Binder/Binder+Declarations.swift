extension Binder {
    /// The table that a CREATE TABLE declares.
    ///
    /// - Throws: `SQLError`.
    public func table(_ create: CreateTable) throws(SQLError) -> TableDefinition {
        if let column = create.partitionedBy.first {
            throw SQLError(.unsupported, "PARTITIONED BY is not supported", at: column.range)
        }
        var columns: [TableDefinition.Column] = []
        let scope = try declaredScope(create)
        for column in create.columns {
            guard !columns.contains(where: { $0.name == column.name.name }) else {
                throw SQLError(.name, "column '\(column.name.name)' is declared twice", at: column.range)
            }
            switch column.source {
            case .physical(let type):
                let isKey = create.primaryKey?.columns.contains { $0.name == column.name.name } ?? false
                let declared = try dataType(type)
                columns.append(.init(column.name.name, isKey ? declared.nullable(false) : declared))
            case .metadata(let type, let key, let isVirtual):
                let source = TableDefinition.Column.Source.metadata(key: key ?? column.name.name, isVirtual: isVirtual)
                columns.append(.init(column.name.name, try dataType(type), source))
            case .computed(let expression):
                let bound = try bind(expression, Context(scope))
                columns.append(.init(column.name.name, bound.type, .computed(bound)))
            }
        }
        var watermark: TableDefinition.Watermark?
        if let declared = create.watermark { watermark = try self.watermark(declared, columns) }
        var key: [Int] = []
        for name in create.primaryKey?.columns ?? [] {
            guard let index = columns.firstIndex(where: { $0.name == name.name }) else {
                throw SQLError.unknown("column", name.name, in: columns.map(\.name), name.range)
            }
            key.append(index)
        }
        var options: [String: String] = [:]
        for option in create.options {
            guard options.updateValue(option.value, forKey: option.key) == nil else {
                throw SQLError(.name, "option '\(option.key)' is given twice", at: option.keyRange)
            }
        }
        return TableDefinition(
            name: create.name.last.name,
            columns: columns,
            watermark: watermark,
            primaryKey: key,
            options: options
        )
    }

    /// The columns that computed columns may refer to: those that are not computed, at their numbers in the declaration.
    private func declaredScope(_ create: CreateTable) throws(SQLError) -> Scope {
        var columns: [LogicalPlan.Column] = []
        for column in create.columns {
            switch column.source {
            case .physical(let type), .metadata(let type, _, _):
                columns.append(.init(column.name.name, try dataType(type)))
            case .computed: columns.append(.init("", DataType(.null)))
            }
        }
        return Scope(.init(columns), name: nil)
    }

    private func watermark(
        _ declared: WatermarkDefinition,
        _ columns: [TableDefinition.Column]
    ) throws(SQLError) -> TableDefinition.Watermark {
        let name = declared.column
        guard let simple = name.simple, let index = columns.firstIndex(where: { $0.name == simple.name }) else {
            throw SQLError.unknown("column", name.last.name, in: columns.map(\.name), name.range)
        }
        let type = columns[index].type.logical
        guard type.isTimestamp, !type.hasNanoseconds else {
            let conversion =
                type.isTimestamp ? "CAST(\(simple.name) AS TIMESTAMP(3))" : "TO_TIMESTAMP(\(simple.name))"
            throw SQLError(
                .type,
                "the event-time column '\(simple.name)' is \(columns[index].type), not TIMESTAMP(3) or TIMESTAMP_LTZ(3)",
                at: name.range,
                hint: "declare a computed column: ts AS \(conversion), WATERMARK FOR ts AS ts"
            )
        }
        let scope = Scope(.init(columns.map { LogicalPlan.Column($0.name, $0.type) }), name: nil)
        let expression = try bind(declared.expression, Context(scope))
        guard expression.type.logical.isTimestamp, !expression.type.logical.hasNanoseconds else {
            throw SQLError(
                .type,
                "the watermark is \(expression.type), not a TIMESTAMP of at most 3 digits",
                at: declared.expression.range
            )
        }
        return TableDefinition.Watermark(column: index, expression: expression)
    }

    /// A type as written.
    func dataType(_ name: TypeName) throws(SQLError) -> DataType {
        DataType(try logicalType(name), isNullable: name.isNullable)
    }

    private func logicalType(_ name: TypeName) throws(SQLError) -> LogicalType {
        switch name.kind {
        case .boolean: return .boolean
        case .tinyint: return .tinyint
        case .smallint: return .smallint
        case .integer: return .integer
        case .bigint: return .bigint
        case .float: return .float
        case .double: return .double
        case .decimal(let precision, let scale):
            let (precision, scale) = (precision ?? 10, scale ?? 0)
            guard (1...LogicalType.decimalPrecisionMax).contains(precision), (0...precision).contains(scale) else {
                throw SQLError(
                    .type,
                    "DECIMAL(\(precision), \(scale)): the precision must be 1 to 38 and the scale 0 to the precision",
                    at: name.range
                )
            }
            return .decimal(precision: precision, scale: scale)
        case .char(let length): return .char(try self.length(length, name))
        case .varchar(let length): return .varchar(try self.length(length, name))
        case .string: return .string
        case .binary(let length): return .binary(try self.length(length, name))
        case .varbinary(let length): return .varbinary(try self.length(length, name))
        case .bytes: return .bytes
        case .date: return .date
        // Flink: a TIME has milliseconds at most.
        case .time(let digits): return .time(min(try self.digits(digits ?? 0, name), LogicalType.millisecondDigits))
        case .timestamp(let digits): return .timestamp(try self.digits(digits ?? 6, name))
        case .timestampLTZ(let digits): return .timestampLTZ(try self.digits(digits ?? 6, name))
        case .interval(let qualifier): return qualifier.start.isYearOrMonth ? .intervalMonths : .intervalMilliseconds
        case .array(let element): return .array(try dataType(element))
        case .map(let key, let value): return .map(try dataType(key), try dataType(value))
        case .row(let fields):
            var bound: [LogicalType.Field] = []
            for field in fields { bound.append(.init(field.name.name, try dataType(field.type))) }
            return .row(bound)
        case .multiset:
            throw SQLError(.unsupported, "MULTISET is not supported", at: name.range, hint: "use ARRAY")
        }
    }

    private func length(_ length: Int?, _ name: TypeName) throws(SQLError) -> Int {
        let length = length ?? 1
        guard (1...LogicalType.lengthMax).contains(length) else {
            throw SQLError(.type, "a length must be 1 to \(LogicalType.lengthMax)", at: name.range)
        }
        return length
    }

    private func digits(_ digits: Int, _ name: TypeName) throws(SQLError) -> Int {
        guard (0...9).contains(digits) else {
            throw SQLError(.type, "a precision of \(digits) digits of the second: it must be 0 to 9", at: name.range)
        }
        return digits
    }
}

extension TimeUnit {
    /// Whether an interval of it is one of months.
    var isYearOrMonth: Bool {
        switch self {
        case .year, .quarter, .month: true
        default: false
        }
    }
}
