import FlinkGateway
import Primitives
import Testing

/// The client over what a JobManager of Flink 2.3.0 answered on 2026-11-21, with customer-analytics on it.
@Suite struct FlinkClusterTests {
    private static let job = "1b69476419927d6d12ac1d323f7f8bd6"

    private func withCluster(
        _ body: @escaping @Sendable (FlinkCluster, RecordedServer) async throws -> Void
    ) async throws {
        let server = try RecordedServer("flink-2.3.0")
        try await server.serve { url, http in try await body(FlinkCluster(url: url + "/", http: http), server) }
    }

    @Test func jobsAreFoundByNameAndId() async throws {
        try await withCluster { cluster, _ in
            let jobs = try await cluster.jobs()
            #expect(jobs.map(\.name).contains("customer-analytics"))
            #expect(jobs.map(\.start) == jobs.map(\.start).sorted(by: >))
            let job = try await cluster.job("customer-analytics")
            #expect(job.id == Self.job)
            #expect(job.state == "RUNNING" && !job.hasEnded)
            #expect(job.tasks == ["running": 5])
            #expect(try await cluster.job(Self.job) == job)
            #expect(try await cluster.job("order-analytics").hasEnded, "without a living one the newest that has ended")
            await #expect(throws: FlinkFailure.unknownJob("nothing")) { try await cluster.job("nothing") }
        }
    }

    @Test func detailsHaveWhatEachVertexDoes() async throws {
        try await withCluster { cluster, _ in
            let details = try await cluster.details(of: cluster.job("customer-analytics"))
            #expect(details.vertices.count == 5)
            let orders = try #require(details.vertices.first { $0.name.contains("order_events") })
            #expect(orders.recordsIn == 2_013 && orders.recordsOut == 2_005)
            #expect(orders.pendingRecords == 0)
            #expect(orders.recordsInPerSecond == 33.55)
            #expect(orders.backPressure == 0.001)
            #expect(orders.watermark == Timestamp(milliseconds: 1_795_275_786_971))
            let windows = try #require(details.vertices.first { $0.lateRecords ?? 0 > 0 })
            #expect(windows.lateRecords == 963)
            let sink = try #require(details.vertices.last)
            #expect(sink.name.contains("Writer") && sink.recordsIn == 1_066 && sink.parallelism == 1)
            #expect(details.watermark == Timestamp(milliseconds: 1_795_275_786_944), "the slower source's")
            #expect(details.watermarkLag == details.now.milliseconds - 1_795_275_786_944)
            #expect(details.checkpointsCompleted == 3 && details.checkpointsFailed == 1)
            #expect(details.lastCheckpoint?.milliseconds == 30 && details.lastCheckpoint?.bytes == 36_149)
            #expect(details.lastCheckpoint?.path == "file:/tmp/fl/ckpt/\(Self.job)/chk-3")
            #expect(details.lastSavepoint == nil && details.lastFailure == nil)
        }
    }

    @Test func aScriptGoesOutUnchangedWithItsOptionsBesideIt() async throws {
        try await withCluster { cluster, server in
            let script = "SET 'a' = 'b';\n-- it's \"quoted\" ü\nINSERT INTO t SELECT 1;"
            let submission = FlinkSubmission(
                script: script,
                settings: ["parallelism.default": "2"],
                options: ["properties.bootstrap.servers": "kafka:9092", "properties.a": "b=c"],
                topics: ["old": "new"],
                savepoint: "file:/s"
            )
            // The recording's first run is of a script that is not right.
            let runner = FlinkCluster.Runner(content: [0, 13, 10, 255])
            let refusal = await #expect(throws: FlinkFailure.self) { try await cluster.submit(submission, by: runner) }
            guard case .refused(_, 400, let cause) = refusal else {
                Issue.record("\(String(describing: refusal))")
                return
            }
            #expect(cause.hasPrefix("Non-query expression encountered in illegal context"))
            let id = try await cluster.submit(submission, by: runner)
            #expect(id == Self.job)

            let upload = try #require(server.requests.first { $0.line == "POST /jars/upload" })
            #expect(
                upload.body.firstRange(of: Array("\r\n\r\n".utf8) + [0, 13, 10, 255] + Array("\r\n--".utf8)) != nil
            )
            let run = try #require(server.requests.last?.json)
            #expect(
                run["programArgsList"]?.array?.compactMap(\.string) == [
                    script, "--set", "parallelism.default=2", "--option", "properties.a=b=c", "--option",
                    "properties.bootstrap.servers=kafka:9092", "--topic", "old=new",
                ]
            )
            #expect(run["savepointPath"] == "file:/s" && run["allowNonRestoredState"] == false)
        }
    }

    @Test func stoppingAnswersWhereTheSavepointIs() async throws {
        try await withCluster { cluster, server in
            let job = try await cluster.job("customer-analytics")
            let path = try await cluster.savepoint(job, into: "file:/mine")
            #expect(path.hasPrefix("file:/tmp/fl/sp/savepoint-1b6947-"))
            let body = try #require(server.requests.first { $0.line.hasSuffix("/savepoints") }?.json)
            #expect(body == ["cancel-job": false, "target-directory": "file:/mine"])
            await #expect(throws: FlinkFailure.self, "a job that has ended cannot be cancelled") {
                try await cluster.cancel(job)
            }
        }
    }

    @Test func whoDoesNotAnswerIsNamed() async throws {
        let server = try RecordedServer("flink-2.3.0")
        try await server.serve { _, http in
            let failure = await #expect(throws: FlinkFailure.self) {
                try await FlinkCluster(url: "http://127.0.0.1:1", http: http).jobs()
            }
            guard case .unreachable("http://127.0.0.1:1", _) = failure else {
                Issue.record("\(String(describing: failure))")
                return
            }
        }
    }
}
