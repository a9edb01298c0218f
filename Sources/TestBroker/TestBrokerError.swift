/// Why the test broker did not start.
public struct TestBrokerError: Error, CustomStringConvertible {
    /// What happened, and what to do.
    public let description: String

    init(_ description: String) { self.description = description }
}
