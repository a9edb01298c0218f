/// The arguments of a function that goes row by row.
struct RowArguments {
    fileprivate struct Argument: BitwiseCopyable {
        let base: UnsafeMutableRawPointer
        let nulls: UnsafeMutablePointer<UInt8>?
        let column: Unmanaged<Column>
    }

    fileprivate let arguments: UnsafeMutablePointer<Argument>
    /// How many there are.
    let count: Int

    @inline(__always)
    func isNull(_ argument: Int, _ row: Int) -> Bool {
        guard let nulls = arguments[argument].nulls else { return false }
        return nulls[row] != 0
    }

    @inline(__always)
    func integer(_ argument: Int, _ row: Int) -> Int64 {
        arguments[argument].base.assumingMemoryBound(to: Int64.self)[row]
    }

    @inline(__always)
    func double(_ argument: Int, _ row: Int) -> Double {
        arguments[argument].base.assumingMemoryBound(to: Double.self)[row]
    }

    @inline(__always)
    func boolean(_ argument: Int, _ row: Int) -> Bool {
        arguments[argument].base.assumingMemoryBound(to: UInt8.self)[row] != 0
    }

    /// An unscaled decimal.
    func decimal(_ argument: Int, _ row: Int) -> Int128 {
        arguments[argument].column._withUnsafeGuaranteedRef { $0.decimal(row) }
    }

    @inline(__always)
    func string(_ argument: Int, _ row: Int) -> StringRef {
        arguments[argument].base.assumingMemoryBound(to: StringRef.self)[row]
    }

    /// The bytes of a text, good while the row's frame is computed.
    @inline(__always)
    func bytes(_ argument: Int, _ row: Int) -> UnsafeBufferPointer<UInt8> {
        let string = arguments[argument].base.assumingMemoryBound(to: StringRef.self) + row
        let count = string.pointee.count
        if string.pointee.isInline {
            let start = UnsafeRawPointer(string).advanced(by: 4).assumingMemoryBound(to: UInt8.self)
            return UnsafeBufferPointer(start: start, count: count)
        }
        return UnsafeBufferPointer(
            start: string.pointee.longBytes.assumingMemoryBound(to: UInt8.self),
            count: count
        )
    }

    /// A text as Swift has it, for what is slow anyway.
    func text(_ argument: Int, _ row: Int) -> String { String(decoding: bytes(argument, row), as: UTF8.self) }

    /// The column of an argument.
    func column(_ argument: Int) -> Column { arguments[argument].column._withUnsafeGuaranteedRef { $0 } }

    /// A value of any type.
    func value(_ argument: Int, _ row: Int) -> Value {
        arguments[argument].column._withUnsafeGuaranteedRef { $0[row] }
    }
}

/// Where a function puts the bytes of a text that it makes.
final class TextSink {
    /// The bytes of the longest text that an expression makes: a length in a record must not take all memory.
    static let byteLimit = 16 << 20

    /// The bytes so far.
    let buffer = ByteBuffer()
    fileprivate unowned(unsafe) var column: Column

    fileprivate init(_ column: Column) { self.column = column }

    /// Throws when a text of so many bytes is longer than those that an expression makes.
    @inline(__always)
    static func require(_ count: Int) throws {
        if count > byteLimit { throw EvaluationError("a text of more than \(byteLimit >> 20) MiB") }
    }

    /// The bytes so far as a text of the result; the buffer is empty afterwards.
    func take() -> StringRef {
        let result = store(UnsafeBufferPointer(start: buffer.start, count: buffer.count))
        buffer.removeAll()
        return result
    }

    /// Bytes as a text of the result.
    func store(_ bytes: UnsafeBufferPointer<UInt8>) -> StringRef {
        // why: a short text needs no arena, and a column without one is cheaper to empty.
        if bytes.count <= StringRef.inlineCapacity {
            guard let start = bytes.baseAddress else { return StringRef() }
            return StringRef(start, count: bytes.count)
        }
        return column.arena.store(bytes)
    }

