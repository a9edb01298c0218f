import CStreamKernels

/// Rows of an OVER aggregation that wait for the watermark. Those of a key are a list in the order of time, rows of one time in
/// the order in which they came; the links lie in one array by the rows' numbers. An array for each key would be retained and
/// released whenever somebody looks at it, which costs a cache miss.
struct OverWaiting {
    /// A key's rows; `RowStore.absent` if there are none.
    struct List: BitwiseCopyable {
        fileprivate(set) var first = RowStore.absent
        fileprivate var last = RowStore.absent

        /// Whether there are none.
        var isEmpty: Bool { first == RowStore.absent }
    }

    /// Rows of a key that have the same time and were taken out of its list.
    struct Run: BitwiseCopyable {
        /// The first one.
        fileprivate let first: UInt32
        /// How many there are.
        let count: Int
    }

    private struct Link: BitwiseCopyable {
        var time: Int64 = 0
        /// The first watermark with which the row may come out.
        var due: Int64 = 0
        var previous = RowStore.absent
        var next = RowStore.absent
    }

    private let links = GrowingBuffer<Link>()

    /// Makes room for the links of a row.
    @inline(__always)
    func reserve(_ row: UInt32) { while links.count <= Int(row) { links.append(Link()) } }

    /// Asks for a row's links, which may be none.
    @inline(__always)
    func prefetch(_ row: UInt32) { if row < links.count { bss_prefetch_write(links.elements + Int(row)) } }

    /// Adds a row, for which there is room; gives whether it is the first one of its time.
    @inline(__always)
    func add(_ row: UInt32, _ time: Int64, due: Int64, to list: inout List) -> Bool {
        let links = links.elements
        var previous = list.last
        // Rows come nearly in the order of time.
        while previous != RowStore.absent, links[Int(previous)].time > time { previous = links[Int(previous)].previous }
        let isLast = previous == list.last
        let isFirst = previous == RowStore.absent
        let next = isLast ? RowStore.absent : isFirst ? list.first : links[Int(previous)].next
        links[Int(row)] = Link(time: time, due: due, previous: previous, next: next)
        if isFirst { list.first = row } else { links[Int(previous)].next = row }
        if isLast { list.last = row } else { links[Int(next)].previous = row }
        return isFirst || links[Int(previous)].time != time
    }

    /// Takes the rows of a time that may come out with a watermark.
    func take(_ time: Int64, until watermark: Int64, from list: inout List) -> Run? {
        let links = links.elements
        var first = list.first
        while first != RowStore.absent, links[Int(first)].time != time { first = links[Int(first)].next }
        guard first != RowStore.absent, links[Int(first)].due <= watermark else { return nil }
        var count = 1
        var next = links[Int(first)].next
        while next != RowStore.absent, links[Int(next)].time == time {
            count += 1
            next = links[Int(next)].next
        }
        let previous = links[Int(first)].previous
        if previous == RowStore.absent { list.first = next } else { links[Int(previous)].next = next }
        if next == RowStore.absent { list.last = previous } else { links[Int(next)].previous = previous }
        return Run(first: first, count: count)
    }

    /// Calls a function with each row that was taken, in order, until another row is added.
    @inline(__always)
    func each(_ run: Run, _ body: (UInt32) -> Void) {
        var row = run.first
        for _ in 0..<run.count {
            let next = links[Int(row)].next
            body(row)
            row = next
        }
    }

    /// Calls a function with each row of a list, in order.
    @inline(__always)
    func each(_ list: List, _ body: (_ row: UInt32, _ time: Int64, _ due: Int64) throws -> Void) rethrows {
        var row = list.first
        while row != RowStore.absent {
            let link = links[Int(row)]
            try body(row, link.time, link.due)
            row = link.next
        }
    }
}
