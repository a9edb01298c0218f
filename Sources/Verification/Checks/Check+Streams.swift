import Primitives

extension Check {
    static let streams: [Check] =
        ["customer-analytics", "order-analytics", "fraud-detection"].map { name in
            Check(.streams, name, "the job \(name) runs, here or on Flink") { scene in
                let job = try await scene.job(name)
                try require(job["state"] == "running" && job["failures"] == 0, job.text)
                return "\(job["recordsIn"]?.text ?? "0") records read, \(job["recordsOut"]?.text ?? "0") written"
            }
        } + [
            Check(.streams, "no-poison", "the jobs could read every record") { scene in
                let jobs = try await scene.jobs()
                let skipped = jobs.reduce(Int64(0)) { $0 + ($1["skippedRecords"]?.integer ?? 0) }
                try require(skipped == 0, "\(skipped) records could not be read")
                return "\(jobs.count) jobs, none skipped"
            },
            Check(.streams, "caught-up", "the jobs have read all that there is") { scene in
                let jobs = try await scene.eventually("nothing left to read") {
                    let jobs = try await scene.jobs()
                    return jobs.allSatisfy { ($0["recordsBehind"]?.integer ?? 0) <= 100 } ? jobs : nil
                }
                return jobs.map { "\($0["name"]?.string ?? "") \($0["recordsBehind"]?.text ?? "")" }
                    .joined(separator: ", ") + " behind"
            },
            Check(
                .streams,
                "checkpoints",
                "a job that has read something has a checkpoint younger than a minute, or nothing new"
            ) {
                scene in
                let job = try await scene.eventually("a checkpoint of order-analytics") {
                    let job = try await scene.job("order-analytics")
                    return job["recordsIn"] == 0 || (job["checkpoints"]?.integer ?? 0) > 0 ? job : nil
                }
                return "\(job["checkpoints"]?.text ?? "0") checkpoints"
            },
            Check(.streams, "fraud-alert", "an order of 9,999 EUR of a new customer raises the alert high-value") {
                scene in
                let alert = try await scene.alert()
                try require(
                    alert["value"]?["rule"] == "high-value" && alert["value"]?["currency"] == "EUR",
                    alert.text
                )
                return "\(alert["value"]?["severity"]?.string ?? ""), score \(alert["value"]?["score"]?.text ?? "")"
            },
            Check(.streams, "fraud-alert-once", "the alert is in its topic once") { scene in
                let id = try await scene.alert()["value"]?["alertId"] ?? .null
                let key = try await scene.alert()["key"]?.string ?? ""
                let count = try await scene.records("bss.fraud.alerts", key: key)
                    .filter { $0["value"]?["alertId"] == id }.count
                try require(count == 1, "\(count) times")
                return id.string ?? ""
            },
            Check(.streams, "risk-assessment", "the alert becomes a TMF696 risk assessment of the order") { scene in
                let order = try await scene.alert()["value"]?["orderId"]?.string ?? ""
                let path = "/tmf-api/riskManagement/v4/productOrderRiskAssessment"
                let found = try await scene.eventually("an assessment of \(order)") {
                    try await scene.api.get("\(path)?productOrder.id=\(order)").json.array?.first
                }
                try require(found["productOrder"]?["id"]?.string == order, found.text)
                return found["id"]?.string ?? ""
            },
            Check(.streams, "fraud-case", "the alert opens a case") { scene in
                let customer = try await scene.alert()["key"]?.string ?? ""
                let found = try await scene.eventually("a case of \(customer)") {
                    let list = try await scene.api.get("/bss/v1/fraud/cases?relatedParty.id=\(customer)").json.array
                    return list?.first
                }
                return "\(found["id"]?.string ?? "") is \((found["state"] ?? found["status"])?.string ?? "")"
            },
            Check(.streams, "sql", "SQL over the topics finds the customer's events") { scene in
                let key = try await scene.order().customer.id.description
                let rows = try await scene.rows(
                    "SELECT status FROM order_events WHERE customerId = '\(key)' AND type <> 'x'"
                )
                let states = Set(rows.compactMap { $0.array?.first?.string })
                try require(states.isSuperset(of: ["acknowledged", "completed"]), "\(states)")
                return "\(rows.count) rows"
            },
            Check(.streams, "sql-window", "a window over event time counts the order's events") { scene in
                let key = try await scene.order().customer.id.description
                let rows = try await scene.rows(
                    """
                    SELECT COUNT(*) AS n FROM TABLE(TUMBLE(TABLE order_events, DESCRIPTOR(happened), INTERVAL '1' HOUR)) \
                    WHERE customerId = '\(key)' GROUP BY window_start, window_end
                    """
                )
                let count = rows.compactMap { $0.array?.first?.integer }.reduce(0, +)
                try require(count >= 3, "\(rows.map(\.text))")
                return "\(count) events in \(rows.count) windows"
            },
            Check(.streams, "sql-refused", "a mistake in SQL is shown with its place and a hint") { scene in
                let answer = try await scene.api.post("/bss/v1/sql", ["script": "SELEC 1"])
                let message = answer.json["message"]?.string ?? ""
                try require(answer.status == 400 && message.contains("^") && message.contains("hint:"), answer.summary)
                return answer.json["reason"]?.string ?? ""
            },
            Check(.streams, "own-job", "a job that is submitted writes its rows exactly once, also over a restart") {
                scene in
                try await scene.runOwnJob()
            },
        ]
}