    /// A text as one of the result.
    func store(_ text: String) -> StringRef {
        var text = text
        return text.withUTF8 { store($0) }
    }
}

/// A function that is computed row by row. It is NULL where an argument is, unless it looks for NULLs itself.
final class RowFunction: Kernel {
    /// The function: of the arguments and the number of a row; nil is NULL.
    enum Body {
        case boolean((RowArguments, Int) throws -> Bool?)
        case integer((RowArguments, Int) throws -> Int64?)
        case double((RowArguments, Int) throws -> Double?)
        case decimal((RowArguments, Int) throws -> Int128?)
        /// A text, from the sink or part of an argument's.
        case text((RowArguments, Int, TextSink) throws -> StringRef?)
        case boxed((RowArguments, Int) throws -> Value)
    }

    private let body: Body
    private let operands: [Kernel]
    private let seesNulls: Bool
    private let result: Column
    private let arguments: RowArguments
    private let sink: TextSink

    init(
        _ body: Body,
        _ operands: [Kernel],
        type: PhysicalType? = nil,
        seesNulls: Bool = false,
        canFail: Bool = false,
        cost: Int = 50
    ) {
        self.body = body
        self.operands = operands
        self.seesNulls = seesNulls
        let type = type ?? Self.type(body)
        result = Column(type, capacity: 1)
        sink = TextSink(result)
        arguments = RowArguments(arguments: .allocate(capacity: max(operands.count, 1)), count: operands.count)
        super.init(type, over: operands, canFail: canFail, cost: cost)
    }

    deinit { arguments.arguments.deallocate() }

    private static func type(_ body: Body) -> PhysicalType {
        switch body {
        case .boolean: .boolean
        case .integer: .int64
        case .double: .double
        case .decimal: .decimal128
        case .text: .string
        case .boxed: .boxed
        }
    }

    override func compute(_ frame: Frame) throws -> Column {
        prepare(result, frame)
        // why: kept until the rows are done, as the arguments only point to them.
        var columns: [Column] = []
        for (index, operand) in operands.enumerated() {
            let column = try operand.evaluate(frame)
            columns.append(column)
            (arguments.arguments + index).initialize(
                to: .init(base: column.bytes, nulls: column.nulls, column: .passUnretained(column))
            )
            if !seesNulls { mergeNulls(result, column) }
            if type == .string { result.retainArenas(of: column) }
        }
        try withExtendedLifetime(columns) { try computeRows(frame.count) }
        return result
    }

    private func computeRows(_ count: Int) throws {
        let nulls = result.nulls
        let arguments = arguments
        switch body {
        case .boolean(let function):
            let target = result.booleans
            for row in 0..<count where nulls?[row] ?? 0 == 0 {
                if let value = try function(arguments, row) { target[row] = value ? 1 : 0 } else { result.setNull(row) }
            }
        case .integer(let function):
            let target = result.int64s
            for row in 0..<count where nulls?[row] ?? 0 == 0 {
                if let value = try function(arguments, row) { target[row] = value } else { result.setNull(row) }
            }
        case .double(let function):
            let target = result.doubles
            for row in 0..<count where nulls?[row] ?? 0 == 0 {
                if let value = try function(arguments, row) { target[row] = value } else { result.setNull(row) }
            }
        case .decimal(let function):
            for row in 0..<count where nulls?[row] ?? 0 == 0 { result.setDecimal(row, try function(arguments, row)) }
        case .text(let function):
            let target = result.strings
            for row in 0..<count {
                if nulls?[row] ?? 0 != 0 {
                    target[row] = StringRef()
                } else if let value = try function(arguments, row, sink) {
                    try TextSink.require(value.count)
                    target[row] = value
                } else {
                    result.setNull(row)
                }
            }
        case .boxed(let function):
            for row in 0..<count where nulls?[row] ?? 0 == 0 {
                let value = try function(arguments, row)
                result.boxed[row] = value
                if value == .null { result.setNull(row) }
            }
        }
    }
}
