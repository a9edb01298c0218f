import Primitives

/// Which shard a row belongs to: Citus's hash of the customer and the ranges of hash values that the shards own.
///
/// The hash is PostgreSQL's `uuid_hash` (`hash_bytes` of src/common/hashfn.c, Bob Jenkins's lookup3, over the 16 bytes)
/// and the initial ranges are those of Citus's `create_distributed_table`, so a store of one file shows the placement
/// that a cluster will choose.
public struct ShardMap: Hashable, Sendable {
    /// The tokens owned by each shard, ascending, without gaps, over all of `Int32`.
    public let ranges: [ClosedRange<Int32>]

    /// The ranges of a table just distributed: `count` of equal width, the last taking the remainder
    /// (Citus, create_shards.c). Traps unless `count` is 1 or more.
    public init(count: Int) {
        precondition(count >= 1, "a shard map needs a shard")
        let width = (Int64(1) << 32) / Int64(count)
        ranges = (0..<Int64(count)).map { index in
            let first = Int64(Int32.min) + index * width
            let last = index == Int64(count) - 1 ? Int64(Int32.max) : first + width - 1
            return Int32(first)...Int32(last)
        }
    }

    /// The ranges that a live cluster reports (`pg_dist_shard`): of any width, since shards are split and isolated.
    /// Nil unless they ascend and cover all of `Int32` without gap or overlap.
    public init?(ranges: [ClosedRange<Int32>]) {
        guard ranges.first?.lowerBound == Int32.min, ranges.last?.upperBound == Int32.max else { return nil }
        for (left, right) in zip(ranges, ranges.dropFirst())
        where Int64(left.upperBound) + 1 != Int64(right.lowerBound) {
            return nil
        }
        self.ranges = ranges
    }

    /// The position in `ranges` of the shard that holds this customer's rows.
    public func shard(of identifier: Identifier) -> Int { shard(ofToken: Self.token(of: identifier)) }

    /// The position in `ranges` of the shard that owns this token.
    public func shard(ofToken token: Int32) -> Int {
        var low = 0
        var high = ranges.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if ranges[middle].lowerBound <= token { low = middle } else { high = middle - 1 }
        }
        return low
    }

    /// PostgreSQL's `uuid_hash`, which Citus reads as a signed 32-bit number.
    public static func token(of identifier: Identifier) -> Int32 {
        // hash_bytes reads the bytes as little-endian words; the identifier keeps them big-endian.
        let high = identifier.high.byteSwapped
        let low = identifier.low.byteSwapped
        let start = UInt32(0x9E37_79B9) &+ 16 &+ 3_923_095
        var state = LookupState(
            first: start &+ UInt32(truncatingIfNeeded: high),
            second: start &+ UInt32(truncatingIfNeeded: high >> 32),
            third: start &+ UInt32(truncatingIfNeeded: low)
        )
        state.mix()
        state.first &+= UInt32(truncatingIfNeeded: low >> 32)
        state.finish()
        return Int32(bitPattern: state.third)
    }
}

/// The three words of lookup3.
private struct LookupState {
    var first: UInt32
    var second: UInt32
    var third: UInt32

    private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 { word << count | word >> (32 - count) }

    mutating func mix() {
        first = (first &- third) ^ Self.rotated(third, 4)
        third &+= second
        second = (second &- first) ^ Self.rotated(first, 6)
        first &+= third
        third = (third &- second) ^ Self.rotated(second, 8)
        second &+= first
        first = (first &- third) ^ Self.rotated(third, 16)
        third &+= second
        second = (second &- first) ^ Self.rotated(first, 19)
        first &+= third
        third = (third &- second) ^ Self.rotated(second, 4)
        second &+= first
    }

    mutating func finish() {
        third = (third ^ second) &- Self.rotated(second, 14)
        first = (first ^ third) &- Self.rotated(third, 11)
        second = (second ^ first) &- Self.rotated(first, 25)
        third = (third ^ second) &- Self.rotated(second, 16)
        first = (first ^ third) &- Self.rotated(third, 4)
        second = (second ^ first) &- Self.rotated(first, 14)
        third = (third ^ second) &- Self.rotated(second, 24)
    }
}
