import AsyncHTTPClient
import Domain
import Foundation
import HTTPAPI
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
import Operations
import Primitives
import Server
import ServiceLifecycle
import Storage
import Workloads

/// POST productOrder over HTTP: what durability costs, and how long a customer waits at a steady rate. Client and server
/// share this process and its cores.
public struct OrderBenchmark: Sendable {
    /// Callers of the closed loop.
    public static let callers = 64
    /// Orders a second of the steady load.
    public static let steadyRate = 1_000

    /// A directory for the store; created, and removed at the end.
    public let directory: String
    /// How long each part runs, in seconds.
    public let seconds: Double

    /// A benchmark in this directory.
    public init(directory: String, seconds: Double = 8) {
        self.directory = directory
        self.seconds = seconds
    }

    /// Runs all parts.
    public func run() async throws -> [BenchmarkRow] {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }  // why: a left-over directory spoils no figure
        var logger = Logger(label: "bench")
        logger.logLevel = .error
        let settings = try await ServerSettings.load(
            flags: ["data.directory": directory, "http.port": "0", "fulfilment.provisioningMilliseconds": "3600000"],
            environment: [:],
            file: nil
        )
        // The fulfilment of these orders is an hour away: the closed loops measure the taking of orders alone.
        let log = logger
        let server = try await Server.withServer(settings, surroundings: .system, logger: log, works: false) { url in
            let bodies = try await Self.prepare(url)
            // Alternating rounds, so that a busy minute of the machine hits both.
            var durable: [Double] = []
            var void: [Double] = []
            for _ in 0..<2 {
                durable.append(try await throughput(url, bodies))
                void.append(try await Self.withoutStorage(url, logger: log) { try await throughput($0, bodies) })
            }
            return (durable.max() ?? 0, void.max() ?? 0)
        }
        // A store of its own: the orders of the closed loops would all be due.
        let settled = settings.with([
            "data.directory": directory + "/steady", "fulfilment.provisioningMilliseconds": "500",
        ])
        let steady = try await Server.withServer(settled, surroundings: .system, logger: logger) { url in
            try await steadyLatency(url, log)
        }
        return [
            .ratio(
                "durable POST productOrder",
                server.0,
                "orders/s",
                of: server.1,
                "the same with storage switched off",
                atLeast: 0.5
            ),
            .below("p50 at \(Self.steadyRate) orders/s, fulfilment running", steady.p50, "ms", most: 10),
            .below("p99 at \(Self.steadyRate) orders/s, fulfilment running", steady.p99, "ms", most: 10),
        ]
    }

    /// Creates an offering and customers; answers the bodies of their orders.
    private static func prepare(_ url: String) async throws -> [ByteBuffer] {
        _ = try await post(
            url + ResourceKind.productOfferingPrice.schema.path,
            ByteBuffer(string: #"{"id":"bench-price","name":"Monthly","price":{"unit":"EUR","value":19.90}}"#)
        )
        _ = try await post(
            url + ResourceKind.productOffering.schema.path,
            ByteBuffer(
                string: #"{"id":"bench","name":"Mobile","version":"1","productOfferingPrice":[{"id":"bench-price"}]}"#
            )
        )
        var bodies: [ByteBuffer] = []
        for number in 0..<200 {
            let location = try await post(
                url + ResourceKind.customer.schema.path,
                ByteBuffer(string: #"{"name":"C\#(number)","engagedParty":{"id":"1","@referredType":"Individual"}}"#)
            )
            let id = location.split(separator: "/").last ?? ""
            bodies.append(
                ByteBuffer(
                    string: #"""
                        {"externalId":"bench","category":"b2c","relatedParty":[{"id":"\#(id)","role":"customer",
                        "@referredType":"Customer","name":"C\#(number)"}],"productOrderItem":[{"id":"1","action":"add",
                        "quantity":1,"productOffering":{"id":"bench","name":"Mobile"}}]}
                        """#
                )
            )
        }
        return bodies
    }

    /// Posts, and answers the Location of what was created; empty if it was there already.
    @discardableResult
    private static func post(_ url: String, _ body: ByteBuffer) async throws -> String {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        request.body = .bytes(body)
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        for try await _ in response.body {}
        guard response.status == .created || response.status == .conflict else {
            throw BenchmarkFailure("POST \(url) answered \(response.status.code)")
        }
        return response.headers.first(name: "location") ?? ""
    }

    /// Orders a second of callers that each wait for their answer.
    private func throughput(_ url: String, _ bodies: [ByteBuffer]) async throws -> Double {
        let end = Date().addingTimeInterval(seconds)
        let start = Date()
        let count = try await withThrowingTaskGroup(of: Int.self) { group in
            for caller in 0..<Self.callers {
                group.addTask {
                    var count = 0
                    while Date() < end {
                        let body = bodies[(caller + count * Self.callers) % bodies.count]
                        try await Self.post(url + ResourceKind.productOrder.schema.path, body)
                        count += 1
                    }
                    return count
                }
            }
            return try await group.reduce(0, +)
        }
        return Double(count) / Date().timeIntervalSince(start)
    }

    /// How long orders take at a steady rate, from when each was due to its acknowledgement.
    private func steadyLatency(_ url: String, _ logger: Logger) async throws -> LatencySummary {
        let configuration = LoadConfiguration(
            url: url,
            rate: Double(Self.steadyRate),
            seconds: seconds,
            mix: .ordersOnly
        )
        let result = try await LoadGenerator(configuration, journal: WriteJournal(), logger: logger).run()
        guard result.counts.failed == 0, result.counts.notSent == 0 else {
            throw BenchmarkFailure("\(result.counts.failed) orders failed, \(result.counts.notSent) were not sent")
        }
        return result.orders
    }

    /// Runs `body` against the same API over a store that is switched off, holding the rows that orders look up.
    private static func withoutStorage<Result: Sendable>(
        _ url: String,
        logger: Logger,
        _ body: @escaping @Sendable (String) async throws -> Result
    ) async throws -> Result {
        var rows: [Row] = []
        for kind in [ResourceKind.customer, .productOffering, .productOfferingPrice] {
            let response = try await HTTPClient.shared.execute(
                HTTPClientRequest(url: "\(url)\(kind.schema.path)?limit=1000"),
                timeout: .seconds(30)
            )
            let bytes = try await response.body.collect(upTo: 64 << 20)
            for document in try JSON(parsing: Array(bytes.readableBytesView)).array ?? [] {
                rows.append(Self.row(kind, document))
            }
        }
        let operations = Operations(
            storage: VoidStorage(rows),
            surroundings: .system,
            settings: OperationSettings(),
            logger: logger
        )
        let responder = buildRouter(
            operations: operations,
            settings: HTTPSettings(),
            feed: LiveFeed(),
            readiness: { [] },
            topics: nil,
            metrics: PrometheusRegistry(),
            backup: { _ in },
            surroundings: .system,
            logger: logger
        )
        let (addresses, address) = AsyncStream.makeStream(of: String.self)
        let application = Application(
            responder: responder,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in address.yield("http://127.0.0.1:\(channel.localAddress?.port ?? 0)") },
            logger: logger
        )
        let group = ServiceGroup(services: [application], logger: logger)
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            var iterator = addresses.makeAsyncIterator()
            guard let url = await iterator.next() else { throw BenchmarkFailure("the server did not start") }
            let result = try await body(url)
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            return result
        }
    }

    private static func row(_ kind: ResourceKind, _ document: JSON) -> Row {
        let table = Schema.table(of: kind)
        let id = document["id"]?.string ?? ""
        let values = table.columns.map { column -> Value in
            switch column.name {
            case "id": .text(id)
            case "customer_id": .identifier(Identifier(id) ?? .zero)
            case "body": .text(document.text)
            case "version", "created_at", "updated_at", "epoch": .integer(1)
            default: column.isNullable ? .null : .text("")
            }
        }
        return Row(table, values)
    }
}

/// Why a benchmark could not be run.
public struct BenchmarkFailure: Error, Sendable, CustomStringConvertible {
    /// The reason.
    public let description: String

    init(_ description: String) { self.description = description }
}
