import Foundation
import Primitives

/// Order events as lines of JSON, the same shape and spread as the project's order stream: 100,000 customers, lognormal
/// amounts, a fifth of the events late by less than 5 s. The same extent gives the same bytes.
struct OrderEvents: Sendable {
    /// How many.
    let count: Int
    /// Events a second of event time.
    let rate: Int
    /// Customers that order, at random; nil for a new one in each event.
    var customers: UInt64? = 100_000

    private static let bufferBytes = 1 << 20
    private static let lineBytesMax = 256
    private static let disorderMilliseconds: UInt64 = 5_000
    /// 2026-01-01 00:00:00 UTC.
    private static let start = 1_767_225_600_000
    private static let statuses: [StaticString] = ["CONFIRMED", "PENDING", "SHIPPED", "CANCELLED"]
    /// The status of an event by its last two decimal digits: 60, 20, 15 and 5 percent.
    private static let statusOf = (0..<100).map { $0 < 60 ? 0 : $0 < 80 ? 1 : $0 < 95 ? 2 : 3 }

    /// Writes them into a file.
    ///
    /// - Throws: `BenchmarkFailure`.
    func write(to path: String) throws {
        guard let file = fopen(path, "w") else { throw BenchmarkFailure("cannot create \(path)") }
        var made = 0
        var isWritten = true
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.bufferBytes + Self.lineBytesMax)
        each { line in
            bytes.append(contentsOf: line)
            made += 1
            guard bytes.count >= Self.bufferBytes || made == count else { return }
            isWritten = isWritten && fwrite(bytes, 1, bytes.count, file) == bytes.count
            bytes.removeAll(keepingCapacity: true)
        }
        guard fclose(file) == 0, isWritten else { throw BenchmarkFailure("cannot write \(path)") }
    }

    /// Calls a function with each line, its newline included.
    func each(_ body: ([UInt8]) -> Void) {
        var random = SeededRandom(seed: 1)
        func uniform() -> Double { (Double(random.next() >> 11) + 0.5) / 9_007_199_254_740_992 }
        var line: [UInt8] = []
        line.reserveCapacity(Self.lineBytesMax)
        for event in 0..<count {
            line.removeAll(keepingCapacity: true)
            let late = random.next() % 5 == 0 ? Int(random.next() % Self.disorderMilliseconds) : 0
            let time = max(0, event * 1_000 / rate - late)
            let normal = (-2 * log(uniform())).squareRoot() * cos(2 * .pi * uniform())
            let cents = Int(min(100 * exp(4 + 1.2 * normal), 9_999_999).rounded())
            line.append("{\"eventId\":\"evt-")
            line.append(event, digits: 10)
            line.append("\",\"type\":\"OrderCreated\",\"orderId\":\"ord-")
            line.append(event, digits: 10)
            line.append("\",\"customerId\":\"cust-")
            line.append(customers.map { Int(random.next() % $0) } ?? event, digits: 8)
            line.append("\",\"status\":\"")
            line.append(Self.statuses[Self.statusOf[Int(random.next() % 100)]])
            line.append("\",\"amount\":")
            line.append(contentsOf: String(cents / 100).utf8)
            line.append(".")
            line.append(cents % 100, digits: 2)
            line.append(",\"currency\":\"EUR\",\"eventTime\":\"")
            Self.append(time: Self.start + time, &line)
            line.append("\"}\n")
            body(line)
        }
    }

    /// Times of January 2026 only: no run goes beyond.
    private static func append(time milliseconds: Int, _ line: inout [UInt8]) {
        let time = milliseconds - start
        precondition(time < 31 * 86_400_000, "a longer run than a month of event time")
        line.append("2026-01-")
        line.append(time / 86_400_000 + 1, digits: 2)
        line.append(" ")
        line.append(time / 3_600_000 % 24, digits: 2)
        line.append(":")
        line.append(time / 60_000 % 60, digits: 2)
        line.append(":")
        line.append(time / 1_000 % 60, digits: 2)
        line.append(".")
        line.append(time % 1_000, digits: 3)
    }
}
