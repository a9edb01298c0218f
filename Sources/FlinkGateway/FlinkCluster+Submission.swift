import Primitives

extension FlinkCluster {
    /// The runner's jar: what it is called on the JobManager, and its content.
    public struct Runner: Sendable, Hashable {
        let name: String
        let content: [UInt8]

        /// A runner of this content. The name tells contents apart, so that each is sent to a JobManager once.
        public init(content: [UInt8]) {
            self.content = content
            name = "bss-runner-\(String(FlinkSubmission.contentHash(content), radix: 16)).jar"
        }
    }

    /// Submits a script by the runner, and answers the new job's id. Flink has planned it then and begins; or it had been
    /// submitted under its `jobID` before.
    ///
    /// - Throws: `FlinkFailure.refused` with Flink's words for what is wrong with the script, and others.
    public func submit(_ submission: FlinkSubmission, by runner: Runner) async throws -> String {
        let jar = try await upload(runner)
        let path = "/jars/\(Self.escaped(jar))/run"
        do {
            if let id = try await json(.post, path, submission.body)["jobid"]?.string { return id }
        } catch FlinkFailure.refused(_, let status, let cause) {
            if let id = submission.jobID, try await jobs().contains(where: { $0.id == id && !$0.hasEnded }) {
                return id
            }
            throw FlinkFailure.refused(request: "the script", status: status, cause: cause)
        }
        throw FlinkFailure.unexpectedAnswer(request: "POST \(path)")
    }

    /// Sends the runner unless it is there, and answers its id.
    private func upload(_ runner: Runner) async throws -> String {
        let known = try await json(.get, "/jars")["files"]?.array ?? []
        if let id = known.first(where: { $0["name"]?.string == runner.name })?["id"]?.string { return id }
        let boundary = "bss-\(runner.name)"
        let head = """
            --\(boundary)\r
            Content-Disposition: form-data; name="jarfile"; filename="\(runner.name)"\r
            Content-Type: application/x-java-archive\r
            \r

            """
        let body = Array(head.utf8) + runner.content + Array("\r\n--\(boundary)--\r\n".utf8)
        let answer = try await json(
            .post,
            "/jars/upload",
            body: body,
            contentType: "multipart/form-data; boundary=\(boundary)"
        )
        guard let file = answer["filename"]?.string, let id = file.split(separator: "/").last else {
            throw FlinkFailure.unexpectedAnswer(request: "POST /jars/upload")
        }
        return String(id)
    }
}
