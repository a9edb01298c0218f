/// The values of a `distinct` aggregate that the groups of a slice have.
///
/// The first 64 different ones are bits of a word of each group, where the result does not depend on the order in which values
/// come: few values, for instance the types of events, then cost no look-up among all pairs of group and value. What comes after
/// them is in a set of such pairs.
final class DistinctValues {
    private static let marksMax = 64

    /// What is declared of them.
    let declared: AggregateSlots.Distinct
    /// The values that groups have marks for, numbered by their bits.
    private let marked: KeyTable
    /// The others: a key's number and a value.
    private let pairs: KeyTable
    private let single: Column
    private var numbers: [UInt32] = []
    private var unmarked: [UInt32] = []

    /// No values.
    init(_ declared: AggregateSlots.Distinct) {
        self.declared = declared
        marked = KeyTable([declared.type], beginsSmall: true)
        pairs = KeyTable([.int64, declared.type])
        single = Column(declared.type, capacity: 1)
    }

    /// Forgets all values; the groups' words are the caller's.
    func removeAll() {
        if marked.count > 0 { marked.removeAll() }
        if pairs.count > 0 { pairs.removeAll() }
    }

    /// The groups of a slice.
    struct Groups {
        /// Their words.
        let words: UnsafeMutablePointer<UInt64>
        /// Words of a group.
        let stride: Int
        /// The numbers of their keys.
        let keys: UnsafePointer<UInt32>
    }

    /// Adds values, none of them NULL, to groups, and gives the rows of those that are new to their group: ascending, where
    /// the order matters.
    ///
    /// - Parameter places: of each row the place of its group.
    func add(_ values: Column, count: Int, places: [UInt32], to groups: Groups, fresh: inout [UInt32]) {
        fresh.removeAll(keepingCapacity: true)
        guard declared.marks >= 0 else { return addPairs(values, nil, count, places, groups, &fresh) }
        if numbers.count < count { numbers = Array(repeating: 0, count: max(count, Batch.standardCapacity)) }
        unmarked.removeAll(keepingCapacity: true)
        marked.find([values], count: count, into: &numbers)
        let mayMark = marked.count < Self.marksMax
        for row in 0..<count {
            var number = numbers[row]
            if number == KeyTable.absent, mayMark { number = mark(values, row) }
            guard number != KeyTable.absent else {
                unmarked.append(UInt32(truncatingIfNeeded: row))
                continue
            }
            let word = groups.words + Int(places[row]) * groups.stride + declared.marks
            let bit = UInt64(1) << UInt64(number)
            guard word.pointee & bit == 0 else { continue }
            word.pointee |= bit
            fresh.append(UInt32(truncatingIfNeeded: row))
        }
        if unmarked.isEmpty { return }
        let others = Column(declared.type, capacity: unmarked.count)
        others.append(gathering: values, rows: unmarked, count: unmarked.count)
        addPairs(others, unmarked, unmarked.count, places, groups, &fresh)
    }

    /// The number of a value's mark; absent if all marks are taken by others.
    private func mark(_ values: Column, _ row: Int) -> UInt32 {
        single.append(gathering: values, rows: [UInt32(truncatingIfNeeded: row)], count: 1)
        var number = KeyTable.absent
        if marked.count < Self.marksMax {
            marked.intern([single], count: 1, into: &number)
        } else {
            marked.find([single], count: 1, into: &number)
        }
        // why: it would keep the memory that the value lies in
        single.reset()
        return number
    }

    /// Adds pairs of a group and a value.
    ///
    /// - Parameter rows: of each value its row, if it is not that of its number.
    private func addPairs(
        _ values: Column,
        _ rows: [UInt32]?,
        _ count: Int,
        _ places: [UInt32],
        _ groups: Groups,
        _ fresh: inout [UInt32]
    ) {
        let ids = Column(.int64, capacity: max(1, count))
        ids.count = count
        for index in 0..<count {
            ids.int64s[index] = Int64(groups.keys[Int(places[rows.map { Int($0[index]) } ?? index])])
        }
        var known: [UInt32] = Array(repeating: 0, count: count)
        var next = UInt32(pairs.idLimit)
        pairs.intern([ids, values], count: count, into: &known)
        // A pair's first row is the one that got the next number.
        for index in 0..<count where known[index] == next {
            next += 1
            fresh.append(rows.map { $0[index] } ?? UInt32(truncatingIfNeeded: index))
        }
    }

    /// The values that groups have marks for, by number.
    func markedValues() -> Column {
        let column = Column(declared.type, capacity: max(1, marked.count))
        marked.append((0..<UInt32(marked.count)).map { $0 }, count: marked.count, to: [column])
        return column
    }

    /// Hands on the pairs that are no marks, some at once, each time as columns with the number of a key and a value.
    func eachPairs(_ body: (_ ids: Column, _ values: Column, _ count: Int) -> Void) {
        let ids = Column(.int64)
        let values = Column(declared.type)
        for first in stride(from: 0, to: pairs.idLimit, by: Batch.standardCapacity) {
            let count = min(Batch.standardCapacity, pairs.idLimit - first)
            ids.reset()
            values.reset()
            pairs.append((first..<(first + count)).map { UInt32($0) }, count: count, to: [ids, values])
            body(ids, values, count)
        }
    }

    /// All pairs of a key's number and a value, those of groups with marks first.
    func all(of groups: Groups, count: Int) -> (ids: [UInt32], values: Column) {
        var ids: [UInt32] = []
        var marks: [UInt32] = []
        if declared.marks >= 0, marked.count > 0 {
            for place in 0..<count {
                var word = groups.words[place * groups.stride + declared.marks]
                while word != 0 {
                    ids.append(groups.keys[place])
                    marks.append(UInt32(truncatingIfNeeded: word.trailingZeroBitCount))
                    word &= word &- 1
                }
            }
        }
        let values = Column(declared.type, capacity: max(1, marks.count + pairs.count))
        marked.append(marks, count: marks.count, to: [values])
        eachPairs { numbers, others, count in
            for row in 0..<count { ids.append(UInt32(truncatingIfNeeded: numbers.int64s[row])) }
            values.append(others, rows: 0..<count)
        }
        return (ids, values)
    }
}
