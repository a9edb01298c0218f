import Foundation
import Primitives

extension Surroundings {
    /// The machine's clock and randomness.
    public static let system = Surroundings(
        now: { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) },
        random: { UInt64.random(in: .min ... .max) }
    )

    /// A clock that runs `speed` times as fast as the machine's, from `start` on.
    public static func accelerated(speed: Int64, from start: Timestamp) -> Surroundings {
        let origin = Surroundings.system.now()
        return Surroundings(
            now: { start + (Surroundings.system.now() - origin) * speed },
            random: Surroundings.system.random
        )
    }
}
