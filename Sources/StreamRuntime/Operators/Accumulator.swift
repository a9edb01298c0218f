/// One aggregate function over many groups. Its state for a group is some of the group's words and, where a group needs
/// more, things of its own under the group's number. Flink: AggsHandleFunction.
///
/// Words that are all 0 own nothing.
protocol Accumulator: AnyObject {
    /// Where its words begin among those of a group.
    var offset: Int { get }
    /// Makes a group's words those of a group without rows; they own nothing yet.
    func initialize(_ words: UnsafeMutablePointer<UInt64>)
    /// Gives back what a group owns and makes its words 0.
    func release(_ words: UnsafeMutablePointer<UInt64>, _ group: UInt32)
    /// Takes steps and writes the results.
    ///
    /// - Throws: `AccumulatorFault` for rows that the function forbids.
    func run(
        _ steps: AccumulatorSteps,
        _ groups: AccumulatorGroups,
        _ batch: Batch,
        _ results: AccumulatorResults
    ) throws(AccumulatorFault)
    /// Writes a group's state.
    func encode(_ words: UnsafeMutablePointer<UInt64>, _ group: UInt32, to writer: StateWriter)
    /// Reads a group's state into words that `initialize` made.
    func decode(_ words: UnsafeMutablePointer<UInt64>, _ group: UInt32, _ record: inout StateRecord) throws(StateError)
}

/// A row that an aggregate function forbids; Flink fails on it too.
package struct AccumulatorFault: Error, Hashable, Sendable {
    /// What is wrong.
    package let message: String
}

/// What happens to groups, one row after the other.
struct AccumulatorSteps {
    /// How many steps there are.
    let count: Int
    /// The row of the batch that each step takes.
    let rows: UnsafePointer<UInt32>
    /// The group that each step is about.
    let groups: UnsafePointer<UInt32>
    /// 1 adds the row to the group, -1 takes it back, 0 leaves the group as it is.
    let signs: UnsafePointer<Int8>
    /// 1 for a group that begins with this step: whatever its number stood for is forgotten first.
    let starts: UnsafePointer<UInt8>

    /// The same steps, with some that do nothing.
    func with(signs: UnsafePointer<Int8>) -> AccumulatorSteps {
        AccumulatorSteps(count: count, rows: rows, groups: groups, signs: signs, starts: starts)
    }
}

/// The words of all groups.
struct AccumulatorGroups {
    let base: UnsafeMutablePointer<UInt64>
    /// Words of a group.
    let stride: Int
}

/// Where results go: to row n of a column for step n, or to row 2n + 1 with the result before the step in row 2n.
struct AccumulatorResults {
    /// All rows are there already.
    let column: Column
    /// Whether the results before the steps are asked for.
    let hasOld: Bool
}

extension Accumulator {
    /// Takes the steps one by one: `write` puts the result of words into a row, `update` changes words by a row and a sign.
    @inline(__always)
    func each(
        _ steps: AccumulatorSteps,
        _ groups: AccumulatorGroups,
        _ results: AccumulatorResults,
        write: (UnsafeMutablePointer<UInt64>, UInt32, Int) -> Void,
        update: (UnsafeMutablePointer<UInt64>, UInt32, Int, Int8) -> Void
    ) {
        let start = groups.base + offset
        let stride = groups.stride
        let scale = results.hasOld ? 2 : 1
        for step in 0..<steps.count {
            let group = steps.groups[step]
            let words = start + Int(group) &* stride
            if steps.starts[step] != 0 {
                release(words, group)
                initialize(words)
            }
            let target = step &* scale
            if results.hasOld { write(words, group, target) }
            let sign = steps.signs[step]
            if sign != 0 { update(words, group, Int(steps.rows[step]), sign) }
            write(words, group, target &+ scale &- 1)
        }
    }
}

extension UnsafeMutablePointer<UInt64> {
    /// Two words as a number of 128 bits.
    @inline(__always)
    var wide: Int128 {
        get { Int128(truncatingIfNeeded: UInt128(self[1]) << 64 | UInt128(self[0])) }
        nonmutating set {
            self[0] = UInt64(truncatingIfNeeded: newValue)
            self[1] = UInt64(truncatingIfNeeded: newValue >> 64)
        }
    }

    /// A word as a signed number.
    @inline(__always)
    var signed: Int64 {
        get { Int64(bitPattern: self[0]) }
        nonmutating set { self[0] = UInt64(bitPattern: newValue) }
    }

    /// A word as a floating point number.
    @inline(__always)
    var double: Double {
        get { Double(bitPattern: self[0]) }
        nonmutating set { self[0] = newValue.bitPattern }
    }

    /// Two words as a string.
    @inline(__always)
    var string: StringRef {
        get { StringRef(head: self[0], tail: self[1]) }
        nonmutating set {
            self[0] = newValue.head
            self[1] = newValue.tail
        }
    }
}
