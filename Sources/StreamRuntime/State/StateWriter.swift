import Glibc

/// State on its way into a checkpoint: records of bytes, each belonging to a table of its operator and to a key.
///
/// A record is: hash (UInt32) | table (UInt8) | version (UInt8) | length (UInt32) | fields. All numbers little-endian.
package final class StateWriter {
    /// Bytes before the fields of a record.
    static let headerBytes = 10

    private static let firstCapacity = 4_096

    // why: a checkpoint is a hundred bytes for each of a million keys; an array asks for uniqueness and room at each number,
    // and is copied when it grows, where `realloc` moves pages.
    private var storage: UnsafeMutableRawPointer
    private var capacity = StateWriter.firstCapacity
    private var count = 0
    /// How many there are.
    package private(set) var records = 0
    /// State that other checkpoints have too, with its records if this one is the first.
    private(set) var shared: [(state: SharedState, records: StateBytes?)] = []
    private let names: SharedState.Names?
    private let keyedOnly: Bool
    private var isFinished = false

    /// No records.
    ///
    /// - Parameters:
    ///   - keyedOnly: leaves records out that belong to no key.
    ///   - names: for state that is shared with other checkpoints; nil where all of it is to be written, as in a savepoint.
    ///   - old: records whose memory is written over, if nobody else knows them and they fill a quarter of it: fresh pages
    ///     cost as much as what is written into them.
    package init(
        keyedOnly: Bool = false,
        names: SharedState.Names? = nil,
        reusing old: consuming StateBytes? = nil
    ) {
        self.keyedOnly = keyedOnly
        self.names = names
        if isKnownUniquelyReferenced(&old), let spare = old, spare.count >= spare.capacity / 4 {
            (storage, capacity) = spare.reuse()
        } else {
            guard let storage = malloc(capacity) else { preconditionFailure("out of memory") }
            self.storage = storage
        }
    }

    deinit { if !isFinished { free(storage) } }

    /// Hands over all records; nothing may be written after.
    package consuming func finish() -> StateBytes {
        isFinished = true
        return StateBytes(taking: storage, count: count, capacity: capacity)
    }

    /// A copy of all records so far.
    package var bytes: [UInt8] { Array(UnsafeRawBufferPointer(start: storage, count: count)) }

    /// Where the next bytes go.
    @inline(__always)
    private func room(_ size: Int) -> UnsafeMutableRawPointer {
        let start = count
        if size > capacity &- start { grow(start + size) }
        count = start &+ size
        return storage + start
    }

    @inline(never)
    private func grow(_ needed: Int) {
        capacity = max(needed, capacity * 2)
        guard let larger = realloc(storage, capacity) else { preconditionFailure("out of memory") }
        storage = larger
    }

    private func append(_ raw: UnsafeRawBufferPointer) {
        let target = room(raw.count)
        if let source = raw.baseAddress { target.copyMemory(from: source, byteCount: raw.count) }
    }

    /// Adds a record. The hash (the low half of `RowHash`) decides which worker gets it back; `nil` gives it to all.
    package func record(
        table: UInt8,
        version: UInt8 = 1,
        keyHash: UInt32?,
        _ fields: (StateWriter) -> Void
    ) {
        if keyedOnly, keyHash == nil { return }
        let start = count
        put(keyHash ?? 0)
        put(keyHash == nil ? table | 0x80 : table)
        put(version)
        put(UInt32(0))
        fields(self)
        let length = UInt32(count - start - Self.headerBytes)
        storage.storeBytes(of: length.littleEndian, toByteOffset: start + 6, as: UInt32.self)
        records += 1
    }

    /// Whether `share` may be called.
    var sharesState: Bool { names != nil }

    /// Adds records that will stay the same for some checkpoints, of which each that has them says so with `share(again:)`.
    /// When the next snapshot is taken, those of this one are durable.
    func share(_ write: (StateWriter) -> Void) -> SharedState {
        guard let names else { preconditionFailure("nothing may be shared") }
        let writer = StateWriter(keyedOnly: keyedOnly)
        write(writer)
        let records = writer.finish()
        let state = SharedState(name: names.next(), count: records.count)
        shared.append((state, records))
        return state
    }

    /// Adds records of an earlier checkpoint that are still the same.
    func share(again state: SharedState) {
        precondition(sharesState, "nothing may be shared")
        shared.append((state, nil))
    }

    /// Adds a number.
    @inline(__always)
    package func put<Number: FixedWidthInteger>(_ number: Number) {
        room(MemoryLayout<Number>.size).storeBytes(of: number.littleEndian, as: Number.self)
    }

    /// Adds a truth value.
    package func put(_ value: Bool) { put(value ? 1 as UInt8 : 0) }

    /// Adds a floating point number, by its bits.
    package func put(_ value: Double) { put(value.bitPattern) }

    /// Adds bytes with their count.
    package func put(_ string: StringRef) {
        put(UInt32(string.count))
        string.withBytes { append(UnsafeRawBufferPointer($0)) }
    }

    /// Adds bytes with their count.
    package func put(_ raw: UnsafeRawBufferPointer) {
        put(UInt32(raw.count))
        append(raw)
    }

    /// Adds a row of a column as a value, with what kind it is.
    func put(_ column: Column, _ row: Int) {
        guard column.type == .string, !column.isNull(row) else { return put(column[row]) }
        put(UInt8(5))
        put(column.strings[row])
    }

    /// Adds a value, with what kind it is.
    package func put(_ value: Value) {
        switch value {
        case .null: put(UInt8(0))
        case .boolean(let value):
            put(UInt8(1))
            put(value)
        case .int64(let value):
            put(UInt8(2))
            put(value)
        case .double(let value):
            put(UInt8(3))
            put(value)
        case .decimal(let value):
            put(UInt8(4))
            put(value)
        case .string(let text):
            put(UInt8(5))
            var text = text
            text.withUTF8 { put(UnsafeRawBufferPointer($0)) }
        case .array(let elements):
            put(UInt8(6))
            put(UInt32(elements.count))
            for element in elements { put(element) }
        case .row(let fields):
            put(UInt8(7))
            put(UInt32(fields.count))
            for field in fields { put(field) }
        }
    }
}

/// What is wrong with a checkpoint's state.
package enum StateError: Error, Hashable, Sendable {
    /// A record ends too early.
    case truncated
    /// An operator has no such table.
    case unexpectedRecord(table: UInt8)
    /// A record was written by a newer program.
    case unknownVersion(table: UInt8, version: UInt8)
    /// A value of an unknown kind.
    case unknownKind(UInt8)
}
