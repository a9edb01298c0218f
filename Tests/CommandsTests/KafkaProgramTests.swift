import EventLog
import Foundation
import KafkaLog
import Logging
import PostgresStorage
import Primitives
import ScratchPostgres
import TestBroker
import Testing

/// The built program with its events in Kafka.
@Suite(.serialized, .enabled(if: TestBroker.program != nil), .timeLimit(.minutes(20)))
struct KafkaProgramTests {
    private static let orders = "bss.order.events"

    private static func settings(_ namespace: String) throws -> [String] {
        let broker = try #require(TestBroker.shared).address
        return [
            "--set", "log.kind=kafka", "--set", "log.brokers=\(broker)", "--set", "log.namespace=\(namespace)",
            "--set", "log.partitions=3", "--set", "fulfilment.provisioningMilliseconds=20",
            "--set", "log.fetchPauseMilliseconds=\(TestBroker.fetchPauseMilliseconds)",
        ]
    }

    private static func namespace() -> String { "p\(UUID().uuidString.prefix(8))." }

    /// Runs a program that is not ours; answers what it wrote.
    private static func run(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func ordersAreInKafkaForEveryTool() async throws {
        let (data, namespace) = (Program.directory(), Self.namespace())
        defer { try? FileManager.default.removeItem(atPath: data) }  // why: temporary
        let program = try await Program(data: data, arguments: Self.settings(namespace))
        defer { program.stop() }
        try await Journey.offering(program)
        let customer = try await Journey.customer(program)
        let order = try #require(try await Journey.order(program, customer, "e1"))
        try await Journey.settle(program)

        // Ours.
        let consumed = try Program.run(
            ["consume", Self.orders, "--from-beginning", "--format", "json", "--url", program.url])
        let events = try consumed.output.split(separator: "\n").map { try JSON(parsing: String($0))["value"] ?? .null }
        #expect(events.first?["type"] == "ProductOrderCreateEvent" && events.last?["status"] == "completed")
        #expect(events.allSatisfy { $0["orderId"]?.string == order })
        let produced = try Program.run(
            ["produce", "bss.customer.events", "--url", program.url],
            input: #"{"type":"test","customerId":"cust-123","amount":100.0}"# + "\n"
        )
        #expect(produced.status == 0, "\(produced.errors)")
        let listed = try Program.run(["topic", "--url", program.url])
        #expect(listed.output.contains("bss.fraud.alerts") && !listed.output.contains(namespace))
        let backup = try Program.run(["backup", data + "-backup", "--url", program.url])
        #expect(backup.status == 1 && backup.errors.contains("the events are in Kafka"), "\(backup.errors)")
        let jobs = try await program.ask("GET", "/bss/v1/jobs").json
        #expect(jobs.array?.isEmpty == false && jobs.array?.contains { $0["state"] == "failed" } == false)

        // Debian's.
        guard let kcat = ["/usr/bin/kcat"].first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
            return
        }
        let broker = try #require(TestBroker.shared).address
        let text = try Self.run(
            kcat,
            [
                "-C", "-b", broker, "-t", namespace + Self.orders, "-o", "beginning", "-e", "-q",
                "-X", "isolation.level=read_committed", "-f", "%k|%h|%s\n",
            ]
        )
        let lines = text.split(separator: "\n")
        #expect(lines.count == events.count)
        let parts = try #require(lines.first).split(separator: "|", maxSplits: 2).map(String.init)
        #expect(parts[0] == customer)
        let value = try JSON(parsing: parts[2])
        for header in [
            "ce_specversion=1.0", "ce_id=\(value["eventId"]?.string ?? "?")", "ce_type=ProductOrderCreateEvent",
            "ce_source=/bss", "ce_time=\(value["eventTime"]?.string ?? "?")", "content-type=application/json",
        ] { #expect(parts[1].contains(header), "\(header)") }
        #expect(value["customerId"]?.string == customer && value["orderId"]?.string == order)
    }

    @Test func killedAgainAndAgainEveryEventIsThereOnce() async throws {
        let (data, namespace) = (Program.directory(), Self.namespace())
        defer { try? FileManager.default.removeItem(atPath: data) }  // why: temporary
        let arguments = try Self.settings(namespace)
        var program = try await Program(data: data, arguments: arguments)
        try await Journey.offering(program)
        let customer = try await Journey.customer(program)
        var random = SeededRandom(seed: UInt64(Date().timeIntervalSince1970))
        var acknowledged: Set<String> = []
        for round in 0..<6 {
            let current = program
            let load = Task {
                var done: [String] = []
                for number in 0..<10_000 {
                    // why: the program is killed meanwhile
                    guard let id = try? await Journey.order(current, customer, "r\(round)n\(number)") else { break }
                    done.append(id)
                }
                return done
            }
            try await Task.sleep(for: .milliseconds(Int.random(in: 200...900, using: &random)))
            program.kill()
            acknowledged.formUnion(await load.value)
            program = try await Program(data: data, arguments: arguments)
        }
        try await Journey.settle(program)
        let consumed = try Program.run(
            ["consume", Self.orders, "--from-beginning", "--format", "json", "--url", program.url])
        var identifiers: Set<String> = []
        var versions: [String: Int64] = [:]
        for line in consumed.output.split(separator: "\n") {
            let event = try JSON(parsing: String(line))["value"] ?? .null
            let isFirst = identifiers.insert(event["eventId"]?.string ?? "").inserted
            #expect(isFirst, "an event is in Kafka twice")
            let id = try #require(event["orderId"]?.string)
            let version = try #require(event["version"]?.integer)
            #expect(version == (versions[id] ?? 0) + 1, "\(id) jumps from version \(versions[id] ?? 0) to \(version)")
            versions[id] = version
        }
        #expect(acknowledged.count > 6 && acknowledged.isSubset(of: versions.keys))
        #expect(program.stop() == 0)
    }

    @Test func whenOneOfTwoServersIsKilledTheOtherRelaysAndFulfils() async throws {
        let server = try await ScratchPostgres.aside { try ScratchPostgres.shared() }
        let database = try await ScratchPostgres.aside { try server.borrowDatabase() }
        let (directories, namespace) = ([Program.directory(), Program.directory()], Self.namespace())
        // why: temporary
        defer { for directory in directories { try? FileManager.default.removeItem(atPath: directory) } }
        let arguments = try Self.settings(namespace) + ["--set", "storage.kind=postgres"]
        let environment = ["BSS_STORAGE_URL": database.connectionString]
        var programs: [Program] = []
        for directory in directories {
            programs.append(try await Program(data: directory, arguments: arguments, environment: environment))
        }
        defer { for program in programs { program.kill() } }
        try await Journey.offering(programs[0])
        let customer = try await Journey.customer(programs[0])
        for number in 0..<20 {
            #expect(try await Journey.order(programs[number % 2], customer, "a\(number)") != nil)
        }
        try await Journey.settle(programs[0])
        var relays: [Int] = []
        for (number, program) in programs.enumerated() {
            let components = try await program.ask("GET", "/readyz").json["components"]?.array ?? []
            let relay = try #require(components.first { $0["name"] == "relay" })
            if relay["detail"] == "done here" { relays.append(number) }
        }
        #expect(relays.count == 1)
        let relaying = try #require(relays.first)
        programs[relaying].kill()
        let survivor = programs[1 - relaying]
        for number in 0..<20 { #expect(try await Journey.order(survivor, customer, "b\(number)") != nil) }
        try await Journey.settle(survivor)
        let consumed = try Program.run(
            ["consume", Self.orders, "--from-beginning", "--format", "json", "--url", survivor.url])
        var seen: [String: Int64] = [:]
        for line in consumed.output.split(separator: "\n") {
            let event = try JSON(parsing: String(line))["value"] ?? .null
            let (id, version) = (event["orderId"]?.string ?? "", event["version"]?.integer ?? 0)
            #expect(version == (seen[id] ?? 0) + 1, "\(id): \(version) after \(seen[id] ?? 0)")
            seen[id] = version
        }
        #expect(seen.count == 40)
    }

    @Test func anEmbeddedDeploymentGrowsIntoKafka() async throws {
        let (data, namespace) = (Program.directory(), Self.namespace())
        defer { try? FileManager.default.removeItem(atPath: data) }  // why: temporary
        var program = try await Program(data: data, arguments: ["--set", "fulfilment.provisioningMilliseconds=20"])
        try await Journey.offering(program)
        let customer = try await Journey.customer(program)
        for number in 0..<20 { #expect(try await Journey.order(program, customer, "a\(number)") != nil) }
        try await Journey.settle(program)
        let broker = try #require(TestBroker.shared).address
        let copy = ["topic", "copy", "--from", data, "--to", "kafka://\(broker)", "--namespace", namespace]
        #expect(try Program.run(copy).status != 0, "refused while the server runs")
        #expect(program.stop() == 0)
        for _ in 0..<2 {
            let copied = try Program.run(copy)
            #expect(copied.status == 0, "\(copied.errors)")
        }
        var kafka = try Self.settings(namespace)
        kafka[kafka.firstIndex(of: "log.partitions=3")!] = "log.partitions=6"
        program = try await Program(data: data, arguments: kafka)
        for number in 0..<20 { #expect(try await Journey.order(program, customer, "b\(number)") != nil) }
        try await Journey.settle(program)
        let consumed = try Program.run(
            ["consume", Self.orders, "--from-beginning", "--format", "json", "--url", program.url])
        var created: [String] = []
        for line in consumed.output.split(separator: "\n") {
            let event = try JSON(parsing: String(line))["value"] ?? .null
            if event["type"] == "ProductOrderCreateEvent" { created.append(event["orderId"]?.string ?? "") }
        }
        #expect(created.count == 40 && Set(created).count == 40)
        let jobs = try await program.ask("GET", "/bss/v1/jobs").json
        #expect(jobs.array?.contains { $0["state"] == "failed" } == false, "\(jobs.text)")
        #expect(program.stop() == 0)
    }
}
