import Domain
import Foundation
import Logging
import Operations
import Primitives
import SQLiteStorage
import Server
import Storage

/// How long the binary takes from its start to its first answer, and what it holds when idle, on an empty store and over
/// many orders.
public struct StartBenchmark: Sendable {
    /// The program.
    public let executable: String
    /// A directory for the stores; created, and removed at the end.
    public let directory: String
    /// How many orders the large store has.
    public let orders: Int

    /// A benchmark of this program.
    public init(executable: String, directory: String, orders: Int = 1_000_000) {
        self.executable = executable
        self.directory = directory
        self.orders = orders
    }

    /// Runs both parts. `progress` is told the fraction of the large store that is written.
    public func run(progress: @Sendable (Double) -> Void) async throws -> [BenchmarkRow] {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }  // why: a left-over directory spoils no figure
        let empty = try await best(directory + "/empty")
        try await seed(directory + "/large", progress)
        let large = try await best(directory + "/large")
        let count = "\(orders) orders"
        return [
            .below("start to first answer, empty store", empty.milliseconds, "ms", most: 300),
            .below("start to first answer, \(count)", large.milliseconds, "ms", most: 1_000),
            .below("resident memory, idle, empty store", empty.mebibytes, "MiB", most: 150),
            .below("resident memory, idle, \(count)", large.mebibytes, "MiB", most: 150),
            BenchmarkRow(name: "read by id over HTTP, \(count), p99", measured: large.readMilliseconds, unit: "ms"),
            BenchmarkRow(
                name: "count by state over HTTP, \(count)",
                measured: large.overviewMilliseconds,
                unit: "ms",
                target: "below 100 ms",
                met: large.overviewMilliseconds < 100
            ),
        ]
    }

    private struct Measured {
        var milliseconds = Double.infinity
        var mebibytes = 0.0
        var readMilliseconds = 0.0
        var overviewMilliseconds = 0.0
    }

    /// The best start of three, so that a busy moment of the machine does not count.
    private func best(_ data: String) async throws -> Measured {
        var best = Measured()
        for _ in 0..<3 {
            let measured = try await start(data)
            if measured.milliseconds < best.milliseconds { best = measured }
        }
        return best
    }

    private func start(_ data: String) async throws -> Measured {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = ["start", "--data", data, "--port", "0"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        var measured = Measured()
        let began = ContinuousClock.now
        try process.run()
        defer {
            process.terminate()
            process.waitUntilExit()
        }
        var url: String?
        while url == nil {
            if let info = ServerInfo.running(in: data), info.processID == process.processIdentifier { url = info.url }
            guard process.isRunning else { throw BenchmarkFailure("bss start ended with \(process.terminationStatus)") }
            try await Task.sleep(for: .milliseconds(1))
        }
        let address = url ?? ""
        _ = try await BenchmarkClient.get(address + "/healthz")
        measured.milliseconds = (ContinuousClock.now - began) / .milliseconds(1)
        try await Task.sleep(for: .seconds(1))
        measured.mebibytes = Self.residentMebibytes(process.processIdentifier)
        let page = try await BenchmarkClient.get(
            address + ResourceKind.productOrder.schema.path + "?limit=200&fields=id"
        )
        let ids = (page.array ?? []).compactMap { $0["id"]?.string }
        if !ids.isEmpty {
            measured.readMilliseconds = try await BenchmarkClient.p99(2_000) { number in
                address + ResourceKind.productOrder.schema.path + "/" + ids[number % ids.count]
            }
            let asked = ContinuousClock.now
            _ = try await BenchmarkClient.get(address + "/bss/v1/overview")
            measured.overviewMilliseconds = (ContinuousClock.now - asked) / .milliseconds(1)
        }
        return measured
    }

    /// VmRSS of a process.
    private static func residentMebibytes(_ process: Int32) -> Double {
        // why: without procfs there is no figure, and 0 shows that
        let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
        for line in status.split(separator: "\n") where line.hasPrefix("VmRSS:") {
            return (Double(line.split(separator: " ").dropFirst().first ?? "") ?? 0) / 1_024
        }
        return 0
    }

    /// Writes many orders of 10,000 customers, as the operations would store them.
    private func seed(_ data: String, _ progress: @Sendable (Double) -> Void) async throws {
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
        var logger = Logger(label: "bench")
        logger.logLevel = .error
        let storage = try SQLiteStorage(path: data + "/bss.sqlite", logger: logger)
        try await storage.migrate(Schema.migrations)
        let states: [OrderState] = [.completed, .completed, .completed, .cancelled, .partial, .failed]
        var random = SeededRandom(seed: 3)
        let customers = (0..<10_000).map { _ in Identifier(high: random.next(), low: random.next()) }
        let batchRows = 1_000
        for start in stride(from: 0, to: orders, by: batchRows) {
            let numbers = start..<min(start + batchRows, orders)
            try await storage.write { transaction in
                for number in numbers {
                    let id = CustomerScopedID(
                        customer: customers[number % customers.count],
                        number: Int64(number / customers.count + 1)
                    )
                    try transaction.insert(Self.order(id, states[number % states.count], number))
                }
            }
            progress(Double(numbers.upperBound) / Double(orders))
        }
        try await storage.close()
    }

    private static func order(_ id: CustomerScopedID, _ state: OrderState, _ number: Int) -> Row {
        let time: Int64 = 1_795_244_400_000 + Int64(number)
        let path = ResourceKind.productOrder.schema.path
        let filler = String(repeating: "x", count: 400)
        let body = #"""
            {"id":"\#(id)","href":"\#(path)/\#(id)","externalId":"x-\#(number)","state":"\#(state.rawValue)",
            "description":"\#(filler)","orderDate":"\#(Timestamp(milliseconds: time))","relatedParty":[{"id":"\#(id.customer)",
            "role":"customer","@referredType":"Customer"}],"productOrderItem":[{"id":"1","action":"add","quantity":1}],
            "@type":"ProductOrder"}
            """#
        var values: [String: Value] = [
            "customer_id": .identifier(id.customer), "number": .integer(id.number), "state": .text(state.rawValue),
            "created_at": .integer(time), "updated_at": .integer(time), "version": .integer(1), "body": .text(body),
            "external_id": .text("x-\(number)"), "amount": .integer(1_990), "currency": .text("EUR"),
        ]
        values["attempts"] = .integer(0)
        return Row(Schema.orders, Schema.orders.columns.map { values[$0.name] ?? .null })
    }
}
