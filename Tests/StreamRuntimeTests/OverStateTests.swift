import StreamSQL
import Testing

@testable import StreamRuntime

/// What OVER aggregations keep: nothing of a key that no frame can need, or that was not written for its time to live.
@Suite struct OverStateTests {
    private final class Clock {
        var now: Int64 = 1_000_000
    }

    /// Key, time, value.
    private static let types: [LogicalType] = [.string, .timestamp(3), .bigint]

    private static func plan(_ frame: LogicalPlan.Over.Frame, timeToLive: Int64?) -> LogicalPlan.Over {
        var plan = LogicalPlan.Over(
            partition: [0],
            order: 1,
            isEventTime: true,
            frame: frame,
            aggregates: [GroupAggregateTests.call(.sum, [2], types, .bigint)],
            schema: .init([])
        )
        plan.timeToLive = timeToLive
        return plan
    }

    private static func made(_ frame: LogicalPlan.Over.Frame, timeToLive: Int64?, _ clock: Clock) throws -> Over {
        try Over(plan(frame, timeToLive: timeToLive), inputTypes: types.map { DataType($0) }, now: { clock.now })
    }

    /// The results of rows, each a key, a time and a value, and of the watermark behind them.
    private static func run(_ over: Over, _ rows: [(String, Int64, Int64)], until watermark: Int64) throws -> [Value] {
        var results: [Value] = []
        let output = Output { results += $0.rows.map { $0[3] } }
        let batch = Batch(types.map { PhysicalType($0) })
        for row in rows { batch.append([.string(row.0), .int64(row.1), .int64(row.2)]) }
        try over.process(batch, input: 0, to: output)
        try over.advance(to: watermark, output: output)
        return results
    }

    private static func restarted(_ over: Over, as next: Over) throws -> Over {
        let writer = StateWriter()
        over.snapshot(to: writer)
        try StateRecord.each(in: writer.bytes) { try next.restore($0) }
        return next
    }

    /// Keys that get one row each and then no more are gone half a range after their rows can be in no frame.
    @Test func aRangeKeepsWhatAFrameCanNeed() throws {
        let over = try Self.made(.range(1_000), timeToLive: nil, Clock())
        let empty = over.counts.stateBytes
        for step in 0..<2_000 {
            let time = Int64(step) * 100 + 1
            #expect(try Self.run(over, [("key \(step)", time, 1)], until: time) == [.int64(1)])
            #expect(over.counts.keys <= 16, "step \(step)")
        }
        #expect(over.counts.stateBytes < empty + 40_000)
        _ = try Self.run(over, [], until: 1_000_000)
        #expect(over.counts.keys == 0)
    }

    @Test(arguments: [LogicalPlan.Over.Frame.rows(5), .unbounded(isRows: true), .unbounded(isRows: false)])
    func aKeyThatIsNotWrittenIsForgotten(_ frame: LogicalPlan.Over.Frame) throws {
        let clock = Clock()
        let over = try Self.made(frame, timeToLive: 1_000, clock)
        for step in 0..<500 {
            clock.now += 100
            let time = Int64(step) * 100 + 1
            #expect(try Self.run(over, [("key \(step)", time, 1)], until: time) == [.int64(1)])
            #expect(over.counts.keys <= 21, "step \(step)")
        }
        clock.now += 10_000
        #expect(try Self.run(over, [("key 499", 100_000, 2), ("waits", 200_000, 3)], until: 100_000) == [.int64(2)])
        #expect(over.counts.keys == 2)
        clock.now += 10_000
        // A row that waits keeps its key.
        #expect(try Self.run(over, [], until: 200_000) == [.int64(3)])
        #expect(over.counts.keys == 1)
    }

    /// A checkpoint from before there were times: its keys live from the first look at them.
    @Test func aCheckpointWithoutTimesIsReadable() throws {
        let clock = Clock()
        let old = try Self.made(.rows(5), timeToLive: nil, clock)
        #expect(try Self.run(old, [("a", 1, 1), ("b", 1, 1)], until: 1) == [.int64(1), .int64(1)])
        let over = try Self.restarted(old, as: Self.made(.rows(5), timeToLive: 1_000, clock))
        clock.now += 50_000
        #expect(try Self.run(over, [("a", 2, 2)], until: 2) == [.int64(3)])
        clock.now += 1_500
        #expect(try Self.run(over, [("a", 3, 4)], until: 3) == [.int64(4)])
        // And one with times without a time to live.
        let forever = try Self.restarted(over, as: Self.made(.rows(5), timeToLive: nil, clock))
        clock.now += 50_000
        #expect(try Self.run(forever, [("a", 4, 8)], until: 4) == [.int64(12)])
    }
}
