import StreamSQL

/// The rows that a call of `AggregateSlots.update` adds, and the groups that they belong to.
struct GroupedRows {
    let batch: Batch
    /// The rows, or nil for the first `count` ones.
    let rows: UnsafePointer<UInt32>?
    let count: Int
    /// For each of the rows the place of its group.
    let places: UnsafePointer<UInt32>
}

extension AggregateSlots {
    /// Adds rows to the slots of their groups; those with a `distinct` set only if it is this one (-1 for none). Strings
    /// that become a minimum, a maximum, a first or a last value are copied into the arena.
    func update(_ groups: UnsafeMutablePointer<UInt64>, _ input: GroupedRows, distinct: Int = -1, arena: StringArena) {
        for slot in slots where slot.distinct == distinct {
            let start = groups + slot.offset
            guard slot.column >= 0 else {
                each(input, start, nil, filter(slot, input)) { words, _ in words[0] &+= 1 }
                continue
            }
            let column = input.batch.columns[slot.column]
            let nulls = column.nulls
            let filter = filter(slot, input)
            switch slot.kind {
            case .count: each(input, start, nulls, filter) { words, _ in words[0] &+= 1 }
            case .integerSum:
                let values = column.words
                each(input, start, nulls, filter) { words, row in words[0] &+= values[row] }
            case .decimalSum: addDecimals(column, input, start, nulls, filter)
            case .doubleSum, .floatSum: addDoubles(column, slot, input, start, filter)
            case .moments: addMoments(column, slot, input, start, filter)
            case .minimum: choose(column, input, start, nulls, filter, arena) { $0 < 0 }
            case .maximum: choose(column, input, start, nulls, filter, arena) { $0 > 0 }
            case .text: addTexts(column, slot, input, start, filter, arena)
            case .list: addValues(column, input, start, filter, arena)
            case .first: keep(column, slot, input, start, nulls, filter, arena, isFirst: true)
            case .last: keep(column, slot, input, start, nulls, filter, arena, isFirst: false)
            }
        }
    }

    private func filter(_ slot: Slot, _ input: GroupedRows) -> Column? {
        slot.filter >= 0 ? input.batch.columns[slot.filter] : nil
    }

    @inline(__always)
    func each(
        _ input: GroupedRows,
        _ start: UnsafeMutablePointer<UInt64>,
        _ nulls: UnsafeMutablePointer<UInt8>?,
        _ filter: Column?,
        _ body: (UnsafeMutablePointer<UInt64>, Int) -> Void
    ) {
        let places = input.places
        let stride = stride
        if input.rows == nil, nulls == nil, filter == nil {
            for row in 0..<input.count { body(start + Int(places[row]) &* stride, row) }
            return
        }
        let truths = filter?.booleans
        let unknown = filter?.nulls
        for index in 0..<input.count {
            let row = input.rows.map { Int($0[index]) } ?? index
            if let nulls, nulls[row] != 0 { continue }
            if let truths, truths[row] == 0 { continue }
            if let unknown, unknown[row] != 0 { continue }
            body(start + Int(places[index]) &* stride, row)
        }
    }

    @inline(__always)
    static func decimal(_ words: UnsafeMutablePointer<UInt64>) -> Int128 {
        Int128(truncatingIfNeeded: UInt128(words[1]) << 64 | UInt128(words[0]))
    }

    @inline(__always)
    static func store(_ value: Int128, _ words: UnsafeMutablePointer<UInt64>) {
        words[0] = UInt64(truncatingIfNeeded: value)
        words[1] = UInt64(truncatingIfNeeded: value >> 64)
    }

    /// A sum that left 128 bits stays at their limit, which is more than 38 digits: NULL when it is emitted.
    @inline(__always)
    static func add(_ value: Int128, _ words: UnsafeMutablePointer<UInt64>) {
        let (sum, overflows) = decimal(words).addingReportingOverflow(value)
        store(overflows ? (value < 0 ? Int128.min : Int128.max) : sum, words)
    }

