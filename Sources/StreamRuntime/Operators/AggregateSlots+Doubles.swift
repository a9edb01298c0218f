/// Sums and variances of floating point numbers, in parts (`AggregateSlots.Partial`).
extension AggregateSlots {
    /// The part that a row belongs to, never 0; the one of the row before is remembered.
    private struct Parts {
        private let watermarks: UnsafeMutablePointer<Int64>?
        private let ends: PartialEnds?
        private var watermark: Int64?
        private var part: UInt64 = 1

        init(_ slots: AggregateSlots, _ input: GroupedRows) {
            watermarks = input.batch.watermarks?.int64s
            ends = slots.partials
        }

        @inline(__always)
        mutating func part(of row: Int) -> UInt64 {
            guard let watermarks, let ends, watermarks[row] != watermark else { return part }
            watermark = watermarks[row]
            part = ends.part(watermarks[row])
            return part
        }
    }

    @inline(__always)
    static func sum(_ left: UInt64, _ right: UInt64, isSingle: Bool) -> UInt64 {
        let (left, right) = (Double(bitPattern: left), Double(bitPattern: right))
        return (isSingle ? Double(Float(left) + Float(right)) : left + right).bitPattern
    }

    func addDoubles(
        _ column: Column,
        _ slot: Slot,
        _ input: GroupedRows,
        _ start: UnsafeMutablePointer<UInt64>,
        _ filter: Column?
    ) {
        let values = column.doubles
        let isSingle = slot.kind == .floatSum
        var parts = Parts(self, input)
        each(input, start, column.nulls, filter) { words, row in
            let part = parts.part(of: row)
            if words[2] != part {
                finishSum(words, isSingle: isSingle)
                words[2] = part
            }
            words[1] = Self.sum(words[1], values[row].bitPattern, isSingle: isSingle)
        }
    }

    /// Ends the current part.
    @inline(__always)
    func finishSum(_ words: UnsafeMutablePointer<UInt64>, isSingle: Bool) {
        guard words[2] != 0 else { return }
        words[0] = Self.sum(words[0], words[1], isSingle: isSingle)
        (words[1], words[2]) = (0, 0)
    }

    func addMoments(
        _ column: Column,
        _ slot: Slot,
        _ input: GroupedRows,
        _ start: UnsafeMutablePointer<UInt64>,
        _ filter: Column?
    ) {
        var parts = Parts(self, input)
        each(input, start, column.nulls, filter) { words, row in
            let value: Double =
                switch column.type {
                case .double: column.doubles[row]
                case .decimal64: AccumulatorDecimal.double(Int128(column.int64s[row]), precision: 18, scale: slot.scale)
                case .decimal128: AccumulatorDecimal.double(column.decimal128s[row], precision: 38, scale: slot.scale)
                default: Double(column.int64s[row])
                }
            let part = parts.part(of: row)
            if words[6] != part {
                finishMoments(words)
                words[6] = part
            }
            let own = words + 3
            own[0] &+= 1
            let mean = Double(bitPattern: own[1])
            let distance = value - mean
            let moved = mean + distance / Double(own[0])
            own[1] = moved.bitPattern
            own[2] = (Double(bitPattern: own[2]) + distance * (value - moved)).bitPattern
        }
    }

    /// Ends the current part.
    func finishMoments(_ words: UnsafeMutablePointer<UInt64>) {
        guard words[6] != 0 else { return }
        Self.mergeMoments(words + 3, words)
        (words + 3).update(repeating: 0, count: 4)
    }

    /// Adds the values of one to another. Flink: WelfordM2AggFunction.mergeExpressions.
    static func mergeMoments(_ source: UnsafeMutablePointer<UInt64>, _ target: UnsafeMutablePointer<UInt64>) {
        guard source[0] > 0 else { return }
        let (here, there) = (Double(target[0]), Double(source[0]))
        let (mean, other) = (Double(bitPattern: target[1]), Double(bitPattern: source[1]))
        let distance = other - mean
        let total = here + there
        let squares = Double(bitPattern: target[2]) + Double(bitPattern: source[2])
        target[0] &+= source[0]
        target[1] = (mean + distance * there / total).bitPattern
        target[2] = (squares + distance * distance * here * there / total).bitPattern
    }
}
