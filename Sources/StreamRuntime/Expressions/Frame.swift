/// The rows that kernels compute values for, in one pass.
struct Frame {
    /// Where the rows are.
    let batch: Batch
    /// The numbers of the rows; nil for all rows of the batch in their order.
    let rows: UnsafePointer<UInt32>?
    /// How many rows.
    let count: Int
    /// Tells this pass from all others, so that a kernel with several users computes once.
    let stamp: UInt64
    /// Where passes get their stamps from.
    let stamps: Stamps
    /// The current time in ms.
    let now: Int64

    /// A source of numbers that are never the same.
    final class Stamps {
        private var last: UInt64 = 0

        func next() -> UInt64 {
            last += 1
            return last
        }
    }

    init(_ batch: Batch, rows: UnsafePointer<UInt32>?, count: Int, stamps: Stamps, now: Int64) {
        self.batch = batch
        self.rows = rows
        self.count = count
        self.stamps = stamps
        self.now = now
        stamp = stamps.next()
    }

    /// A pass over other rows of the same batch.
    func narrowed(to rows: UnsafePointer<UInt32>, count: Int) -> Frame {
        Frame(batch, rows: rows, count: count, stamps: stamps, now: now)
    }
}

/// Some rows of a frame: their places in the frame's results, and a frame of just them.
final class Subset {
    /// Places in the results of the whole frame, ascending.
    let places = Selection(capacity: 0)
    private let rows = Selection(capacity: 0)

    /// How many there are.
    var count: Int { places.count }

    /// Chooses the places whose byte is not 0.
    func choose(_ mask: UnsafePointer<UInt8>, count: Int) { places.select(mask: mask, count: count) }

    /// A frame of the chosen rows.
    func frame(of parent: Frame) -> Frame {
        guard let outer = parent.rows else { return parent.narrowed(to: places.rows, count: places.count) }
        rows.reserve(places.count)
        rows.count = places.count
        let (source, target) = (places.rows, rows.rows)
        for index in 0..<places.count { target[index] = outer[Int(source[index])] }
        return parent.narrowed(to: target, count: places.count)
    }
}
