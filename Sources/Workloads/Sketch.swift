import Logging
/// Sketch.
public struct DemoTraffic: Sendable {
    /// Sketch.
    public init(url: String, key: String?, ratePerSecond: Double, speed: Int, seed: UInt64, logger: Logger) {}
    /// Sketch.
    public func run() async {}
}
