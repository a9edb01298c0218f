import Foundation
import Primitives

/// The machine's own clock and randomness, for a workload that is not given others.
enum WorkloadSurroundings {
    static let system = Surroundings(
        now: { Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1_000).rounded(.down))) },
        random: { UInt64.random(in: .min ... .max) }
    )

    /// Five letters and digits that make the names of one run its own.
    static func runTag(_ surroundings: Surroundings) -> String {
        let digits = String(surroundings.random() % 60_466_176, radix: 36)
        return String(repeating: "0", count: 5 - digits.count) + digits
    }
}
