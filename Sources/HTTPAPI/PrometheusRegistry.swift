import CoreMetrics
import Synchronization

/// The backend of swift-metrics whose figures Prometheus reads: text exposition format 0.0.4.
///
/// Timers are histograms in seconds. The number of series is bounded: beyond it new ones measure nothing, and
/// `bss_metrics_series_dropped_total` counts how many times that happened.
public final class PrometheusRegistry: MetricsFactory {
    /// Series in all, unless said otherwise.
    public static let seriesMaxDefault = 10_000

    private struct Family {
        let type: PrometheusType
        var series: [String: any PrometheusSeries] = [:]
    }

    private struct State {
        var families: [String: Family] = [:]
        var help: [String: String] = [:]
        var count = 0
        var dropped: Int64 = 0
    }

    private let state = Mutex(State())
    private let seriesMax: Int

    /// A registry without series.
    public init(seriesMax: Int = PrometheusRegistry.seriesMaxDefault) {
        self.seriesMax = seriesMax
    }

    /// Says what a metric means, for its `# HELP` line.
    public func describe(_ name: String, _ help: String) {
        state.withLock { $0.help[PrometheusText.name(name)] = help }
    }

    /// A counter of whole numbers.
    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(label, dimensions, .counter) { PrometheusCounter() } ?? PrometheusCounter()
    }

    /// A counter of fractions.
    public func makeFloatingPointCounter(
        label: String,
        dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        series(label, dimensions, .counter) { PrometheusFloatingPointCounter() } ?? PrometheusFloatingPointCounter()
    }

    /// A gauge.
    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(label, dimensions, .gauge) { PrometheusGauge() } ?? PrometheusGauge()
    }

    /// A histogram of plain values, or a gauge where values are not to be aggregated.
    public func makeRecorder(
        label: String,
        dimensions: [(String, String)],
        aggregate: Bool
    ) -> any RecorderHandler {
        if aggregate {
            let bounds = PrometheusHistogram.valueBounds
            return series(label, dimensions, .histogram) { PrometheusHistogram(bounds: bounds, unit: 1) }
                ?? PrometheusHistogram(bounds: bounds, unit: 1)
        }
        return series(label, dimensions, .gauge) { PrometheusGauge() } ?? PrometheusGauge()
    }

    /// A histogram of durations, in seconds.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        let bounds = PrometheusHistogram.secondBounds
        return series(label, dimensions, .histogram) { PrometheusHistogram(bounds: bounds, unit: 1e-9) }
            ?? PrometheusHistogram(bounds: bounds, unit: 1e-9)
    }

    /// Forgets a series.
    public func destroyCounter(_ handler: any CounterHandler) { forget(handler) }
    /// Forgets a series.
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { forget(handler) }
    /// Forgets a series.
    public func destroyMeter(_ handler: any MeterHandler) { forget(handler) }
    /// Forgets a series.
    public func destroyRecorder(_ handler: any RecorderHandler) { forget(handler) }
    /// Forgets a series.
    public func destroyTimer(_ handler: any TimerHandler) { forget(handler) }

    /// All series as Prometheus reads them.
    public func text() -> String {
        let (families, help, dropped) = state.withLock { ($0.families, $0.help, $0.dropped) }
        var text = ""
        for (name, family) in families.sorted(by: { $0.key < $1.key }) {
            text +=
                "# HELP \(name) \(PrometheusText.help(help[name] ?? name))\n# TYPE \(name) \(family.type.rawValue)\n"
            for (labels, series) in family.series.sorted(by: { $0.key < $1.key }) {
                series.write(name, labels: labels, into: &text)
            }
        }
        let name = "bss_metrics_series_dropped_total"
        text +=
            "# HELP \(name) Series not kept because there are too many.\n# TYPE \(name) counter\n\(name) \(dropped)\n"
        return text
    }

    /// The series of a name and its labels, made if it is new; nil if there are too many or the name is taken by
    /// another type.
    private func series<Series: PrometheusSeries>(
        _ label: String,
        _ dimensions: [(String, String)],
        _ type: PrometheusType,
        _ make: () -> Series
    ) -> Series? {
        let name = PrometheusText.name(label)
        let labels = PrometheusText.labels(dimensions)
        return state.withLock { state in
            if let known = state.families[name]?.series[labels] as? Series { return known }
            guard state.count < seriesMax, state.families[name].map({ $0.type == type }) ?? true,
                state.families[name]?.series[labels] == nil
            else {
                state.dropped += 1
                return nil
            }
            let series = make()
            state.families[name, default: Family(type: type)].series[labels] = series
            state.count += 1
            return series
        }
    }

    private func forget(_ handler: AnyObject) {
        state.withLock { state in
            for (name, family) in state.families {
                guard let labels = family.series.first(where: { $0.value === handler })?.key else { continue }
                state.families[name]?.series[labels] = nil
                if state.families[name]?.series.isEmpty == true { state.families[name] = nil }
                state.count -= 1
                return
            }
        }
    }
}
