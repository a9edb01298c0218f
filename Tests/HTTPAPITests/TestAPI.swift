import Domain
import Foundation
import HTTPAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Operations
import Primitives
import SQLiteStorage
import Storage
import Synchronization

/// The API as callers see it: the real router over a fresh store, without a network.
struct TestAPI: Sendable {
    struct Answer: Sendable {
        let status: Int
        let bytes: [UInt8]
        let headers: HTTPFields

        var json: JSON { (try? JSON(parsing: bytes)) ?? .null }  // why: an answer without a body is no JSON
        func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
    }

    typealias Ask = @Sendable (String, String, String?, [String: String]) async throws -> Answer

    let storage: any Storage
    let operations: Operations
    let send: @Sendable (String, String, [UInt8]?, [String: String]) async throws -> Answer
    var ask: Ask {
        { method, path, text, headers in try await send(method, path, text.map { Array($0.utf8) }, headers) }
    }

    /// Runs a body with requests to send.
    static func run(
        _ settings: HTTPSettings = HTTPSettings(),
        _ body: @escaping @Sendable (@escaping Ask) async throws -> Void
    ) async throws {
        try await with(settings) { try await body($0.ask) }
    }

    /// Runs a body with an API of its own.
    static func with(
        _ settings: HTTPSettings = HTTPSettings(),
        sql: SQLAccess? = nil,
        _ body: @escaping @Sendable (TestAPI) async throws -> Void
    ) async throws {
        let directory = FileManager.default.temporaryDirectory.path + "/bss-api-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }  // why: temporary
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let storage = try SQLiteStorage(path: directory + "/bss.sqlite", readers: 2, logger: logger)
        try await storage.migrate(Schema.migrations)
        let random = Mutex(SeededRandom(seed: 5))
        let surroundings = Surroundings(
            now: { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) },
            random: { random.withLock { $0.next() } }
        )
        let operations = Operations(
            storage: storage,
            surroundings: surroundings,
            settings: OperationSettings(provisioningMilliseconds: 0, provisioningRetryMilliseconds: 0),
            logger: logger
        )
        let responder = buildRouter(
            operations: operations,
            settings: settings,
            feed: LiveFeed(),
            readiness: { [ComponentHealth(name: "storage", isReady: false, detail: "broken")] },
            topics: nil,
            sql: sql,
            metrics: PrometheusRegistry(),
            backup: { _ in },
            surroundings: surroundings,
            logger: logger
        )
        // Answers that go on watch their connection, so they need one.
        let setup: TestingSetup = sql == nil ? .router : .ahc(.http)
        try await Application(responder: responder, logger: logger).test(setup) { client in
            try await body(
                TestAPI(storage: storage, operations: operations) { method, path, bytes, headers in
                    var fields = HTTPFields()
                    for (name, value) in headers { fields[HTTPField.Name(name)!] = value }
                    if bytes != nil, fields[.contentType] == nil { fields[.contentType] = "application/json" }
                    let response = try await client.execute(
                        uri: path,
                        method: HTTPRequest.Method(method)!,
                        headers: fields,
                        body: bytes.map { ByteBuffer(bytes: $0) }
                    )
                    return Answer(
                        status: response.status.code,
                        bytes: Array(response.body.readableBytesView),
                        headers: response.headers
                    )
                }
            )
        }
        try await storage.close()
    }
}
