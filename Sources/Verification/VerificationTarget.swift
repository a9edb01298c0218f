/// What is verified: addresses, and what may be done to it. What has no address is not looked at.
public struct VerificationTarget: Sendable {
    /// A way to break a component and to see it come back.
    public struct Breaker: Sendable {
        /// The components that there are.
        public let components: Set<String>
        /// Kills a component, as a crash would.
        public let crash: @Sendable (String) async throws -> Void
        /// Whether a component is ready, and how many times it was begun again.
        public let state: @Sendable (String) async throws -> (isReady: Bool, restarts: Int)

        /// A breaker.
        public init(
            components: Set<String>,
            crash: @escaping @Sendable (String) async throws -> Void,
            state: @escaping @Sendable (String) async throws -> (isReady: Bool, restarts: Int)
        ) {
            self.components = components
            self.crash = crash
            self.state = state
        }
    }

    /// The servers of bss, the first being asked most; at least one.
    public var servers: [String]
    /// The API key to present.
    public var key: String?
    /// Whether the servers share rows and events.
    public var isShared = false
    /// Whether nothing may be written.
    public var isReadOnly = false
    /// The cluster's coordinator: a libpq connection string without a password.
    public var postgres: String?
    /// The broker: host and port.
    public var kafka: String?
    /// Flink's REST API.
    public var flink: String?
    /// The edge.
    public var envoy: String?
    /// Envoy's administration.
    public var envoyAdmin: String?
    /// Prometheus.
    public var prometheus: String?
    /// Alertmanager.
    public var alertmanager: String?
    /// How to break things; nil where nothing may be broken.
    public var breaker: Breaker?

    /// A target with one server.
    public init(server: String) { servers = [server] }
}