    private func addDecimals(
        _ column: Column,
        _ input: GroupedRows,
        _ start: UnsafeMutablePointer<UInt64>,
        _ nulls: UnsafeMutablePointer<UInt8>?,
        _ filter: Column?
    ) {
        if column.type == .decimal64 {
            let values = column.int64s
            each(input, start, nulls, filter) { words, row in
                // Two words by hand: values of 18 digits cannot carry a sum of so many rows out of 128 bits.
                let value = values[row]
                let (low, carries) = words[0].addingReportingOverflow(UInt64(bitPattern: value))
                words[0] = low
                words[1] &+= UInt64(bitPattern: value >> 63) &+ (carries ? 1 : 0)
            }
        } else {
            let values = column.decimal128s
            each(input, start, nulls, filter) { words, row in Self.add(values[row], words) }
        }
    }

    /// Keeps the value that compares to the one so far as asked (-1, 0 or 1).
    @inline(__always)
    private func choose(
        _ column: Column,
        _ input: GroupedRows,
        _ start: UnsafeMutablePointer<UInt64>,
        _ nulls: UnsafeMutablePointer<UInt8>?,
        _ filter: Column?,
        _ arena: StringArena,
        _ isBetter: (Int) -> Bool
    ) {
        switch column.type {
        case .boolean:
            let values = column.booleans
            each(input, start, nulls, filter) { words, row in
                let order = Int(values[row]) - Int(words[0])
                if words[1] == 0 || isBetter(order) { (words[0], words[1]) = (UInt64(values[row]), 1) }
            }
        case .int64, .decimal64:
            let values = column.int64s
            each(input, start, nulls, filter) { words, row in
                let value = values[row]
                let old = Int64(bitPattern: words[0])
                if words[1] == 0 || isBetter(value < old ? -1 : value > old ? 1 : 0) {
                    (words[0], words[1]) = (UInt64(bitPattern: value), 1)
                }
            }
        case .double:
            let values = column.doubles
            each(input, start, nulls, filter) { words, row in
                let order = Self.order(values[row], Double(bitPattern: words[0]))
                if words[1] == 0 || isBetter(order) { (words[0], words[1]) = (values[row].bitPattern, 1) }
            }
        case .decimal128:
            let values = column.decimal128s
            each(input, start, nulls, filter) { words, row in
                let value = values[row]
                let old = Self.decimal(words)
                if words[2] == 0 || isBetter(value < old ? -1 : value > old ? 1 : 0) {
                    Self.store(value, words)
                    words[2] = 1
                }
            }
        case .string:
            let values = column.strings
            each(input, start, nulls, filter) { words, row in
                let old = StringRef(head: words[0], tail: words[1])
                if words[2] == 0 || isBetter(StringRef.compare(values[row], old)) {
                    let kept = arena.store(values[row])
                    (words[0], words[1], words[2]) = (kept.head, kept.tail, 1)
                }
            }
        case .boxed: preconditionFailure("nested values are not compared")
        }
    }

    /// Java: Double.compare, where NaN is the greatest.
    static func order(_ left: Double, _ right: Double) -> Int {
        if left < right { return -1 }
        if left > right { return 1 }
        if left == right { return 0 }
        return left.isNaN ? (right.isNaN ? 0 : 1) : -1
    }

    private func keep(
        _ column: Column,
        _ slot: Slot,
        _ input: GroupedRows,
        _ start: UnsafeMutablePointer<UInt64>,
        _ nulls: UnsafeMutablePointer<UInt8>?,
        _ filter: Column?,
        _ arena: StringArena,
        isFirst: Bool
    ) {
        let flag = slot.valueWords
        each(input, start, nulls, filter) { words, row in
            if isFirst, words[flag] != 0 { return }
            words[flag] = 1
            switch column.type {
            case .boolean: words[0] = UInt64(column.booleans[row])
            case .int64, .double, .decimal64: words[0] = column.words[row]
            case .decimal128: Self.store(column.decimal128s[row], words)
            case .string:
                let kept = arena.store(column.strings[row])
                (words[0], words[1]) = (kept.head, kept.tail)
            case .boxed: preconditionFailure("nested values are not kept")
            }
        }
    }

    /// Adds one group's words to another's; slots with a `distinct` set are left as they are. Strings stay where they are, lists
    /// grow in the arena.
    @inline(__always)
    func merge(
        _ source: UnsafeMutablePointer<UInt64>,
        into target: UnsafeMutablePointer<UInt64>,
        arena: StringArena
    ) {
        for slot in slots where slot.distinct < 0 { merge(slot, source + slot.offset, target + slot.offset, arena) }
    }

