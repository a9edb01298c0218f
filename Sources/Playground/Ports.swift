/// The ports of the reference deployment, all moved by one offset.
public struct Ports: Sendable, Hashable {
    /// The largest offset that keeps every port below 65,536.
    public static let offsetMax = 50_000
    /// Worker nodes of the cluster.
    public static let workers = 3
    /// Flink's task managers.
    public static let taskManagers = 2
    /// Servers of the program.
    public static let servers = 2

    /// What is added to each port.
    public let offset: Int

    /// Ports moved by `offset`, 0 to `offsetMax`.
    public init(offset: Int = 0) {
        precondition((0...Self.offsetMax).contains(offset))
        self.offset = offset
    }

    /// The coordinator of the cluster: PostgreSQL's protocol.
    public var coordinator: Int { 5_436 + offset }
    /// Worker `number`, from 1: PostgreSQL's protocol.
    public func worker(_ number: Int) -> Int { 5_436 + number + offset }
    /// PgBouncer: PostgreSQL's protocol.
    public var pgbouncer: Int { 6_432 + offset }
    /// The Kafka broker.
    public var kafka: Int { 9_092 + offset }
    /// Flink's REST API.
    public var flink: Int { 8_081 + offset }
    /// How Flink's processes find their job manager.
    public var flinkRPC: Int { 6_123 + offset }
    /// Where Flink's task managers fetch jars.
    public var flinkBlob: Int { 6_124 + offset }
    /// The job manager's metrics.
    public var flinkMetrics: Int { 9_249 + offset }
    /// The metrics of task manager `number`, from 1.
    public func taskManagerMetrics(_ number: Int) -> Int { 9_249 + number + offset }
    /// Server `number` of the program, from 1.
    public func server(_ number: Int) -> Int { 7_980 + 100 * number + offset }
    /// Envoy's listener.
    public var envoy: Int { 15_006 + offset }
    /// Envoy's administration and metrics.
    public var envoyAdmin: Int { 15_000 + offset }
    /// Prometheus.
    public var prometheus: Int { 9_090 + offset }
    /// Alertmanager.
    public var alertmanager: Int { 9_093 + offset }
    /// The machine's metrics.
    public var nodeExporter: Int { 9_100 + offset }
    /// The metrics of PostgreSQL node `number`: 0 is the coordinator.
    public func postgresExporter(_ number: Int) -> Int { 9_187 + number + offset }
}
