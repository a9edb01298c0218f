/// What is kept of one key, in one block of memory: its partial matches and the rows that they hold, the latter in a ring by
/// their numbers. A key without a block has neither.
///
/// A block is: number of the next row | how many rows and partial matches there are (UInt32 each) | how many of both there is
/// room for | where complete matches wait | time of the newest row | partial matches | ring. An entry of the ring is: address of the row, and the class
/// of its size in the upper 8 bits | the row's hot fields.
struct MatchKey {
    /// What is known of a key beside its block; by the key's number.
    struct Slot: BitwiseCopyable {
        /// Rows and partial matches; nil without any.
        var block: UnsafeMutableRawPointer?
        /// When the earliest partial match is too long; `never` without one or without WITHIN.
        var expiry = never
    }

    /// The sizes of things in blocks, in words.
    struct Shape: BitwiseCopyable {
        /// A partial match.
        let partial: Int
        /// A complete match.
        let complete: Int
        /// An entry of the ring.
        let entry: Int
    }

    /// No time.
    static let never = Int64.max
    private static let headerWords = 5
    private static let firstRing = 4
    private static let firstPartials = 3
    private static let classShift: UInt64 = 56
    private static let addressMask: UInt64 = 1 << 56 - 1

    let words: UnsafeMutablePointer<UInt64>
    let shape: Shape

    @inline(__always)
    init(_ block: UnsafeMutableRawPointer, _ shape: Shape) {
        words = block.assumingMemoryBound(to: UInt64.self)
        self.shape = shape
    }

    /// A key without rows whose match has not begun.
    init(_ shape: Shape, start: Int, _ memory: BlockMemory) {
        self.init(memory.allocate(Self.byteCount(Self.firstPartials, Self.firstRing, shape)), shape)
        words.update(repeating: 0, count: Self.headerWords + shape.partial)
        (ringSize, partialsSize) = (Self.firstRing, Self.firstPartials)
        partialCount = 1
        words[Self.headerWords] = MatchPartials.unstarted << MatchPartials.stateBits | UInt64(start)
    }

    private static func byteCount(_ partials: Int, _ ring: Int, _ shape: Shape) -> Int {
        (headerWords + partials * shape.partial + ring * shape.entry) * 8
    }

    private var sizeClass: BlockMemory.SizeClass {
        BlockMemory.sizeClass(Self.byteCount(partialsSize, ringSize, shape))
    }

    /// Where the block is.
    @inline(__always)
    var block: UnsafeMutableRawPointer { UnsafeMutableRawPointer(words) }

    @inline(__always)
    private func low(_ word: Int) -> Int { Int(UInt32(truncatingIfNeeded: words[word])) }

    @inline(__always)
    private func high(_ word: Int) -> Int { Int(truncatingIfNeeded: words[word] >> 32) }

    @inline(__always)
    private func set(_ word: Int, low: Int) {
        words[word] = (words[word] >> 32) << 32 | UInt64(UInt32(truncatingIfNeeded: low))
    }

    @inline(__always)
    private func set(_ word: Int, high: Int) {
        words[word] = UInt64(truncatingIfNeeded: high) << 32 | UInt64(UInt32(truncatingIfNeeded: words[word]))
    }

    /// The number that the next row gets.
    @inline(__always)
    var next: Int {
        get { Int(truncatingIfNeeded: words[0]) }
        nonmutating set { words[0] = UInt64(truncatingIfNeeded: newValue) }
    }
    /// How many rows are kept: those before the next one.
    @inline(__always)
    var rowCount: Int {
        get { low(1) }
        nonmutating set { set(1, low: newValue) }
    }
    /// How many partial matches there are; one of them has not begun.
    @inline(__always)
    var partialCount: Int {
        get { high(1) }
        nonmutating set { set(1, high: newValue) }
    }
    /// How many rows there is room for, a power of two.
    @inline(__always)
    var ringSize: Int {
        get { low(2) }
        nonmutating set { set(2, low: newValue) }
    }
    /// How many partial matches there is room for.
    @inline(__always)
    var partialsSize: Int {
        get { high(2) }
        nonmutating set { set(2, high: newValue) }
    }
    /// The time of the newest row.
    @inline(__always)
    var newestTime: Int64 { Int64(bitPattern: words[4]) }
    /// The complete matches that wait: how many, room for how many, and they. nil if none ever waited.
    @inline(__always)
    private var waiting: UnsafeMutablePointer<UInt64>? {
        get { UnsafeMutablePointer(bitPattern: UInt(words[3])) }
        nonmutating set { words[3] = UInt64(UInt(bitPattern: newValue)) }
    }

    /// The partial matches.
    @inline(__always)
    var partials: MatchPartials {
        MatchPartials(base: words + Self.headerWords, count: partialCount, stride: shape.partial)
    }
    /// The complete matches that wait for an earlier partial one.
    @inline(__always)
    var complete: MatchPartials {
        guard let waiting else { return MatchPartials(base: words, count: 0, stride: shape.complete) }
        return MatchPartials(base: waiting + 2, count: Int(waiting[0]), stride: shape.complete)
    }
    /// The ring.
    @inline(__always)
    var ring: UnsafeMutablePointer<UInt64> { words + Self.headerWords + partialsSize &* shape.partial }

