import Primitives

extension FlinkCluster {
    /// All jobs that the JobManager remembers, the newest first.
    ///
    /// - Throws: `FlinkFailure`.
    public func jobs() async throws -> [FlinkJob] {
        let found = try await json(.get, "/jobs/overview")["jobs"]?.array ?? []
        return found.compactMap(FlinkJob.init).sorted { $0.start > $1.start }
    }

    /// The job with this id, or the one with this name that has not ended; without such, the newest that has.
    ///
    /// - Throws: `FlinkFailure.unknownJob`, `.ambiguousJob` and others.
    public func job(_ idOrName: String) async throws -> FlinkJob {
        let all = try await jobs()
        if let job = all.first(where: { $0.id == idOrName }) { return job }
        let named = all.filter { $0.name == idOrName }
        let alive = named.filter { !$0.hasEnded }
        guard alive.count <= 1 else { throw FlinkFailure.ambiguousJob(idOrName, ids: alive.map(\.id)) }
        guard let job = alive.first ?? named.first else { throw FlinkFailure.unknownJob(idOrName) }
        return job
    }

    /// How a job does: its vertices with their metrics, its checkpoints, its newest failure.
    ///
    /// - Throws: `FlinkFailure`.
    public func details(of job: FlinkJob) async throws -> FlinkJobDetails {
        let path = "/jobs/\(job.id)"
        let found = try await json(.get, path)
        guard let now = found["now"]?.integer else { throw FlinkFailure.unexpectedAnswer(request: "GET \(path)") }
        var details = FlinkJobDetails(job, now: Timestamp(milliseconds: now))
        for vertex in found["vertices"]?.array ?? [] {
            guard var vertex = FlinkVertex(vertex) else { continue }
            if !job.hasEnded { vertex.take(try await metrics(of: vertex, at: path)) }
            details.vertices.append(vertex)
        }
        let checkpoints = try await json(.get, path + "/checkpoints")
        details.checkpointsCompleted = checkpoints["counts"]?["completed"]?.integer ?? 0
        details.checkpointsFailed = checkpoints["counts"]?["failed"]?.integer ?? 0
        details.lastCheckpoint = FlinkJobDetails.Checkpoint(checkpoints["latest"]?["completed"])
        details.lastSavepoint = FlinkJobDetails.Checkpoint(checkpoints["latest"]?["savepoint"])
        let failures = try await json(.get, path + "/exceptions?maxExceptions=1")
        details.lastFailure = failures["exceptionHistory"]?["entries"]?.array?.first?["stacktrace"]?.string
            .map(FlinkFailure.rootCause)
        return details
    }

    private func metrics(of vertex: FlinkVertex, at job: String) async throws -> [JSON] {
        let path = "\(job)/vertices/\(vertex.id)/subtasks/metrics"
        var names: [String] = []
        // Flink begins to gather a vertex's metrics when it is asked for them the first time.
        for attempt in 0..<Self.metricLooksMax where names.isEmpty && vertex.state == "RUNNING" {
            if attempt > 0 { try await Task.sleep(for: .milliseconds(Self.pollMilliseconds)) }
            names = try await json(.get, path).array?.compactMap { $0["id"]?.string }.filter(FlinkVertex.isRead) ?? []
        }
        guard !names.isEmpty else { return [] }
        let wanted = names.sorted().map(Self.escaped).joined(separator: ",")
        return try await json(.get, "\(path)?get=\(wanted)").array ?? []
    }

    /// A part of a query, with everything escaped that could be taken for syntax.
    static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                String(UnicodeScalar(byte))
            default: "%" + String(byte >> 4, radix: 16, uppercase: true) + String(byte & 15, radix: 16, uppercase: true)
            }
        }.joined()
    }
}
