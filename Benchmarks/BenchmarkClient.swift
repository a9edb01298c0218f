import AsyncHTTPClient
import Histogram
import NIOCore
import NIOHTTP1
import Primitives

/// HTTP as the benchmarks need it.
enum BenchmarkClient {
    /// Asks and answers the body as JSON.
    @discardableResult
    static func get(_ url: String) async throws -> JSON {
        let response = try await HTTPClient.shared.execute(HTTPClientRequest(url: url), timeout: .seconds(30))
        let bytes = try await response.body.collect(upTo: 64 << 20)
        guard response.status == .ok else { throw BenchmarkFailure("GET \(url) answered \(response.status.code)") }
        return try JSON(parsing: bytes.readableBytesView)
    }

    /// The 99th percentile of so many requests, one after the other, in milliseconds.
    static func p99(_ count: Int, _ url: (Int) -> String) async throws -> Double {
        var histogram = Histogram<UInt64>(numberOfSignificantValueDigits: .three)
        for number in 0..<count {
            let began = ContinuousClock.now
            try await get(url(number))
            // The first requests open the connection.
            if number >= 100 { histogram.record(UInt64((ContinuousClock.now - began) / .microseconds(1))) }
        }
        return Double(histogram.valueAtPercentile(99)) / 1_000
    }
}
