import Glibc

// why @unchecked: its memory is written before it is made, and again only by whoever is the last to know it.
/// Records of state as they were written: memory that nobody changes any more, handed on without a copy.
package final class StateBytes: @unchecked Sendable {
    /// How many bytes.
    package let count: Int
    /// Memory of `malloc`, or within that of `whole`.
    let start: UnsafeMutableRawPointer
    /// How many bytes the memory has.
    let capacity: Int
    /// What it is a part of.
    private let whole: StateBytes?

    /// Takes over memory of `malloc`.
    init(taking start: UnsafeMutableRawPointer, count: Int, capacity: Int) {
        self.start = start
        self.count = count
        self.capacity = capacity
        whole = nil
    }

    /// A part of others, which it keeps.
    init(_ range: Range<Int>, of whole: StateBytes) {
        precondition(range.lowerBound >= 0 && range.upperBound <= whole.count, "a part that goes beyond the whole")
        start = whole.start + range.lowerBound
        count = range.count
        capacity = range.count
        self.whole = whole
    }

    /// Memory that a function fills.
    ///
    /// - Throws: what the function throws.
    convenience init(count: Int, filledBy fill: (UnsafeMutableRawBufferPointer) throws -> Void) rethrows {
        guard let start = malloc(max(1, count)) else { preconditionFailure("out of memory") }
        do { try fill(UnsafeMutableRawBufferPointer(start: start, count: count)) } catch {
            free(start)
            throw error
        }
        self.init(taking: start, count: count, capacity: max(1, count))
    }

    /// A copy.
    package convenience init(_ raw: UnsafeRawBufferPointer) {
        self.init(count: raw.count) { $0.copyMemory(from: raw) }
    }

    deinit { if !isReused, whole == nil { free(start) } }

    private var isReused = false

    /// Hands its memory over to a writer. The caller is the only one who knows it.
    consuming func reuse() -> (start: UnsafeMutableRawPointer, capacity: Int) {
        precondition(whole == nil, "a part's memory belongs to the whole")
        isReused = true
        return (start, capacity)
    }

    /// Calls a function with the bytes.
    package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        // why: the caller may have let go of it while the function still reads.
        try withExtendedLifetime(self) { try body(UnsafeRawBufferPointer(start: start, count: count)) }
    }
}
