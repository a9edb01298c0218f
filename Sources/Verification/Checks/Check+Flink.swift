import Primitives

extension Check {
    static let flink: [Check] = [
        Check(.streams, "flink-slots", "Flink has two task managers of four slots") { scene in
            let overview = try await API(url: try scene.address(\.flink, "Flink")).get("/overview").json
            try require(overview["taskmanagers"] == 2 && overview["slots-total"] == 8, overview.text)
            return
                "\(overview["slots-available"]?.text ?? "") of 8 slots free, version \(overview["flink-version"]?.string ?? "")"
        },
        Check(.streams, "flink-checkpoints", "Flink's checkpoints are exactly-once") { scene in
            let api = API(url: try scene.address(\.flink, "Flink"))
            let settings = try await api.get("/jobmanager/config").json.array ?? []
            func value(_ key: String) -> String? {
                settings.first { $0["key"]?.string == key }?["value"]?.string
            }
            try require(value("execution.checkpointing.mode") == "EXACTLY_ONCE", "\(settings.count) settings")
            return "every \(value("execution.checkpointing.interval") ?? "")"
        },
        Check(.streams, "flink-recovery", "Flink notices a dead task manager within seconds") { scene in
            let api = API(url: try scene.address(\.flink, "Flink"))
            let settings = try await api.get("/jobmanager/config").json.array ?? []
            let timeout = settings.first { $0["key"] == "heartbeat.timeout" }?["value"]?.string ?? "none"
            try require(["5s", "5 s", "5000"].contains(timeout), "heartbeat.timeout \(timeout)")
            return "heartbeat.timeout \(timeout)"
        },
        Check(.streams, "flink-jobs", "no job on Flink has failed or is restarting") { scene in
            let api = API(url: try scene.address(\.flink, "Flink"))
            let jobs = try await api.get("/jobs/overview").json["jobs"]?.array ?? []
            let bad = jobs.filter { ["FAILED", "FAILING", "RESTARTING"].contains($0["state"]?.string ?? "") }
            try require(bad.isEmpty, bad.map(\.text).joined(separator: "; "))
            return "\(jobs.count) jobs"
        },
    ]
}
