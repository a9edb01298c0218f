/// Numbers of things in an order that a function over the things gives: a list of blocks, so that adding and removing
/// moves at most a block.
struct SortedNumbers {
    /// Where a number is, or where one would be added. Good until the next change.
    struct Position {
        fileprivate var block: Int
        fileprivate var inner: Int
    }

    /// A block is split when it has more.
    private static let blockMax = 512
    private var blocks: [[UInt32]] = []
    /// How many there are.
    private(set) var count = 0

    /// The first one.
    var first: UInt32? { blocks.first?.first }
    /// The last one.
    var last: UInt32? { blocks.last?.last }

    /// The first one for which the function is false; it is true for all before and false for all behind.
    func position(_ isBefore: (UInt32) -> Bool) -> Position {
        var low = 0
        var high = blocks.count
        while low < high {
            let middle = (low + high) / 2
            if let last = blocks[middle].last, isBefore(last) { low = middle + 1 } else { high = middle }
        }
        guard low < blocks.count else { return Position(block: low, inner: 0) }
        var first = 0
        var end = blocks[low].count
        while first < end {
            let middle = (first + end) / 2
            if isBefore(blocks[low][middle]) { first = middle + 1 } else { end = middle }
        }
        return Position(block: low, inner: first)
    }

    /// The position of the number at a place from 0.
    func position(at place: Int) -> Position {
        var rest = place
        for (index, block) in blocks.enumerated() {
            if rest < block.count { return Position(block: index, inner: rest) }
            rest -= block.count
        }
        return Position(block: blocks.count, inner: 0)
    }

    /// How many there are before a position.
    func place(of position: Position) -> Int {
        blocks[..<position.block].reduce(position.inner) { $0 + $1.count }
    }

    /// The number at a position; nil behind the last one.
    subscript(_ position: Position) -> UInt32? {
        position.block < blocks.count && position.inner < blocks[position.block].count
            ? blocks[position.block][position.inner] : nil
    }

    /// The number at a place from 0; nil behind the last one.
    subscript(at place: Int) -> UInt32? { self[position(at: place)] }

    /// Adds a number at a position, before the one that is there.
    mutating func insert(_ number: UInt32, at position: Position) {
        count += 1
        guard !blocks.isEmpty else {
            blocks = [[number]]
            return
        }
        let isBehind = position.block == blocks.count
        let block = isBehind ? position.block - 1 : position.block
        blocks[block].insert(number, at: isBehind ? blocks[block].count : position.inner)
        guard blocks[block].count > Self.blockMax else { return }
        let half = blocks[block].count / 2
        let rest = Array(blocks[block][half...])
        blocks[block].removeSubrange(half...)
        blocks.insert(rest, at: block + 1)
    }

    /// Adds a number behind all others.
    mutating func append(_ number: UInt32) { insert(number, at: Position(block: blocks.count, inner: 0)) }

    /// Takes away the number at a position.
    mutating func remove(at position: Position) {
        count -= 1
        blocks[position.block].remove(at: position.inner)
        if blocks[position.block].isEmpty { blocks.remove(at: position.block) }
    }

    /// Calls a function with the numbers from a position on, until it gives false.
    func visit(from position: Position, _ body: (UInt32) -> Bool) {
        var first = position.inner
        for block in blocks.dropFirst(position.block) {
            for inner in first..<block.count where !body(block[inner]) { return }
            first = 0
        }
    }

    /// Calls a function with all numbers, until it gives false.
    func visit(_ body: (UInt32) -> Bool) { visit(from: Position(block: 0, inner: 0), body) }
}
