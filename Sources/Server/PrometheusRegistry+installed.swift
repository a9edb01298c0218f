import HTTPAPI
import Metrics

extension PrometheusRegistry {
    /// The registry behind swift-metrics, installed when it is first asked for: that can be done once in a process.
    static let installed: PrometheusRegistry = {
        let registry = PrometheusRegistry()
        MetricsSystem.bootstrap(registry)
        return registry
    }()
}
