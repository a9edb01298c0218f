import Primitives

extension Check {
    static let recovery: [Check] = [
        Check(.recovery, "alive", "the server says that it is alive, without looking at anything else") { scene in
            let answer = try await scene.api.get("/healthz")
            try require(answer.status == 200, answer.summary)
            return "\(Scene.rounded(answer.milliseconds)) ms"
        },
        Check(.recovery, "savepoint", "a savepoint of a job can be taken at any time") { scene in
            _ = try await scene.job("order-analytics")
            let answer = try await scene.api.post("/bss/v1/jobs/order-analytics/savepoint", [:])
            try require(answer.status == 201, answer.summary)
            return answer.json["savepoint"]?.string ?? ""
        },
        Check(.recovery, "interrupted-caller", "a caller that was cut off asks again with its key and gets one order") {
            scene in
            let customer = try await scene.newCustomer()
            let key = ["idempotency-key": scene.surroundings.identifier().description]
            let body = try await scene.orderBody(customer.id)
            // The first answer is never read: the request is dropped while it is on its way.
            let dropped = Task { try await scene.api.post(Scene.orders, body, headers: key) }
            try await Task.sleep(for: .milliseconds(1))
            dropped.cancel()
            _ = await dropped.result
            let again = try await scene.eventually("an answer") { () -> Answer? in
                let answer = try await scene.api.post(Scene.orders, body, headers: key)
                return answer.status == 409 ? nil : answer
            }
            let list = try await scene.api.get("\(Scene.orders)?relatedParty.id=\(customer.id)")
            try require(again.status == 201 && list.json.array?.count == 1, "\(list.json.array?.count ?? 0) orders")
            return "one order; replayed: \(again.headers["idempotency-replayed"] ?? "false")"
        },
        Check(.recovery, "server-crash", "a killed server is back with everything that it had acknowledged") { scene in
            let breaker = try scene.breaker("bss-1")
            let restarts = try await breaker.state("bss-1").restarts
            let acknowledged = try await scene.acknowledgedWhile { try await breaker.crash("bss-1") }
            _ = try await scene.back("bss-1", breaker, after: restarts)
            for path in acknowledged {
                let read = try await scene.api.get(path)
                try require(read.status == 200, "\(path) is lost: \(read.summary)")
            }
            return "\(acknowledged.count) acknowledged, \(acknowledged.count) there"
        },
        Check(.recovery, "edge-hides-crash", "while one of two servers is killed, no read through the edge fails") {
            scene in
            try scene.needsSharedRows()
            let breaker = try scene.breaker("bss-2")
            let restarts = try await breaker.state("bss-2").restarts
            let envoy = try scene.envoy()
            let path = try await scene.customer().path
            var failed = 0
            for number in 0..<200 {
                if number == 20 { try await breaker.crash("bss-2") }
                if try await envoy.get(path).status != 200 { failed += 1 }
                try await Task.sleep(for: .milliseconds(5))
            }
            _ = try await scene.back("bss-2", breaker, after: restarts)
            try require(failed == 0, "\(failed) of 200 failed")
            return "200 of 200 answered"
        },
        Check(.recovery, "worker-crash", "after a killed worker of the cluster is back, its customers are served") {
            scene in
            try scene.needsSharedRows()
            let breaker = try scene.breaker("worker-2")
            let restarts = try await breaker.state("worker-2").restarts
            try await breaker.crash("worker-2")
            let seconds = try await scene.back("worker-2", breaker, after: restarts)
            let customers = try await scene.atOnce(12) { _ in
                try await scene.eventually("a customer taken") { () -> Scene.Customer? in
                    do { return try await scene.newCustomer() } catch is Unmet { return nil }
                }
            }
            for customer in customers {
                try require(try await scene.api.get(customer.path).status == 200, "\(customer.path) is lost")
            }
            return "ready after \(seconds) s, 12 customers on all shards"
        },
        Check(.recovery, "taskmanager-crash", "a killed task manager of Flink registers again") { scene in
            let breaker = try scene.breaker("flink-taskmanager-2")
            let restarts = try await breaker.state("flink-taskmanager-2").restarts
            let flink = API(url: try scene.address(\.flink, "Flink"))
            try await breaker.crash("flink-taskmanager-2")
            let seconds = try await scene.back("flink-taskmanager-2", breaker, after: restarts)
            _ = try await scene.eventually("two task managers", seconds: 60) {
                try await flink.get("/overview").json["taskmanagers"] == 2 ? true : nil
            }
            return "ready after \(seconds) s"
        },
    ]
}

extension Scene {
    /// The way to break a component.
    ///
    /// - Throws: `NotApplicable` where nothing may be broken, or where there is no such component.
    nonisolated func breaker(_ component: String) throws -> VerificationTarget.Breaker {
        guard let breaker = target.breaker else {
            throw NotApplicable("it breaks things: give --destructive with --playground")
        }
        guard breaker.components.contains(component) else { throw NotApplicable("no \(component) here") }
        return breaker
    }

    /// Waits for a component that was killed after it had been begun again so many times; answers the seconds it took.
    nonisolated func back(
        _ component: String,
        _ breaker: VerificationTarget.Breaker,
        after restarts: Int
    ) async throws -> Int {
        let began = ContinuousClock.now
        _ = try await eventually("\(component) back", seconds: 90) {
            let state = try await breaker.state(component)
            return state.isReady && state.restarts > restarts ? true : nil
        }
        return Int((ContinuousClock.now - began) / .seconds(1))
    }

    /// Creates customers until none is acknowledged any more, breaking something after the first twenty; answers those that
    /// were acknowledged.
    nonisolated func acknowledgedWhile(_ breaks: @escaping @Sendable () async throws -> Void) async throws -> [String] {
        var paths: [String] = []
        for number in 0..<200 {
            if number == 20 { try await breaks() }
            do { paths.append(try await newCustomer().path) } catch is Unmet { break }
        }
        return paths
    }
}