    /// Adds the words of some groups, which lie side by side, to those of the groups at some places, slot by slot. Slots with
    /// a `distinct` set are left as they are.
    func merge(
        _ source: UnsafeMutablePointer<UInt64>,
        count: Int,
        into target: UnsafeMutablePointer<UInt64>,
        places: UnsafePointer<UInt32>,
        _ arena: StringArena
    ) {
        let stride = stride
        for slot in slots where slot.distinct < 0 {
            let from = source + slot.offset
            let to = target + slot.offset
            switch slot.kind {
            case .count, .integerSum:
                for index in 0..<count { to[Int(places[index]) &* stride] &+= from[index &* stride] }
            case .decimalSum:
                for index in 0..<count {
                    Self.add(Self.decimal(from + index &* stride), to + Int(places[index]) &* stride)
                }
            case .minimum where slot.isWord:
                for index in 0..<count {
                    Self.keepWord(from + index &* stride, to + Int(places[index]) &* stride) { $0 < $1 }
                }
            case .maximum where slot.isWord:
                for index in 0..<count {
                    Self.keepWord(from + index &* stride, to + Int(places[index]) &* stride) { $0 > $1 }
                }
            case .doubleSum, .floatSum, .moments, .minimum, .maximum, .first, .last, .text, .list:
                for index in 0..<count { merge(slot, from + index &* stride, to + Int(places[index]) &* stride, arena) }
            }
        }
    }

    @inline(__always)
    private static func keepWord(
        _ source: UnsafeMutablePointer<UInt64>,
        _ target: UnsafeMutablePointer<UInt64>,
        _ isBetter: (Int64, Int64) -> Bool
    ) {
        if source[1] == 0 { return }
        if target[1] == 0 || isBetter(Int64(bitPattern: source[0]), Int64(bitPattern: target[0])) {
            (target[0], target[1]) = (source[0], 1)
        }
    }

    private func merge(
        _ slot: Slot,
        _ source: UnsafeMutablePointer<UInt64>,
        _ target: UnsafeMutablePointer<UInt64>,
        _ arena: StringArena
    ) {
        switch slot.kind {
        case .count, .integerSum: target[0] &+= source[0]
        case .text, .list: mergeLists(source, target, arena)
        case .moments:
            finishMoments(target)
            finishMoments(source)
            Self.mergeMoments(source, target)
        case .doubleSum, .floatSum:
            finishSum(target, isSingle: slot.kind == .floatSum)
            finishSum(source, isSingle: slot.kind == .floatSum)
            target[0] = Self.sum(target[0], source[0], isSingle: slot.kind == .floatSum)
        case .decimalSum: Self.add(Self.decimal(source), target)
        case .minimum, .maximum, .first, .last:
            let flag = slot.valueWords
            guard source[flag] != 0 else { return }
            let isBetter =
                target[flag] == 0
                || (slot.kind == .last)
                || (slot.kind == .minimum && order(slot, source, target) < 0)
                || (slot.kind == .maximum && order(slot, source, target) > 0)
            guard isBetter else { return }
            for word in 0...flag { target[word] = source[word] }
        }
    }

    private func order(
        _ slot: Slot,
        _ left: UnsafeMutablePointer<UInt64>,
        _ right: UnsafeMutablePointer<UInt64>
    ) -> Int {
        switch slot.type {
        case .boolean, .int64, .decimal64:
            let (left, right) = (Int64(bitPattern: left[0]), Int64(bitPattern: right[0]))
            return left < right ? -1 : left > right ? 1 : 0
        case .double: return Self.order(Double(bitPattern: left[0]), Double(bitPattern: right[0]))
        case .decimal128:
            let (left, right) = (Self.decimal(left), Self.decimal(right))
            return left < right ? -1 : left > right ? 1 : 0
        case .string:
            return StringRef.compare(StringRef(head: left[0], tail: left[1]), StringRef(head: right[0], tail: right[1]))
        case .boxed: preconditionFailure("nested values are not compared")
        }
    }
}
