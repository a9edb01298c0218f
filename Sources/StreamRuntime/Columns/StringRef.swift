import CStreamKernels

/// A string of bytes (UTF-8 for character types) in 16 trivially copyable bytes: its length and, up to 12 bytes, the
/// bytes themselves with zeros behind; else their first 4 bytes and the address of all of them. Umbra and DuckDB store
/// strings so.
///
/// A long string does not own its bytes: the column that holds it keeps the arena alive (`Column.retain`).
package struct StringRef: BitwiseCopyable, Sendable {
    /// The length in bits 0 to 31, the first 4 bytes above.
    var head: UInt64
    /// Bytes 4 to 11, or the address.
    var tail: UInt64

    /// The longest string without an address.
    package static let inlineCapacity = 12

    /// The empty string.
    @inline(__always)
    package init() {
        head = 0
        tail = 0
    }

    @inline(__always)
    init(head: UInt64, tail: UInt64) {
        self.head = head
        self.tail = tail
    }

    /// A string over bytes that stay where they are for as long as it is used.
    @inline(__always)
    package init(_ bytes: UnsafePointer<UInt8>, count: Int) {
        let raw = UnsafeRawPointer(bytes)
        if count > Self.inlineCapacity {
            self.init(long: raw, count: count)
        } else if count >= 8 {
            let first = raw.loadUnaligned(as: UInt64.self)
            let last = raw.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
            // Bytes 4...7 come from the first word, the others from the last, shifted to their place.
            let rest = count == 8 ? 0 : last >> UInt64(8 * (16 - count))
            self.init(head: first << 32 | UInt64(count), tail: (first >> 32) | rest << 32)
        } else {
            var word: UInt64 = 0
            if count >= 4 {
                let first = UInt64(raw.loadUnaligned(as: UInt32.self))
                let last = UInt64(raw.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self))
                word = first | last << UInt64(8 * (count - 4))
            } else if count > 0 {
                let middle = count / 2
                word =
                    UInt64(bytes[0]) | UInt64(bytes[middle]) << UInt64(8 * middle)
                    | UInt64(bytes[count - 1]) << UInt64(8 * (count - 1))
            }
            self.init(head: word << 32 | UInt64(count), tail: word >> 32)
        }
    }

    /// As `init(_:count:)`, without a branch for short strings: at least 12 bytes can be read at the address.
    @inline(__always)
    init(readable bytes: UnsafeRawPointer, count: Int) {
        if count > Self.inlineCapacity {
            self.init(long: bytes, count: count)
        } else {
            let first = bytes.loadUnaligned(as: UInt64.self)
            let second = UInt64(bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
            let low = first & bss_mask_of_first(count, 0)
            let high = second & bss_mask_of_first(count, 8)
            self.init(
                head: low &<< 32 | UInt64(truncatingIfNeeded: count),
                tail: low &>> 32 | high &<< 32
            )
        }
    }

    @inline(__always)
    private init(long bytes: UnsafeRawPointer, count: Int) {
        let prefix = UInt64(bytes.loadUnaligned(as: UInt32.self))
        head = prefix &<< 32 | UInt64(UInt32(truncatingIfNeeded: count))
        tail = UInt64(UInt(bitPattern: bytes))
    }

    /// Its length in bytes.
    @inline(__always)
    package var count: Int { Int(UInt32(truncatingIfNeeded: head)) }

    /// Whether it holds its bytes itself.
    @inline(__always)
    package var isInline: Bool { count <= Self.inlineCapacity }

    /// The bytes of a string that is not inline.
    @inline(__always)
    var longBytes: UnsafeRawPointer { UnsafeRawPointer(bitPattern: UInt(tail)).unsafelyUnwrapped }

    /// Calls a function with the bytes.
    @inline(__always)
    package func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
        if !isInline {
            return try body(UnsafeBufferPointer(start: longBytes.assumingMemoryBound(to: UInt8.self), count: count))
        }
        return try withUnsafeBytes(of: self) { own in
            let start = own.baseAddress.unsafelyUnwrapped.advanced(by: 4).assumingMemoryBound(to: UInt8.self)
            return try body(UnsafeBufferPointer(start: start, count: count))
        }
    }

    /// Writes the bytes; 12 bytes are touched even for a shorter string.
    @inline(__always)
    func write(to target: UnsafeMutableRawPointer) {
        if isInline {
            target.storeBytes(of: UInt32(truncatingIfNeeded: head &>> 32), as: UInt32.self)
            target.storeBytes(of: tail, toByteOffset: 4, as: UInt64.self)
        } else {
            target.copyMemory(from: longBytes, byteCount: count)
        }
    }
}

extension StringRef: Comparable {
    /// Whether the bytes are equal.
    @inline(__always)
    package static func == (left: StringRef, right: StringRef) -> Bool {
        guard left.head == right.head else { return false }
        if left.tail == right.tail { return true }
        return !left.isInline && bss_compare(left.longBytes, right.longBytes, left.count) == 0
    }

    /// The order of the bytes as unsigned numbers, which is also that of the code points. Flink compares strings so.
    @inline(__always)
    package static func < (left: StringRef, right: StringRef) -> Bool { compare(left, right) < 0 }

    /// Less than, equal to or greater than 0, as the first comes before, with or after the second.
    @inline(__always)
    package static func compare(_ left: StringRef, _ right: StringRef) -> Int {
        let first = UInt32(truncatingIfNeeded: left.head &>> 32).byteSwapped
        let second = UInt32(truncatingIfNeeded: right.head &>> 32).byteSwapped
        // Zeros stand behind a short string, and no byte is less than zero.
        if first != second { return first < second ? -1 : 1 }
        return compareRest(left, right)
    }

    @inline(never)
    private static func compareRest(_ left: StringRef, _ right: StringRef) -> Int {
        if left.isInline && right.isInline {
            let first = left.tail.byteSwapped
            let second = right.tail.byteSwapped
            if first != second { return first < second ? -1 : 1 }
            return left.count - right.count
        }
        return left.withBytes { first in
            right.withBytes { second in
                let count = min(first.count, second.count)
                guard count > 0, let one = first.baseAddress, let other = second.baseAddress else {
                    return first.count - second.count
                }
                let order = Int(bss_compare(one, other, count))
                return order != 0 ? order : first.count - second.count
            }
        }
    }
}

extension StringRef: CustomStringConvertible {
    /// The text; bytes that are no UTF-8 are replaced by U+FFFD.
    package var description: String { withBytes { String(decoding: $0, as: UTF8.self) } }
}
