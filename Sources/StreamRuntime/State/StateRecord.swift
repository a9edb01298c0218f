/// A record of state as it comes back from a checkpoint; its fields are read in the order in which they were put.
package struct StateRecord {
    /// Whose key it belongs to: the low half of `RowHash`; `nil` for all workers.
    package let keyHash: UInt32?
    /// Which of the operator's tables.
    package let table: UInt8
    /// The version of the table's format.
    package let version: UInt8
    private let bytes: StateBytes
    private var position: Int
    private let end: Int

    /// Calls a function with each record of what a `StateWriter` wrote.
    ///
    /// - Throws: `StateError.truncated`, and what the function throws.
    package static func each(in bytes: StateBytes, _ body: (StateRecord) throws -> Void) throws {
        var position = 0
        while position < bytes.count {
            let record = try StateRecord(bytes, at: position)
            try body(record)
            position = record.end
        }
    }

    /// Calls a function with each record of what a `StateWriter` wrote.
    ///
    /// - Throws: `StateError.truncated`, and what the function throws.
    package static func each(in bytes: [UInt8], _ body: (StateRecord) throws -> Void) throws {
        try each(in: bytes.withUnsafeBytes { StateBytes($0) }, body)
    }

    private init(_ bytes: StateBytes, at start: Int) throws(StateError) {
        self.bytes = bytes
        position = start
        guard bytes.count - start >= StateWriter.headerBytes else { throw .truncated }
        let hash: UInt32 = Self.load(bytes, start)
        let length: UInt32 = Self.load(bytes, start + 6)
        let mark: UInt8 = Self.load(bytes, start + 4)
        keyHash = mark & 0x80 == 0 ? hash : nil
        table = mark & 0x7F
        version = Self.load(bytes, start + 5)
        position = start + StateWriter.headerBytes
        end = position + Int(length)
        guard end <= bytes.count else { throw .truncated }
    }

    /// The fields of bytes that are no record, from a place on.
    init(body: StateBytes, from start: Int = 0) {
        bytes = body
        position = start
        end = body.count
        keyHash = nil
        table = 0
        version = 0
    }

    /// A number that lies within the bytes.
    @inline(__always)
    private static func load<Number: FixedWidthInteger>(_ bytes: StateBytes, _ offset: Int) -> Number {
        bytes.withBytes { Number(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: Number.self)) }
    }

    /// Whether all fields were read.
    package var isAtEnd: Bool { position == end }

    /// Reads a number.
    package mutating func number<Number: FixedWidthInteger>(_: Number.Type = Number.self) throws(StateError) -> Number {
        guard end - position >= MemoryLayout<Number>.size else { throw .truncated }
        let number: Number = Self.load(bytes, position)
        position += MemoryLayout<Number>.size
        return number
    }

    /// Reads a truth value.
    package mutating func boolean() throws(StateError) -> Bool { try number(UInt8.self) != 0 }

    /// Reads a floating point number.
    package mutating func double() throws(StateError) -> Double { Double(bitPattern: try number()) }

    /// Reads bytes that were put with their count, and calls a function with them.
    package mutating func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) throws(StateError) -> Result {
        let count = Int(try number(UInt32.self))
        guard end - position >= count else { throw .truncated }
        defer { position += count }
        return bytes.withBytes { body(UnsafeRawBufferPointer(rebasing: $0[position..<(position + count)])) }
    }

    /// Reads bytes that were put with their count, without a copy.
    mutating func part() throws(StateError) -> StateBytes {
        let count = Int(try number(UInt32.self))
        guard end - position >= count else { throw .truncated }
        defer { position += count }
        return StateBytes(position..<position + count, of: bytes)
    }

    /// Reads a string into an arena.
    package mutating func string(_ arena: StringArena) throws(StateError) -> StringRef {
        try withBytes { raw in arena.store(raw.bindMemory(to: UInt8.self)) }
    }

    /// Reads a value.
    package mutating func value() throws(StateError) -> Value {
        let kind: UInt8 = try number()
        switch kind {
        case 0: return .null
        case 1: return .boolean(try boolean())
        case 2: return .int64(try number())
        case 3: return .double(try double())
        case 4: return .decimal(try number())
        case 5: return .string(try withBytes { String(decoding: $0, as: UTF8.self) })
        case 6, 7:
            var values: [Value] = []
            for _ in 0..<(try number(UInt32.self)) { values.append(try value()) }
            return kind == 6 ? .array(values) : .row(values)
        default: throw .unknownKind(kind)
        }
    }
}
