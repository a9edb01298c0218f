import EventLog
import Primitives

extension Check {
    static let performance: [Check] = [
        Check(.performance, "read", "a customer is read in less than 10 ms, 99 times in 100") { scene in
            let path = try await scene.customer().path
            return try await scene.timed(300, limit: 10) { _ in try await scene.api.get(path) }
        },
        Check(.performance, "order-by-id", "an order is found by its id alone in less than 10 ms, 99 times in 100") {
            scene in
            let path = try await scene.order().path
            return try await scene.timed(300, limit: 10) { _ in try await scene.api.get(path) }
        },
        Check(.performance, "order", "an order is durable and acknowledged in less than 50 ms, 99 times in 100") {
            scene in
            let body = try await scene.orderBody(try await scene.newCustomer().id)
            return try await scene.timed(100, limit: 50) { _ in try await scene.api.post(Scene.orders, body) }
        },
        Check(.performance, "list", "a page of 20 orders, newest first, takes less than 50 ms, 99 times in 100") {
            scene in
            try await scene.timed(100, limit: 50) { _ in
                try await scene.api.get("\(Scene.orders)?limit=20&sort=-orderDate")
            }
        },
        Check(.performance, "aggregate", "counts over all shards take less than 100 ms, 99 times in 100") { scene in
            try await scene.timed(50, limit: 100) { _ in try await scene.api.get("/bss/v1/overview") }
        },
        Check(.performance, "metrics", "the metrics are read in less than 100 ms, 99 times in 100") { scene in
            try await scene.timed(30, limit: 100) { _ in try await scene.api.get("/metrics") }
        },
        Check(.performance, "throughput", "16 callers together get at least 200 orders a second acknowledged") {
            scene in
            let customers = try await scene.atOnce(16) { _ in try await scene.newCustomer() }
            var bodies: [JSON] = []
            for customer in customers { bodies.append(try await scene.orderBody(customer.id)) }
            let orders = bodies
            let began = ContinuousClock.now
            let counts = try await scene.atOnce(16) { caller in
                var count = 0
                for _ in 0..<25 where try await scene.api.post(Scene.orders, orders[caller]).status == 201 {
                    count += 1
                }
                return count
            }
            let seconds = (ContinuousClock.now - began) / .seconds(1)
            let count = counts.reduce(0, +)
            let rate = Double(count) / seconds
            try require(count == 400, "\(count) of 400 acknowledged")
            try require(rate >= 200, "\(Int(rate)) a second")
            return "\(Int(rate)) a second"
        },
        Check(
            .performance,
            "event",
            "an event can be read within 100 ms of its write's acknowledgement, 99 times in 100"
        ) { scene in
            let customer = try await scene.customer()
            let key = Array(customer.id.description.utf8)
            let topic = "bss.customer.events"
            let partition = Partitioner.partition(of: key, partitions: try await scene.partitions(topic))
            var times: [Double] = []
            for number in 0..<50 {
                let described = try await scene.api.get("/bss/v1/topics/\(topic)").json["partitions"]?.array ?? []
                let end = described.first { $0["partition"]?.integer == Int64(partition) }?["endOffset"]?.integer ?? 0
                let patched = try await scene.api.patch(customer.path, ["verifyTimes": .integer(Int64(number))])
                try require(patched.status == 200, patched.summary)
                let began = ContinuousClock.now
                let query = "partition=\(partition)&offset=\(end)&wait=5000&max=1"
                let read = try await scene.api.get("/bss/v1/topics/\(topic)/records?\(query)")
                times.append((ContinuousClock.now - began) / .milliseconds(1))
                try require(read.lines.count == 1, "no event within 5 s")
            }
            return try Scene.judged(times, limit: 100)
        },
        Check(.performance, "edge-cost", "the edge adds less than 5 ms at the median") { scene in
            let envoy = try scene.envoy()
            let path = try await scene.customer().path
            var (direct, through): ([Double], [Double]) = ([], [])
            for _ in 0..<100 {
                direct.append(try await scene.api.get(path).milliseconds)
                through.append(try await envoy.get(path).milliseconds)
            }
            let cost = through.percentile(0.5) - direct.percentile(0.5)
            try require(cost < 5, "\(Scene.rounded(cost)) ms")
            return "\(Scene.rounded(cost)) ms"
        },
    ]
}

extension Scene {
    /// Asks many times, one after the other, after a few to warm up.
    nonisolated func timed(
        _ count: Int,
        limit: Double,
        _ body: (Int) async throws -> Answer
    ) async throws -> String {
        for number in 0..<5 { _ = try await body(number) }
        var times: [Double] = []
        for number in 0..<count {
            let answer = try await body(number)
            try require(answer.status < 300, answer.summary)
            times.append(answer.milliseconds)
        }
        return try Self.judged(times, limit: limit)
    }

    /// The percentiles of these milliseconds.
    ///
    /// - Throws: `Unmet` if one in a hundred is over the limit.
    static func judged(_ times: [Double], limit: Double) throws -> String {
        let finding =
            "p50 \(rounded(times.percentile(0.5))), p99 \(rounded(times.percentile(0.99))) ms of \(times.count)"
        try require(times.percentile(0.99) < limit, finding)
        return finding
    }

    static func rounded(_ milliseconds: Double) -> String { "\((milliseconds * 100).rounded() / 100)" }
}