    @inline(__always)
    private func entry(_ number: Int) -> UnsafeMutablePointer<UInt64> {
        ring + (number & (ringSize &- 1)) &* shape.entry
    }

    /// An entry's row with nothing but its hot fields.
    @inline(__always)
    static func hot(_ entry: UnsafeMutablePointer<UInt64>) -> UnsafeMutableRawPointer {
        UnsafeMutableRawPointer(entry) + 8 - MatchLayout.headerBytes
    }

    /// An entry's row.
    @inline(__always)
    static func stored(_ entry: UnsafeMutablePointer<UInt64>) -> UnsafeMutableRawPointer {
        UnsafeMutableRawPointer(bitPattern: UInt(entry[0] & addressMask)).unsafelyUnwrapped
    }

    /// The row with a number.
    @inline(__always)
    func row(_ number: Int) -> UnsafeMutableRawPointer { Self.stored(entry(number)) }

    /// The size of the block of the row with a number.
    @inline(__always)
    func rowClass(_ number: Int) -> BlockMemory.SizeClass {
        BlockMemory.SizeClass(truncatingIfNeeded: entry(number)[0] >> Self.classShift)
    }

    /// Puts a row at the end of the ring, which has room for it.
    @inline(__always)
    func append(_ row: UnsafeMutableRawPointer) {
        let target = entry(next)
        let address = UInt64(UInt(bitPattern: row))
        target[0] = address | UInt64(MatchLayout.sizeClass(row)) << Self.classShift
        let hot = (row + MatchLayout.headerBytes).assumingMemoryBound(to: UInt64.self)
        for word in 1..<max(shape.entry, 1) { target[word] = hot[word &- 1] }
        words[4] = UInt64(bitPattern: MatchLayout.time(row))
        next &+= 1
        rowCount &+= 1
    }

    /// Puts partial matches in place of those so far; there is room.
    @inline(__always)
    func set(_ partials: MatchPartials) {
        partialCount = partials.count
        (words + Self.headerWords).update(from: partials.base, count: partials.count &* shape.partial)
    }

    /// Whether most of the block's room is not used any more.
    @inline(__always)
    var isTooLarge: Bool {
        let (rows, partials) = (ringSize, partialsSize)
        if rows == Self.firstRing, partials == Self.firstPartials { return false }
        return rowCount &* 4 <= rows && partialCount &* 4 <= max(partials, 8)
    }

    /// The same key in a block with less room: for twice as much as it has, so that it does not become too small at once.
    func narrowed(_ memory: BlockMemory) -> MatchKey {
        let isSmall = partialCount <= Self.firstPartials
        return resized(partials: isSmall ? Self.firstPartials : partialCount * 2, rows: rowCount * 2, memory)
    }

    /// The same key in a block with more (or less) room, where all that it has fits.
    func resized(partials: Int, rows: Int, _ memory: BlockMemory) -> MatchKey {
        precondition(partials >= partialCount && rows >= rowCount, "what a key has must fit into its block")
        var ringSize = Self.firstRing
        while ringSize < rows { ringSize *= 2 }
        let partialsSize = max(partials, Self.firstPartials)
        let copy = MatchKey(memory.allocate(Self.byteCount(partialsSize, ringSize, shape)), shape)
        copy.words.update(from: words, count: Self.headerWords)
        (copy.ringSize, copy.partialsSize) = (ringSize, partialsSize)
        copy.set(self.partials)
        for number in (next - rowCount)..<next { copy.entry(number).update(from: entry(number), count: shape.entry) }
        memory.deallocate(block, sizeClass)
        return copy
    }

    /// Puts the complete matches that wait in place of those so far.
    func setComplete(_ matches: MatchPartials, _ memory: BlockMemory) {
        if matches.count > (waiting.map { Int($0[1]) } ?? 0) {
            releaseComplete(memory)
            let size = matches.count * 2
            let block = memory.allocate((2 + size * shape.complete) * 8).assumingMemoryBound(to: UInt64.self)
            block[1] = UInt64(size)
            waiting = block
        }
        guard let waiting else { return }
        waiting[0] = UInt64(matches.count)
        (waiting + 2).update(from: matches.base, count: matches.count * shape.complete)
    }

    private func releaseComplete(_ memory: BlockMemory) {
        guard let waiting else { return }
        let bytes = (2 + Int(waiting[1]) * shape.complete) * 8
        memory.deallocate(UnsafeMutableRawPointer(waiting), BlockMemory.sizeClass(bytes))
        self.waiting = nil
    }

    /// Gives the memory back. The rows are gone already.
    @inline(__always)
    func release(_ memory: BlockMemory) {
        if waiting != nil { releaseComplete(memory) }
        memory.deallocate(block, sizeClass)
    }
}
