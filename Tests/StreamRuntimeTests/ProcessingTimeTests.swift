import StreamSQL
import Testing

@testable import StreamRuntime

/// Operators by processing time, on a clock that the tests set.
@Suite struct ProcessingTimeTests {
    final class Clock {
        var now: Int64 = 1_000_000
    }

    /// Key, time.
    private static let types = [DataType(.string), DataType(.timestampLTZ(3))]

    private static func batch(_ keys: String...) -> Batch {
        let batch = Batch(types.map { PhysicalType($0.logical) })
        for key in keys { batch.append([.string(key), .int64(0)]) }
        return batch
    }

    private static func run(_ body: (Output) throws -> Void) throws -> [[Value]] {
        var rows: [[Value]] = []
        try body(Output { rows += $0.rows })
        return rows
    }

    private static func rank(keepsFirst: Bool) -> LogicalPlan.Rank {
        LogicalPlan.Rank(
            partition: [0],
            order: [LogicalPlan.Ordering(1, isAscending: keepsFirst, nullsFirst: keepsFirst)],
            range: 1...1,
            emitsNumber: false,
            window: nil,
            schema: .init([])
        )
    }

    @Test func aFirstRowIsForgottenWhenItsTimeIsOver() throws {
        let clock = Clock()
        let stepper = ProcessingTimeDeduplicate(
            Self.rank(keepsFirst: true),
            inputTypes: Self.types,
            emitsUpdateBefore: true,
            timeToLive: 1_000,
            now: { clock.now }
        )
        let first = try Self.run { try stepper.process(Self.batch("a", "b", "a"), input: 0, to: $0) }
        #expect(first.map(\.[0]) == [Value.string("a"), Value.string("b")])
        clock.now += 999
        #expect(try Self.run { try stepper.process(Self.batch("a"), input: 0, to: $0) }.isEmpty)
        clock.now += 1
        #expect(try Self.run { try stepper.process(Self.batch("a"), input: 0, to: $0) }.count == 1)
        clock.now += 600
        #expect(try Self.run { try stepper.process(Self.batch("a"), input: 0, to: $0) }.isEmpty)
        #expect(stepper.counts.keys == 1, "b is forgotten")
    }

    @Test func aLastRowSurvivesARestart() throws {
        let clock = Clock()
        func made() -> ProcessingTimeDeduplicate {
            ProcessingTimeDeduplicate(
                Self.rank(keepsFirst: false),
                inputTypes: Self.types,
                emitsUpdateBefore: true,
                timeToLive: nil,
                now: { clock.now }
            )
        }
        let before = made()
        #expect(try Self.run { try before.process(Self.batch("a"), input: 0, to: $0) }.count == 1)
        let writer = StateWriter()
        before.snapshot(to: writer)
        let after = made()
        try StateRecord.each(in: writer.bytes) { try after.restore($0) }
        // A row like the one before it changes nothing.
        #expect(try Self.run { try after.process(Self.batch("a"), input: 0, to: $0) }.isEmpty)
    }

    @Test func aSessionEndsWithTheClock() throws {
        let clock = Clock()
        let window = LogicalPlan.Window(
            .session(gap: 500, keys: [0]),
            timeColumn: 1,
            offset: 0,
            isEventTime: false,
            timeType: Self.types[1]
        )
        let stepper = ProcessingTimeOperator(
            SessionTable(window, inputTypes: Self.types),
            timeColumns: [1],
            clock: { clock.now }
        )
        #expect(try Self.run { try stepper.process(Self.batch("a"), input: 0, to: $0) }.isEmpty)
        clock.now += 400
        #expect(try Self.run { try stepper.process(Self.batch("a"), input: 0, to: $0) }.isEmpty)
        #expect(try Self.run { try stepper.pass(to: clock.now + 499, output: $0) }.isEmpty)
        let rows = try Self.run { try stepper.pass(to: clock.now + 500, output: $0) }
        #expect(rows.map { $0[2] } == [Value.int64(1_000_000), Value.int64(1_000_000)])
        #expect(rows.map { $0[3] } == [Value.int64(1_000_900), Value.int64(1_000_900)])
        // The end of the input is no time.
        #expect(try Self.run { try stepper.advance(to: Watermark.end, output: $0) }.isEmpty)
    }

    @Test func windowsLieInLocalTime() throws {
        let window = LogicalPlan.Window(
            .tumble(size: 86_400_000),
            timeColumn: 1,
            offset: 0,
            isEventTime: true,
            timeType: Self.types[1],
            zone: "Asia/Tokyo"
        )
        let stepper = LocalTimeOperator(
            try WindowTable(window),
            zone: "Asia/Tokyo",
            timeColumn: 1,
            instantColumn: 4
        )
        let rows = try Self.run { try stepper.process(Self.batch("a"), input: 0, to: $0) }
        // 1970-01-01 09:00 in Tokyo: the day began nine hours before the epoch.
        #expect(rows.map { $0[2] } == [Value.int64(0)])
        #expect(rows.map { $0[3] } == [Value.int64(86_400_000)])
        let lastInstant: Int64 = 53_999_999
        #expect(rows.map { $0[4] } == [Value.int64(lastInstant)])
    }
}
