import CStreamKernels

/// What stood between the values of an earlier record: most records of a stream repeat it byte for byte, so that the
/// names, colons and commas need to be compared only and not read. A step goes from the end of one value to the start
/// of the next. A class for the reason that `BatchFiller` is one.
final class JSONTemplate {
    typealias Bytes = UnsafePointer<UInt8>

    /// What stands before one value. The first 16 bytes lie in the step itself.
    struct Step {
        let low: UInt64
        let high: UInt64
        /// The bits of those that count.
        let mask: UInt32
        /// What the value is for (`JSONTarget.Kind`).
        let kind: JSONTarget.Kind
        let count: Int
        let column: Int
        let target: JSONTarget.Address
        /// All bytes, for those beyond the 16.
        let literal: Bytes
        /// The length of the value before, or -1 if it changes often.
        var length = 0
        /// How often it has changed lately.
        var changes = 0
    }

    /// So many changes of length per call of the reader, and the length is no longer guessed.
    private static let changeLimit = 16

    /// The most values of a record that are learnt, and the most bytes before one.
    private static let stepLimit = 512
    private static let literalLimit = 256

    let steps: UnsafeMutablePointer<Step>
    private(set) var count = 0
    /// The columns whose field does not appear.
    private(set) var absent: [Int] = []
    /// The steps by column, or -1.
    private var stepOfColumn: [Int]
    private var learntLiterals: [[UInt8]] = []
    private var learntColumns: [Int] = []
    private var literals: UnsafeMutablePointer<UInt8>?

    /// A template that knows nothing, for some columns.
    init(columns: Int) {
        steps = .allocate(capacity: Self.stepLimit)
        stepOfColumn = Array(repeating: -1, count: columns)
    }

    deinit {
        steps.deallocate()
        literals?.deallocate()
    }

    /// Whether what stands at a place is what the step expects.
    @inline(__always)
    static func matches(_ step: UnsafeMutablePointer<Step>, _ place: Bytes) -> Bool {
        let mask = step.pointee.mask
        return bss_equal16(place, step) & mask == mask && (step.pointee.count <= 16 || matchesRest(step, place))
    }

    @inline(never)
    private static func matchesRest(_ step: UnsafeMutablePointer<Step>, _ place: Bytes) -> Bool {
        bss_compare(place + 16, step.pointee.literal + 16, step.pointee.count - 16) == 0
    }

    /// Goes on behind a value. If it is as long as the one before, the place is reckoned from that length and not from
    /// what was read: the processor then need not wait for one value's end to look at the next value.
    @inline(__always)
    static func advance(_ step: UnsafeMutablePointer<Step>, from place: Bytes, to next: Bytes) -> Bytes {
        let length = step.pointee.length
        let found = next - place
        if found == length { return place + bss_opaque(length) }
        if length >= 0 { noteChange(step, found) }
        return next
    }

    @inline(never)
    private static func noteChange(_ step: UnsafeMutablePointer<Step>, _ length: Int) {
        step.pointee.changes += 1
        step.pointee.length = step.pointee.changes < changeLimit ? length : -1
    }

    /// Begins to guess all lengths again.
    func guessLengths() {
        for index in 0..<count {
            steps[index].changes = 0
            steps[index].length = max(steps[index].length, 0)
        }
    }

    /// Where to go on behind a value that was not expected: at the step after it, if there is one.
    func step(after column: Int, otherwise step: Int) -> Int {
        stepOfColumn[column] < 0 ? step : stepOfColumn[column] + 1
    }

    /// Remembers what stood before a value of the record that is being learnt.
    func learn(_ start: Bytes, _ end: Bytes, column: Int) {
        guard learntColumns.count < Self.stepLimit, end - start <= Self.literalLimit else { return }
        learntLiterals.append(Array(UnsafeBufferPointer(start: start, count: end - start)))
        learntColumns.append(column)
    }

    /// Forgets the record that is being learnt.
    func unlearn() {
        learntLiterals.removeAll(keepingCapacity: true)
        learntColumns.removeAll(keepingCapacity: true)
    }

    /// Takes the record that was learnt for the one to expect, unless it had a field twice.
    func install(_ targets: UnsafeMutablePointer<JSONTarget>) {
        defer { unlearn() }
        let columns = stepOfColumn.count
        stepOfColumn = Array(repeating: -1, count: columns)
        count = 0
        let asked = learntColumns.filter { $0 < columns }
        guard Set(asked).count == asked.count else { return }
        absent = (0..<columns).filter { !asked.contains($0) }
        literals?.deallocate()
        // The first 16 bytes of a literal are read at once.
        let size = learntLiterals.reduce(16) { $0 + $1.count }
        let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: size)
        memory.initialize(repeating: 0, count: size)
        literals = memory
        var next = memory
        for (literal, column) in zip(learntLiterals, learntColumns) {
            literal.withUnsafeBufferPointer { next.update(from: $0.baseAddress.unsafelyUnwrapped, count: $0.count) }
            let raw = UnsafeRawPointer(next)
            let step = Step(
                low: raw.loadUnaligned(as: UInt64.self),
                high: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self),
                mask: 1 << UInt32(min(literal.count, 16)) - 1,
                kind: targets[column].kind,
                count: literal.count,
                column: column,
                target: targets + column,
                literal: UnsafePointer(next)
            )
            (steps + count).initialize(to: step)
            if column < columns { stepOfColumn[column] = count }
            count += 1
            next += literal.count
        }
    }
}
