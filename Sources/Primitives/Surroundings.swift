/// Where time and randomness come from. Only `Server`, the tools and the simulation make one.
public struct Surroundings: Sendable {
    /// The time it is.
    public let now: @Sendable () -> Timestamp
    /// 64 fresh random bits, fit for identifiers and secrets.
    public let random: @Sendable () -> UInt64

    /// Surroundings with this clock and this randomness.
    public init(now: @escaping @Sendable () -> Timestamp, random: @escaping @Sendable () -> UInt64) {
        self.now = now
        self.random = random
    }

    /// A fresh time-ordered identifier.
    public func identifier() -> Identifier { Identifier(time: now(), random: (random(), random())) }
}
