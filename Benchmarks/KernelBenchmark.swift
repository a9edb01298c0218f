import Foundation
import StreamRuntime
import StreamSQL

/// Guards the engine's inner loops: what they cost beside the same loop written by hand in this module. A generic that is not
/// specialised costs 20 times (lab/swift_speed.md), which no figure of a whole job would show so clearly.
struct KernelBenchmark {
    private static let batches = 4_000
    private static let rounds = 5
    private static let rows = Batch.standardCapacity
    private static let script = """
        CREATE TABLE t (amount DECIMAL(12, 2), factor DOUBLE) WITH ('connector' = 'datagen');
        SELECT factor * 1.5E0 - 2.25E0 FROM t WHERE amount > 900;
        """
    /// 900 as DECIMAL(12, 2).
    private static let threshold: Int64 = 90_000

    /// Measures both.
    ///
    /// - Throws: what the binder and the expressions throw.
    func run() throws -> [BenchmarkRow] {
        let (condition, expression) = try Self.bound()
        let batch = Self.batch()
        let (filter, projection) = (try Evaluator(condition), try Evaluator(expression))
        let (kept, keptByHand) = (Selection(), Selection())
        let filtered = try Self.measure { try filter.select(batch, into: kept) }
        let filteredByHand = Self.measure { Self.filterByHand(batch, keptByHand) }
        var computed = Column(.double)
        let projected = try Self.measure { computed = try projection.evaluate(batch) }
        let target = Column(.double)
        target.count = Self.rows
        let projectedByHand = Self.measure { Self.projectByHand(batch, target) }
        guard kept.count == keptByHand.count, computed.doubles[Self.rows - 1] == target.doubles[Self.rows - 1] else {
            throw BenchmarkFailure("kernels and loops by hand differ")
        }
        let (guarded, compared) = ("kernel loops stay specialised", "loop by hand")
        return [
            .ratio("\(guarded): filter", filtered, "ns/row", of: filteredByHand, compared, atMost: 6),
            .ratio("\(guarded): arithmetic", projected, "ns/row", of: projectedByHand, compared, atMost: 6),
        ]
    }

    private static func bound() throws -> (BoundExpression, BoundExpression) {
        var binder = ScriptBinder()
        for statement in try Script(parsing: script).statements {
            if case .query(.project(.filter(_, let condition), let expressions, _)) = try binder.bind(
                statement,
                source: script
            ) {
                return (condition, expressions[0])
            }
        }
        throw BenchmarkFailure("the query has another plan")
    }

    /// Amounts from 0 to 2047 and a factor of each.
    private static func batch() -> Batch {
        let batch = Batch([.decimal64, .double])
        batch.setCount(rows)
        for row in 0..<rows {
            batch.columns[0].int64s[row] = Int64(row * 7_919 % rows) * 100
            batch.columns[1].doubles[row] = Double(row)
        }
        return batch
    }

    /// The least nanoseconds a row.
    private static func measure(_ body: () throws -> Void) rethrows -> Double {
        var least = Double.infinity
        for _ in 0..<rounds {
            let started = CPUTime.seconds
            for _ in 0..<batches { try body() }
            least = min(least, CPUTime.seconds - started)
        }
        return least * 1e9 / Double(batches * rows)
    }

    @inline(never)
    private static func filterByHand(_ batch: Batch, _ selection: Selection) {
        let amounts = batch.columns[0].int64s
        let kept = selection.rows
        var count = 0
        for row in 0..<batch.count {
            kept[count] = UInt32(truncatingIfNeeded: row)
            count += amounts[row] > threshold ? 1 : 0
        }
        selection.count = count
    }

    @inline(never)
    private static func projectByHand(_ batch: Batch, _ target: Column) {
        let factors = batch.columns[1].doubles
        let results = target.doubles
        for row in 0..<batch.count { results[row] = factors[row] * 1.5 - 2.25 }
    }
}
