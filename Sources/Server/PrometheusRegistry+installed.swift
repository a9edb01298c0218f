import HTTPAPI
import Metrics
import Primitives

extension PrometheusRegistry {
    /// The registry behind swift-metrics, installed when it is first asked for: that can be done once in a process.
    static let installed: PrometheusRegistry = {
        let registry = PrometheusRegistry()
        for metric in MetricDescription.all { registry.describe(metric.name, metric.help) }
        MetricsSystem.bootstrap(registry)
        return registry
    }()
}
