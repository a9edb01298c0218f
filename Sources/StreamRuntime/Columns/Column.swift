/// The values of one column of a batch: one allocation of `capacity` values and, once a NULL was written, one byte a
/// row that says which rows are NULL.
///
/// Hot loops take `int64s`, `strings`... and `nulls` once per batch and work on the pointers. A pointer is good until
/// the column grows (`reserve`) or goes. The rows from `count` to `capacity` may be written before `count` is raised.
/// The value of a NULL row is some valid value of the type (in a string column a string, never a stale address).
package final class Column {
    /// What it holds.
    package let type: PhysicalType
    /// How many rows there is room for.
    package private(set) var capacity: Int
    /// How many rows it has.
    package var count = 0 {
        didSet { precondition(count <= capacity && count >= 0, "more rows than there is room for") }
    }
    /// The values of a `boxed` column, `capacity` of them.
    package var boxed: [Value]
    private var storage: UnsafeMutableRawPointer
    private var nullStorage: UnsafeMutablePointer<UInt8>?
    private var hasNulls = false
    private var ownArena: StringArena?
    /// The arenas of others that its strings point into.
    private(set) var retained: [StringArena] = []

    /// Bytes behind the last value that vector code may read and overwrite.
    private static let padding = 64

    /// An empty column.
    package init(_ type: PhysicalType, capacity: Int = Batch.standardCapacity) {
        precondition(capacity >= 0, "a negative capacity")
        self.type = type
        self.capacity = capacity
        storage = Self.allocate(type, capacity)
        boxed = type == .boxed ? Array(repeating: .null, count: capacity) : []
    }

    deinit {
        storage.deallocate()
        nullStorage?.deallocate()
    }

    private static func allocate(_ type: PhysicalType, _ capacity: Int) -> UnsafeMutableRawPointer {
        let size = capacity * type.stride + padding
        let storage = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
        // why: an untouched string must be a valid one, and an untouched boolean 0 or 1.
        storage.initializeMemory(as: UInt8.self, repeating: 0, count: size)
        return storage
    }

    @inline(__always)
    private func typed<T>(_ expected: PhysicalType, as: T.Type) -> UnsafeMutablePointer<T> {
        precondition(type == expected, "a column of another type")
        return storage.assumingMemoryBound(to: T.self)
    }

    /// The values of a `boolean` column.
    package var booleans: UnsafeMutablePointer<UInt8> { typed(.boolean, as: UInt8.self) }
    /// The values of a `double` column.
    package var doubles: UnsafeMutablePointer<Double> { typed(.double, as: Double.self) }
    /// The values of a `decimal128` column.
    package var decimal128s: UnsafeMutablePointer<Int128> { typed(.decimal128, as: Int128.self) }
    /// The values of a `string` column.
    package var strings: UnsafeMutablePointer<StringRef> { typed(.string, as: StringRef.self) }
    /// The values of an `int64` or `decimal64` column.
    package var int64s: UnsafeMutablePointer<Int64> {
        precondition(type == .int64 || type == .decimal64, "a column of another type")
        return storage.assumingMemoryBound(to: Int64.self)
    }
    /// The bits of a column whose values have 8 bytes, or twice as many words if they have 16.
    package var words: UnsafeMutablePointer<UInt64> {
        precondition(type.stride >= 8, "a column without words")
        return storage.assumingMemoryBound(to: UInt64.self)
    }
    /// The values as bytes, `type.stride` of them each.
    package var bytes: UnsafeMutableRawPointer { storage }

    /// One byte a row, 1 for NULL and 0 otherwise; `nil` if no NULL was written since the last `reset`.
    package var nulls: UnsafeMutablePointer<UInt8>? { hasNulls ? nullStorage : nil }

    /// The bytes of `nulls`, made if there were none.
    package func writableNulls() -> UnsafeMutablePointer<UInt8> {
        if hasNulls, let nullStorage { return nullStorage }
        let bytes = nullStorage ?? .allocate(capacity: capacity + Self.padding)
        bytes.initialize(repeating: 0, count: capacity + Self.padding)
        nullStorage = bytes
        hasNulls = true
        return bytes
    }

    /// Makes a row NULL, and its value 0, the empty string or false.
    package func setNull(_ row: Int) {
        precondition(row >= 0 && row < capacity, "no such row")
        writableNulls()[row] = 1
        if type == .boxed {
            boxed[row] = .null
        } else {
            (storage + row * type.stride).initializeMemory(as: UInt8.self, repeating: 0, count: type.stride)
        }
    }

    /// Whether a row is NULL.
    @inline(__always)
    package func isNull(_ row: Int) -> Bool {
        guard let nulls else { return false }
        return nulls[row] != 0
    }

    /// Makes room for rows; the ones that are there are kept, the pointers change.
    package func reserve(_ needed: Int) {
        guard needed > capacity else { return }
        let larger = max(needed, capacity * 2)
        let newStorage = Self.allocate(type, larger)
        newStorage.copyMemory(from: storage, byteCount: capacity * type.stride)
        storage.deallocate()
        storage = newStorage
        if let old = nullStorage {
            let new = UnsafeMutablePointer<UInt8>.allocate(capacity: larger + Self.padding)
            new.initialize(repeating: 0, count: larger + Self.padding)
            new.update(from: old, count: capacity)
            old.deallocate()
            nullStorage = new
        }
        if type == .boxed { boxed.append(contentsOf: repeatElement(.null, count: larger - capacity)) }
        capacity = larger
    }

    /// Forgets all rows and keeps the memory.
    package func reset() {
        count = 0
        hasNulls = false
        retained.removeAll(keepingCapacity: true)
        guard ownArena != nil else { return }
        // why: another column may have gathered strings that point into the arena.
        if isKnownUniquelyReferenced(&ownArena) { ownArena?.reset() } else { ownArena = nil }
    }

    /// The column's own arena, for long strings made for it.
    package var arena: StringArena {
        if let ownArena { return ownArena }
        let arena = StringArena()
        ownArena = arena
        return arena
    }

    /// Keeps an arena alive for as long as the column's rows.
    package func retain(_ arena: StringArena) {
        if let last = retained.last, last === arena { return }
        if !retained.contains(where: { $0 === arena }) { retained.append(arena) }
    }

    /// Keeps all arenas alive that another column's strings point into.
    package func retainArenas(of other: Column) {
        guard type == .string else { return }
        if let arena = other.ownArena, other !== self { retain(arena) }
        for arena in other.retained { retain(arena) }
    }
    /// Lets go of the arenas of others; no string may point into them any more.
    func releaseRetained() { retained.removeAll(keepingCapacity: true) }
}
