import Glibc

/// Records of state as they were written: memory that nobody changes any more, handed on without a copy.
// why @unchecked: its memory is written before it is made and freed with it.
package final class StateBytes: @unchecked Sendable {
    /// How many bytes.
    package let count: Int
    /// The first one.
    let start: UnsafeRawPointer

    /// Takes over memory of `malloc`.
    init(taking start: UnsafeMutableRawPointer, count: Int) {
        self.start = UnsafeRawPointer(start)
        self.count = count
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
        self.init(taking: start, count: count)
    }

    /// A copy.
    package convenience init(_ raw: UnsafeRawBufferPointer) {
        self.init(count: raw.count) { $0.copyMemory(from: raw) }
    }

    deinit { free(UnsafeMutableRawPointer(mutating: start)) }

    /// Calls a function with the bytes.
    package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        // why: the caller may have let go of it while the function still reads.
        try withExtendedLifetime(self) { try body(UnsafeRawBufferPointer(start: start, count: count)) }
    }
}
