import Primitives

extension FlinkCluster {
    /// Writes a job's state down, and answers where.
    ///
    /// - Parameter folder: where to; nil for the cluster's `execution.checkpointing.savepoint-dir`.
    /// - Throws: `FlinkFailure.savepointFailed` and others.
    public func savepoint(_ job: FlinkJob, into folder: String? = nil) async throws -> String {
        try await trigger(
            "savepoints",
            of: job,
            ["cancel-job": false, "target-directory": folder.map(JSON.string) ?? .null]
        )
    }

    /// Stops a job with a savepoint: all that it gave before is committed, nothing comes after. Answers where the savepoint is
    /// when the job has ended.
    ///
    /// - Parameters:
    ///   - folder: where to; nil for the cluster's own.
    ///   - drains: ends all windows first, as if no event came any more; not for a job that is to go on.
    /// - Throws: `FlinkFailure.savepointFailed` and others.
    public func stop(_ job: FlinkJob, into folder: String? = nil, drains: Bool = false) async throws -> String {
        let path = try await trigger(
            "stop",
            of: job,
            ["drain": .bool(drains), "targetDirectory": folder.map(JSON.string) ?? .null]
        )
        try await waitForEnd(job)
        return path
    }

    /// Ends a job at once. What it had not committed is lost with its state.
    ///
    /// - Throws: `FlinkFailure`.
    public func cancel(_ job: FlinkJob) async throws {
        _ = try await json(.patch, "/jobs/\(job.id)?mode=cancel")
        try await waitForEnd(job)
    }

    private func waitForEnd(_ job: FlinkJob) async throws {
        try await Self.poll("the end of job \(job.id)", seconds: Self.savepointSeconds) {
            try await self.job(job.id).hasEnded ? () : nil
        }
    }

    /// Starts something that ends with a savepoint; answers where that is.
    private func trigger(_ verb: String, of job: FlinkJob, _ body: JSON) async throws -> String {
        let path = "/jobs/\(job.id)"
        // Flink refuses while a task is still being set up, as behind a submission or a failure.
        try await Self.poll("job \(job.id) to be at work", seconds: Self.savepointSeconds) {
            let now = try await self.job(job.id)
            return now.isAtWork || now.hasEnded ? () : nil
        }
        guard let request = try await json(.post, "\(path)/\(verb)", body)["request-id"]?.string else {
            throw FlinkFailure.unexpectedAnswer(request: "POST \(path)/\(verb)")
        }
        return try await Self.poll("the savepoint of job \(job.id)", seconds: Self.savepointSeconds) {
            let answer = try await self.json(.get, "\(path)/savepoints/\(request)")
            guard answer["status"]?["id"]?.string == "COMPLETED" else { return nil }
            if let location = answer["operation"]?["location"]?.string { return location }
            let trace = answer["operation"]?["failure-cause"]?["stack-trace"]?.string
            throw FlinkFailure.savepointFailed(
                job: job.id,
                cause: trace.map(FlinkFailure.rootCause) ?? "Flink does not say why"
            )
        }
    }
}
