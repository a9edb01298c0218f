import StreamSQL

/// How often values occur in groups, for aggregates with DISTINCT: turns steps into those by which a value comes into its
/// group or leaves it. Flink: DistinctAggCodeGen.
final class AccumulatorDistinct {
    private static let none = UInt32.max
    private let columns: [Int]
    private let keys: KeyTable
    /// By the number of a group's value: how often it occurs, the numbers of the group's other values, the group.
    private var counts: [Int64] = []
    private var next: [UInt32] = []
    private var previous: [UInt32] = []
    private var owners: [UInt32] = []
    /// By group the number of its newest value.
    private var heads: [UInt32] = []
    private var ids: [UInt32] = []
    private var touched: [UInt32] = []

    init(columns: [Int], types: [PhysicalType]) {
        self.columns = columns
        keys = KeyTable([.int64] + types)
    }

    /// How many values there are in all groups.
    var count: Int { keys.count }

    /// Sets each sign that is not 0 to what the step does to the set of the group's values.
    func apply(_ steps: AccumulatorSteps, _ batch: Batch, _ signs: UnsafeMutablePointer<Int8>) {
        intern(steps, batch, signs)
        var index = 0
        for step in 0..<steps.count {
            if steps.starts[step] != 0 { clear(steps.groups[step]) }
            guard signs[step] != 0 else { continue }
            let id = ids[index]
            index += 1
            if next[Int(id)] == id { link(id, steps.groups[step]) }
            let count = counts[Int(id)] + Int64(signs[step])
            counts[Int(id)] = count
            let isChange = signs[step] > 0 ? count == 1 : count == 0
            if !isChange { signs[step] = 0 }
            if count == 0 { touched.append(id) }
        }
        for id in touched where counts[Int(id)] == 0 && next[Int(id)] != id { remove(id) }
        touched.removeAll(keepingCapacity: true)
    }

    private func intern(_ steps: AccumulatorSteps, _ batch: Batch, _ signs: UnsafeMutablePointer<Int8>) {
        let groups = Column(.int64, capacity: max(steps.count, 1))
        let selection = Selection(capacity: max(steps.count, 1))
        var count = 0
        for step in 0..<steps.count where signs[step] != 0 {
            groups.int64s[count] = Int64(steps.groups[step])
            selection.rows[count] = steps.rows[step]
            count += 1
        }
        groups.count = count
        selection.count = count
        if ids.count < count { ids = Array(repeating: 0, count: count) }
        keys.intern([groups] + columns.map { batch.columns[$0].gather(selection) }, count: count, into: &ids)
        growTo(keys.idLimit)
    }

    private func growTo(_ limit: Int) {
        while counts.count < limit {
            // A value that is its own successor is in no group's list.
            next.append(UInt32(counts.count))
            previous.append(Self.none)
            owners.append(Self.none)
            counts.append(0)
        }
    }

    private func link(_ id: UInt32, _ group: UInt32) {
        while heads.count <= Int(group) { heads.append(Self.none) }
        let head = heads[Int(group)]
        next[Int(id)] = head
        previous[Int(id)] = Self.none
        if head != Self.none { previous[Int(head)] = id }
        heads[Int(group)] = id
        owners[Int(id)] = group
    }

    private func remove(_ id: UInt32) {
        let after = next[Int(id)]
        let before = previous[Int(id)]
        if before == Self.none { heads[Int(owners[Int(id)])] = after } else { next[Int(before)] = after }
        if after != Self.none { previous[Int(after)] = before }
        next[Int(id)] = id
        keys.remove(id)
    }

    /// Makes all counts of a group 0; the values go at the end of the steps.
    private func clear(_ group: UInt32) {
        guard Int(group) < heads.count else { return }
        var id = heads[Int(group)]
        while id != Self.none {
            counts[Int(id)] = 0
            touched.append(id)
            id = next[Int(id)]
        }
    }

    /// Forgets a group.
    func release(_ group: UInt32) {
        clear(group)
        for id in touched { remove(id) }
        touched.removeAll(keepingCapacity: true)
    }

    private func ids(of group: UInt32) -> [UInt32] {
        guard Int(group) < heads.count else { return [] }
        var result: [UInt32] = []
        var id = heads[Int(group)]
        while id != Self.none {
            result.append(id)
            id = next[Int(id)]
        }
        return result
    }

    /// Writes a group's values and how often they occur.
    func encode(_ group: UInt32, to writer: StateWriter) {
        let ids = ids(of: group)
        writer.put(UInt32(ids.count))
        for id in ids {
            keys.encode(id, skipping: 1, to: writer)
            writer.put(counts[Int(id)])
        }
    }

    /// Reads a group's values.
    func decode(_ group: UInt32, _ record: inout StateRecord) throws(StateError) {
        let count = Int(try record.number(UInt32.self))
        for _ in 0..<count {
            let id = try keys.decode(&record, behind: Int64(group))
            growTo(keys.idLimit)
            link(id, group)
            counts[Int(id)] = try record.number()
        }
    }
}
