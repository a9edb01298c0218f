extension StringRef {
    /// A copy whose bytes, if it is long, are memory of its own: whoever keeps it gives them back by `freeOwned`.
    @inline(__always)
    func owned() -> StringRef { isInline ? self : copied() }

    @inline(never)
    private func copied() -> StringRef {
        let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
        withBytes { bytes.initialize(from: $0.baseAddress.unsafelyUnwrapped, count: count) }
        return StringRef(bytes, count: count)
    }

    /// Gives the memory of a string back that `owned` made.
    @inline(__always)
    func freeOwned() {
        if !isInline { UnsafeMutableRawPointer(mutating: longBytes).deallocate() }
    }
}
