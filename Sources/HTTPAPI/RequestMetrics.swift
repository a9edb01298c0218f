import CoreMetrics
import Hummingbird
import Synchronization

/// Counts and times requests by method, route and status. The series are looked up by small numbers: making their
/// labels for every request would cost more than the request.
final class RequestMetrics: Sendable {
    private struct Key: Hashable {
        let route: Int
        let method: String
        let status: Int
    }

    private struct Series {
        let count: any CounterHandler
        let seconds: any TimerHandler
    }

    private let registry: PrometheusRegistry
    private let series = Mutex<[Key: Series]>([:])

    init(registry: PrometheusRegistry) {
        self.registry = registry
    }

    func record(
        _ route: RouteTable.Route?,
        _ method: HTTPRequest.Method,
        _ status: HTTPResponse.Status,
        _ duration: Duration
    ) {
        let (seconds, attoseconds) = duration.components
        let nanoseconds = seconds * 1_000_000_000 + attoseconds / 1_000_000_000
        let name = Self.known.contains(method) ? method.rawValue : "other"
        let key = Key(route: route?.index ?? -1, method: name, status: status.code)
        let entry = series.withLock { series in
            if let entry = series[key] { return entry }
            let place = [("method", name), ("route", route?.template ?? "unknown")]
            let entry = Series(
                count: registry.makeCounter(
                    label: "bss_http_requests_total",
                    dimensions: place + [("status", String(status.code))]
                ),
                seconds: registry.makeTimer(label: "bss_http_request_seconds", dimensions: place)
            )
            series[key] = entry
            return entry
        }
        entry.count.increment(by: 1)
        entry.seconds.recordNanoseconds(nanoseconds)
    }

    private static let known: Set<HTTPRequest.Method> = [.get, .head, .post, .patch, .delete, .put, .options]
}
