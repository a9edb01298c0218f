import CoreMetrics
import Synchronization

/// The types of metric in Prometheus's text.
enum PrometheusType: String, Sendable {
    case counter
    case gauge
    case histogram
}

/// One series: a name with one set of labels.
protocol PrometheusSeries: AnyObject, Sendable {
    /// Appends its lines. `labels` is `a="b",c="d"`, or empty.
    func write(_ name: String, labels: String, into text: inout String)
}

/// A counter of whole numbers.
final class PrometheusCounter: PrometheusSeries, CounterHandler {
    private let value = Atomic<Int64>(0)

    func increment(by amount: Int64) { value.wrappingAdd(amount, ordering: .relaxed) }
    func reset() { value.store(0, ordering: .relaxed) }

    func write(_ name: String, labels: String, into text: inout String) {
        text += "\(PrometheusText.series(name, labels)) \(value.load(ordering: .relaxed))\n"
    }
}

/// A counter of fractions.
final class PrometheusFloatingPointCounter: PrometheusSeries, FloatingPointCounterHandler {
    private let value = Mutex(0.0)

    func increment(by amount: Double) { value.withLock { $0 += amount } }
    func reset() { value.withLock { $0 = 0 } }

    func write(_ name: String, labels: String, into text: inout String) {
        text += "\(PrometheusText.series(name, labels)) \(PrometheusText.number(value.withLock { $0 }))\n"
    }
}

/// A value that goes up and down.
final class PrometheusGauge: PrometheusSeries, MeterHandler, RecorderHandler {
    private let value = Mutex(0.0)

    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { self.value.withLock { $0 = value } }
    func increment(by amount: Double) { value.withLock { $0 += amount } }
    func decrement(by amount: Double) { value.withLock { $0 -= amount } }
    func record(_ value: Int64) { set(Double(value)) }
    func record(_ value: Double) { set(value) }

    func write(_ name: String, labels: String, into text: inout String) {
        text += "\(PrometheusText.series(name, labels)) \(PrometheusText.number(value.withLock { $0 }))\n"
    }
}

/// How many values fell into which bucket.
final class PrometheusHistogram: PrometheusSeries, TimerHandler, RecorderHandler {
    /// Upper bounds for durations, in seconds: 50 µs to 10 s.
    static let secondBounds: [Double] = [
        0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    ]
    /// Upper bounds for plain values: 1 to 10 million.
    static let valueBounds: [Double] = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1e3, 1e4, 1e5, 1e6, 1e7]

    private struct Counts {
        var buckets: [Int64]
        var sum = 0.0
        var count: Int64 = 0
    }

    private let bounds: [Double]
    private let unit: Double
    private let counts: Mutex<Counts>

    /// A histogram of values that are multiplied by `unit` when they are recorded as whole numbers.
    init(bounds: [Double], unit: Double) {
        self.bounds = bounds
        self.unit = unit
        counts = Mutex(Counts(buckets: Array(repeating: 0, count: bounds.count)))
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) * unit) }
    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        let bucket = bounds.firstIndex { value <= $0 }
        counts.withLock { counts in
            if let bucket { counts.buckets[bucket] += 1 }
            counts.sum += value
            counts.count += 1
        }
    }

    func write(_ name: String, labels: String, into text: inout String) {
        let counts = counts.withLock { $0 }
        let prefix = labels.isEmpty ? "" : labels + ","
        var cumulated: Int64 = 0
        for (bound, count) in zip(bounds, counts.buckets) {
            cumulated += count
            text += "\(name)_bucket{\(prefix)le=\"\(PrometheusText.number(bound))\"} \(cumulated)\n"
        }
        text += "\(name)_bucket{\(prefix)le=\"+Inf\"} \(counts.count)\n"
        text += "\(PrometheusText.series(name + "_sum", labels)) \(PrometheusText.number(counts.sum))\n"
        text += "\(PrometheusText.series(name + "_count", labels)) \(counts.count)\n"
    }
}

/// The lexical rules of Prometheus's text exposition format 0.0.4.
enum PrometheusText {
    /// A metric's name from any label: what may not stand in one becomes `_`.
    static func name(_ label: String) -> String { sanitised(label, colonAllowed: true) }

    /// The labels inside the braces, sorted by name; empty without any.
    static func labels(_ dimensions: [(String, String)]) -> String {
        dimensions.map { (sanitised($0.0, colonAllowed: false), $0.1) }
            .sorted { $0.0 < $1.0 }
            .map { "\($0.0)=\"\(escaped($0.1, quotes: true))\"" }
            .joined(separator: ",")
    }

    /// A help text in one line.
    static func help(_ text: String) -> String { escaped(text, quotes: false) }

    /// A name with its labels.
    static func series(_ name: String, _ labels: String) -> String { labels.isEmpty ? name : "\(name){\(labels)}" }

    /// A number as Go's parser reads it.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        if let whole = Int64(exactly: value) { return String(whole) }
        return "\(value)"
    }

    private static func sanitised(_ text: String, colonAllowed: Bool) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z", "_": result.unicodeScalars.append(scalar)
            case "0"..."9":
                if result.isEmpty { result = "_" }
                result.unicodeScalars.append(scalar)
            case ":" where colonAllowed: result.unicodeScalars.append(scalar)
            default: result += "_"
            }
        }
        return result.isEmpty ? "_" : result
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\"" where quotes: result += "\\\""
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
