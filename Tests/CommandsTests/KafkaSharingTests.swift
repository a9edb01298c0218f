import Foundation
import PostgresStorage
import Primitives
import ScratchPostgres
import TestBroker
import Testing

/// Two servers on one PostgreSQL and one Kafka: what is done for an event is done by one of them.
@Suite(.enabled(if: TestBroker.program != nil), .timeLimit(.minutes(20)))
struct KafkaSharingTests {
    private static let hub = "/tmf-api/customerManagement/v4/hub"

    @Test func webhooksAndAlertsAreSharedAndTakenOver() async throws {
        try await WebhookListener.listen { callback, listener in
            try await share(callback) {
                listener.deliveries.map { $0.body["event"]?["customer"]?["id"]?.string ?? "" }
            }
        }
    }

    /// - Parameter received: the customers that were told of until now.
    private func share(_ callback: String, _ received: @Sendable () -> [String]) async throws {
        let server = try await ScratchPostgres.aside { try ScratchPostgres.shared() }
        let database = try await ScratchPostgres.aside { try server.borrowDatabase() }
        let (directories, namespace) = ([Program.directory(), Program.directory()], "p\(UUID().uuidString.prefix(8)).")
        // why: temporary
        defer { for directory in directories { try? FileManager.default.removeItem(atPath: directory) } }
        let settings = [
            "storage.kind=postgres", "log.kind=kafka", "log.brokers=\(try #require(TestBroker.shared).address)",
            "log.namespace=\(namespace)", "jobs.enabled=false", "hub.allowPrivateCallbacks=true",
            "hub.timeoutMilliseconds=30000", "log.fetchPauseMilliseconds=\(TestBroker.fetchPauseMilliseconds)",
        ]
        var programs: [Program] = []
        defer { for program in programs { program.kill() } }
        for directory in directories {
            programs.append(
                try await Program(
                    data: directory,
                    arguments: settings.flatMap { ["--set", $0] },
                    environment: ["BSS_STORAGE_URL": database.connectionString]
                )
            )
        }
        let made = try await programs[0].ask("POST", Self.hub, #"{"callback":"\#(callback)"}"#)
        #expect(made.status == 201)
        try await Self.wait { () async throws in
            let shares = [try await Self.partitions(programs[0]), try await Self.partitions(programs[1])]
            return shares.allSatisfy { $0["hub"] == 12 && $0["fraud-cases"] == 3 }
        }
        var customers = try await Self.customers(programs, 12)
        try await Self.wait { received().count >= 12 }
        #expect(received().sorted() == customers.sorted(), "each once while both are there")
        try await Self.alerts(programs[1], customers)
        try await Self.wait { try await Self.taken(programs) >= 12 }
        #expect(try await Self.sum("bss_fraud_alerts_replayed_total", programs) == 0, "each by one server")
        #expect(try await Self.sum("bss_fraud_alerts_taken_total", [programs[0]]) > 0)
        #expect(try await Self.sum("bss_fraud_alerts_taken_total", [programs[1]]) > 0)

        // The one that has delivered: the assignor gave the second to come the first topics by name.
        let delivering = try await Self.sum("bss_hub_delivered_total", [programs[0]]) > 0 ? 0 : 1
        #expect(programs[delivering].stop() == 0)
        let survivor = programs[1 - delivering]
        customers += try await Self.customers([survivor], 12)
        try await Self.wait { received().count >= 24 }
        #expect(received().sorted() == customers.sorted(), "each once after one has stopped")
        try await Self.wait { try await Self.partitions(survivor) == ["hub": 24, "fraud-cases": 6] }
        #expect(survivor.stop() == 0)
    }

    private static func taken(_ programs: [Program]) async throws -> Int {
        try await sum("bss_fraud_alerts_taken_total", programs)
    }

    /// Waits until something is so, for a minute at most.
    private static func wait(until isSo: () async throws -> Bool) async throws {
        for _ in 0..<1_200 where !(try await isSo()) { try await Task.sleep(for: .milliseconds(50)) }
        #expect(try await isSo())
    }

    private static func customers(_ programs: [Program], _ count: Int) async throws -> [String] {
        var ids: [String] = []
        for number in 0..<count {
            let answer = try await programs[number % programs.count].ask(
                "POST",
                "/tmf-api/customerManagement/v4/customer",
                #"{"name":"Ada","engagedParty":{"id":"1","@referredType":"Individual"}}"#
            )
            ids.append(try #require(answer.json["id"]?.string))
        }
        return ids
    }

    private static func alerts(_ program: Program, _ customers: [String]) async throws {
        let alerts = customers.map { customer in
            #"{"type":"FraudAlertEvent","alertId":"\#(customer)","customerId":"\#(customer)","rule":"high-value","#
                + #""ruleVersion":1,"severity":"critical","score":85,"shadow":false,"observed":12,"threshold":10}"#
        }
        let produced = try Program.run(
            ["produce", "bss.fraud.alerts", "--url", program.url],
            input: alerts.joined(separator: "\n") + "\n"
        )
        #expect(produced.status == 0, "\(produced.errors)")
    }

    /// How many partitions of each group a server has.
    private static func partitions(_ program: Program) async throws -> [String: Int] {
        var shares: [String: Int] = [:]
        for line in try await program.text("/metrics").split(separator: "\n")
        where line.hasPrefix("bss_log_partitions_held{") {
            let parts = line.split(whereSeparator: { $0 == "\"" || $0 == " " })
            shares[String(parts[1])] = Int(Double(parts.last!) ?? -1)
        }
        return shares
    }

    private static func sum(_ metric: String, _ programs: [Program]) async throws -> Int {
        var sum = 0
        for program in programs {
            for line in try await program.text("/metrics").split(separator: "\n") where line.hasPrefix(metric + " ") {
                sum += Int(Double(line.split(separator: " ").last!) ?? 0)
            }
        }
        return sum
    }
}