extension Scene {
    /// The jobs of the server that runs them.
    nonisolated func jobs() async throws -> [JSON] {
        let answer = try await api.get("/bss/v1/jobs")
        if answer.status == 404 { throw NotApplicable("this server runs no jobs") }
        guard let jobs = answer.json.array else { throw Unmet(answer.summary) }
        return jobs
    }

    /// A job by name.
    nonisolated func job(_ name: String) async throws -> JSON {
        guard let job = try await jobs().first(where: { $0["name"]?.string == name }) else {
            throw Unmet("there is no job \(name)")
        }
        return job
    }

    /// The alert that a dear order of a new customer raised.
    func alert() async throws -> JSON {
        if let alertFound { return alertFound }
        _ = try await jobs()
        let customer = try await newCustomer()
        let order = try await place(customer, isDear: true).json["id"] ?? .null
        let records = try await records(
            "bss.fraud.alerts",
            key: customer.id.description,
            until: "an alert of order \(order.string ?? "")"
        ) { $0["value"]?["orderId"] == order }
        let alert = records.first { $0["value"]?["orderId"] == order } ?? .null
        alertFound = alert
        return alert
    }

    /// The rows of a query that ends.
    nonisolated func rows(_ script: String) async throws -> [JSON] {
        let answer = try await api.post(
            "/bss/v1/sql",
            ["script": .string(script), "since": .string(began.description)]
        )
        guard answer.status == 200, !answer.lines.contains(where: { $0["code"] != nil }) else {
            throw Unmet(answer.summary)
        }
        return answer.lines.compactMap { $0["row"] }
    }

    /// Submits a job from a topic to a topic, restarts it in the middle, and compares what it wrote with what it was given.
    func runOwnJob() async throws -> String {
        _ = try await jobs()
        let mark = surroundings.identifier().description.prefix(18).replacing("-", with: "")
        let (source, sink, name) = ("bss.verify.\(mark).in", "bss.verify.\(mark).out", "verify-\(mark)")
        for topic in [source, sink] {
            let made = try await api.post("/bss/v1/topics", ["name": .string(topic), "partitions": 3])
            try require(made.status == 201, made.summary)
        }
        let options = "'connector' = 'kafka', 'format' = 'json', 'scan.startup.mode' = 'earliest-offset'"
        let script = """
            CREATE TABLE numbers (n BIGINT) WITH (\(options), 'topic' = '\(source)');
            CREATE TABLE squares (n BIGINT, square BIGINT) WITH ('connector' = 'kafka', 'format' = 'json', 'topic' = '\(sink)');
            INSERT INTO squares SELECT n, n * n FROM numbers;
            """
        let submitted = try await api.post("/bss/v1/jobs", ["name": .string(name), "script": .string(script)])
        try require(submitted.status == 201, submitted.summary)
        do {
            for half in [1...100, 101...200] {
                let lines = half.map { "{\"n\":\($0)}" }.joined(separator: "\n")
                _ = try await api.send("POST", "/bss/v1/topics/\(source)/records?key-field=n", body: Array(lines.utf8))
                _ = try await squares(sink, atLeast: half.upperBound)
                if half.lowerBound == 1 {
                    let restarted = try await api.post("/bss/v1/jobs/\(name)/restart", ["parallelism": 2])
                    try require(restarted.status == 200, restarted.summary)
                }
            }
            let squares = try await squares(sink, atLeast: 200)
            try require(squares == (1...200).map { "\($0) \($0 * $0)" }.sorted(), "\(squares.count) rows")
        } catch {
            _ = try await api.send("DELETE", "/bss/v1/jobs/\(name)")
            throw error
        }
        _ = try await api.send("DELETE", "/bss/v1/jobs/\(name)")
        return "200 rows for 200 records, once each, with a restart at another parallelism between them"
    }

    private nonisolated func squares(_ topic: String, atLeast count: Int) async throws -> [String] {
        try await eventually("\(count) rows in \(topic)") {
            let answer = try await api.get("/bss/v1/topics/\(topic)/records?max=100000")
            let rows = answer.lines.compactMap { $0["value"] }
                .map { "\($0["n"]?.text ?? "") \($0["square"]?.text ?? "")" }
            return rows.count >= count ? rows.sorted() : nil
        }
    }
}
